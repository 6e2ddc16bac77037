import { existsSync } from 'node:fs';
import type { Entry } from '../../src/core/entry.ts';
import { CaseWriter } from '../../src/store/case-writer.ts';

const RECORDED = '2026-04-01T00:00:00.000Z';
export const ORIGIN = 'audit.example/incident-1';

/** Appends entries that hold nothing but their number, and commits. A new case begins with the one that names it. */
export async function appendEntries(db: string, count: number, origin = ORIGIN): Promise<void> {
  const isNew = !existsSync(db);
  const writer = CaseWriter.open(db, () => ({ entry: 'case', origin, recorded_at: RECORDED, tool: 'test' }));
  for (let i = isNew ? 1 : 0; i < count; i++) {
    writer.append(numbered(writer.size));
    await writer.pause();
  }
  await writer.close();
}

function numbered(seq: number): Entry {
  const subject = seq.toString(16).padStart(64, '0');
  return { act: 'ack', entry: 'history', recorded_at: RECORDED, subject, text: `entry ${seq}`, tool: 'test' };
}
