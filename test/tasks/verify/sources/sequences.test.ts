import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import check from '../../../../src/tasks/verify/sources/sequences.ts';
import { temporaryFolder } from '../../../support/cases.ts';
import { checkerOf, codes } from '../../../support/source-checks.ts';

const folder = temporaryFolder();
const checked = checkerOf(check, folder);

interface Numbered {
  readonly seq: unknown;
  /** Minutes after midnight. */
  readonly minute: number;
}

function log(records: readonly Numbered[]): string {
  const lines = records.map(({ seq, minute }, index) =>
    JSON.stringify({
      '@timestamp': Date.UTC(2026, 2, 31, 0, minute),
      _document_id: `d${seq}-${index}`,
      action: 'repo.access',
      actor: 'alice',
      repo: 'acme/x',
      seq,
    }),
  );
  return lines.map((line) => `${line}\n`).join('');
}

function numbers(...seqs: readonly number[]): Numbered[] {
  return seqs.map((seq) => ({ seq, minute: seq }));
}

const DENSE = ['--sequence', 'npm-org=seq:dense'];

describe('numbers that a source gave its records', () => {
  it('without a gap', async () => {
    const lines = await checked((at) => writeFileSync(join(at, 'a.ndjson'), log(numbers(5, 6, 7))), ...DENSE);
    expect(lines).toEqual(['npm-org: every number from 5 to 7 is there; before and after them nothing is shown']);
  });

  it('with a gap: which are missing, and how many', async () => {
    const lines = await checked((at) => writeFileSync(join(at, 'a.ndjson'), log(numbers(1040, 1056, 1057))), ...DENSE);
    expect(lines).toEqual(['I-GAP: npm-org: 1041..1055 missing (15)']);
  });

  it('over the files of a log that was rotated, and between them', async () => {
    const lines = await checked(
      (at) => {
        writeFileSync(join(at, 'b.ndjson'), log(numbers(1, 2, 4)));
        writeFileSync(join(at, 'a.ndjson'), log(numbers(3, 8)));
      },
      ...DENSE,
    );
    expect(lines).toEqual(['I-GAP: npm-org: 5..7 missing (3)']);
  });

  it('where gaps are normal', async () => {
    const write = (at: string): void => writeFileSync(join(at, 'a.ndjson'), log(numbers(1, 9)));
    expect(await checked(write, '--sequence', 'feed=seq:monotonic')).toEqual([]);
    expect(await checked(write)).toEqual([]);
  });

  it('that stand twice, against their order, or not at all', async () => {
    const records = [...numbers(1, 2, 2, 4, 3, 5), { seq: 'none', minute: 6 }];
    const lines = await checked((at) => writeFileSync(join(at, 'a.ndjson'), log(records)), ...DENSE);
    expect(codes(lines)).toEqual(['I-GAP', 'I-GAP', 'I-GAP']);
    expect(lines.slice(0, 3)).toEqual([
      expect.stringMatching(/: records without a number: 1$/),
      expect.stringMatching(/: numbers that stand more than once: 1$/),
      expect.stringMatching(/: records against the order of their numbers: 1$/),
    ]);
    const none = await checked((at) => writeFileSync(join(at, 'a.ndjson'), log(numbers(1))), '--sequence', 'serial');
    expect(none).toEqual([expect.stringMatching(/^I-GAP: serial: EV-\w{8} .*: no record has a number in `serial`$/)]);
  });

  it('and whose time goes back, oldest or newest first', async () => {
    const records = [...numbers(10, 11), { seq: 12, minute: 3 }, ...numbers(13)];
    for (const order of [records, records.toReversed()]) {
      const lines = await checked((at) => writeFileSync(join(at, 'a.ndjson'), log(order)), ...DENSE);
      expect(codes(lines)).toEqual(['I-GAP']);
      expect(lines[0]).toMatch(
        /:\d: time goes back: number 1[12] is of 2026-03-31T00:\d\d:00.000Z, number 1[12] is of/,
      );
    }
  });

  it('of records that the case knew before are followed all the same', async () => {
    const lines = await checked(
      (at) => {
        writeFileSync(join(at, 'a.ndjson'), log(numbers(1, 2, 3)));
        writeFileSync(join(at, 'b.ndjson'), `${log(numbers(1, 2, 3))}${log(numbers(5))}`);
      },
      ...DENSE,
    );
    expect(lines).toEqual(['I-GAP: npm-org: 4 missing (1)']);
  });
});

const LOG = 'fixtures/incidents/acme-2026/2026-06-02T09_14_30_118Z-debug-0.log';

describe('lines of npm debug logs', () => {
  it('that are all there', async () => {
    expect(await checked((at) => cpSync(LOG, join(at, '2026-06-02T09_14_30_118Z-debug-0.log')))).toEqual([]);
  });

  it('of which some were cut out', async () => {
    const lines = readFileSync(LOG, 'utf8').split('\n');
    const numbersIn = lines.map((line) => Number.parseInt(line, 10));
    const cut = lines.filter((_, index) => numbersIn[index] !== 4 && numbersIn[index] !== 5);
    expect(cut.length).toBeLessThan(lines.length);
    const told = await checked((at) => writeFileSync(join(at, '2026-06-02T09_14_30_118Z-debug-0.log'), cut.join('\n')));
    expect(told).toEqual([expect.stringMatching(/^I-GAP: EV-\w{8} .*-debug-0\.log :\d+: lines 4 to 5 are missing/)]);
  });

  it('that go on from a file which is not there', async () => {
    const lines = readFileSync(LOG, 'utf8');
    const told = await checked((at) => writeFileSync(join(at, '2026-06-02T09_14_30_118Z-debug-2.log'), lines));
    expect(told).toEqual([expect.stringContaining('goes on from 2026-06-02T09_14_30_118Z-debug-1.log, which is not')]);
  });
});
