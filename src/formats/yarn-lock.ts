import type { Format, Sample } from '../core/format.ts';
import { entryOut } from './lockfile/entry.ts';
import { marginReading } from './lockfile/entry-fold.ts';
import { beginsYarnEntry, tellingLines } from './lockfile/lines.ts';
import { yarnEntry } from './lockfile/yarn-entry.ts';

/** The lockfile of yarn 1, in a syntax of its own. Form: `src/lockfile/parse.js` and `stringify.js` of yarn 1. */
const format: Format = {
  id: 'yarn-lock',
  title: 'yarn 1 lockfile',
  revision: 1,
  about: {
    export: 'yarn.lock of the project; git show <commit>:yarn.lock for an earlier one',
    lifetime: 'as long as the repository',
    proves: 'which versions and archives the project had settled on, each with its SHA-1 or integrity',
    cannotProve: 'when: a lockfile has no time, only the commit that brought it; that anybody installed from it',
    tried: 'real',
  },
  framing: 'lines',
  entriesOfLines: true,
  signs: { line: '# yarn lockfile v1' },
  whole: (line) => /^ {2,}(?:"[^"]*"|[\w@/.-]+) "[^"]*"$/.test(line),
  recognise,
  open: ({ taken }) => marginReading((lines) => [entryOut(yarnEntry(lines), { records: lines.records, taken })]),
};

export default format;

/** A piece without the comment at the top is told by its entries. */
function recognise(sample: Sample): number {
  const lines = tellingLines(sample);
  if (lines.some((line) => line.trimEnd() === '# yarn lockfile v1')) return 80;
  const versions = lines.filter((line) => /^ {2}version "[^"]+"\s*$/.test(line));
  return versions.length > 0 && lines.some(beginsYarnEntry) ? 60 : 0;
}
