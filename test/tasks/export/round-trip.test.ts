import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/core/entry.ts';
import { CaseReader } from '../../../src/store/case-reader.ts';
import { ingest, ingestJson, temporaryFolder } from '../../support/cases.ts';
import { run } from '../../support/terminal.ts';

const INCIDENTS = 'fixtures/incidents';
const folder = temporaryFolder();

/** Id, number and members of each event, as texts in order: whatever it cites. */
function eventsOf(db: string): string[] {
  const reader = new CaseReader(db);
  const all = Array.from({ length: reader.entries.size }, (_, seq): Entry => reader.entry(seq));
  reader.close();
  const events = all.flatMap((entry) => {
    if (entry.entry === 'event') return [{ id: entry.id, number: entry.number, event: entry.event }];
    return entry.entry === 'note' ? [{ id: entry.id, event: entry.event }] : [];
  });
  return events.map((event) => JSON.stringify(event)).sort();
}

/** What an export of a case says of it. */
async function exported(db: string, name: string, ...words: readonly string[]): Promise<string> {
  const file = join(folder, `${name}.jsonl`);
  const { exitCode, stderr } = await run(['export', '--to', 'audit-log/v1', '--db', db, '-o', file, ...words]);
  expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/\d+:\S{43}=/)]);
  return file;
}

describe.each(readdirSync(INCIDENTS))('the events of %s', (name) => {
  it('are the same after an export and an ingest of it', async () => {
    const [db, again] = [join(folder, `${name}.db`), join(folder, `${name}-again.db`)];
    await ingest(db, join(INCIDENTS, name), '--assume-tz', 'Z');
    await run(['note', 'called', 'npm', '--at', '~2026-03-31 01:38Z', '--db', db]);
    const file = await exported(db, name);
    const told = ingestJson(await ingest(again, file));
    expect(told.rows).toMatchObject([{ status: 'read', format: 'audit-log' }]);
    expect(told.foot.counts).toMatchObject({ problem: 0, ignored: 2 });
    const events = eventsOf(db);
    expect(events.length).toBeGreaterThan(1);
    expect(eventsOf(again)).toEqual(events);
    const log = readFileSync(file);
    expect(readFileSync(await exported(db, `${name}-2`)).equals(log)).toBe(true);
    // What comes back to its own case is known to it; the note has evidence now.
    const back = ingestJson(await ingest(db, file));
    expect(back.foot.counts).toMatchObject({ recorded: 1, problem: 0, known: events.length - 1 });
  });
});
