import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../core/errors.ts';
import { type NamedFile, readSmall, writeDurably } from '../checkpoint/files.ts';

export interface FirstUse {
  /** Folder that is to hold what later runs compare with. */
  readonly folder: NamedFile;
  readonly size: number;
  readonly root: string;
  /** Signed checkpoint and keys that were given: they are what is kept then. */
  readonly checkpoint: NamedFile | undefined;
  readonly vkeyFiles: readonly NamedFile[];
}

/** @throws {AppError} `usage` where a machine asks: nobody there compares anything */
export function refuseInCi(env: Readonly<Record<string, string | undefined>>): void {
  if ((env['CI'] ?? '') === '') return;
  throw new AppError(
    'usage',
    '--trust-on-first-use does not run where CI is set: a first use needs a person who compares',
    'run it once by hand, compare with whoever collected the evidence, and commit the files',
  );
}

/**
 * Writes what later runs compare with; gives the names of the files. What is there already is never replaced: then it is
 * no first use.
 * @throws {AppError} `output-exists`, `path-unreadable`
 */
export function writeFirstUse({ folder, size, root, checkpoint, vkeyFiles }: FirstUse): readonly string[] {
  const texts = new Map<string, string>();
  const [vkey] = vkeyFiles;
  if (checkpoint !== undefined) texts.set('checkpoint', readSmall(checkpoint).toString('utf8'));
  if (vkey !== undefined) texts.set('vkey', vkeyFiles.map((file) => readSmall(file).toString('utf8')).join('\n'));
  if (checkpoint === undefined) texts.set('expect', `${size}:${root}\n`);
  mkdirSync(folder.path, { recursive: true });
  const files = [...texts].map(([name, text]) => ({ file: within(folder, name), text }));
  for (const { file } of files) refuseExisting(file);
  for (const { file, text } of files) writeDurably(file, text);
  return files.map(({ file }) => file.name);
}

function within(folder: NamedFile, name: string): NamedFile {
  return { name: join(folder.name, name), path: join(folder.path, name) };
}

function refuseExisting({ name, path }: NamedFile): void {
  try {
    readSmall({ name, path });
  } catch (error) {
    if (error instanceof AppError && error.code === 'path-missing') return;
    throw error;
  }
  const remedy = 'this is no first use: compare with that file, or remove it if you know why it is wrong';
  throw new AppError('output-exists', `${name} is there already`, remedy);
}
