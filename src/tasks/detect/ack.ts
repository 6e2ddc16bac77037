import { AppError, EXIT } from '../../core/errors.ts';
import type { Inference } from '../../core/inference.ts';
import { type Report, textReport } from '../../core/report.ts';
import type { Rule } from '../../core/rule.ts';
import { maskSecrets } from '../../core/secrets.ts';
import { CaseReader } from '../../store/case-reader.ts';
import { CaseWriter } from '../../store/case-writer.ts';
import { anchorLines } from '../anchor.ts';
import { giveUpUnfinished } from '../unfinished.ts';
import { TOOL } from '../version.ts';
import { findingByPrefix } from './baseline.ts';
import { investigate } from './investigate.ts';
import type { LimitChanges, RuleResult } from './judge.ts';

export interface AckOptions {
  readonly db: string;
  /** Prefix of the finding's id. */
  readonly finding: string;
  readonly reason: string;
  readonly recordedAt: string;
  readonly recordedBy?: string;
  readonly rules: readonly Rule[];
  readonly inferences: readonly Inference[];
  readonly changes: LimitChanges;
  /** Runs the rules of the user. */
  readonly more: (reader: CaseReader) => readonly RuleResult[];
}

/** Writes into the ledger that a finding was looked at, and why it is no cause to fail. @throws {AppError} `usage` */
export async function acknowledge(options: AckOptions): Promise<Report> {
  const { db, reason, recordedAt } = options;
  if (reason.trim() === '') throw new AppError('usage', '--ack needs a --reason', "--reason 'planned hot fix, see …'");
  const { id, rule, subject } = findingOf(options);
  const writer = CaseWriter.open(db, () => {
    throw new AppError('case-missing', `there is no case at ${db}`);
  });
  try {
    writer.by = options.recordedBy;
    giveUpUnfinished(writer);
    const text = maskSecrets(reason);
    writer.append({ entry: 'history', act: 'ack', recorded_at: recordedAt, subject: id, text, tool: TOOL });
    await writer.commit();
    const { size, root } = writer.head();
    const lines = [{ text: `acknowledged ${id.slice(0, 8)}: ${rule} on ${subject}` }];
    return textReport(
      [...lines, ...anchorLines(size, root.toString('base64'))],
      { id, size, root: root.toString('base64') },
      EXIT.ok,
    );
  } finally {
    writer.abandon();
  }
}

function findingOf({ db, finding, rules, inferences, changes, more }: AckOptions): ReturnType<typeof findingByPrefix> {
  const reader = new CaseReader(db);
  try {
    return findingByPrefix(investigate(reader, { rules, inferences, changes, more: more(reader) }).findings, finding);
  } finally {
    reader.close();
  }
}
