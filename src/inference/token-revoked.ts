import type { Inference, Inferred, StateView } from '../core/inference.ts';
import { type Json, member, scalar, text } from '../core/json.ts';
import { momentOf } from '../core/time.ts';
import {
  between,
  cite,
  compareText,
  inferred,
  nameOf,
  orderRemarks,
  type Snapshot,
  snapshotOf,
  timedInOrder,
} from '../registry/history/snapshot.ts';

/** Subject of all lists of tokens: `npm token list` does not say whose they are. */
const TOKENS = 'npm-tokens';

const inference: Inference = {
  id: 'token-revoked',
  title: 'a token was revoked',
  revision: 1,
  reason: 'a token stands in one list of tokens and in none of the lists after it',
  *infer(view) {
    const snapshots = timedInOrder(view.states(TOKENS).map((state) => snapshotOf(state)));
    const lists = snapshots.map((snapshot) => ({ ...snapshot, keys: new Set(snapshot.state.parts) }));
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
  const token = tokenIn(older.state, key);
  const range = between(older, newer);
  const remarks = [
    ...range.remarks,
    ...orderRemarks(older, newer),
    ...expiryTexts(token),
    ...otherListTexts(older, newer),
  ];
  const known = /^[0-9a-f]{128}$/.test(key);
  const names = { token_name: token.name, token_id: token.id ?? (known ? undefined : key) };
  const draft = { action: 'auth.token.revoked', ...names, token_fp: known ? `sha512:${key}` : undefined } as const;
  const lists = [older, newer].map((shown) => ({ ...shown, citation: cite(shown.state) }));
  return inferred([key], draft, { ...range, remarks }, lists);
}

interface Token {
  readonly name: string | undefined;
  readonly id: string | undefined;
  readonly expires: string | undefined;
}

function tokenIn(state: StateView, key: string): Token {
  const json = state.value(key);
  if (typeof json === 'string') return tokenInColumns(json);
  const expires = member(json, 'expires') ?? member(json, 'expires_at');
  return { name: text(member(json, 'name')), id: scalar(member(json, 'id')), expires: text(expires) };
}

/** `npm token list --parseable`: `key token created readonly networks`, since npm 11.19 with id and name in third place. */
function tokenInColumns(line: Json & string): Token {
  const columns = line.split('\t');
  const [, , id, name] = columns.length > 5 ? columns : [];
  return { name: text(name), id: text(id), expires: undefined };
}

function expiryTexts({ expires }: Token): readonly string[] {
  return momentOf(expires) === undefined ? [] : [`it was to expire at ${expires}: it may have done that`];
}

function otherListTexts(older: TokenList, newer: TokenList): readonly string[] {
  if ([...older.keys].some((key) => newer.keys.has(key))) return [];
  return [`no token of ${nameOf(older)} is in ${nameOf(newer)}: all revoked, or the list of another account`];
}
