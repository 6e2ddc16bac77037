import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import check from '../../../../src/tasks/verify/sources/cloudtrail.ts';
import { temporaryFolder } from '../../../support/cases.ts';
import { checkerOf, codes, told, verdictsOf } from '../../../support/source-checks.ts';
import { run } from '../../../support/terminal.ts';
import {
  ACCOUNT,
  FINGERPRINT,
  hourOf,
  hoursOf,
  rewrite,
  testKey,
  writeMetadata,
  writeTrail,
} from '../../../support/trails.ts';

const folder = temporaryFolder();
const KEY = testKey();

const checked = checkerOf(check, folder);

describe('CloudTrail digests', () => {
  it('that are whole: signed, each following the one before, every log file as it was delivered', async () => {
    const lines = await checked((at) => writeTrail(at, hoursOf(4, KEY, 3), [KEY]));
    expect(codes(lines)).toEqual([]);
    expect(lines).toEqual([
      expect.stringMatching(
        /^CloudTrail 123456789012_CloudTrail-Digest_us-east-1_test_us-east-1 from 2026-03-31T00:00:00Z to 2026-03-31T04:00:00Z: 4 of 4 digests signed, each follows the one before; keys: EV-[0-9a-f]{8}, which AWS alone can confirm$/,
      ),
      'CloudTrail: 12 of 12 log files are as they were delivered',
    ]);
  });

  it('whose validation was switched off for some hours: a gap, named with its times', async () => {
    const first = hoursOf(2, KEY);
    const third = hourOf({ hour: 5, key: KEY });
    const lines = await checked((at) => {
      writeTrail(at, first, [KEY]);
      writeTrail(at, [third, hourOf({ hour: 6, before: third, key: KEY })], []);
    });
    // The last digest before the gap has its signature nowhere but in its own metadata.
    expect(codes(lines)).toEqual(['I-GAP']);
    expect(lines[0]).toContain(
      'names no digest before it: nothing shows what was delivered between 2026-03-31T02:00:00.000Z and 2026-03-31T05:00:00.000Z',
    );
    expect(lines.join('\n')).toContain('4 of 4 digests signed, the chain is not whole');
  });

  it('of which one was removed in the middle, with what it named: both are told', async () => {
    const hours = hoursOf(4, KEY);
    const lines = await checked((at) => {
      writeTrail(at, hours, [KEY]);
      rmSync(join(at, hours[1]?.name ?? ''));
    });
    // The signature of the one before stood in the one that is gone.
    expect(codes(lines)).toEqual(['I-CHAIN-NOT-CHECKED', 'I-GAP', 'I-CHAIN-NOT-CHECKED']);
    expect(lines[1]).toContain(`the digest before it, s3://trail-bucket/${hours[1]?.place.object}, is not in the case`);
    expect(lines.at(-1)).toMatch(/^I-CHAIN-NOT-CHECKED: 1 file with events is named by no digest in evidence: EV-/);
  });

  it('of which the oldest were removed: the range is not shorter without a word', async () => {
    const hours = hoursOf(4, KEY, 0);
    const lines = await checked((at) => writeTrail(at, hours.slice(2), [KEY]));
    expect(codes(lines)).toEqual(['I-GAP']);
    expect(lines[0]).toContain('nothing shows what was delivered before 2026-03-31T02:00:00.000Z');
  });

  it('of which the content of one was changed: neither its signature nor its hash is right', async () => {
    const hours = hoursOf(3, KEY);
    const lines = await checked((at) => {
      writeTrail(at, hours, [KEY]);
      rewrite(join(at, hours[1]?.name ?? ''), (text) =>
        text.replace('"newestEventTime":"2026-03-31T01', '"newestEventTime":"2026-03-31T02'),
      );
    });
    expect(codes(lines)).toEqual(['F-SOURCE-CHAIN', 'F-SOURCE-CHAIN']);
    expect(lines[0]).toContain('INVALID: signature verification failed (signature from EV-');
    expect(lines[1]).toContain('INVALID: its hash is not the one that the next digest, EV-');
  });

  it('that were made anew with another key, and linked to each other', async () => {
    const forged = testKey();
    const lines = await checked((at) => writeTrail(at, hoursOf(3, forged), [KEY]));
    expect(codes(lines)).toEqual(['F-SOURCE-CHAIN', 'F-SOURCE-CHAIN', 'F-SOURCE-CHAIN']);
  });

  it('with two lists of keys that disagree', async () => {
    const forged = testKey();
    const lines = await checked((at) => writeTrail(at, hoursOf(1, forged, 0), [KEY, forged]));
    expect(codes(lines)).toEqual([]);
    const two = await checked((at) => {
      writeTrail(at, hoursOf(1, forged, 0), [forged]);
      writeFileSync(join(at, 'keys-2.json'), JSON.stringify({ PublicKeyList: [KEY.listed] }));
    });
    expect(two[0]).toMatch(/^F-SOURCE-CHAIN: EV-\w{8} and EV-\w{8} give different keys with the fingerprint 47aa/);
  });

  it('that lie under the name of another one: moved', async () => {
    const hours = hoursOf(3, KEY, 0);
    const other = hours[1]?.name.replace('020000Z', '020001Z') ?? '';
    const lines = await checked((at) => {
      writeTrail(at, hours, [KEY]);
      renameSync(join(at, hours[1]?.name ?? ''), join(at, other));
    });
    expect(codes(lines)).toEqual(['F-SOURCE-CHAIN']);
    expect(lines[0]).toContain(`INVALID: has been moved: its file is ${other}`);
  });

  it('that lie in the folder of another account: moved; in their own: not', async () => {
    const hours = hoursOf(1, KEY, 0);
    const inFolder = async (account: string): Promise<string[]> => {
      const at = join(folder, `in-${account}`);
      const deep = join(at, `AWSLogs/${account}/CloudTrail-Digest/us-east-1/2026/03/31`);
      writeTrail(deep, hours, [KEY]);
      const db = join(folder, `in-${account}.db`);
      // Of an absolute path a receipt keeps the last two steps.
      await run(['ingest', 'AWSLogs', '--db', db], { cwd: at });
      return told(await verdictsOf(check, db));
    };
    expect(codes(await inFolder(ACCOUNT))).toEqual([]);
    expect((await inFolder('210987654321'))[0]).toContain('INVALID: has been moved');
  });

  it('that were renamed by whoever collected them are not moved', async () => {
    const hours = hoursOf(2, KEY, 0);
    const lines = await checked((at) => {
      writeTrail(at, hours, [KEY]);
      renameSync(join(at, hours[0]?.name ?? ''), join(at, 'the first one.json.gz'));
    });
    expect(codes(lines)).toEqual([]);
  });

  it('that go on in another bucket are one chain', async () => {
    const first = hourOf({ hour: 0, key: KEY });
    const second = hourOf({ hour: 1, before: first, bucket: 'new-bucket', key: KEY });
    const lines = await checked((at) => writeTrail(at, [first, second], [KEY]));
    expect(codes(lines)).toEqual([]);
    expect(lines[0]).toContain('2 of 2 digests signed, each follows the one before');
  });

  it('whose predecessor lies in another bucket than the next one says', async () => {
    const first = hourOf({ hour: 0, key: KEY, logs: 0 });
    const moved = { ...first, place: { ...first.place, bucket: 'elsewhere' } };
    const second = hourOf({ hour: 1, before: moved, key: KEY, logs: 0 });
    const lines = await checked((at) => writeTrail(at, [first, second], [KEY]));
    expect(codes(lines)).toEqual(['I-CHAIN-NOT-CHECKED', 'I-GAP']);
    expect(lines[1]).toContain('s3://elsewhere/');
  });

  it.each([
    ['bytes', Buffer.from('more')],
    ['another member', gzipSync(' ')],
  ])('with %s behind the end of the compressed data', async (_, more) => {
    const hours = hoursOf(2, KEY, 0);
    const lines = await checked((at) => {
      writeTrail(at, hours, [KEY]);
      appendFileSync(join(at, hours[0]?.name ?? ''), more);
    });
    expect(codes(lines)).toContain('F-SOURCE-CHAIN');
    expect(codes(lines).filter((code) => code.startsWith('F')).length).toBeGreaterThan(0);
  });

  it.each([
    ['not JSON', (): Buffer => gzipSync('{{{')],
    ['not compressed data', (): Buffer => Buffer.from('foo')],
    ['cut off', (whole: Buffer): Buffer => whole.subarray(0, whole.length - 30)],
  ])('that are %s', async (_, change) => {
    const hours = hoursOf(3, KEY, 0);
    const name = hours[1]?.name ?? '';
    const lines = await checked((at) => {
      writeTrail(at, hours, [KEY]);
      writeFileSync(join(at, name), change(readFileSync(join(at, name))));
    });
    expect(codes(lines)).toContain('F-SOURCE-CHAIN');
    expect(lines.join('\n')).toContain('INVALID');
  });

  it.each([
    'digestPublicKeyFingerprint',
    'digestS3Bucket',
    'digestS3Object',
    'previousDigestSignature',
  ])('without %s', async (name) => {
    const changes = { [name]: undefined };
    const lines = await checked((at) => writeTrail(at, [hourOf({ hour: 0, key: KEY, changes })], [KEY]));
    expect(lines[0]).toMatch(new RegExp(`^F-SOURCE-CHAIN: .*INVALID: invalid format: ${name} is missing$`));
  });

  it('without keys, without a signature, and with an algorithm that nobody knows, are not checked', async () => {
    const keyless = await checked((at) => writeTrail(at, hoursOf(2, KEY, 0), []));
    expect(codes(keyless)).toEqual(['I-CHAIN-NOT-CHECKED']);
    expect(keyless[0]).toContain('2 digests (EV-');
    expect(keyless[0]).toContain(`signed with the key ${FINGERPRINT}, which is not in evidence`);
    const hours = hoursOf(2, KEY, 0);
    const unsigned = await checked((at) => {
      writeTrail(at, hours, [KEY]);
      rmSync(join(at, `${hours[1]?.name}.metadata.json`));
    });
    expect(codes(unsigned)).toEqual(['I-CHAIN-NOT-CHECKED']);
    expect(unsigned[0]).toContain('1 digest (EV-');
    expect(unsigned[0]).toContain('without a signature in evidence');
    expect(unsigned[1]).toContain('1 of 2 digests signed, each follows the one before');
    const changes = { digestSignatureAlgorithm: 'SHA512withRSA' };
    const strange = await checked((at) => writeTrail(at, [hourOf({ hour: 0, key: KEY, logs: 0, changes })], [KEY]));
    expect(codes(strange)).toEqual(['I-CHAIN-NOT-CHECKED']);
  });

  it('signed with a key that was not valid at the time', async () => {
    const old = { ...KEY, listed: { ...KEY.listed, ValidityEndTime: '2026-02-01T00:00:00+00:00' } };
    const lines = await checked((at) => writeTrail(at, hoursOf(1, KEY, 0), [old]));
    expect(lines[0]).toContain(`INVALID: its key ${FINGERPRINT} was not valid when it was made`);
    const numbers = { ...KEY, listed: { ...KEY.listed, ValidityEndTime: 1798675200.0 } };
    expect(codes(await checked((at) => writeTrail(at, hoursOf(1, KEY, 0), [numbers as never])))).toEqual([]);
  });

  it('of log files that were delivered late are a chain of their own, signed when they were made', async () => {
    const hours = hoursOf(2, KEY, 0);
    const late = { ...KEY, listed: { ...KEY.listed, ValidityStartTime: '2026-03-31T01:30:00+00:00' } };
    const first = hourOf({ hour: 0, key: KEY, suffix: '_backfill' });
    const second = hourOf({ hour: 7, before: first, key: KEY, suffix: '_backfill' });
    const lines = await checked((at) => {
      writeTrail(at, hours, [KEY]);
      writeTrail(at, [first, second], []);
    });
    expect(codes(lines)).toEqual([]);
    expect(lines[1]).toContain('us-east-1_backfill from 2026-03-31T00:00:00Z to 2026-03-31T08:00:00Z: 2 of 2 digests');
    expect(codes(await checked((at) => writeTrail(at, [first, second], [late])))).toEqual([]);
    expect(codes(await checked((at) => writeTrail(at, hours, [late])))).toEqual(['F-SOURCE-CHAIN']);
  });

  it('with metadata that is not theirs', async () => {
    const hours = hoursOf(2, KEY, 0);
    const lines = await checked((at) => {
      writeTrail(at, hours, [KEY]);
      writeMetadata(at, { name: hours[0]?.name ?? '', signature: 'ab'.repeat(256) });
    });
    expect(codes(lines)).toEqual(['F-SOURCE-CHAIN']);
    expect(lines[0]).toMatch(/the signature that EV-\w{8} gives for it does not verify$/);
  });

  it('with metadata in a file of another name, or that says itself whose it is', async () => {
    const hours = hoursOf(1, KEY, 0);
    const [hour] = hours;
    const at = (name: string, more: object) => (to: string) => {
      writeTrail(to, hours, [KEY]);
      rmSync(join(to, `${hour?.name}.metadata.json`));
      writeFileSync(join(to, name), JSON.stringify({ ...more, Metadata: { signature: hour?.signature } }));
    };
    expect(codes(await checked(at('head.json', {})))).toEqual([]);
    expect(codes(await checked(at('head.json', { Key: hour?.place.object })))).toEqual([]);
    expect(codes(await checked(at(`${hour?.name.replace('.json.gz', '.head.json')}`, {})))).toEqual([]);
  });

  it('whose time goes back', async () => {
    const first = hourOf({ hour: 5, key: KEY, logs: 0 });
    const second = hourOf({ hour: 2, before: first, key: KEY, logs: 0 });
    const lines = await checked((at) => {
      writeTrail(at, [first, second], [KEY]);
    });
    expect(lines.filter((line) => line.includes('time goes back'))).toEqual([
      expect.stringContaining('it ends 2026-03-31T03:00:00Z, the digest before it 2026-03-31T06:00:00Z'),
    ]);
  });
});
