import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  compareVersions,
  highestMatching,
  isLower,
  isPatchOf,
  isPrerelease,
  isVersion,
  releaseLine,
} from '../../src/registry/lines.ts';

it.each([
  ['1.14.1', '1'],
  ['0.30.4', '0'],
  ['0.0.1-security.0', '0'],
  ['12.0.0-rc.1+build', '12'],
  ['latest', undefined],
  ['', undefined],
])('%s is on line %s', (version, line) => expect(releaseLine(version)).toBe(line));

it('knows prereleases, and does not call garbage one', () => {
  expect(['1.0.0-beta.1', '0.0.1-security.0'].every(isPrerelease)).toBe(true);
  expect(['1.0.0', '1.0.0+beta', 'beta', ''].some(isPrerelease)).toBe(false);
});

it('takes a version of any length, and refuses what npm cannot publish', () => {
  expect(isVersion(`1.0.0-${'9'.repeat(1000)}`)).toBe(false);
  expect(isVersion('1.0.0')).toBe(true);
});

it('sorts by precedence, then text, and what is no version last', () => {
  const sorted = [
    '0.30.4',
    '1.9.0',
    '1.10.0-beta.2',
    '1.10.0-beta.10',
    '1.10.0',
    '1.10.0+b1',
    '1.10.0+b2',
    '',
    'latest',
    'next',
  ];
  expect(sorted.toReversed().sort(compareVersions)).toEqual(sorted);
});

it('is a total order', () => {
  const number = fc.nat({ max: 2 });
  const version = fc.oneof(
    fc
      .tuple(number, number, number, fc.constantFrom('', '-a', '-a.1', '+b', '-a+b', 'a'))
      .map(([a, b, c, rest]) => `${a}.${b}.${c}${rest}`),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
      expect(compareVersions(a, b) === 0).toBe(a === b);
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
        expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

it('knows what is lower, and what promises fixes only', () => {
  expect([isLower('4.2.3', '5.5.1'), isLower('1.10.0', '1.9.0'), isLower('latest', '1.0.0')]).toEqual([
    true,
    false,
    false,
  ]);
  expect([isPatchOf('1.0.1', '1.0.0'), isPatchOf('1.1.0', '1.0.0'), isPatchOf('1.0.1-a', '1.0.0')]).toEqual([
    true,
    false,
    false,
  ]);
});

it('takes the highest version that a range allows', () => {
  const versions = ['1.0.0', '1.2.0', '2.0.0-beta.1', 'next', '1.10.0', '2.0.0'];
  expect(highestMatching('^1.0.0', versions)).toBe('1.10.0');
  expect(highestMatching('', versions)).toBe('2.0.0');
  expect(highestMatching('latest', versions)).toBe('2.0.0');
  expect(highestMatching('^3', versions)).toBeUndefined();
  expect(highestMatching(`>=${'1'.repeat(300)}`, versions)).toBeUndefined();
});
