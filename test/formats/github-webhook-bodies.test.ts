import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAction } from '../../src/core/action.ts';
import { type EventMembers, membersOf } from '../../src/core/event.ts';
import type { Out } from '../../src/core/format.ts';
import actions from '../../src/formats/github-actions-runs.ts';
import { ALERT_KINDS, WEBHOOK_KINDS } from '../../src/formats/github-webhook.actions.ts';
import format from '../../src/formats/github-webhook.ts';
import { readNaively } from '../support/naive.ts';

const SENDER = { login: 'mallory', id: 666, type: 'User' };
const REPOSITORY = { full_name: 'acme/widget', updated_at: '2026-03-31T00:30:00Z' };

function read(body: unknown): readonly Out[] {
  return readNaively(format, JSON.stringify(body));
}

function eventsOf(outs: readonly Out[]): EventMembers[] {
  return outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
}

describe('times', () => {
  const member = { action: 'added', member: { login: 'bob' }, repository: REPOSITORY, sender: SENDER };
  const taken = {
    at: { text: '2026-03-31T04:30:00.000Z', micros: 1774931400000000, precision: 's' },
    basis: 'file-name',
  } as const;

  it('are none where neither the body nor anything else has one', () => {
    const [event] = eventsOf(read(member));
    expect(event).not.toHaveProperty('time');
    expect(event).not.toHaveProperty('not_after');
  });

  it('are bounded by when the file was taken, or the delivery made', () => {
    const [event] = eventsOf(readNaively(format, JSON.stringify(member), { taken }));
    expect(event).toMatchObject({ not_after: '2026-03-31T04:30:00.000Z', basis: 'snapshot_range' });
    const api = { guid: 'g', delivered_at: '2026-03-31T00:31:00Z', event: 'member', request: { payload: member } };
    const [other] = eventsOf(readNaively(format, JSON.stringify(api), { taken }));
    expect(other).toMatchObject({ not_after: '2026-03-31T00:31:00.000Z', basis: 'event', user: 'bob' });
  });

  it('of changes are bounded below, unless that is later than when the file was taken', () => {
    const later = {
      action: 'publicized',
      repository: { ...REPOSITORY, updated_at: '2027-01-01T00:00:00Z' },
      sender: SENDER,
    };
    const [event] = eventsOf(readNaively(format, JSON.stringify(later), { taken }));
    expect(event).toMatchObject({ not_after: '2026-03-31T04:30:00.000Z' });
    expect(event).not.toHaveProperty('not_before');
    expect(eventsOf(read(later))[0]).toMatchObject({ not_before: '2027-01-01T00:00:00.000Z' });
  });

  it('that a program in Go has not set are passed over', () => {
    const version = { id: 1, version: '1.0.0', created_at: '0001-01-01T00:00:00Z' };
    const body = {
      action: 'published',
      package: { package_version: version, updated_at: '2026-03-31T00:00:00Z' },
      sender: SENDER,
    };
    expect(eventsOf(read(body))[0]?.time).toBe('2026-03-31T00:00:00.000Z');
  });
});

describe('identity', () => {
  const key = { id: 7, title: 'x', created_at: '2026-03-31T00:12:00Z' };
  const body = { action: 'created', key, repository: REPOSITORY, sender: SENDER };

  function identity(record: unknown): unknown {
    const [out] = read(record);
    return out?.kind === 'event' ? out.event.identity : undefined;
  }

  it('is that of the delivery, where it is known, also in the list of deliveries', () => {
    const row = { guid: 'g1', delivered_at: '2026-03-31T00:12:01Z', event: 'deploy_key', action: 'created' };
    const native = { by: 'native', key: 'github-delivery:g1' };
    expect(identity(row)).toEqual(native);
    expect(identity({ ...row, request: { headers: {}, payload: body } })).toEqual(native);
    expect(identity({ headers: { 'x-github-event': 'deploy_key', 'X-GITHUB-DELIVERY': 'g1' }, body })).toEqual(native);
  });

  it('of a bare body that tells its time does not hang on how it was written down', () => {
    expect(identity(body)).toEqual(identity(JSON.parse(JSON.stringify(body, null, 2))));
    expect(identity({ ...body, key: { ...key, id: 8 } })).not.toEqual(identity(body));
  });

  it('of a bare body without a time is the record itself', () => {
    expect(identity({ action: 'removed', member: { login: 'bob' }, repository: {}, sender: SENDER })).toEqual({
      by: 'record',
    });
  });

  it('of a run is what the list of runs gives it', () => {
    const at = '2026-03-31T00:30:00Z';
    const times = { created_at: at, run_started_at: at, updated_at: at };
    const run = {
      id: 8800,
      run_attempt: 1,
      run_number: 1,
      head_sha: 'x',
      status: 'completed',
      conclusion: 'success',
      ...times,
    };
    const listed = readNaively(actions, JSON.stringify({ total_count: 1, workflow_runs: [run] }));
    const hooks = ['requested', 'completed'].map((action) => identity({ action, workflow_run: run, sender: SENDER }));
    expect(listed.map((out) => (out.kind === 'event' ? out.event.identity : undefined))).toEqual(hooks);
  });
});

/** Members of one kind of body, each with anything in it. */
function bodiesOf(members: string): fc.Arbitrary<Record<string, unknown>> {
  const inside = ['id', 'name', 'assets', 'steps', 'permissions', 'package_version', 'config', 'user', 'status'];
  const anything = fc.jsonValue({ maxDepth: 1 });
  const holding = (names: readonly string[], value: fc.Arbitrary<unknown>) =>
    fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
  const names = members.split(' ').filter((name) => !name.startsWith('-'));
  return holding([...names, 'changes', 'sender', 'repository'], fc.oneof(anything, holding(inside, anything)));
}

const ALL_KINDS = [...WEBHOOK_KINDS, ...ALERT_KINDS.map(([event]) => [event, 'alert location'] as const)];

it.each(ALL_KINDS)('of %s, every record is answered whatever its members hold', (event, members) => {
  const act = fc.constantFrom('created', 'completed', 'edited', 'published', 'requested', '__proto__', undefined);
  const isAnswered = (action: string | undefined, body: object): void => {
    const outs = read({ headers: { 'x-github-event': event }, body: { ...body, action } });
    expect(outs.length).toBeGreaterThan(0);
    for (const out of outs) expect(out).toMatchObject({ records: [0] });
    for (const found of eventsOf(outs)) expect(isAction(found.action)).toBe(true);
  };
  fc.assert(fc.property(act, bodiesOf(members), isAnswered), { numRuns: 20 });
});
