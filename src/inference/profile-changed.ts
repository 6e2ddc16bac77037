import type { EvidenceView, Inference, Inferred } from '../core/inference.ts';
import { type Json, list, member, scalar, text } from '../core/json.ts';
import {
  between,
  cite,
  type InferredDraft,
  inferred,
  orderRemarks,
  type Snapshot,
  snapshotOf,
  timedInOrder,
} from '../registry/history/snapshot.ts';

const PREFIX = 'npm-profile:';

const inference: Inference = {
  id: 'profile-changed',
  title: 'an npm profile changed',
  revision: 1,
  reason: 'two snapshots of a profile in a row differ in e-mail, second factor or allowed networks',
  *infer(view) {
    for (const subject of view.subjects()) if (subject.startsWith(PREFIX)) yield* changes(view, subject);
  },
};

export default inference;

type Change = Omit<InferredDraft, 'actor' | 'user'>;

/** Members of a profile that matter, with what a change of each means. The second value is the newer one. */
const MEANING: ReadonlyMap<string, (older: Json, newer: Json) => Change | undefined> = new Map([
  ['email', emailChange],
  ['email_verified', verificationChange],
  ['tfa', secondFactorChange],
  ['cidr_whitelist', networkChange],
]);

function* changes(view: EvidenceView, subject: string): Generator<Inferred> {
  const account = subject.slice(PREFIX.length);
  const snapshots = timedInOrder(view.states(subject).map((state) => snapshotOf(state)));
  for (const [part, meaning] of MEANING) {
    const showing = snapshots
      .filter(({ state }) => state.value(part) !== undefined)
      .map((shown) => citing(shown, part));
    for (const [i, newer] of showing.entries()) {
      const older = showing[i - 1];
      const change = older && meaning(contentOf(older, part), contentOf(newer, part));
      if (older !== undefined && change !== undefined) yield conclude(account, part, change, older, newer);
    }
  }
}

function citing(snapshot: Snapshot, part: string): Snapshot {
  return { ...snapshot, citation: cite(snapshot.state, part) };
}

function contentOf({ state }: Snapshot, part: string): Json {
  return state.value(part) ?? null;
}

function conclude(account: string, part: string, change: Change, older: Snapshot, newer: Snapshot): Inferred {
  const range = between(older, newer);
  const remarks = [...range.remarks, ...orderRemarks(older, newer)];
  const key = [account, part, newer.citation.evidence, newer.until?.text ?? ''];
  return inferred(key, { ...change, actor: account, user: account }, { ...range, remarks }, [older, newer]);
}

function emailChange(older: Json, newer: Json): Change | undefined {
  const [from, to] = [text(older), text(newer)];
  return from === to ? undefined : { action: 'auth.email_changed', old: from, new: to };
}

function verificationChange(older: Json, newer: Json): Change | undefined {
  const [from, to] = [scalar(older), scalar(newer)];
  return from === to ? undefined : { action: 'other', native_action: 'email_verified', old: from, new: to };
}

function secondFactorChange(older: Json, newer: Json): Change | undefined {
  const [from, to] = [secondFactor(older), secondFactor(newer)];
  if (from === undefined || to === undefined || from === to) return undefined;
  if (to === 'off') return { action: 'auth.2fa.disabled', old: from, new: to };
  return { action: from === 'off' ? 'auth.2fa.enabled' : 'auth.2fa.changed', old: from, new: to };
}

/** `null` or `false`: off. An enrolment that was not finished protects nothing yet. */
function secondFactor(tfa: Json): string | undefined {
  if (tfa === null || tfa === false || member(tfa, 'pending') === true) return 'off';
  return text(member(tfa, 'mode'));
}

/** Stricter only if nothing is allowed that was not allowed before; no list allows every network. */
function networkChange(older: Json, newer: Json): Change | undefined {
  const [from, to] = [networks(older), networks(newer)];
  const [old, now] = [networksText(from), networksText(to)];
  if (old === now) return undefined;
  const stricter = to.length > 0 && (from.length === 0 || to.every((network) => from.includes(network)));
  const action = stricter ? 'perm.policy_strengthened' : 'perm.policy_weakened';
  return { action, resource: 'allowed networks (cidr_whitelist)', old, new: now };
}

function networks(json: Json): readonly string[] {
  return list(json)
    .flatMap((network) => text(network) ?? [])
    .sort();
}

function networksText(allowed: readonly string[]): string {
  return allowed.length === 0 ? 'any' : allowed.join(' ');
}
