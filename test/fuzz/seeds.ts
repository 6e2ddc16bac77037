import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A file that inputs are made of. */
export interface Seed {
  readonly path: string;
  readonly name: string;
  readonly bytes: Buffer;
}

const FIXTURES = ['fixtures/formats', 'fixtures/wrappers', 'fixtures/incidents'];
/** Real files, where they are there: they are not part of the project. */
const SAMPLES = '../shared/samples';

const LARGEST = 64 * 1024;
const NOTES = /^(?:expected\..*|options\.json|sources\.txt|about\.md|collected\.tsv)$/;

/** Seeds by where they come from: each format's fixtures are one group, so that all formats get the same share. */
export function seedGroups(folders: readonly string[] = [...FIXTURES, SAMPLES]): readonly (readonly Seed[])[] {
  const groups = folders.filter((folder) => existsSync(folder)).flatMap((folder) => subfolders(folder).map(seedsIn));
  return groups.filter((group) => group.length > 0);
}

function subfolders(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

function seedsIn(folder: string): Seed[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const paths = names.filter((name) => !NOTES.test(basename(name))).map((name) => join(folder, name));
  return paths
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ path, name: basename(path), bytes: readFileSync(path).subarray(0, LARGEST) }));
}
