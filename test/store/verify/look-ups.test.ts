import { describe, expect, it } from 'vitest';
import { SCHEMA } from '../../../src/store/schema.ts';
import { COUNTS } from '../../../src/store/verify/look-ups.ts';

describe('the check of a large case', () => {
  it('looks into every index that the schema has', () => {
    const made = SCHEMA.flatMap((sql) => /^CREATE INDEX (\w+)/.exec(sql)?.[1] ?? []).sort();
    const counted = COUNTS.map(([index]) => index as string).filter((index) => !index.startsWith('sqlite_'));
    expect(made.length).toBeGreaterThan(3);
    expect(counted.toSorted()).toEqual(made);
  });
});
