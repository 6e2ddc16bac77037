import { AppError } from '../../core/errors.ts';
import { CaseReader } from '../../store/case-reader.ts';
import type { Findings } from '../../store/verify/finding.ts';
import type { SourceContext, SourceVerdict } from './source-check.ts';
import { SOURCE_CHECKS } from './sources/index.ts';

/** Checks 15 and 16: what the evidence itself brought along. Gives what was proven, as sentences. */
export async function runSources(
  db: string,
  given: Omit<SourceContext, 'reader'>,
  findings: Findings,
): Promise<readonly string[]> {
  const proven: string[] = [];
  const take = ({ code, message }: SourceVerdict): void => {
    if (code === undefined) proven.push(message);
    else findings.add(code, message);
  };
  const reader = opened(db, findings);
  if (reader === undefined) return proven;
  try {
    for (const check of SOURCE_CHECKS) {
      try {
        for await (const verdict of check.run({ ...given, reader })) take(verdict);
      } catch (error) {
        take({ code: 'I-NOT-CHECKED', message: `${check.id}: ${sentenceOf(error, findings)}` });
      }
    }
  } finally {
    reader.close();
  }
  return proven;
}

function opened(db: string, findings: Findings): CaseReader | undefined {
  try {
    return new CaseReader(db);
  } catch (error) {
    findings.add('I-NOT-CHECKED', `what the evidence brought along: ${sentenceOf(error, findings)}`);
    return undefined;
  }
}

/** A damaged case ends a check; in one that is sound, the error is ours, and ends the program. */
function sentenceOf(error: unknown, findings: Findings): string {
  if (error instanceof AppError || (error instanceof Error && findings.has('F'))) return error.message;
  throw error;
}
