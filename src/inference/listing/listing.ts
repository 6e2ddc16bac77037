import type { EvidenceView, Inferred } from '../../core/inference.ts';
import type { Json } from '../../core/json.ts';
import { pointerOf } from '../../core/record.ts';
import {
  between,
  cite,
  compareText,
  type InferredDraft,
  inferred,
  orderRemarks,
  type Snapshot,
  snapshotOf,
  timedInOrder,
} from '../../registry/history/snapshot.ts';

/** All lists of one thing: who owns a package, who is in a team. */
export interface Listing {
  /** Name of the files without stamp and ending: nothing else says whose lists they are. */
  readonly file: string;
  /** Oldest first; those without any time are left out. */
  readonly snapshots: readonly Snapshot[];
}

/** A name about which two lists in a row disagree. */
export interface Difference {
  readonly name: string;
  /** What the older list says of it; undefined: it is not in there. */
  readonly old: Json | undefined;
  readonly new: Json | undefined;
  readonly older: Snapshot;
  readonly newer: Snapshot;
}

/** @param kind `npm-org`, the start of the subjects */
export function* listingsOf(view: EvidenceView, kind: string): Generator<Listing> {
  const prefix = `${kind}:`;
  for (const subject of view.subjects()) {
    if (!subject.startsWith(prefix)) continue;
    const snapshots = timedInOrder(view.states(subject).map((state) => snapshotOf(state)));
    yield { file: subject.slice(prefix.length), snapshots };
  }
}

export function* differencesIn({ snapshots }: Listing): Generator<Difference> {
  for (const [i, newer] of snapshots.entries()) {
    const older = snapshots[i - 1];
    if (older !== undefined) yield* compare(older, newer);
  }
}

function* compare(older: Snapshot, newer: Snapshot): Generator<Difference> {
  const names = new Set([...older.state.parts, ...newer.state.parts]);
  for (const name of [...names].sort(compareText)) {
    if (older.state.digest(name) === newer.state.digest(name)) continue;
    yield { name, old: older.state.value(name), new: newer.state.value(name), older, newer };
  }
}

/** The same difference, citing the members of the two documents where they have it. */
export function citingMembers(difference: Difference): Difference {
  const { name, older, newer } = difference;
  return { ...difference, older: citingMember(older, name), newer: citingMember(newer, name) };
}

function citingMember(snapshot: Snapshot, name: string): Snapshot {
  const { state } = snapshot;
  if (state.digest(name) === undefined) return snapshot;
  return { ...snapshot, citation: cite(state, pointerOf([name]).slice(1)) };
}

/** What a difference means, between the times of the two lists. */
export function concluded(
  listing: Listing,
  difference: Difference,
  draft: InferredDraft,
  remarks: readonly string[] = [],
): Inferred {
  const { name, older, newer } = difference;
  const range = between(older, newer);
  const all = [...range.remarks, ...orderRemarks(older, newer), ...remarks];
  const key = [listing.file, draft.action, name, newer.state.evidence, newer.until?.text ?? ''];
  return inferred(key, draft, { ...range, remarks: all }, [older, newer]);
}
