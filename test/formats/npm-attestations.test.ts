import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EventMembers, membersOf } from '../../src/core/event.ts';
import { readTimestamp } from '../../src/formats/npm/timestamp.ts';
import attestations from '../../src/formats/npm-attestations.ts';
import { readNaively } from '../support/naive.ts';

function eventsOf(text: string): readonly EventMembers[] {
  return readNaively(attestations, text).flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
}

/** DER of one node. */
function der(tag: number, ...inner: readonly (Buffer | string)[]): Buffer {
  const value = Buffer.concat(inner.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
  const { length } = value;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}

describe('readTimestamp', () => {
  const read = (bytes: Buffer): string | undefined => readTimestamp(bytes.toString('base64'))?.text;

  it('finds the first GeneralizedTime, also inside an octet string', () => {
    const info = der(0x30, der(0x04, '0'.repeat(32)), der(0x18, '20260301100001.25Z'), der(0x18, '20300101000000Z'));
    expect(read(der(0x30, der(0xa0, der(0x04, info)), der(0x30, 'x'.repeat(200))))).toBe('2026-03-01T10:00:01.250Z');
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no DER', Buffer.from('hello, world')],
    ['a length beyond the end', Buffer.from([0x30, 0x7f, 0x18])],
    ['a length of five bytes', Buffer.from([0x30, 0x85, 1, 1, 1, 1, 1])],
    ['an indefinite length', Buffer.from([0x30, 0x80, 0x18, 0x00])],
    ['another text as the time', der(0x18, 'tomorrow')],
    ['a day that is none', der(0x18, '20260231100001Z')],
    [
      'nesting without end',
      Array.from({ length: 60 }).reduce<Buffer>((inner) => der(0x30, inner), der(0x18, '20260301100001Z')),
    ],
  ])('refuses %s', (_, bytes) => expect(read(bytes)).toBeUndefined());

  const real = '../shared/vectors/rfc3161-selfmade/r.tsr';
  if (existsSync(real)) {
    it('reads what OpenSSL made', () => expect(read(readFileSync(real))).toBe('2026-11-21T22:54:24.000Z'));
  }
});

const SAMPLES = '../shared/samples/npm-attestations';

if (existsSync(SAMPLES)) {
  describe('real attestations', () => {
    it('gives the run and the publish, two seconds apart', () => {
      const [run, publish] = eventsOf(readFileSync(join(SAMPLES, 'npmcli-valid-sigstore-attestations.json'), 'utf8'));
      expect(run).toMatchObject({
        action: 'ci.step',
        time: '2023-02-09T17:56:00.000Z',
        precision: 's',
        package: 'sigstore',
        version: '1.0.0',
        repo: 'sigstore/sigstore-js',
        commit: '06528997c3c8ab9f864fad9a3658446aca7fd86d',
        run_id: '4137028816',
        run_attempt: '1',
        workflow: '.github/workflows/publish.yml',
        ref: 'refs/tags/v1.0.0',
      });
      expect(publish).toMatchObject({
        action: 'package.published',
        time: '2023-02-09T17:56:02.000Z',
        package: 'sigstore',
      });
      expect(publish?.integrity).toBe(run?.integrity);
    });
  });
}
