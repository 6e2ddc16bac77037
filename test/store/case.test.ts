import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/core/digest.ts';
import { eventId } from '../../src/core/entry.ts';
import { membersOf } from '../../src/core/event.ts';
import { momentOf } from '../../src/core/time.ts';
import { CaseReader } from '../../src/store/case-reader.ts';
import { CaseWriter } from '../../src/store/case-writer.ts';
import { openDatabase } from '../../src/store/database.ts';
import { reindex } from '../../src/store/reindex.ts';
import { verifyCase } from '../../src/store/verify/verify-case.ts';
import { dump } from '../support/dump.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'case-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const EVIDENCE = sha256('evidence');

async function fill(path: string, count: number): Promise<void> {
  const writer = CaseWriter.open(path, () => ({
    entry: 'case',
    origin: 'case-test',
    recorded_at: '2026-01-01T00:00:00Z',
    tool: '0',
  }));
  writer.append({
    entry: 'evidence',
    bytes: 1,
    format: 'x',
    format_revision: 1,
    mask_revision: 1,
    name: 'x',
    options: {},
    recorded_at: '',
    sha256: EVIDENCE,
    taken_basis: 'unknown',
    tool: '0',
  });
  for (let i = 0; i < count; i++) addEvent(writer, i);
  writer.append({
    entry: 'evidence-end',
    complete: true,
    counts: { read: 0, recorded: 0, folded: 0, known: 0, problem: 0, ignored: 0 },
    events: count,
    evidence: EVIDENCE,
    ignored: {},
    masked: 0,
    problems: 0,
    sightings: 0,
    states: 0,
  });
  await writer.close();
}

function addEvent(writer: CaseWriter, i: number): void {
  const event = membersOf({
    action: 'package.published',
    grade: 'server',
    outcome: 'success',
    actor: `user${i % 7}`,
    package: `p${i % 5}`,
    version: `1.0.${i}`,
    at: momentOf(1_774_917_600_000 + i),
    identity: { by: 'native', key: String(i) },
  });
  const id = eventId({ by: 'native', key: String(i) }, 0, {
    format: 'x',
    evidence: EVIDENCE,
    position: '',
    record: () => '',
  });
  const bare = { entry: 'event', at: [`${i}-${i + 1}:${i + 1}`], event, evidence: EVIDENCE, id } as const;
  writer.append({ ...bare, raw: `line ${i}` });
}

function codes(path: string, expect?: { size: number; root: Buffer }): string[] {
  return verifyCase(path, expect === undefined ? {} : { expect }).findings.list.map(({ code }) => code);
}

describe('a case', () => {
  it.each([0, 1, 253, 254, 600])('of %i events verifies, and its root is that of its entries', async (count) => {
    const path = join(folder, 'a.db');
    await fill(path, count);
    const result = verifyCase(path, {});
    expect(result.findings.list).toEqual([]);
    expect(result.size).toBe(count + 3);
    const reader = new CaseReader(path);
    expect(reader.head()).toEqual({ size: result.size, root: result.root });
    expect([...reader.timeline.events({})].length).toBe(count);
    reader.close();
  });

  it('has the schema cookie that verify expects, and an empty freelist', async () => {
    const path = join(folder, 'a.db');
    await fill(path, 1000);
    await fill(path, 300);
    const db = openDatabase(path, { readonly: true });
    expect(db.pragma('freelist_count', { simple: true })).toBe(0);
    db.close();
    expect(codes(path)).toEqual([]);
  });

  it('is the same after reindex, to the row', async () => {
    const path = join(folder, 'a.db');
    await fill(path, 700);
    const before = dump(path);
    expect(reindex(path, () => undefined)).toBe(703);
    expect(dump(path)).toBe(before);
    expect(codes(path)).toEqual([]);
  });

  it('has blocks that inflate to the entries, one a line', async () => {
    const path = join(folder, 'a.db');
    await fill(path, 300);
    const db = openDatabase(path, { readonly: true });
    const z = db.prepare<[], Buffer>('SELECT z FROM ledger_block').pluck().all();
    db.close();
    const reader = new CaseReader(path);
    expect(z.length).toBe(1);
    expect(
      inflateSync(z[0] as Buffer)
        .toString('utf8')
        .split('\n'),
    ).toEqual(Array.from({ length: 256 }, (_, seq) => reader.entries.text(seq)));
    reader.close();
  });

  it('tells a cut case from a whole one by the noted size and root', async () => {
    const path = join(folder, 'a.db');
    await fill(path, 10);
    const noted = verifyCase(path, {});
    await fill(path, 5);
    expect(codes(path, noted)).toEqual([]);
    const short = join(folder, 'b.db');
    await fill(short, 5);
    expect(codes(short, noted)).toContain('F-TRUNCATED');
    await fill(short, 9);
    expect(codes(short, noted)).toEqual(['F-ROOT', 'F-REWRITTEN']);
  });

  it('finds a byte changed anywhere, or reads the same', async () => {
    const path = join(folder, 'a.db');
    await fill(path, 300);
    const original = readFileSync(path);
    const before = dump(path);
    let seed = 7;
    for (let i = 0; i < 60; i++) {
      seed = (seed * 48_271) % 2_147_483_647;
      const flipped = Buffer.from(original);
      const at = seed % flipped.length;
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (seed % 8)), at);
      const changed = join(folder, 'flipped.db');
      writeFileSync(changed, flipped);
      expect(foundOrSame(changed, before), `byte ${at}`).toBe(true);
    }
  });
});

function foundOrSame(path: string, before: string): boolean {
  try {
    if (verifyCase(path, {}).findings.list.some(({ code }) => code.startsWith('F'))) return true;
  } catch {
    return true;
  }
  return dump(path) === before;
}
