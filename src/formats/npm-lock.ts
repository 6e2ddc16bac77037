import type { Format, Sample, Select } from '../core/format.ts';
import { isObject, member } from '../core/json.ts';
import { NpmLockReading } from './lockfile/npm-reading.ts';
import { firstDocument, inEachDocument, readingPerDocument } from './npm/documents.ts';

/** Each package is a record. In version 1 those that stand within another one come with it. */
const framing: Select = inEachDocument((path) => {
  if (path.length === 0) return 'enter';
  return path.length === 1 && (path[0] === 'packages' || path[0] === 'dependencies') ? 'enter' : 'take';
});

/** The entry of the project itself, if there is one. */
const survey: Select = inEachDocument((path) => {
  if (path.length === 0 || (path.length === 1 && path[0] === 'packages')) return 'enter';
  return path.length === 2 && path[1] === '' ? 'take' : 'skip';
});

/**
 * What npm keeps of the packages it chose, in versions 1 to 3 of its lockfile. Form: npm's own page
 * `package-lock.json`, and `lib/shrinkwrap.js` of @npmcli/arborist.
 */
const format: Format = {
  id: 'npm-lock',
  title: 'npm lockfile',
  revision: 1,
  about: {
    export:
      'package-lock.json or npm-shrinkwrap.json of the project (the second one wins), git show <commit>:package-lock.json for an earlier one, and node_modules/.package-lock.json for what is installed',
    lifetime: 'as long as the repository; the one in node_modules until the next install',
    proves: 'which versions and archives the project had settled on, each with its integrity',
    cannotProve: 'when: a lockfile has no time, only the commit that brought it; that anybody installed from it',
    tried: 'real',
  },
  framing,
  survey,
  signs: { members: ['lockfileVersion', 'packages', 'dependencies', 'requires'] },
  recognise,
  open: (context) => readingPerDocument(context, () => new NpmLockReading(context)),
};

export default format;

/** A bun.lock without commas too many is JSON as well: it lists workspaces where npm has none. */
function recognise(sample: Sample): number {
  const document = firstDocument(sample);
  const version = member(document, 'lockfileVersion');
  if (typeof version !== 'number' || isObject(member(document, 'workspaces'))) return 0;
  return ['packages', 'dependencies'].some((name) => isObject(member(document, name))) ? 90 : 60;
}
