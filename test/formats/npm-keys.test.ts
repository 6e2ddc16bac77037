import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { membersOf } from '../../src/core/event.ts';
import keys from '../../src/formats/npm-keys.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const score = (text: string): number => keys.recognise(sampleOf(parseNaively(text)));

describe('recognition', () => {
  it.each([
    ['keys of another kind', '{"keys":[{"kid":"a","kty":"EC","crv":"P-256","x":"","y":""}]}'],
    ['names', '{"keys":["SHA256:a","SHA256:b"]}'],
    ['no keys', '{"keys":[]}'],
    ['no list', '{"keys":{"keyid":"a","key":"b","scheme":"c"}}'],
    ['signatures', '{"signatures":[{"keyid":"SHA256:a","sig":"MEUC"}]}'],
    ['a token list', `[{"key":"${'a'.repeat(128)}","token":"npm_aB","cidr_whitelist":null}]`],
  ])('leaves %s alone', (_, text) => expect(score(text)).toBe(0));
});

describe('the time of a list', () => {
  const text = '{"keys":[{"keyid":"SHA256:a","key":"AAAA","scheme":"s","expires":"2026-03-01T00:00:00.000Z"}]}';
  const events = (micros: number): number => {
    const at = { text: new Date(micros / 1000).toISOString(), micros, precision: 'ms' } as const;
    const outs = readNaively(keys, text, { taken: { at, basis: 'taken-at' } });
    return outs.filter(({ kind }) => kind === 'event').length;
  };

  it('decides whether the key had expired', () => {
    expect(events(Date.UTC(2026, 1, 28) * 1000)).toBe(0);
    expect(events(Date.UTC(2026, 2, 1) * 1000)).toBe(1);
  });
});

const SAMPLE = '../shared/samples/npm-signing-keys/keys.json';

if (existsSync(SAMPLE)) {
  describe('real keys', () => {
    const text = readFileSync(SAMPLE, 'utf8');

    it('gives both keys, and when the older one ended', () => {
      expect(score(text)).toBe(80);
      const outs = readNaively(keys, text);
      expect(outs.map(({ kind }) => kind)).toEqual(['part', 'event', 'part', 'state']);
      const events = outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
      expect(events).toEqual([
        expect.objectContaining({ native_action: 'registry key expires', time: '2025-01-29T00:00:00.000Z' }),
      ]);
    });
  });
}
