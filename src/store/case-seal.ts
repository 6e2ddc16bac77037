import type { Entry } from '../core/entry.ts';
import { AppError } from '../core/errors.ts';
import { Sealer } from '../core/sealer.ts';
import type { Db } from './open.ts';
import { keyIn } from './redact/redactions.ts';

/**
 * What seals the entries of a case, as its first entry says; undefined where that says nothing.
 * @throws {AppError} `usage` where the key was erased: the same event would not be known again
 */
export function sealerOf(db: Db, first: Entry): Sealer | undefined {
  if (first.entry !== 'case' || first.seal === undefined) return undefined;
  const key = keyIn(db);
  if (key !== undefined) return new Sealer(key, first.seal);
  throw new AppError(
    'usage',
    `the key of ${db.name} was erased: nothing can be added to it`,
    'ingest into a new case: --db, with --seal',
  );
}
