import { describe, expect, it } from 'vitest';
import { momentOf } from '../../src/core/time.ts';
import { takenAt } from '../../src/readers/taken.ts';

const NONE = new Map<string, never>();

describe('takenAt', () => {
  it.each([
    ['axios.20260331T043000Z.json', '2026-03-31T04:30:00.000Z', '20260331T043000Z', 's'],
    ['2026-11-21T22_30_58_312Z-debug-0.log', '2026-11-21T22:30:58.312Z', '2026-11-21T22_30_58_312Z', 'ms'],
    ['123_CloudTrail_us-east-1_20230710T1150Z_x.json', '2023-07-10T11:50:00.000Z', '20230710T1150Z', 'min'],
    ['tokens-2026-03-31T04-30-00Z.json', '2026-03-31T04:30:00.000Z', '2026-03-31T04-30-00Z', 's'],
    ['in/20250101T000000Z/axios.20260331T043000Z.json', '2026-03-31T04:30:00.000Z', '20260331T043000Z', 's'],
  ])('reads the stamp of %s', (name, text, raw, precision) => {
    expect(takenAt(name, undefined, NONE)).toMatchObject({ basis: 'file-name', at: { text, raw, precision } });
  });

  it.each([
    'axios.json',
    '20260331.json',
    '20260331T043000.json',
    '20261331T043000Z.json',
    '20260331T253000Z.json',
    'a20260331T043000Zb',
    '20260331T043000Z-20260401T043000Z.json',
    '19990101T000000Z.json',
  ])('finds no time in %s', (name) => expect(takenAt(name, undefined, NONE)).toEqual({ basis: 'unknown' }));

  it('prefers what was stated, then what was noted', () => {
    const [stated, noted] = [momentOf('2026-01-01T00:00:00Z'), momentOf('2026-02-01T00:00:00Z')];
    const name = 'axios.20260331T043000Z.json';
    const collected = new Map([[name, noted as never]]);
    expect(takenAt(name, stated, collected)).toEqual({ basis: 'taken-at', at: stated });
    expect(takenAt(name, undefined, collected)).toEqual({ basis: 'collected', at: noted });
    expect(takenAt(`in/${name}`, undefined, collected)).toEqual({ basis: 'collected', at: noted });
  });
});
