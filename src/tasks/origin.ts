import { AppError } from '../core/errors.ts';
import type { CaseWriter } from '../store/case-writer.ts';

/** A case keeps the name that it was made with. @throws {AppError} `usage` where another one is asked for */
export function checkOrigin(writer: CaseWriter, asked: string | undefined): void {
  const first = writer.entry(0);
  const origin = first.entry === 'case' ? first.origin : undefined;
  if (asked === undefined || asked === origin) return;
  throw new AppError(
    'usage',
    `${writer.path} is ${origin ?? 'of no known origin'}, and that cannot be changed`,
    'leave out --origin, or make a new case: --db',
  );
}
