import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError } from '../core/errors.ts';
import { APPLICATION_ID, PAGE_SIZE, SCHEMA, USER_VERSION } from './schema.ts';

export type Db = Database.Database;

const HEADER = 100;
const SIDE_FILES = ['-wal', '-shm', '-journal'] as const;

/** First 100 bytes of a file; fewer where it is shorter. */
export function readHeader(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(HEADER);
    return header.subarray(0, readSync(file, header, 0, HEADER, 0));
  } finally {
    closeSync(file);
  }
}

/** @throws {AppError} `not-a-case`, `newer-case`: what the file is instead, and the remedy. */
export function checkIsCase(path: string): void {
  if (!existsSync(path)) {
    throw new AppError('case-missing', `there is no case at ${path}`, 'make one with `audit-timeline ingest <files>`, or name it with --db');
  }
  const stat = statSync(path);
  if (!stat.isFile()) throw new AppError('not-a-case', `${path} is not a file`, 'name the case file with --db');
  const header = readHeader(path);
  if (!header.subarray(0, 16).equals(Buffer.from('SQLite format 3\0'))) {
    throw new AppError('not-a-case', `${path} is not a case: it is no SQLite file`, 'name the case file with --db');
  }
  const application = header.readUInt32BE(68);
  if (application !== APPLICATION_ID) {
    const found = `0x${application.toString(16)}`;
    throw new AppError('not-a-case', `${path} belongs to another program (application_id ${found}, a case has 0x${APPLICATION_ID.toString(16)})`, 'name the case file with --db, or choose another file');
  }
  const version = header.readUInt32BE(60);
  if (version !== USER_VERSION) {
    throw new AppError('newer-case', `${path} has case version ${version}, this program knows ${USER_VERSION}`, 'install a newer audit-timeline');
  }
}

/**
 * Refuses a case with side files: their content would be merged on opening. A `-journal` is an interrupted write of
 * ours, which only `ingest` may roll back; `-wal` and `-shm` are never ours.
 * @throws {AppError} `side-file`, `interrupted-write`
 */
export function checkSideFiles(path: string, recover = false): void {
  for (const suffix of SIDE_FILES) {
    const side = `${path}${suffix}`;
    if (!existsSync(side)) continue;
    if (suffix !== '-journal') {
      throw new AppError('side-file', `${side} (${statSync(side).size} bytes) stands beside the case: its content would be merged on opening`, 'a case never has one. Copy the case alone to another folder and use the copy');
    }
    if (recover) continue;
    throw new AppError('interrupted-write', `a write to ${path} was interrupted (${side} is there)`, 'run `audit-timeline ingest --recover`, which rolls it back; do not delete the journal: that would damage the case');
  }
}

export function openForReading(path: string): Db {
  checkIsCase(path);
  checkSideFiles(path);
  return guarded(path, () => {
    const db = new Database(path, { readonly: true, fileMustExist: true });
    for (const pragma of ['trusted_schema = OFF', 'cell_size_check = ON', 'mmap_size = 0', 'cache_size = -32768', 'query_only = ON']) {
      db.pragma(pragma);
    }
    return db;
  });
}

export function openForWriting(path: string): Db {
  checkIsCase(path);
  checkSideFiles(path, true);
  const db = guarded(path, () => new Database(path, { fileMustExist: true, timeout: 0 }));
  configure(db);
  guarded(path, () => db.exec('BEGIN IMMEDIATE; COMMIT'));
  return db;
}

/** Makes a new, empty case. @throws {AppError} `case-exists`, `case-unwritable` */
export function createCase(path: string): Db {
  if (existsSync(path)) throw new AppError('case-exists', `${path} exists`, 'choose another name with --db');
  checkSideFiles(path);
  const db = guarded(path, () => new Database(path, { timeout: 0 }));
  guarded(path, () => {
    db.pragma(`page_size = ${PAGE_SIZE}`);
    db.pragma('auto_vacuum = FULL');
    configure(db);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${USER_VERSION}`);
    db.transaction(() => {
      for (const statement of SCHEMA) db.exec(statement);
    })();
  });
  return db;
}

function configure(db: Db): void {
  for (const pragma of ['journal_mode = DELETE', 'synchronous = EXTRA', 'trusted_schema = OFF', 'cell_size_check = ON', 'mmap_size = 0', 'recursive_triggers = ON', 'foreign_keys = ON', 'cache_size = -40000', 'temp_store = MEMORY']) {
    db.pragma(pragma);
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

function storeError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const cause = { cause: error };
  if (code.startsWith('SQLITE_BUSY')) return new AppError('case-busy', `another program is writing to ${path}`, 'wait for it, or end it', cause);
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return new AppError('disk-full', `no space left for ${path}; the case stands as after its last commit`, 'free some space and run the same command again: it goes on where it stopped', cause);
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|IOERR)/.test(code)) return new AppError('case-unwritable', `cannot write to ${path}: ${(error as Error).message}`, 'choose a writable folder with --db', cause);
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return new AppError('case-damaged', `${path} is damaged: ${(error as Error).message}`, 'run `audit-timeline verify`; go on with a copy kept elsewhere', cause);
  return error;
}
