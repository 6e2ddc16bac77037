import { createReadStream, type Stats } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { Moment } from '../core/time.ts';
import { readCollected } from './collected.ts';
import { type FolderEntry, walkFolder } from './folder.ts';
import type { Found } from './found.ts';
import { expandGlob, isGlob } from './glob.ts';
import { isNote, SKIP_HEAD, skipReason } from './own-files.ts';
import { fileSource, type SpooledSource, streamSource } from './source.ts';

export interface Discovered {
  /** In the order of the arguments, folders sorted by name; no file twice. */
  readonly files: readonly Found[];
  /** Notes of whoever collected: `about.md`, `sources.txt`, `collected.tsv`, `README.md`. */
  readonly notes: readonly string[];
  /** What was passed by, and why. */
  readonly skipped: readonly Skipped[];
  /** From every `collected.tsv` beside a file: time by name, and by base name where that is unambiguous. */
  readonly collected: ReadonlyMap<string, Moment>;
  /** Removes the temporary copies of streams. */
  dispose(): void;
}

export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

interface Surroundings {
  readonly cwd: string;
  readonly stdin: NodeJS.ReadableStream;
}

interface Named {
  readonly name: string;
  readonly path: string;
  readonly stats: Stats | undefined;
}

/**
 * Finds the files that arguments name: files, folders, patterns, and `-`. All are looked up before any is read.
 * @throws {AppError} `path-missing`, `path-empty` (a folder without files), `path-unreadable`
 */
export async function discover(args: readonly string[], { cwd, stdin }: Surroundings): Promise<Discovered> {
  const named = (await Promise.all(args.map((arg) => lookUp(arg, cwd)))).flat();
  const discovery = new Discovery(stdin);
  for (const each of named) await discovery.add(each);
  return discovery.result();
}

async function lookUp(arg: string, cwd: string): Promise<Named[]> {
  if (arg === '-') return [{ name: 'stdin', path: '-', stats: undefined }];
  const path = resolve(cwd, arg);
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) =>
    isMissing(error) ? undefined : unreadable(arg, error),
  );
  if (stats !== undefined) return [{ name: arg, path, stats }];
  const matches = isGlob(arg) ? await expandGlob(arg, cwd) : [];
  if (matches.length === 0) throw missing(arg);
  return (await Promise.all(matches.map((match) => lookUp(match, cwd)))).flat();
}

function missing(arg: string): AppError {
  const what = isGlob(arg) ? `nothing matches ${arg}` : `there is no ${arg}`;
  return new AppError('path-missing', what, 'check the path; nothing was read');
}

function isMissing({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function unreadable(name: string, { code }: NodeJS.ErrnoException): never {
  throw new AppError('path-unreadable', `${name} cannot be read: ${code ?? 'unknown error'}`, 'check its permissions');
}

class Discovery {
  readonly #stdin: NodeJS.ReadableStream;
  readonly #files: Found[] = [];
  readonly #notes: string[] = [];
  readonly #skipped: Skipped[] = [];
  readonly #spooled: SpooledSource[] = [];
  readonly #seen = new Set<string>();
  readonly #folders = new Map<string, string>();

  constructor(stdin: NodeJS.ReadableStream) {
    this.#stdin = stdin;
  }

  async add({ name, path, stats }: Named): Promise<void> {
    if (stats === undefined) this.#stream(name, path, () => this.#stdin);
    else if (stats.isDirectory()) await this.#folder(name, path);
    else if (stats.isFile()) await this.#file(name, path, true);
    else this.#stream(name, path, () => createReadStream(path));
  }

  async result(): Promise<Discovered> {
    const collected = await collectedIn(this.#folders, this.#skipped);
    const dispose = (): void => {
      for (const source of this.#spooled) source.dispose();
    };
    return { files: this.#files, notes: this.#notes, skipped: this.#skipped, collected, dispose };
  }

  #stream(name: string, path: string, openStream: () => NodeJS.ReadableStream): void {
    if (this.#seen.has(path)) return;
    this.#seen.add(path);
    const source = streamSource(name, openStream);
    this.#spooled.push(source);
    this.#files.push({ path, name, source });
  }

  async #folder(name: string, path: string): Promise<void> {
    const entries = await walkFolder(path);
    if (entries.length === 0) throw new AppError('path-empty', `${name} holds no files`, 'name a folder with evidence');
    for (const entry of entries) await this.#entry(join(name, entry.path), entry, path);
  }

  async #entry(name: string, entry: FolderEntry, root: string): Promise<void> {
    if (entry.reason === undefined) await this.#file(name, join(root, entry.path), false);
    else this.#skipped.push({ name, reason: entry.reason });
  }

  async #file(name: string, path: string, isNamed: boolean): Promise<void> {
    const real = await realpath(path);
    if (this.#seen.has(real)) return;
    this.#seen.add(real);
    this.#folders.set(dirname(path), dirname(name));
    if (isNote(path)) {
      this.#notes.push(name);
      return;
    }
    const reason = await reasonToSkip(path).catch((error: NodeJS.ErrnoException) =>
      isNamed ? unreadable(name, error) : `cannot be read: ${error.code}`,
    );
    if (reason === undefined) this.#files.push({ path, name, source: fileSource(path, name) });
    else this.#skipped.push({ name, reason });
  }
}

async function reasonToSkip(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SKIP_HEAD), 0, SKIP_HEAD, 0);
    return skipReason(path, buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Reads the `collected.tsv` of each folder. The last line about a file counts. */
async function collectedIn(folders: ReadonlyMap<string, string>, skipped: Skipped[]): Promise<Map<string, Moment>> {
  const times = new Map<string, Moment>();
  for (const [folder, name] of folders) {
    const path = join(folder, 'collected.tsv');
    if (!(await stat(path).catch(() => undefined))?.isFile()) continue;
    const { entries, problems } = await readCollected(fileSource(path));
    for (const { line, reason } of problems) {
      skipped.push({ name: `${join(name, 'collected.tsv')}:${line}`, reason });
    }
    for (const { file, at } of entries) times.set(join(name, file), at);
  }
  return withBaseNames(times);
}

/** A base name with two different times stands for neither. */
function withBaseNames(times: ReadonlyMap<string, Moment>): Map<string, Moment> {
  const bases = new Map<string, Moment | undefined>();
  for (const [name, at] of times) {
    const base = basename(name);
    const same = !bases.has(base) || bases.get(base)?.text === at.text;
    bases.set(base, same ? at : undefined);
  }
  const all = new Map(times);
  for (const [base, at] of bases) if (at !== undefined && !all.has(base)) all.set(base, at);
  return all;
}
