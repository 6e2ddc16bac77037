import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { campaign } from './campaign.ts';
import { seedGroups } from './seeds.ts';

/**
 * `npm run fuzz`: 100,000 damaged and hostile files, the same ones in every run. `INPUTS=5000 FIRST=20000 SEED=7 npm run
 * fuzz` takes others; a single one comes again with its number as FIRST and INPUTS=1.
 */
const { INPUTS = '100000', FIRST = '0', SEED = '1' } = process.env;

it('nothing that is read makes the program crash, hang or lose count', async () => {
  const print = (line: string): boolean => process.stderr.write(`${line}\n`);
  const folder = join(tmpdir(), `audit-timeline-fuzz-${SEED}`);
  const options = { run: Number(SEED), first: Number(FIRST), count: Number(INPUTS), folder };
  const { faults, formats, ...figures } = await campaign({ groups: seedGroups(), ...options, progress: print });
  const { inputs, events, problems, slowest } = figures;
  print(
    `${inputs} inputs: ${events} events, ${problems} problems; the slowest took ${slowest.seconds} s (${slowest.number})`,
  );
  for (const [format, count] of [...formats].sort(([, a], [, b]) => b - a)) print(`${count} ${format}`);
  const told = [...faults].map(([fault, numbers]) => `${numbers.length} times: ${fault} (input ${numbers[0]})`);
  if (told.length > 0) print(`inputs are in ${folder}`);
  expect(told).toEqual([]);
});
