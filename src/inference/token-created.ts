import type { Inference, Inferred } from '../core/inference.ts';
import { compareText, nameOf, type Snapshot } from '../registry/history/snapshot.ts';
import { betweenLists, listedToken, tokenLists } from './listing/tokens.ts';

const inference: Inference = {
  id: 'token-created',
  title: 'a token was made',
  revision: 1,
  reason:
    'a token whose row does not say when it was made stands in a list of tokens and in none of the lists before it',
  *infer(view) {
    const snapshots = tokenLists(view);
    const first = new Map<string, number>();
    for (const [i, { state }] of snapshots.entries()) {
      for (const key of state.parts) if (!first.has(key)) first.set(key, i);
    }
    for (const [key, i] of [...first].sort(([a], [b]) => compareText(a, b))) {
      const [older, newer] = [snapshots[i - 1], snapshots[i]];
      if (older !== undefined && newer !== undefined) yield* conclude(key, older, newer);
    }
  },
};

export default inference;

function* conclude(key: string, older: Snapshot, newer: Snapshot): Generator<Inferred> {
  const token = listedToken(newer.state, key);
  if (token.dated) return;
  yield betweenLists('auth.token.created', [key, token], [older, newer], otherListTexts(older, newer));
}

function otherListTexts(older: Snapshot, newer: Snapshot): readonly string[] {
  const before = new Set(older.state.parts);
  if (before.size === 0 || newer.state.parts.some((key) => before.has(key))) return [];
  return [`no token of ${nameOf(older)} is in ${nameOf(newer)}: all made since, or the list of another account`];
}
