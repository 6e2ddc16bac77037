import type { Format, Sample } from '../core/format.ts';
import { isObject, list, member } from '../core/json.ts';
import { BunReading } from './lockfile/bun-reading.ts';
import { tellingLines } from './lockfile/lines.ts';

/** The lockfile of bun as text, since bun 1.2: JSON with a comma behind every member. Form: `bun.lock.ts` in bun. */
const format: Format = {
  id: 'bun-lock',
  title: 'bun lockfile',
  revision: 1,
  about: {
    export: 'bun.lock of the project; for a binary bun.lockb: bun bun.lockb > yarn.lock, which yarn 1 could read too',
    lifetime: 'as long as the repository',
    proves: 'which versions the project had settled on, each with its integrity',
    cannotProve: 'when: a lockfile has no time, only the commit that brought it; that anybody installed from it',
    tried: 'real',
  },
  framing: 'lines',
  entriesOfLines: true,
  signs: { members: ['lockfileVersion', 'workspaces', 'packages'] },
  whole: (line) => /^\}\s*$/.test(line),
  recognise,
  open: ({ taken }) => new BunReading(taken),
};

export default format;

const BEGINNING =
  /^\s*\{\s*"lockfileVersion"\s*:\s*\d+\s*,\s*(?:"configVersion"\s*:\s*\d+\s*,\s*)?"workspaces"\s*:\s*\{/;

function recognise(sample: Sample): number {
  if (BEGINNING.test(tellingLines(sample).slice(0, 5).join('\n'))) return 85;
  const packages = member(sample.first, 'packages');
  const isBun = isObject(packages) && Object.values(packages).some((value) => list(value).length > 0);
  return isBun && isObject(member(sample.first, 'workspaces')) ? 85 : 0;
}
