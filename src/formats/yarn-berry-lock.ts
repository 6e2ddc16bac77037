import type { Format, Sample } from '../core/format.ts';
import { berryEntry } from './lockfile/berry-entry.ts';
import { entryOut } from './lockfile/entry.ts';
import { marginReading } from './lockfile/entry-fold.ts';
import { beginsYarnEntry, tellingLines } from './lockfile/lines.ts';

/** The lockfile of yarn 2 and later, in a part of YAML. Form: `Project.ts` of @yarnpkg/core, `syml.ts` of its parsers. */
const format: Format = {
  id: 'yarn-berry-lock',
  title: 'yarn lockfile (2 and later)',
  revision: 1,
  about: {
    export: 'yarn.lock of the project; git show <commit>:yarn.lock for an earlier one',
    lifetime: 'as long as the repository',
    proves: 'which versions the project had settled on',
    cannotProve:
      "when: a lockfile has no time, only the commit that brought it; which archive: the checksum is of yarn's own copy, not the registry's",
    tried: 'real',
  },
  framing: 'lines',
  entriesOfLines: true,
  signs: { line: '__metadata:' },
  whole: (line) => /^ {2}(?:linkType: (?:hard|soft)|languageName: [\w-]+)$/.test(line),
  recognise,
  open: ({ taken }) => marginReading((lines) => [entryOut(berryEntry(lines), { records: lines.records, taken })]),
};

export default format;

/** A piece without `__metadata` is told by its entries. */
function recognise(sample: Sample): number {
  const lines = tellingLines(sample);
  if (lines.some((line) => line.trimEnd() === '__metadata:')) return 80;
  const resolutions = lines.filter((line) => /^ {2}resolution: "?[^"\s]+@[^"]+"?\s*$/.test(line));
  return resolutions.length > 0 && lines.some(beginsYarnEntry) ? 60 : 0;
}
