import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { baseName, readDigest, signedText, trailOf } from '../../../src/integrity/cloudtrail/digest.ts';
import { readTrailKey, verifies } from '../../../src/integrity/cloudtrail/key.ts';
import { hoursOf, testKey } from '../../support/trails.ts';

const KEY = testKey();

describe('what CloudTrail signs', () => {
  it('has the word null where there is no digest before', () => {
    const place = { bucket: 'b', object: 'c' };
    const hash = createHash('sha256').update('abc').digest('hex');
    // The text that aws/aws-cli expects of this digest in its own tests.
    const expected = 'a\nb/c\nba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\nnull';
    expect(signedText({ end: 'a', place, previousSignature: undefined }, hash)).toBe(expected);
    expect(signedText({ end: 'a', place, previousSignature: 'xyz' }, hash)).toBe(expected.replace('null', 'xyz'));
    expect(signedText({ end: 'a', place, previousSignature: '' }, hash)).toBe(expected.replace('null', ''));
  });

  it('is verified with the key as AWS lists it', () => {
    const key = readTrailKey(KEY.listed);
    const [hour] = hoursOf(1, KEY);
    const digest = readDigest(JSON.parse(hour?.text ?? ''));
    if (key === undefined || hour === undefined || typeof digest === 'string') throw new Error('no key or no digest');
    const text = signedText(digest, createHash('sha256').update(hour.text).digest('hex'));
    expect(verifies(key, text, hour.signature)).toBe(true);
    expect(verifies(key, text, hour.signature.toUpperCase())).toBe(true);
    for (const bad of ['', 'zz', hour.signature.slice(2), `${hour.signature}00`, 'ab'.repeat(256)])
      expect(verifies(key, text, bad)).toBe(false);
    expect(verifies(key, `${text} `, hour.signature)).toBe(false);
  });

  it.each([
    {},
    { Fingerprint: 'a' },
    { Fingerprint: 'a', Value: 'YQo=' },
    { Fingerprint: 'a', Value: 'ffaa00' },
    'text',
  ])('has no key in %j', (json) => expect(readTrailKey(json)).toBeUndefined());
});

describe('names of objects', () => {
  it.each([
    [
      'a/b/1_CloudTrail-Digest_us-east-1_t_us-east-1_20260331T010000Z.json.gz',
      '1_CloudTrail-Digest_us-east-1_t_us-east-1',
    ],
    ['1_CloudTrail-Digest_us-east-1_t_us-east-1_20260331T010000Z.json', '1_CloudTrail-Digest_us-east-1_t_us-east-1'],
    ['1_CloudTrail-Digest_r_t_r_20260331T010000Z_backfill.json.gz', '1_CloudTrail-Digest_r_t_r_backfill'],
    ['other.json.gz', 'other.json.gz'],
  ])('%s is of the trail %s', (object, trail) => expect(trailOf({ bucket: 'b', object })).toBe(trail));

  it.each([
    ['logs.zip!a/b.json', 'b.json'],
    ['a\\b.json', 'b.json'],
    ['b.json', 'b.json'],
  ])('%s ends in %s', (path, name) => expect(baseName(path)).toBe(name));
});
