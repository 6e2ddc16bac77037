import type { Sha256 } from '../core/digest.ts';
import type { Counts, EvidenceEntry } from '../core/entry.ts';
import type { ProblemCode } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { SourceProof } from '../core/proof.ts';
import { MASK_REVISION } from '../core/secrets.ts';
import type { CaseWriter } from '../store/case-writer.ts';
import { giveUpUnfinished } from './unfinished.ts';
import { TOOL } from './version.ts';

/** Evidence of which nothing could be read, or not all. */
export interface Unread {
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly name: string;
  /** The archive that it is a member of. */
  readonly archive?: Sha256;
  readonly member?: string;
  /** Stands for a format. */
  readonly kind: 'unknown' | 'archive';
  readonly code: ProblemCode;
  /** Why; at least one. */
  readonly reasons: readonly string[];
  /** What was declared of its records. */
  readonly options?: JsonObject;
  readonly proof?: SourceProof | undefined;
}

/** Each reason counts as one record that is bad. */
export function unreadCounts(reasons: number): Counts {
  return { read: reasons, recorded: 0, folded: 0, known: 0, problem: reasons, ignored: 0 };
}

function isSame({ sha256, format, options }: EvidenceEntry, unread: Unread): boolean {
  const isAsked = JSON.stringify(options) === JSON.stringify(unread.options ?? {});
  return sha256 === unread.sha256 && format === unread.kind && isAsked;
}

/** Leaves a receipt: that it was offered, what its bytes were, and why it was not read. Only once. */
export function recordUnread(writer: CaseWriter, unread: Unread, recordedAt: string): void {
  const { sha256, bytes, kind, code, reasons, options = {}, proof, ...named } = unread;
  if (writer.receipts().some(({ evidence }) => isSame(evidence, unread))) return;
  giveUpUnfinished(writer);
  writer.append({
    entry: 'evidence',
    bytes,
    format: kind,
    format_revision: 0,
    mask_revision: MASK_REVISION,
    ...named,
    options,
    ...(proof !== undefined && { proof }),
    recorded_at: recordedAt,
    sha256,
    taken_basis: 'unknown',
    tool: TOOL,
  });
  for (const message of reasons) {
    writer.append({ entry: 'problem', at: [`0-${bytes}`], code, evidence: sha256, message });
  }
  writer.append({
    entry: 'evidence-end',
    complete: true,
    counts: unreadCounts(reasons.length),
    events: 0,
    evidence: sha256,
    ignored: {},
    masked: 0,
    problems: reasons.length,
    sightings: 0,
    states: 0,
  });
}
