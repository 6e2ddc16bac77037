import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { CaseReader } from '../../src/store/case-reader.ts';
import type { TimelineQuery } from '../../src/store/query.ts';
import type { IndexedEvent } from '../../src/store/timeline-row.ts';
import { ingest, temporaryFolder } from '../support/cases.ts';

const START = Date.parse('2026-03-01T00:00:00Z');
const MINUTE = 60_000;
const RECORDS = 3000;
const ACTIONS = ['git.push', 'git.clone', 'org.add_member', 'personal_access_token.create'];

const folder = temporaryFolder();
const path = join(folder, 'many.db');
let reader: CaseReader;
let all: readonly IndexedEvent[];

/** In the order of time for the first two thirds, against it in the last. */
function minuteOf(i: number): number {
  return i < 2000 ? i : 5000 - i;
}

/** Acts of three accounts upon a fourth one. */
beforeAll(async () => {
  const line = (i: number): string =>
    JSON.stringify({
      '@timestamp': START + minuteOf(i) * MINUTE,
      _document_id: `d${i}`,
      action: ACTIONS[(i * 7) % 4],
      actor: `user-${(i * 5) % 3}`,
      user: 'other',
      org: 'acme',
      repo: `acme/r${i % 11}`,
    });
  const log = join(folder, 'many.ndjson');
  writeFileSync(log, Array.from({ length: RECORDS }, (_, i) => `${line(i)}\n`).join(''));
  await ingest(path, log);
  reader = new CaseReader(path);
  all = [...reader.timeline.events({})];
});

/** What a query means, without an index. */
function slow({ roles, action, since, until, nearest }: TimelineQuery): readonly string[] {
  const found = all.filter(({ members, sort }) => {
    if (roles?.account?.some((name) => [members.actor, members.user].includes(name)) === false) return false;
    if (roles?.repo?.some((name) => members.repo === name) === false) return false;
    if (action?.(members.action) === false) return false;
    return (since === undefined || sort >= since) && (until === undefined || sort <= until);
  });
  if (nearest === undefined) return found.map(({ id }) => id);
  const distance = ({ sort }: IndexedEvent): number => Math.abs(sort - nearest.to);
  const near = found.toSorted((a, b) => distance(a) - distance(b) || a.sort - b.sort || (a.id < b.id ? -1 : 1));
  const taken = new Set(near.slice(0, nearest.most));
  return found.filter((event) => taken.has(event)).map(({ id }) => id);
}

const moment = fc.integer({ min: -100, max: RECORDS + 100 }).map((minute) => (START + minute * MINUTE) * 1000);
const queries = fc.record(
  {
    roles: fc.record(
      {
        account: fc.subarray(['user-0', 'user-1', 'other', 'nobody'], { minLength: 1 }),
        repo: fc.subarray(['acme/r0', 'acme/r1', 'acme/r2'], { minLength: 1 }),
      },
      { requiredKeys: [] },
    ),
    action: fc
      .subarray(['source.push', 'source.clone', 'perm.member_added', 'auth.token.created'])
      .map((wanted) => (action: string) => wanted.includes(action)),
    since: moment,
    until: moment,
    nearest: fc.record({ to: moment, most: fc.integer({ min: 1, max: 400 }) }),
  },
  { requiredKeys: [] },
);

describe('the timeline index', () => {
  it('has all events', () => {
    expect(all.length).toBe(RECORDS);
    expect(new Set(all.map(({ members }) => members.action)).size).toBe(4);
  });

  it('answers as if every event were looked at, the second time too', () => {
    fc.assert(
      fc.property(queries, (query) => {
        const ids = (): readonly string[] => [...reader.timeline.events(query)].map(({ id }) => id);
        const wanted = slow(query);
        expect(ids()).toEqual(wanted);
        expect(ids()).toEqual(wanted);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
