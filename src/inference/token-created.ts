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
  id: 'token-created',
  title: 'a token was made',
  revision: 1,
  reason:
    'a token whose row does not say when it was made stands in a list of tokens and in none of the lists before it',
  *infer(view) {
    const snapshots = timedInOrder(view.states(TOKENS).map((state) => snapshotOf(state)));
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
  const token = tokenIn(newer.state, key);
  if (token.dated) return;
  const range = between(older, newer);
  const remarks = [...range.remarks, ...orderRemarks(older, newer), ...otherListTexts(older, newer)];
  const known = /^[0-9a-f]{128}$/.test(key);
  const names = { token_name: token.name, token_id: token.id ?? (known ? undefined : key) };
  const draft = { action: 'auth.token.created', ...names, token_fp: known ? `sha512:${key}` : undefined } as const;
  const lists = [older, newer].map((shown) => ({ ...shown, citation: cite(shown.state) }));
  yield inferred([key], draft, { ...range, remarks }, lists);
}

interface Token {
  readonly name: string | undefined;
  readonly id: string | undefined;
  /** The row itself says when: that is an event of its own. */
  readonly dated: boolean;
}

function tokenIn(state: StateView, key: string): Token {
  const json = state.value(key);
  if (typeof json === 'string') return tokenInColumns(json);
  const dated = momentOf(member(json, 'created')) !== undefined;
  return { name: text(member(json, 'name')), id: scalar(member(json, 'id')), dated };
}

/** `npm token list --parseable`: `key token created readonly networks`, since npm 11.19 with id and name in third place. */
function tokenInColumns(line: Json & string): Token {
  const columns = line.split('\t');
  const isLong = columns.length > 5;
  const [, , id, name] = isLong ? columns : [];
  return { name: text(name), id: text(id), dated: momentOf(columns[isLong ? 4 : 2]) !== undefined };
}

function otherListTexts(older: Snapshot, newer: Snapshot): readonly string[] {
  const before = new Set(older.state.parts);
  if (before.size === 0 || newer.state.parts.some((key) => before.has(key))) return [];
  return [`no token of ${nameOf(older)} is in ${nameOf(newer)}: all made since, or the list of another account`];
}
