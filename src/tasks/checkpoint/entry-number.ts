import { AppError } from '../../core/errors.ts';
import type { CaseTree } from '../../store/case-tree.ts';

const NAMED = 20;

/**
 * Number of the entry that people mean: `17`, `EV-3f9a4c20:17` or another place that tables cite, or the first hex
 * digits of an event's id (`note:` may stand before it). Where an event and something else stand at one place, it is
 * the event.
 * @throws {AppError} `usage`, `no-such-entry`, `no-such-evidence`
 */
export function entryNumber(tree: CaseTree, asked: string): number {
  if (/^\d{1,15}$/.test(asked)) return inCase(tree, Number(asked));
  const place = /^EV-([0-9a-f]{4,64})([:#@].+)$/i.exec(asked);
  if (place !== null) return atPlace(tree, asked, (place[1] ?? '').toLowerCase(), place[2] ?? '');
  const id = /^(?:note:)?([0-9a-f]{8,64})$/i.exec(asked)?.[1]?.toLowerCase();
  if (id !== undefined) return only(tree, asked, tree.finder().byEvent(id));
  throw new AppError(
    'usage',
    `"${asked}" names no entry`,
    'give its number, its place in evidence (EV-3f9a4c20:17), or the id of the event (8 hex digits or more)',
  );
}

function inCase(tree: CaseTree, seq: number): number {
  if (seq < tree.size) return seq;
  throw new AppError('no-such-entry', `there is no entry ${seq}: the case has ${tree.size}`, 'entries count from 0');
}

function atPlace(tree: CaseTree, asked: string, prefix: string, place: string): number {
  const { evidence, seqs } = tree.finder().byPlace(prefix, place);
  if (evidence.length === 1) return only(tree, asked, seqs);
  const why =
    evidence.length === 0 ? 'is not in this case' : `is ambiguous: ${evidence.length} pieces of evidence begin so`;
  throw new AppError('no-such-evidence', `EV-${prefix} ${why}`, 'see `audit-timeline evidence` for what is there');
}

function only(tree: CaseTree, asked: string, seqs: readonly number[]): number {
  const all = seqs.slice(0, NAMED).map((seq) => ({ seq, kind: tree.kind(seq) }));
  const events = all.filter(({ kind }) => kind === 'event' || kind === 'note');
  const [first, second] = events.length > 0 ? events : all;
  if (first === undefined)
    throw new AppError('no-such-entry', `no entry stands at ${asked}`, 'see `audit-timeline show` for the places');
  if (second === undefined) return first.seq;
  const named = all.map(({ seq, kind }) => `${seq} (${kind})`).join(', ');
  const more = seqs.length > NAMED ? ', …' : '';
  throw new AppError(
    'no-such-entry',
    `${seqs.length} entries stand at ${asked}: ${named}${more}`,
    'give the number of one of them',
  );
}
