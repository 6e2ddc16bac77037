import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import check from '../../../../src/tasks/verify/sources/cloudtrail.ts';
import { tarGz } from '../../../support/archives.ts';
import { ingest, temporaryFolder } from '../../../support/cases.ts';
import { checkerOf, codes, told, verdictsOf } from '../../../support/source-checks.ts';
import { hourOf, hoursOf, rewrite, testKey, writeTrail } from '../../../support/trails.ts';

const folder = temporaryFolder();
const KEY = testKey();
const checked = checkerOf(check, folder);

describe('log files that digests name', () => {
  it('and that were changed, in whatever form they lie there', async () => {
    const hours = hoursOf(1, KEY, 3);
    const lines = await checked((at) => {
      writeTrail(at, hours, [KEY]);
      const [first, second] = hours[0]?.logs ?? [];
      rewrite(join(at, first?.name ?? ''), (text) => text.replace('203.0.113.7', '203.0.113.8'));
      // Unpacked, and otherwise as it was.
      rmSync(join(at, second?.name ?? ''));
      writeFileSync(join(at, second?.name.replace('.gz', '') ?? ''), second?.text ?? '');
    });
    expect(codes(lines)).toEqual(['F-SOURCE-CHAIN']);
    expect(lines[0]).toContain('_log0.json.gz: INVALID: its hash is not the one in the digest EV-');
    expect(lines.at(-1)).toBe('CloudTrail: 2 of 3 log files are as they were delivered');
  });

  it('and that lie there twice, once changed', async () => {
    const hours = hoursOf(1, KEY, 1);
    const lines = await checked((at) => {
      writeTrail(at, hours, [KEY]);
      const [log] = hours[0]?.logs ?? [];
      mkdirSync(join(at, 'copy'));
      writeFileSync(join(at, 'copy', log?.name ?? ''), gzipSync((log?.text ?? '').replace('"ci"', '"cd"')));
    });
    expect(codes(lines)).toEqual(['F-SOURCE-CHAIN']);
  });

  it('and that are missing, are no logs any more, or have more behind their end', async () => {
    const hours = hoursOf(1, KEY, 3);
    const lines = await checked((at) => {
      writeTrail(at, hours, [KEY]);
      const [first, second, third] = hours[0]?.logs ?? [];
      rmSync(join(at, first?.name ?? ''));
      writeFileSync(join(at, second?.name ?? ''), gzipSync('nothing to see here'));
      appendFileSync(join(at, third?.name ?? ''), 'more');
    });
    expect(codes(lines)).toEqual(['F-SOURCE-CHAIN', 'F-SOURCE-CHAIN', 'I-GAP']);
    expect(lines.find((line) => line.startsWith('I-GAP'))).toContain('names 1 of 3 log files that are not in the case');
  });

  it('in the order of their names, whatever was read first', async () => {
    const hours = hoursOf(3, KEY, 2);
    const at = join(folder, 'orders');
    writeTrail(at, hours, [KEY]);
    rmSync(join(at, hours[1]?.name ?? ''));
    const files = readdirSync(at).map((name) => join(at, name));
    const [one, other] = [join(folder, 'one.db'), join(folder, 'other.db')];
    await ingest(one, ...files);
    await ingest(other, ...files.toReversed());
    expect(told(await verdictsOf(check, other))).toEqual(told(await verdictsOf(check, one)));
  });
});

describe('digests in other forms', () => {
  it('read again with --chain are checked as before', async () => {
    const hours = hoursOf(2, KEY);
    const at = join(folder, 'again');
    const db = join(folder, 'again.db');
    writeTrail(at, hours, [KEY]);
    await ingest(db, at);
    const before = told(await verdictsOf(check, db));
    await ingest(db, at, '--chain', 'cloudtrail-digest');
    expect(told(await verdictsOf(check, db))).toEqual(before);
    expect(codes(before)).toEqual([]);
  });

  it('in an archive are checked like files', async () => {
    const at = join(folder, 'packed');
    writeTrail(at, hoursOf(3, KEY), [KEY]);
    const pack = (): Record<string, Buffer> =>
      Object.fromEntries(readdirSync(at).map((name) => [`trail/${name}`, readFileSync(join(at, name))]));
    const whole = await tarGz(pack());
    const lines = await checked((to) => writeFileSync(join(to, 'trail.tar.gz'), whole));
    expect(codes(lines)).toEqual([]);
    expect(lines[0]).toContain('3 of 3 digests signed, each follows the one before');
  });

  it('with names that have no end, and characters that rule a terminal', async () => {
    const object = `AWSLogs/\u001b[31m${'x'.repeat(200_000)}.json.gz`;
    const changes = {
      digestS3Object: object,
      previousDigestS3Object: `${object}0`,
      logFiles: [{ s3Object: object }, null],
    };
    const lines = await checked((at) => writeTrail(at, [hourOf({ hour: 0, key: KEY, changes })], [KEY]));
    expect(codes(lines)).toContain('I-GAP');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(1100);
  });

  it('joined into one file are checked by the text of each', async () => {
    const hours = hoursOf(3, KEY, 0);
    const joined = (change: (text: string) => string) => (at: string) => {
      writeTrail(at, hours, [KEY]);
      for (const { name } of hours) rmSync(join(at, name));
      writeFileSync(join(at, 'digests.jsonl'), change(hours.map(({ text }) => `${text}\n`).join('')));
    };
    expect(codes(await checked(joined((text) => text)))).toEqual([]);
    const changed = await checked(
      joined((text) => text.replace('"newestEventTime":"2026-03-31T01', '"newestEventTime":"2026-03-31T02')),
    );
    expect(codes(changed)).toContain('F-SOURCE-CHAIN');
  });

  it('as a copy with other bytes that says the same', async () => {
    const hours = hoursOf(1, KEY, 0);
    const lines = await checked((at) => {
      writeTrail(at, hours, [KEY]);
      mkdirSync(join(at, 'z'));
      writeFileSync(
        join(at, 'z', 'copy.json'),
        hours[0]?.text.replace('"newestEventTime":"2026-03-31T00', '"newestEventTime":"2026-03-31T23') ?? '',
      );
    });
    expect(codes(lines)).toEqual(['F-SOURCE-CHAIN']);
    expect(lines[0]).toContain('and its bytes differ');
  });

  it('that were declared and are not there', async () => {
    const hours = hoursOf(1, KEY);
    const only = (at: string): void =>
      writeFileSync(join(at, hours[0]?.logs[0]?.name ?? ''), gzipSync(hours[0]?.logs[0]?.text ?? ''));
    expect(await checked(only)).toEqual([]);
    expect(codes(await checked(only, '--chain', 'cloudtrail-digest'))).toEqual(['I-CHAIN-NOT-CHECKED']);
  });
});
