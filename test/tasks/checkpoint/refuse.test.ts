import { copyFileSync, existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { leafHash, packedRoot } from '../../../src/core/merkle.ts';
import type { Database } from '../../../src/store/database.ts';
import { SignedCase } from '../../support/checkpoints.ts';
import { appendEntries, ORIGIN } from '../../support/entries.ts';

const signed = SignedCase.make();

/** Puts another leaf in place of one, and the root of its block right again. */
function swapLeaf(open: Database, seq: number): void {
  const first = seq - (seq % 256);
  const leaves = open.prepare<[number], Buffer>('SELECT leaves FROM ledger_block WHERE first = ?').pluck().get(first);
  const changed = Buffer.from(leaves ?? Buffer.alloc(0));
  leafHash('another').copy(changed, (seq - first) * 32);
  open.prepare('UPDATE ledger_block SET leaves = ?, root = ? WHERE first = ?').run(changed, packedRoot(changed), first);
}

describe('checkpoint sign never speaks for another history', () => {
  const since = ['--since', 'first', '--out', 'refused', '--key-file', 'keys/k.pem'];

  it.each([
    [
      'an entry was changed and every hash recomputed',
      'F-ROOT',
      () => signed.rewritten('a.db', (open) => swapLeaf(open, 5)),
    ],
    [
      'a leaf does not fit its block',
      'F-CACHE',
      () =>
        signed.rewritten('b.db', (open) =>
          open.exec('UPDATE ledger_block SET leaves = zeroblob(8192) WHERE first = 256'),
        ),
    ],
    ['it is another case', 'F-ORIGIN', () => signed.at('another.db')],
    ['it is shorter', 'F-TRUNCATED', () => signed.at('short.db')],
  ])('when %s', async (_, code, make) => {
    await appendOnce('another.db', 500, 'audit.example/another');
    await appendOnce('short.db', 200, ORIGIN);
    const { exitCode, codes, foot } = await signed.answer('sign', ...since, '--db', make());
    expect([exitCode, codes]).toEqual([1, expect.arrayContaining([code])]);
    expect([foot['result'], existsSync(signed.at('refused'))]).toEqual(['altered', false]);
  });

  async function appendOnce(name: string, count: number, origin: string): Promise<void> {
    if (!existsSync(signed.at(name))) await appendEntries(signed.at(name), count, origin);
  }

  it('shows both heads', async () => {
    const { stdout } = await signed.run(
      'sign',
      ...since,
      '--db',
      signed.rewritten('c.db', (open) => swapLeaf(open, 5)),
    );
    expect(stdout).toContain(signed.body('first').split('\n')[2]);
    expect(stdout).toMatch(/700 entries, root [\w+/]{43}=/);
  });

  it('when the place of the new one holds one that this case contradicts', async () => {
    signed.forge('held', `${ORIGIN}\n650\n${Buffer.alloc(32, 7).toString('base64')}\n`);
    const before = signed.text('held');
    const { exitCode, codes } = await signed.sign('held', '--since', 'first');
    expect([exitCode, codes, signed.text('held')]).toEqual([1, ['F-ROOT'], before]);
    signed.write('held', 'not a checkpoint\n');
    expect([(await signed.sign('held')).exitCode, signed.text('held')]).toEqual([2, 'not a checkpoint\n']);
  });

  it('when the earlier one was altered, or nobody known signed it', async () => {
    signed.write('altered', signed.text('first').replace('\n300\n', '\n299\n'));
    expect(await signed.sign('refused', '--since', 'altered')).toMatchObject({
      exitCode: 1,
      codes: expect.arrayContaining(['F-CHECKPOINT-SIGNATURE']),
    });
    signed.forge('strange', signed.body('first'), 'keys/other.pem');
    expect(await signed.sign('refused', '--since', 'strange')).toMatchObject({ exitCode: 3, codes: ['I-UNKNOWN-KEY'] });
    expect(existsSync(signed.at('refused'))).toBe(false);
  });

  it('unless the key of before is named, as after a change of keys', async () => {
    signed.forge('before', signed.body('first'), 'keys/other.pem');
    expect((await signed.sign('after', '--since', 'before', '--vkey-file', 'other.vkey')).exitCode).toBe(0);
    expect(signed.body('after')).toBe(signed.body('second'));
  });

  it('also when another file merges into the case', async () => {
    copyFileSync(signed.db, signed.at('wal.db'));
    signed.write('wal.db-wal', 'anything');
    expect(await signed.answer('sign', ...since, '--db', 'wal.db')).toMatchObject({ exitCode: 2 });
  });
});
