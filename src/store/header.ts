import { closeSync, existsSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { AppError } from '../core/errors.ts';
import { APPLICATION_ID, USER_VERSION } from './schema.ts';

/** What the first bytes of files say, without opening them as databases. */
const HEADER = 100;

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

/** Undefined also where a file stands in place of a folder on the way. */
function statOf(path: string): Stats | undefined {
  return existsSync(path) ? statSync(path, { throwIfNoEntry: false }) : undefined;
}

/** @throws {AppError} `case-missing`, `not-a-case`, `newer-case`: what the file is instead, and the remedy. */
export function checkIsCase(path: string): void {
  const stat = statOf(path);
  if (stat === undefined) {
    throw new AppError(
      'case-missing',
      `there is no case at ${path}`,
      'make one with `audit-timeline ingest <files>`, or name it with --db',
    );
  }
  if (!stat.isFile()) throw new AppError('not-a-case', `${path} is not a file`, 'name the case file with --db');
  if (stat.size === 0) {
    throw new AppError(
      'case-missing',
      `${path} is empty: nothing has been written to it yet`,
      'make a case of it with `audit-timeline ingest <files>`, or name another with --db',
    );
  }
  const header = readHeader(path);
  if (header.toString('latin1').startsWith('version https://git-lfs')) {
    throw new AppError(
      'not-a-case',
      `${path} is a pointer of Git LFS, not the case itself`,
      'fetch what it points to: git lfs pull',
    );
  }
  if (!header.subarray(0, 16).equals(Buffer.from('SQLite format 3\0')) || header.length < HEADER) {
    throw new AppError('not-a-case', `${path} is not a case: it is no SQLite file`, 'name the case file with --db');
  }
  const application = header.readUInt32BE(68);
  if (application !== APPLICATION_ID) {
    const found = `0x${application.toString(16)}`;
    throw new AppError(
      'not-a-case',
      `${path} belongs to another program (application_id ${found}, a case has 0x${APPLICATION_ID.toString(16)})`,
      'name the case file with --db, or choose another file',
    );
  }
  checkVersion(path, header.readUInt32BE(60));
  checkCanBeOpened(path, header);
}

/** Opening these would write beside the file, or fail in SQLite's own words. */
function checkCanBeOpened(path: string, header: Buffer): void {
  const isWal = header[18] !== 1 || header[19] !== 1;
  if (!isWal && header.readUInt32BE(44) <= SCHEMA_FORMATS) return;
  const what = isWal ? 'it asks for a write-ahead log' : 'its schema is of a format that SQLite does not have';
  throw new AppError(
    'case-damaged',
    `${path}: the header is not that of a case: ${what}`,
    'keep this file as evidence, and go on with a copy kept elsewhere',
  );
}

/** Formats of the schema that SQLite knows: 1 to 4. */
const SCHEMA_FORMATS = 4;

function checkVersion(path: string, version: number): void {
  if (version === 0) {
    throw new AppError(
      'not-a-case',
      `${path} has case version 0, which no program wrote`,
      'name the case file with --db, or choose another file',
    );
  }
  if (version !== USER_VERSION) {
    throw new AppError(
      'newer-case',
      `${path} has case version ${version}, this program knows ${USER_VERSION}`,
      'install a newer audit-timeline',
    );
  }
}

/** Whether a write was interrupted, or is under way. */
export function hasJournal(path: string): boolean {
  return existsSync(`${path}-journal`);
}

/**
 * Whether there is no case yet: no file, an empty one, or one whose making was cut off before its first commit. That
 * rolls back to an empty file; until then pages may stand in it without the header before them.
 */
export function isUnmade(path: string): boolean {
  const stat = statOf(path);
  if (stat === undefined) return true;
  if (!stat.isFile()) return false;
  if (stat.size === 0) return true;
  if (!hasJournal(path) || !isOfEmptyFile(`${path}-journal`)) return false;
  const header = readHeader(path);
  return header.every((byte) => byte === 0) || (header.length === HEADER && header.readUInt32BE(68) === APPLICATION_ID);
}

const JOURNAL = Buffer.from('d9d505f920a163d7', 'hex');

/** The header of a rollback journal holds, at 16, how many pages the database had before. */
function isOfEmptyFile(journal: string): boolean {
  const header = readHeader(journal);
  return header.length >= 20 && header.subarray(0, 8).equals(JOURNAL) && header.readUInt32BE(16) === 0;
}
