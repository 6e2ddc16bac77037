import type { Inference, Inferred } from '../core/inference.ts';
import { momentOf } from '../core/time.ts';
import { compareText, nameOf, type Snapshot } from '../registry/history/snapshot.ts';
import { betweenLists, type ListedToken, listedToken, tokenLists } from './listing/tokens.ts';

const inference: Inference = {
  id: 'token-revoked',
  title: 'a token was revoked',
  revision: 1,
  reason: 'a token stands in one list of tokens and in none of the lists after it',
  *infer(view) {
    const lists = tokenLists(view).map((snapshot) => ({ ...snapshot, keys: new Set(snapshot.state.parts) }));
    const last = new Map(lists.flatMap(({ keys }, i) => [...keys].map((key) => [key, i] as const)));
    for (const [key, i] of [...last].sort(([a], [b]) => compareText(a, b))) {
      const [older, newer] = [lists[i], lists[i + 1]];
      if (older !== undefined && newer !== undefined) yield conclude(key, older, newer);
    }
  },
};

export default inference;

/** A list of tokens; a revoked one does not come back, so the last list that has it counts. */
interface TokenList extends Snapshot {
  readonly keys: ReadonlySet<string>;
}

function conclude(key: string, older: TokenList, newer: TokenList): Inferred {
  const token = listedToken(older.state, key);
  const remarks = [...expiryTexts(token), ...otherListTexts(older, newer)];
  return betweenLists('auth.token.revoked', [key, token], [older, newer], remarks);
}

function expiryTexts({ expires }: ListedToken): readonly string[] {
  return momentOf(expires) === undefined ? [] : [`it was to expire at ${expires}: it may have done that`];
}

function otherListTexts(older: TokenList, newer: TokenList): readonly string[] {
  if ([...older.keys].some((key) => newer.keys.has(key))) return [];
  return [`no token of ${nameOf(older)} is in ${nameOf(newer)}: all revoked, or the list of another account`];
}
