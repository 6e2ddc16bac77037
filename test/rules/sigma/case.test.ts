import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/core/json.ts';
import { INFERENCES } from '../../../src/inference/index.ts';
import { snapshot } from '../../../src/rules/examples/packument.ts';
import { SHIPPED } from '../../../src/rules/sigma/shipped.ts';
import { evidenceFiles } from '../../../src/tasks/detect/evidence-files.ts';
import type { RuleResult } from '../../../src/tasks/detect/judge.ts';
import { judgeSigma } from '../../../src/tasks/detect/sigma.ts';
import { inCaseOf } from '../../../src/tasks/rules/run-example.ts';
import { trySigma } from '../../../src/tasks/rules/test.ts';
import { letters, rulesIn, ruleWith } from './support.ts';

const START = Date.UTC(2026, 2, 31);
const shipped = rulesIn(...SHIPPED.values());

function audit(...acts: readonly JsonObject[]): string {
  const lines = acts.map((act, i) => ({
    '@timestamp': START + i * 1000,
    _document_id: `d${i}`,
    actor: 'alice',
    org: 'acme',
    ...act,
  }));
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

type Files = Readonly<Record<string, string>>;

async function asked(set: ReturnType<typeof rulesIn>, files: Files): Promise<ReadonlyMap<string, RuleResult>> {
  const results = await inCaseOf(files, (reader) => judgeSigma(reader, set, { inferences: INFERENCES }));
  return new Map(results.map((result) => [result.rule.id, result]));
}

describe('rules over a case', () => {
  it('find native fields, tell who, where and with what, and cite the record', async () => {
    const set = rulesIn(
      ruleWith(
        { s: { action: 'org.add_member', 'actor_location.country_code': 'nl' }, condition: 's' },
        { level: 'high' },
      ),
    );
    const files = {
      'audit.jsonl': audit(
        { action: 'repo.create', repo: 'acme/widget' },
        { action: 'org.add_member', user: 'mallory', actor_ip: '203.0.113.9', actor_location: { country_code: 'NL' } },
      ),
    };
    const result = (await asked(set, files)).get('t');
    expect(result).toMatchObject({ status: 'fired', judged: 2, missing: [] });
    expect(result?.findings).toEqual([
      expect.objectContaining({
        subject: 'mallory',
        severity: 'high',
        certainty: 'certain',
        fact: 'org.add_member by alice from 203.0.113.9',
        about: { accounts: ['alice', 'mallory'], ips: ['203.0.113.9'] },
        when: { after: (START + 1000) * 1000, before: (START + 1000) * 1000 },
        citations: [{ evidence: expect.stringMatching(/^[0-9a-f]{64}$/), place: ':2' }],
      }),
    ]);
  });

  it('are silent, or say which evidence they lack', async () => {
    const set = rulesIn(
      ruleWith({ s: { action: 'x.y' }, condition: 's' }, { name: 'github' }),
      JSON.stringify({
        title: 'cloud',
        name: 'cloud',
        logsource: { product: 'aws', service: 'cloudtrail' },
        detection: { s: { eventName: 'x' }, condition: 's' },
      }),
    );
    const results = await asked(set, { 'audit.jsonl': audit({ action: 'repo.create' }) });
    expect(results.get('github')).toMatchObject({ status: 'silent', judged: 1, missing: [] });
    expect(results.get('cloud')).toMatchObject({ status: 'no-evidence', judged: 0 });
    expect(results.get('cloud')?.missing[0]?.why).toContain('CloudTrail');
  });

  it('look at the CSV of the same log by the same names', async () => {
    const set = rulesIn(ruleWith({ s: { action: 'org.add_member', actor_ip: '203.0.113.9' }, condition: 's' }));
    const csv = `action,actor,actor_ip,user,org,created_at\norg.add_member,alice,203.0.113.9,mallory,acme,${START}\n`;
    expect((await asked(set, { 'audit.csv': csv })).get('t')?.status).toBe('fired');
  });

  it('say the same whatever was read first, and count what two exports hold once', async () => {
    const text = letters('a').replace('action: a', 'action: repo.create');
    const rules = rulesIn(
      `${text}---\n${JSON.stringify({ title: 'x', name: 'x', correlation: { type: 'event_count', rules: ['a'], timespan: '1h', 'group-by': ['actor'], condition: { gte: 2 } } })}`,
    );
    const one = audit({ action: 'repo.create', repo: 'acme/a' }, { action: 'repo.destroy', repo: 'acme/a' });
    const two = audit(
      { action: 'repo.create', repo: 'acme/a' },
      { action: 'repo.destroy', repo: 'acme/a' },
      { action: 'repo.create', repo: 'acme/b' },
    );
    const [first, second] = [
      await asked(rules, { '1.jsonl': one, '2.jsonl': two }),
      await asked(rules, { '1.jsonl': two, '2.jsonl': one }),
    ];
    expect(first.get('x')?.findings).toEqual(second.get('x')?.findings);
    expect(first.get('x')?.findings[0]).toMatchObject({ subject: 'alice', data: { events: 2 } });
    expect((await asked(rules, { '1.jsonl': one })).get('x')?.status).toBe('silent');
  });

  it('find absence only where the other log was kept', async () => {
    const rules = rulesIn(
      [
        `title: release\nname: release\nlogsource: {product: github, service: audit}\ndetection: {s: {action: repo.create}, condition: s}`,
        `title: run\nname: run\nlogsource: {product: github, service: audit}\ndetection: {s: {action: workflows.completed_workflow_run}, condition: s}`,
        `title: x\nname: x\naudit-timeline: {absence: {rule: release, without: run, before: 10s, group-by: repo}}`,
      ].join('\n---\n'),
    );
    const late: readonly JsonObject[] = Array.from({ length: 30 }, (_, i) => ({
      action: i === 29 ? 'repo.create' : 'git.clone',
      repo: 'acme/widget',
    }));
    expect((await asked(rules, { 'audit.jsonl': audit(...late) })).get('x')).toMatchObject({ status: 'fired' });
    const early = await asked(rules, { 'audit.jsonl': audit(...late.toReversed()) });
    expect(early.get('x')?.status).toBe('no-evidence');
    expect(early.get('x')?.missing[0]?.why).toContain('covers 2026-03-31T00:00:00.000Z');
    const run: JsonObject = { action: 'workflows.completed_workflow_run', repo: 'acme/widget' };
    const explained = audit(...late.slice(0, 28), run, { action: 'repo.create', repo: 'acme/widget' });
    expect((await asked(rules, { 'audit.jsonl': explained })).get('x')?.status).toBe('silent');
  });

  it('follow what snapshots show, and say that bounds leave room', async () => {
    const files = {
      ...snapshot('widget', '2026-03-31T02:00:00Z', {
        '1.0.0': {
          at: '2026-03-01T00:00:00.000Z',
          owners: ['alice <alice@example.com>'],
          by: 'alice <alice@example.com>',
        },
        '1.0.1': {
          at: '2026-03-02T00:00:00.000Z',
          owners: ['alice <alice@example.com>', 'mallory <m@example.com>'],
          by: 'mallory <m@example.com>',
        },
        '1.0.2': {
          at: '2026-03-03T00:00:00.000Z',
          owners: ['alice <alice@example.com>', 'mallory <m@example.com>'],
          by: 'mallory <m@example.com>',
        },
      }),
    };
    const result = (await asked(shipped, files)).get('registry-new-owner-publishes');
    expect(result).toMatchObject({ status: 'fired' });
    expect(result?.findings[0]).toMatchObject({ subject: 'widget, mallory', certainty: 'possible' });
  });

  it('put up with hostile records', async () => {
    const set = rulesIn(
      ruleWith({ s: { '__proto__.x': 1, constructor: 'y' }, t: ['zzz'], condition: 's or t' }, { title: 'x' }),
    );
    const hostile = audit(
      { action: 'repo.create', constructor: 'y', a: { __proto__: { x: 1 } } as unknown as Json },
      { action: 'repo.create', repo: '\u001b[2J' },
    );
    expect((await asked(set, { 'audit.jsonl': hostile })).get('x')).toMatchObject({ status: 'silent', judged: 2 });
  });
});

describe('the rules that come with the program', () => {
  it.each([...shipped.examples.keys()])('%s says what its examples expect', async (id) => {
    const tried = await trySigma(id, shipped);
    expect(tried.length).toBeGreaterThan(1);
    for (const { expected, found } of tried) expect(found).toBe(expected);
  });

  it('look at evidence that there is', async () => {
    const files = await inCaseOf({ 'audit.jsonl': audit({ action: 'repo.create' }) }, evidenceFiles);
    expect(files).toHaveLength(1);
    expect(shipped.rules.length).toBeGreaterThan(8);
  });
});
