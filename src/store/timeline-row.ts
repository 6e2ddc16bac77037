import { ACTIONS } from '../core/action.ts';
import { shaped } from '../core/event.shape.ts';
import type { EventMembers } from '../core/event.ts';
import type { Citation, Step } from '../core/step.ts';
import { momentText } from '../core/time.ts';
import { MORE, memberValue } from './derive.ts';
import { damaged } from './entries.ts';
import type { Texts } from './strings.ts';

/** In this order `Cells` has them. The id as text: a Buffer each would cost more than all the rest of a row. */
export const COLUMNS =
  't.seq, t.sort, t.low, t.bounded, lower(hex(t.id)), t.evidence, t.start, t.line, t.pointer, t.also, t.number, ' +
  't.action, t.package, t.version, t.actor, t.user, t.ip, t.token, t.repo, t.more';

/** A row of the timeline as the driver gives it. Not named by the driver: that takes half the time for millions. */
export type Cells = readonly [
  ...[seq: number, sort: number, low: number | null, bounded: 0 | 1 | 2, id: string, evidence: number],
  ...[start: number, line: number | null, pointer: number | null, also: string | null, number: number],
  ...[action: number, name: number | null, version: number | null, actor: number | null, user: number | null],
  ...[ip: number | null, token: number | null, repo: number | null, more: string],
];

/**
 * An event as the index has it: enough for a table; the rest stands in its ledger entry. Hundreds of thousands are held
 * at a time, so what follows from other members is made when it is asked for.
 */
export class IndexedEvent implements Step {
  /** First 32 hex digits of the event's id. */
  readonly id: string;
  readonly sort: number;
  readonly bounded: 0 | 1 | 2;
  readonly low?: number;
  readonly members: EventMembers;
  readonly seq: number;
  readonly #evidence: Citation['evidence'];
  /** A line number, or the text of another place. */
  readonly #place: number | string;

  constructor(cells: Cells, texts: Texts) {
    if (!Number.isSafeInteger(cells[1]) || !Number.isSafeInteger(cells[2] ?? 0))
      throw damaged(`timeline row ${cells[0]}`);
    this.seq = cells[0];
    this.sort = cells[1];
    if (cells[2] !== null) this.low = cells[2];
    this.bounded = cells[3];
    this.id = cells[4];
    this.members = membersOf(cells, texts);
    this.#evidence = texts.text(cells[5]);
    this.#place = placeOf(cells, this.#evidence, texts);
  }

  get citations(): readonly Citation[] {
    const place = typeof this.#place === 'number' ? `:${this.#place}` : this.#place;
    return [{ evidence: this.#evidence, place }];
  }

  get entries(): readonly number[] {
    return [this.seq];
  }
}

function placeOf(cells: Cells, evidence: string, texts: Texts): number | string {
  const [, , , , id, , , line, pointer, also] = cells;
  if (evidence === 'note') return `:${id.slice(0, 8)}`;
  if (pointer !== null) return `#${texts.text(pointer)}`;
  if (line === null) return '';
  return also === null ? line : `:${line}+${also}`;
}

const KNOWN: ReadonlySet<unknown> = new Set(ACTIONS);

/** Members that have a column of their own, and where it stands among the cells. */
const NAMED = [
  ['action', 11],
  ['package', 12],
  ['version', 13],
  ['actor', 14],
  ['user', 15],
  ['ip', 16],
  ['repo', 18],
] as const;

function membersOf(cells: Cells, texts: Texts): EventMembers {
  const members: Record<string, unknown> = {};
  for (const [name, place] of NAMED) {
    const id = cells[place];
    if (id !== null) members[name] = texts.text(id);
  }
  if (!KNOWN.has(members['action'])) throw damaged(`timeline row ${cells[0]}`);
  addMore(cells[19], members, texts);
  const token = cells[17] === null ? undefined : texts.text(cells[17]);
  if (token?.startsWith('id:') === false) members['token_fp'] = token;
  addTimes(cells, members);
  return shaped(members as unknown as EventMembers);
}

const [SPACE, COLON, NINE] = [0x20, 0x3a, 0x39];

/** `3:1f 4:2b`: number of the member and id of its text, in base 36. Read by hand: it is done for every row. */
function addMore(more: string, members: Record<string, unknown>, texts: Texts): void {
  let [member, value] = [0, 0];
  for (let i = 0; i <= more.length; i++) {
    const code = i === more.length ? SPACE : more.charCodeAt(i);
    if (code === COLON) [member, value] = [value, 0];
    else if (code !== SPACE) value = value * 36 + (code <= NINE ? code - 0x30 : code - 0x57);
    else if (more.length > 0) {
      const name = MORE[member];
      if (name !== undefined) members[name] = memberValue(name, texts.text(value));
      [member, value] = [0, 0];
    }
  }
}

function addTimes([, sort, low, bounded]: Cells, members: Record<string, unknown>): void {
  if (bounded === 2) return;
  if (bounded === 0) members['time'] = momentText(sort);
  else if (low !== null) members['not_before'] = momentText(low);
  if (bounded === 1 && low !== sort) members['not_after'] = momentText(sort);
}
