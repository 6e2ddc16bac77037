import type { Format, Sample } from '../core/format.ts';
import { tellingLines } from './lockfile/lines.ts';
import { PnpmReading } from './lockfile/pnpm-reading.ts';

/** The lockfile of pnpm, versions 5 to 9. Form: pnpm's own specification of its lockfile, and `lockfile/types` of pnpm. */
const format: Format = {
  id: 'pnpm-lock',
  title: 'pnpm lockfile',
  revision: 1,
  about: {
    export:
      'pnpm-lock.yaml of the project, git show <commit>:pnpm-lock.yaml for an earlier one, and node_modules/.pnpm/lock.yaml for what is installed',
    lifetime: 'as long as the repository; the one in node_modules until the next install',
    proves: 'which versions and archives the project had settled on, each with its integrity',
    cannotProve: 'when: a lockfile has no time, only the commit that brought it; that anybody installed from it',
    tried: 'real',
  },
  framing: 'lines',
  entriesOfLines: true,
  signs: { line: "lockfileVersion: '9.0'" },
  whole: (line) => FLAG.test(line) || (/^ +[\w']/.test(line) && line.includes(': {') && line.endsWith('}')),
  recognise,
  open: ({ taken }) => new PnpmReading(taken),
};

export default format;

const FLAG = /^ +(?:dev|optional|hasBin|requiresBuild): (?:true|false)$/;

/** Before pnpm 6 the version stands in the order of the alphabet, which may be far from the top. */
const FIRST_SECTIONS = /^(?:importers|dependencies|devDependencies|optionalDependencies|packages):\s*$/;

function recognise(sample: Sample): number {
  const lines = tellingLines(sample);
  if (lines.some((line) => /^lockfileVersion: ['"]?\d+(?:\.\d+)?/.test(line))) return 80;
  const margin = lines.filter((line) => /^[^\s#]/.test(line));
  const isPnpm = margin.length > 0 && margin.every((line) => FIRST_SECTIONS.test(line));
  return isPnpm && lines.some((line) => ENTRY.test(line) || PROJECT.test(line)) ? 50 : 0;
}

/** `/widget/1.1.0:`, and what a project asks for under `importers`. */
const ENTRY = /^ {2}'?\/(?:@[^/]+\/)?[^/@']+[/@]\d[^:]*:\s*$/;
const PROJECT = /^ {4}specifiers:\s*$/;
