import { AppError } from '../core/errors.ts';
import type { CaseWriter } from '../store/case-writer.ts';

/** @throws {AppError} `usage` where a case of another name stands there already */
export function checkOrigin(writer: CaseWriter, wanted: string | undefined): void {
  if (wanted === undefined || writer.size === 0) return;
  const first = writer.entry(0);
  if (first.entry !== 'case' || first.origin === wanted) return;
  throw new AppError(
    'usage',
    `the case is named ${first.origin}: a name is given once, when it is made`,
    'leave --origin out, or name another case with --db',
  );
}
