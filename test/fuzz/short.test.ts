import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/cases.ts';
import { campaign } from './campaign.ts';
import { inputOf } from './judge.ts';
import { seedGroups } from './seeds.ts';

/** A few of the inputs of `npm run fuzz`. */
const groups = seedGroups(['fixtures/formats', 'fixtures/wrappers', 'fixtures/incidents']);
const folder = join(temporaryFolder(), 'faults');

describe('damaged and hostile files', () => {
  it('neither stop the program nor make it lose count', { timeout: 120_000 }, async () => {
    const { inputs, events, problems, faults } = await campaign({ groups, run: 7, first: 0, count: 300, folder });
    expect([...faults]).toEqual([]);
    expect(inputs).toBe(300);
    expect(events).toBeGreaterThan(100);
    expect(problems).toBeGreaterThan(100);
  });

  it('are the same for the same numbers', () => {
    const [one, again, other] = [5, 5, 6].map((number) => inputOf(groups, 7, number));
    expect(one?.bytes.equals(again?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect(one?.bytes.equals(other?.bytes ?? Buffer.alloc(0))).toBe(false);
  });
});
