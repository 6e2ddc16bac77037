import type { EventDraft } from '../../core/event.ts';
import type { EvidenceView, Inferred, StateView } from '../../core/inference.ts';
import { type Json, member, scalar, text } from '../../core/json.ts';
import { momentOf } from '../../core/time.ts';
import {
  between,
  cite,
  inferred,
  orderRemarks,
  type Snapshot,
  snapshotOf,
  timedInOrder,
} from '../../registry/history/snapshot.ts';

/** Subject of all lists of tokens: `npm token list` does not say whose they are. */
const TOKENS = 'npm-tokens';

/** Lists of tokens with a time, oldest first. The parts of each are the keys of its tokens. */
export function tokenLists(view: EvidenceView): readonly Snapshot[] {
  return timedInOrder(view.states(TOKENS).map((state) => snapshotOf(state)));
}

/** A row of such a list. */
export interface ListedToken {
  readonly name: string | undefined;
  readonly id: string | undefined;
  /** The row itself says when it was made: that is an event of its own. */
  readonly dated: boolean;
  readonly expires: string | undefined;
}

export function listedToken(state: StateView, key: string): ListedToken {
  const json = state.value(key);
  if (typeof json === 'string') return tokenInColumns(json);
  const expires = member(json, 'expires') ?? member(json, 'expires_at');
  return {
    name: text(member(json, 'name')),
    id: scalar(member(json, 'id')),
    dated: momentOf(member(json, 'created')) !== undefined,
    expires: text(expires),
  };
}

/** `npm token list --parseable`: `key token created readonly networks`, since npm 11.19 with id and name in third place. */
function tokenInColumns(line: Json & string): ListedToken {
  const columns = line.split('\t');
  const isLong = columns.length > 5;
  const [, , id, name] = isLong ? columns : [];
  const dated = momentOf(columns[isLong ? 4 : 2]) !== undefined;
  return { name: text(name), id: text(id), dated, expires: undefined };
}

/** What two lists that follow each other say of a token that only one of them has. @param remarks further ones */
export function betweenLists(
  action: EventDraft['action'],
  [key, token]: readonly [string, ListedToken],
  [older, newer]: readonly [Snapshot, Snapshot],
  remarks: readonly string[],
): Inferred {
  const range = between(older, newer);
  const known = /^[0-9a-f]{128}$/.test(key);
  const names = { token_name: token.name, token_id: token.id ?? (known ? undefined : key) };
  const draft = { action, ...names, token_fp: known ? `sha512:${key}` : undefined };
  const lists = [older, newer].map((shown) => ({ ...shown, citation: cite(shown.state) }));
  const all = [...range.remarks, ...orderRemarks(older, newer), ...remarks];
  return inferred([key], draft, { ...range, remarks: all }, lists);
}
