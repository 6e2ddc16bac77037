import type { Host } from '../core/command.ts';
import { AppError } from '../core/errors.ts';
import { hasJournal, isUnmade } from '../store/header.ts';
import { rollBack } from '../store/open.ts';
import { verifyCase } from '../store/verify/verify-case.ts';

/**
 * Rolls back a write that was interrupted, and looks at what is left. Gives whether there was one.
 * @throws {AppError} `case-busy` if the write is still under way, `case-damaged`
 */
export function recover(db: string, host: Pick<Host, 'progress' | 'warn'>): boolean {
  if (!hasJournal(db)) return false;
  rollBack(db);
  host.warn(`a write to ${db} was interrupted; it is rolled back, and the case is checked before anything is added`);
  if (!isUnmade(db)) check(db, host);
  return true;
}

function check(db: string, { progress }: Pick<Host, 'progress'>): void {
  const { findings } = verifyCase(db, {
    progress: (done) => progress(`verified ${done.toLocaleString('en')} entries`),
  });
  const bad = findings.list.find(({ code }) => code.startsWith('F'));
  if (bad === undefined) return;
  throw new AppError(
    'case-damaged',
    `${db} is not what was written (${bad.code} ${bad.message})`,
    'run `audit-timeline verify`; go on with a copy kept elsewhere, or ingest the originals into a new case',
  );
}
