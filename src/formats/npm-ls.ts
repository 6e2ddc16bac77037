import type { Context, Format, Out, Sample, Select } from '../core/format.ts';
import { entries, isObject, type Json, member, text } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { type Entry, entryOut, passed, RULES } from './lockfile/entry.ts';
import { dependenciesEntries } from './lockfile/npm-entry.ts';
import { firstDocument, inEachDocument, type Path, readingPerDocument } from './npm/documents.ts';
import { partOut } from './npm/outs.ts';

const INSTALLED = 'installed: npm ls read it in node_modules';
const NOT_THERE = 'a dependency that is not installed';

/** Each dependency of the project is a record; those that stand within it come with it. */
const framing: Select = inEachDocument((path) => {
  if (path.length === 0) return 'enter';
  return path.length === 1 && path[0] === 'dependencies' ? 'enter' : 'take';
});

/** The packages that are installed in a project, as `npm ls --all --json` prints them. Form: `lib/commands/ls.js` of npm. */
const format: Format = {
  id: 'npm-ls',
  title: 'npm ls',
  revision: 1,
  about: {
    export: 'npm ls --all --json > npm-ls.<UTC stamp>.json, in the project; npm ls -g --all --json for what is global',
    lifetime: 'what stands at that moment: the next install replaces it',
    proves: 'which versions are installed there, also those that no lockfile names',
    cannotProve: 'when they were installed; that their scripts ran; that an archive was not changed on the disk',
    tried: 'real',
  },
  framing,
  signs: { members: ['name', 'version', 'dependencies', 'problems'] },
  recognise,
  open: (context) =>
    readingPerDocument(context, () => ({ push: (record, path) => answer(record, path, context), end: () => [] })),
};

export default format;

/** Dependencies that are described, and none of what a lockfile, a manifest or a packument has. */
function recognise(sample: Sample): number {
  const document = firstDocument(sample);
  const tree = member(document, 'dependencies');
  if (!isObject(document) || !isObject(tree)) return 0;
  if (
    ['lockfileVersion', 'dist', 'versions', 'packages', 'scripts'].some((name) => member(document, name) !== undefined)
  )
    return 0;
  const described = entries(tree).map(([, value]) => value);
  return described.length > 0 && described.every(isDescribed) ? 70 : 0;
}

function isDescribed(value: Json): boolean {
  return typeof member(value, 'overridden') === 'boolean' || isMissing(value);
}

function isMissing(value: Json | undefined): boolean {
  return member(value, 'missing') === true && text(member(value, 'version')) === undefined;
}

function answer(record: EvidenceRecord, path: Path, { name: file, taken }: Context): readonly Out[] {
  const [section, name] = path;
  const place = { records: [record.number], taken };
  if (section !== 'dependencies' || typeof name !== 'string') return [entryOut(passed(RULES.frame), place)];
  if (isMissing(record.json)) return [entryOut(passed(NOT_THERE), place)];
  const found = dependenciesEntries(name, installedOnly(record.json)).map(({ entry }) => asInstalled(entry));
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return [entryOut(only, place)];
  const part = partOut(`npm-ls:${file}`, `dependencies/${name}`, record);
  return [part, ...found.map((entry, number) => entryOut(entry, { ...place, number, rawIsPart: true }))];
}

/** The tree without what is not there. */
function installedOnly(node: Json | undefined): Json | undefined {
  if (!isObject(node)) return node;
  const inner = entries(member(node, 'dependencies')).filter(([, value]) => !isMissing(value));
  const dependencies = Object.fromEntries(inner.map(([name, value]) => [name, installedOnly(value) ?? null]));
  return inner.length === 0 ? { ...node, dependencies: {} } : { ...node, dependencies };
}

function asInstalled(entry: Entry): Entry {
  return entry.kind === 'locked' ? { ...entry, remarks: [INSTALLED, ...entry.remarks] } : entry;
}
