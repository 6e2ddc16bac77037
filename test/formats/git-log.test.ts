import { describe, expect, it } from 'vitest';
import format from '../../src/formats/git-log.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const A = '9c0e4d1b2a7f9c0e4d1b2a7f9c0e4d1b2a7f9c0e';
const TIME = '2026-03-31T00:20:00+02:00';

function score(text: string): number {
  return format.recognise(sampleOf(parseNaively(text)));
}

function commit(signature: string, subject = 's'): string {
  return [A, `${A} ${A}`, TIME, TIME, 'Alice', 'a@example.test', 'Alice', 'a@example.test', signature, subject].join(
    '\t',
  );
}

describe('recognition', () => {
  it('takes the documented form', () => expect(score(`${commit('N')}\n${commit('G')}\nnoise`)).toBeGreaterThan(50));

  it.each([
    ['the default form', `commit ${A}\nAuthor: Alice <a@example.test>\nDate: today\n\n    s`],
    ['refs', `${A}\trefs/tags/v1`],
    ['a cache index', `${A}\t{"key":"x"}`],
    ['mostly other lines', `${commit('N')}\nx\ny`],
    ['nothing', ''],
  ])('leaves %s', (_, text) => expect(score(text)).toBe(0));
});

it.each([
  ['N', 's'],
  ['G', 's (good signature)'],
  ['B', 's (bad signature)'],
  ['U', 's (good signature of unknown validity)'],
  ['X', 's (good signature that has expired)'],
  ['Y', 's (good signature by an expired key)'],
  ['R', 's (good signature by a revoked key)'],
  ['E', 's (signature could not be checked)'],
])('signature state %s reads %s', (letter, text) => {
  expect(readNaively(format, commit(letter))).toMatchObject([
    { kind: 'event', event: { action: 'source.push', text } },
  ]);
});
