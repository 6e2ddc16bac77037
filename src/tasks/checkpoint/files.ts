import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../core/errors.ts';

/** No checkpoint, proof or key is larger; an entry has at most 64 KiB of text from evidence and what stands around it. */
const LARGEST = 16 * 1024 * 1024;

/** A file as the user named it, and where it is. */
export interface NamedFile {
  readonly name: string;
  readonly path: string;
}

/** @throws {AppError} `path-missing`, `path-unreadable` */
export function readSmall({ name, path }: NamedFile): Buffer {
  if (!existsSync(path)) throw new AppError('path-missing', `there is no ${name}`, 'name a file that is there');
  try {
    const file = openSync(path, 'r');
    try {
      const stat = fstatSync(file);
      if (!stat.isFile() || stat.size > LARGEST)
        throw new AppError('path-unreadable', `${name} is not a file of a few kilobytes`, 'name the right file');
      return readFileSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('path-unreadable', `cannot read ${name}: ${said(error)}`, 'name another', { cause: error });
  }
}

/**
 * Puts a file in its place so that it is the old one or the new one, whatever happens: written beside it, synced,
 * renamed, and the folder synced too. A link is followed, not replaced.
 * @throws {AppError} `path-missing`, `path-unreadable`, `disk-full`
 */
export function writeDurably({ name, path }: NamedFile, text: string): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  const part = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}.part`);
  try {
    writeNew(part, text, 0o666);
    renameSync(part, target);
    syncFolder(target);
  } catch (error) {
    rmSync(part, { force: true });
    throw writeFailure(name, error);
  }
}

/**
 * Writes a file that only its owner can read.
 * @throws {AppError} `output-exists`: what is there is never replaced
 */
export function writeSecret({ name, path }: NamedFile, text: string): void {
  try {
    writeNew(path, text, 0o600);
    syncFolder(path);
  } catch (error) {
    throw writeFailure(name, error);
  }
}

function writeNew(path: string, text: string, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Windows cannot open a folder; its rename is durable enough. */
function syncFolder(path: string): void {
  let folder: number;
  try {
    folder = openSync(dirname(path), 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function writeFailure(name: string, error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const options = { cause: error };
  if (code === 'EEXIST') return new AppError('output-exists', `${name} exists already`, 'choose another name', options);
  if (code === 'ENOENT') return new AppError('path-missing', `${name}: there is no such folder`, 'create it', options);
  if (code === 'ENOSPC') return new AppError('disk-full', `no space left for ${name}`, 'free some space', options);
  return new AppError('path-unreadable', `cannot write ${name}: ${said(error)}`, 'choose another place', options);
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
