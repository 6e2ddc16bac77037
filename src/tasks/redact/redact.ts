import { randomBytes } from 'node:crypto';
import { type CaseKey, KEY_SIZE } from '../../core/case-key.ts';
import type { RedactEntry } from '../../core/entry.ts';
import { AppError } from '../../core/errors.ts';
import { rangesOf } from '../../core/ranges.ts';
import type { Report } from '../../core/report.ts';
import { CaseReader } from '../../store/case-reader.ts';
import { rewriteCase } from '../../store/redact/rewrite.ts';
import { giveUpUnfinished } from '../unfinished.ts';
import { TOOL } from '../version.ts';
import type { Choice } from './choices.ts';
import { type Grounds, keyErased, redactEntries } from './entries.ts';
import { type Plan, planOf } from './plan.ts';
import { type Done, redactReport } from './report.ts';

export interface RedactOptions {
  readonly db: string;
  /** Made when the case is open. */
  readonly choices: (reader: CaseReader) => readonly Choice[];
  /** Also erases the key of the case. */
  readonly eraseKey: boolean;
  readonly reason: string;
  readonly authority?: string;
  readonly recordedAt: string;
  readonly recordedBy?: string;
  readonly dryRun: boolean;
  readonly progress: (line: string) => void;
}

/**
 * Removes entries, or values that are sealed beside them, from the case, and says so in the ledger. Leaves, roots and
 * proofs stay; a size and root from before still verify. @throws {AppError}
 */
export async function redact(options: RedactOptions): Promise<Report> {
  const { dryRun } = options;
  const prepared = prepare(options);
  const { plan, entries } = prepared;
  if (dryRun || entries.length === 0) return redactReport(plan, undefined, dryRun);
  return redactReport(plan, await removed(options, prepared), false);
}

interface Prepared {
  readonly plan: Plan;
  /** Of the case as it is afterwards. */
  readonly key: CaseKey | undefined;
  readonly entries: readonly RedactEntry[];
}

function prepare(options: RedactOptions): Prepared {
  const { db, choices, eraseKey, reason, authority, recordedAt, progress } = options;
  const reader = new CaseReader(db);
  try {
    const plan = planOf(reader, choices(reader), (done) => progress(`searched ${done.toLocaleString('en')} entries`));
    const before = reader.key();
    const isErased = eraseKey || reader.redactions().some(({ entry }) => entry.key_erased === true);
    const key = isErased ? undefined : (before ?? keyFor(plan));
    const grounds: Grounds = {
      by: plan.by,
      reason,
      recordedAt,
      tool: TOOL,
      ...(authority !== undefined && { authority }),
    };
    const gone = { seqs: plan.seqs, sealed: plan.sealed };
    const entries = redactEntries(gone, grounds, isOfAge(plan) ? undefined : key, (seq) => reader.entry(seq));
    if (eraseKey && before === undefined && entries.length === 0) throw noKey(db);
    return { plan, key, entries: eraseKey && before !== undefined ? [...entries, keyErased(grounds)] : entries };
  } finally {
    reader.close();
  }
}

function noKey(db: string): AppError {
  return new AppError(
    'usage',
    `${db} has no key: nothing in it was sealed or redacted, or the key was erased before`,
    'leave out --erase-key, and say what is to be removed',
  );
}

/**
 * What is removed for its age comes in such numbers that nobody would want to hold a digest of each in memory, and what
 * comes again is as old again.
 */
function isOfAge({ by }: Plan): boolean {
  return by.includes('age');
}

function keyFor(plan: Plan): CaseKey | undefined {
  return isOfAge(plan) || plan.seqs.length === 0 ? undefined : randomBytes(KEY_SIZE);
}

async function removed(
  { db, eraseKey, progress, recordedBy }: RedactOptions,
  { plan, key, entries }: Prepared,
): Promise<Done> {
  const logged: number[] = [];
  const rewritten = await rewriteCase(db, {
    size: plan.size,
    gone: {
      texts: rangesOf(plan.seqs),
      disclosure: (seq, digest) => plan.sealed.get(seq)?.includes(digest) === true,
    },
    key,
    append: (writer) => {
      writer.by = recordedBy;
      giveUpUnfinished(writer);
      for (const entry of entries) logged.push(writer.append(entry));
    },
    progress: (what, done) => progress(`${what} ${done.toLocaleString('en')} entries`),
  });
  return { ...rewritten, logged, keyErased: key === undefined && eraseKey };
}

/** That what is said of a redaction does not hold what is to be removed by it. @throws {AppError} `usage` */
export function checkGrounds(choices: readonly Choice[], texts: readonly string[]): void {
  if (texts.some((text) => choices.some(({ holds }) => holds?.(text) === 'whole')))
    throw new AppError(
      'usage',
      'the reason or the authority holds the value that is to be removed: it would stay in the case for ever',
      'name a case number instead: --reason "erasure request 2026-17"',
    );
}
