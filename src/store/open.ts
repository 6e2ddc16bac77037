import { existsSync, realpathSync, rmSync, statSync } from 'node:fs';
import { AppError } from '../core/errors.ts';
import { type Database, openDatabase } from './database.ts';
import { checkIsCase, hasJournal, isUnmade } from './header.ts';
import { APPLICATION_ID, PAGE_SIZE, SCHEMA, USER_VERSION } from './schema.ts';

export type Db = Database;

const SIDE_FILES = ['-wal', '-shm', '-journal'] as const;

/**
 * Refuses a case with side files: their content would be merged on opening. A `-journal` is an interrupted write of
 * ours, which only `ingest` may roll back; `-wal` and `-shm` are never ours.
 * @throws {AppError} `side-file`, `interrupted-write`
 */
function checkSideFiles(path: string, recover = false): void {
  for (const side of sideFiles(path)) {
    const suffix = SIDE_FILES.find((each) => side.endsWith(each));
    if (suffix !== '-journal') {
      throw new AppError(
        'side-file',
        `${side} (${statSync(side).size} bytes) stands beside the case: its content would be merged on opening`,
        'a case never has one. Copy the case alone to another folder and use the copy',
      );
    }
    if (recover) continue;
    throw new AppError(
      'interrupted-write',
      `a write to ${path} was interrupted, or is still under way (${side} is there)`,
      'if no other audit-timeline is at work, run `audit-timeline ingest --recover`, which rolls it back; do not delete the journal: that would damage the case',
    );
  }
}

/** Also those beside the file that a link leads to: there SQLite looks for them. */
function sideFiles(path: string): readonly string[] {
  const cases = new Set([path, existsSync(path) ? realpathSync(path) : path]);
  return [...cases]
    .flatMap((each) => SIDE_FILES.map((suffix) => `${each}${suffix}`))
    .filter((side) => existsSync(side));
}

export function openForReading(path: string): Db {
  guarded(path, () => checkReadable(path));
  return guarded(path, () =>
    orClosed(openDatabase(path, { readonly: true, fileMustExist: true }), (db) => {
      for (const pragma of FOR_READING) db.pragma(pragma);
      return db;
    }),
  );
}

function checkReadable(path: string): void {
  if (isUnmade(path) && existsSync(path)) checkSideFiles(path);
  checkIsCase(path);
  checkSideFiles(path);
}

const FOR_READING = [
  'trusted_schema = OFF',
  'cell_size_check = ON',
  'mmap_size = 0',
  'cache_size = -32768',
  'query_only = ON',
];

export function openForWriting(path: string): Db {
  checkIsCase(path);
  checkSideFiles(path, true);
  return guarded(path, () =>
    orClosed(connect(path), (db) => {
      db.exec('BEGIN IMMEDIATE; COMMIT');
      return db;
    }),
  );
}

/**
 * Opens a file that is to become a case. Nothing is written yet: `makeCase` does, in the transaction that also writes
 * the first entry, so that there is an empty file or a case, and nothing between.
 */
export function openUnmade(path: string): Db {
  if (!existsSync(path) && hasJournal(path)) {
    throw new AppError(
      'side-file',
      `${path}-journal is there without its case`,
      'move the case back beside it, or name another file with --db',
    );
  }
  checkSideFiles(path, true);
  return guarded(path, () => connect(path));
}

/** Begins a transaction and lays out a case in it. @throws {AppError} `case-busy` if somebody else just did */
export function makeCase(db: Db): void {
  db.pragma(`page_size = ${PAGE_SIZE}`);
  // `BEGIN IMMEDIATE` would write the first page, and after that it is too late for this setting, which takes the lock.
  db.exec('BEGIN');
  db.pragma('auto_vacuum = FULL');
  if (!isEmpty(db)) throw busy(db.name);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma(`user_version = ${USER_VERSION}`);
  for (const statement of SCHEMA) db.exec(statement);
}

/** Lets SQLite roll back an interrupted write. @throws {AppError} `case-busy` if it is still under way */
export function rollBack(path: string): void {
  const unmade = isUnmade(path);
  const db = unmade ? openUnmade(path) : openForWriting(path);
  try {
    guarded(path, () => {
      db.exec('BEGIN IMMEDIATE');
      // Nobody else writes now. A journal that is still there was cut off before any page of the case was touched.
      if (!unmade) rmSync(`${path}-journal`, { force: true });
      db.exec('ROLLBACK');
    });
  } finally {
    db.close();
  }
}

function isEmpty(db: Db): boolean {
  return db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
}

const FOR_WRITING = [
  'journal_mode = DELETE',
  'synchronous = EXTRA',
  'trusted_schema = OFF',
  'cell_size_check = ON',
  'mmap_size = 0',
  'recursive_triggers = ON',
  'foreign_keys = ON',
  'cache_size = -16000',
  'temp_store = MEMORY',
];

function connect(path: string): Db {
  return orClosed(openDatabase(path, { timeout: 0 }), (db) => {
    for (const pragma of FOR_WRITING) db.pragma(pragma);
    return db;
  });
}

/** Goes on with an open database; closes it when that fails. */
export function orClosed<T>(db: Db, work: (db: Db) => T): T {
  try {
    return work(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Turns what SQLite and the file system say into a sentence with a remedy. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeError(path, error);
  }
}

/** As `guarded`, for work that waits. */
export async function guardedAsync<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(path, error);
  }
}

/** As `guarded`, for rows that are read while they are used. */
export function* guardedRows<T>(path: string, rows: Iterable<T>): Generator<T> {
  try {
    yield* rows;
  } catch (error) {
    throw storeError(path, error);
  }
}

function storeError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const cause = { cause: error };
  if (code.startsWith('SQLITE_BUSY')) return busy(path, cause);
  if (code === 'SQLITE_FULL' || code === 'ENOSPC')
    return new AppError(
      'disk-full',
      `no space left for ${path}; the case stands as after its last commit`,
      'free some space and run the same command again: it goes on where it stopped',
      cause,
    );
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|IOERR)|^E(NOTDIR|ACCES|PERM|ROFS|LOOP|NAMETOOLONG)$/.test(code))
    return new AppError(
      'case-unwritable',
      `cannot write to ${path}: ${(error as Error).message}`,
      'choose a writable folder with --db',
      cause,
    );
  if (
    /^SQLITE_(CORRUPT|NOTADB|NOMEM|TOOBIG|CONSTRAINT)/.test(code) ||
    (code === 'SQLITE_ERROR' && SCHEMA_CHANGED.test(String(error)))
  )
    return new AppError(
      'case-damaged',
      `${path} is damaged: ${(error as Error).message}`,
      'run `audit-timeline verify`; go on with a copy kept elsewhere',
      cause,
    );
  return error;
}

const SCHEMA_CHANGED = /no such (?:table|column|index)|malformed database schema/;

function busy(path: string, options?: ErrorOptions): AppError {
  return new AppError('case-busy', `another program is writing to ${path}`, 'wait for it, or end it', options);
}
