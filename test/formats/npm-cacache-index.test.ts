import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha512Hex } from '../../src/core/digest.ts';
import { type EventMembers, membersOf } from '../../src/core/event.ts';
import type { Out } from '../../src/core/format.ts';
import cacheIndex from '../../src/formats/npm-cacache-index.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

function line(entry: object): string {
  const json = JSON.stringify(entry);
  return `${createHash('sha1').update(json).digest('hex')}\t${json}`;
}

function fetched(url: string, reqHeaders: object = {}): object {
  return {
    key: `make-fetch-happen:request-cache:${url}`,
    integrity: 'sha512-AAAA',
    time: 1774917600123,
    size: 10,
    metadata: { url, reqHeaders, resHeaders: {} },
  };
}

function eventsOf(outs: readonly Out[]): readonly EventMembers[] {
  return outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
}

function read(...entries: readonly object[]): readonly EventMembers[] {
  return eventsOf(readNaively(cacheIndex, entries.map(line).join('\n')));
}

describe('an entry of the cache index', () => {
  const registry = 'https://registry.example/';

  it.each([
    ['@acme%2fwidget', 'artifact.metadata_read', '@acme/widget', undefined],
    ['npm/proxy/acme-core', 'artifact.metadata_read', 'acme-core', undefined],
    ['@acme/widget/-/widget-1.1.1.tgz', 'artifact.downloaded', '@acme/widget', '1.1.1'],
    ['-/npm/v1/security/advisories/bulk', 'other', undefined, undefined],
    ['files/anything.tar.gz', 'artifact.downloaded', undefined, undefined],
  ])('%s: %s', (path, action, name, version) => {
    const [event] = read(fetched(registry + path));
    expect([event?.action, event?.package, event?.version]).toEqual([action, name, version]);
  });

  it('shows the fingerprint of a token, never the token, and does not call the line damaged', () => {
    const token = `npm_${'aB3'.repeat(12)}`;
    const text = line(fetched(`${registry}acme-core`, { authorization: [`Bearer ${token}`] }));
    const outs = readNaively(cacheIndex, text);
    expect(JSON.stringify(outs)).not.toContain(token);
    const [event] = eventsOf(outs);
    expect(event).toMatchObject({ auth_method: 'token', token_fp: `sha512:${sha512Hex(token)}` });
    expect(event?.text).toContain('not checked');
  });

  it('tells passwords from tokens', () => {
    const [basic, other] = read(
      fetched(`${registry}a`, { Authorization: 'Basic YWxpY2U6c2VjcmV0' }),
      fetched(`${registry}b`, { authorization: ['Negotiate x'] }),
    );
    expect([basic?.auth_method, basic?.token_fp, other?.auth_method]).toEqual(['password', undefined, 'unknown']);
  });

  it('checks bytes that are not UTF-8 as they stand', () => {
    const json = Buffer.from('{"key":"x\xff","time":1774917600123}', 'latin1');
    const bytes = Buffer.concat([Buffer.from(`${createHash('sha1').update(json).digest('hex')}\t`), json]);
    const reading = cacheIndex.open({ name: 'x', taken: { basis: 'unknown' }, survey: [] });
    const record = { number: 0, at: { start: 0, end: 1 }, text: bytes.toString(), base64: bytes.toString('base64') };
    expect(reading.push(record).map(({ kind }) => kind)).toEqual(['event']);
  });
});

describe('the last line of a bucket', () => {
  const text = line(fetched('https://registry.example/acme-core'));

  it('is whole if it is one', () => expect(cacheIndex.whole?.(text)).toBe(true));

  it('is cut wherever it is cut', () => {
    for (let length = 0; length < text.length; length++) expect(cacheIndex.whole?.(text.slice(0, length))).toBe(false);
  });
});

describe('recognition', () => {
  const score = (text: string): number => cacheIndex.recognise(sampleOf(parseNaively(text)));

  it('knows a bucket', () => expect(score(`\n${line(fetched('https://registry.example/a'))}\n`)).toBe(85));

  it.each([
    '',
    '\n',
    '{"key":"x"}',
    '0123456789abcdef\t{"key":1}',
    `${'a'.repeat(40)} refs/heads/main`,
  ])('leaves %j alone', (text) => expect(score(text)).toBe(0));
});

const SAMPLES = '../shared/samples/npm-cacache-index';

if (existsSync(SAMPLES)) {
  describe('real indexes', () => {
    it.each([
      ['index-v5-npm11-all-buckets.txt', ['other', 'artifact.metadata_read', 'other'], 0],
      ['index-v5-npm11-clean-install.txt', ['artifact.downloaded', 'artifact.metadata_read'], 0],
      // Two lines were redacted by hand, and no longer match.
      ['index-v5-npm6-all-buckets.txt', ['other', 'other', 'other', 'other'], 2],
    ])('%s', (name, actions, problems) => {
      const text = readFileSync(join(SAMPLES, name), 'utf8');
      const outs = readNaively(cacheIndex, text);
      expect(cacheIndex.recognise(sampleOf(parseNaively(text)))).toBe(85);
      expect(eventsOf(outs).map(({ action }) => action)).toEqual(actions);
      expect(outs.filter(({ kind }) => kind === 'problem').length).toBe(problems);
    });
  });
}
