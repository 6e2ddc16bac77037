import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOf, rangesOf } from '../../src/core/ranges.ts';
import { numberIn, parseSequence, SequenceChecker, sequenceText } from '../../src/integrity/sequence.ts';
import { missingText, wholeSequence } from '../../src/integrity/sequence-gaps.ts';
import { NumberRanges } from '../../src/integrity/sequence-ranges.ts';

function proofOf(numbers: readonly unknown[], declared = 'org=seq') {
  const checker = new SequenceChecker(parseSequence(declared));
  for (const seq of numbers) checker.take({ seq } as never);
  return checker.end();
}

describe('ranges of numbers', () => {
  it('are the same in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60)), (numbers) => {
        const ranges = new NumberRanges();
        const added = numbers.filter((number) => ranges.add(number));
        const distinct = [...new Set(numbers)].sort((a, b) => a - b);
        expect(ranges.ranges).toEqual(rangesOf(distinct));
        expect(added).toHaveLength(distinct.length);
      }),
    );
  });

  it('that are no sequence are given up', () => {
    const ranges = new NumberRanges();
    for (let number = 0; number < 20_000; number += 2) ranges.add(number);
    expect([ranges.scattered, ranges.ranges.length]).toEqual([true, 4096]);
  });
});

describe('numbers of a source', () => {
  it('without a gap, oldest or newest first', () => {
    const proof = proofOf([3, 4, 5]);
    expect(proof).toEqual({
      name: 'org',
      member: 'seq',
      mode: 'dense',
      count: 3,
      ranges: [[3, 5]],
      repeated: 0,
      disordered: 0,
      unnumbered: 0,
    });
    expect(proofOf(['5', 4, '3'])).toEqual(proof);
  });

  it('that are missing, stand twice, out of order, or are none', () => {
    const proof = proofOf([1, 2, 2, 7, 5, 8, 'x', -1, 1.5, null]);
    expect(proof).toMatchObject({ count: 6, repeated: 1, disordered: 1, unnumbered: 4 });
    const whole = wholeSequence('org', [proof]);
    expect(whole.missing).toEqual([
      [3, 4],
      [6, 6],
    ]);
    expect(missingText(whole.missing)).toBe('3..4, 6 missing (3)');
  });

  it('in several files are one sequence', () => {
    const parts = [proofOf([1, 2, 3, 9]), proofOf([2, 3, 4]), proofOf([12])];
    expect(missingText(wholeSequence('org', parts).missing)).toBe('5..8, 10..11 missing (6)');
    expect(wholeSequence('org', [...parts, proofOf([20], 'org=seq:monotonic')]).missing).toEqual([]);
  });

  it('with more gaps than a sentence holds', () => {
    const numbers = Array.from({ length: 30 }, (_, index) => index * 2);
    const { missing } = wholeSequence('org', [proofOf(numbers)]);
    expect([missingText(missing), countOf(missing)]).toEqual([
      expect.stringMatching(/19 and 19 more ranges missing \(29\)$/),
      29,
    ]);
  });

  it.each([
    ['seq', 'seq=seq:dense'],
    ['npm-org=seq:dense', 'npm-org=seq:dense'],
    ['event.id:monotonic', 'event.id=event.id:monotonic'],
  ])('declared as %s', (declared, same) => expect(sequenceText(parseSequence(declared))).toBe(same));

  it.each(['', 'a:b', '=seq', 'a=b=c', 'seq:'])('declared as %j are refused', (declared) => {
    expect(() => parseSequence(declared)).toThrow('--sequence does not take');
  });

  it('stand under a name, or where a dotted name leads', () => {
    expect(numberIn({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(1);
    expect(numberIn({ a: { b: 2 } }, 'a.b')).toBe(2);
    expect(numberIn({ __proto__: null } as never, '__proto__')).toBeUndefined();
  });
});
