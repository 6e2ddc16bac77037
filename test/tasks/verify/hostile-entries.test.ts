import { describe, expect, it } from 'vitest';
import { leafHash } from '../../../src/core/merkle.ts';
import { SignedCase } from '../../support/checkpoints.ts';
import { run } from '../../support/terminal.ts';

const signed = SignedCase.make();

describe('entries of a shape that no program of ours writes', () => {
  it.each([
    ['a receipt', 700, { entry: 'evidence', name: 1, sha256: 5 }],
    ['the end of a receipt', 700, { complete: true, entry: 'evidence-end', evidence: {} }],
    ['a case', 700, { entry: 'case', key: {}, origin: [] }],
    ['a redaction', 700, { by: 'x', entry: 'redact' }],
    ['nothing at all', 700, null],
    ['a redaction of more entries than can be counted', 2 ** 52, { by: [], entry: 'redact', seqs: [[0, 2 ** 52 - 1]] }],
  ])('%s: is named, and ends no other check', async (_name, seq, entry) => {
    const text = JSON.stringify(entry);
    const path = signed.rewritten('shaped.db', (db) => {
      db.prepare('INSERT INTO ledger_tail VALUES (?, ?, ?)').run(seq, text, leafHash(text));
      db.exec("INSERT INTO ledger_raw VALUES (zeroblob(32), 0, x'789c030000000001')");
    });
    const { exitCode, stdout } = await run(['verify', path, '--json'], { cwd: signed.folder });
    const codes = (JSON.parse(stdout) as { rows: { code: string }[] }).rows.map(({ code }) => code);
    expect([exitCode, codes]).toEqual([1, expect.arrayContaining(['F-LEDGER', 'F-RAW'])]);
  });
});
