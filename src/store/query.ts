import { ACTIONS } from '../core/action.ts';
import { ENTRY_KINDS } from '../core/entry.ts';
import { shaped } from '../core/event.shape.ts';
import type { EventMembers } from '../core/event.ts';
import type { Citation } from '../core/step.ts';
import { momentText } from '../core/time.ts';
import { MORE, memberValue, ROLES, type Role } from './derive.ts';
import { damaged } from './entries.ts';
import { type Db, guarded, guardedRows } from './open.ts';
import { CHUNK } from './schema.ts';
import { Texts } from './strings.ts';

/** Which events to give. Values of one role are alternatives; different members all have to hold. */
export interface TimelineQuery {
  readonly roles?: Partial<Readonly<Record<Role, readonly string[]>>>;
  /** Whether an action is wanted. */
  readonly action?: (action: string) => boolean;
  /** Microseconds; a bounded event is given if its range overlaps. */
  readonly since?: number;
  readonly until?: number;
}

/** An event as the index has it: enough for a table. The rest stands in its ledger entry. */
export interface IndexedEvent {
  readonly seq: number;
  readonly sort: number;
  readonly low: number | null;
  readonly bounded: 0 | 1 | 2;
  /** First 32 hex digits of the event's id. */
  readonly id: string;
  readonly members: EventMembers;
  readonly citation: Citation;
}

interface Row {
  readonly seq: number;
  readonly sort: number;
  readonly low: number | null;
  readonly bounded: 0 | 1 | 2;
  readonly id: Buffer;
  readonly evidence: number;
  readonly start: number;
  readonly line: number | null;
  readonly pointer: number | null;
  readonly also: string | null;
  readonly number: number;
  readonly action: number;
  readonly package: number | null;
  readonly version: number | null;
  readonly actor: number | null;
  readonly user: number | null;
  readonly ip: number | null;
  readonly token: number | null;
  readonly repo: number | null;
  readonly more: string;
}

/** In this order `rowOf` takes them. */
const COLUMNS =
  't.seq, t.sort, t.low, t.bounded, t.id, t.evidence, t.start, t.line, t.pointer, t.also, t.number, t.action, ' +
  't.package, t.version, t.actor, t.user, t.ip, t.token, t.repo, t.more';

type Cells = readonly [
  ...[seq: number, sort: number, low: number | null, bounded: 0 | 1 | 2, id: Buffer, evidence: number],
  ...[start: number, line: number | null, pointer: number | null, also: string | null, number: number],
  ...[action: number, name: number | null, version: number | null, actor: number | null, user: number | null],
  ...[ip: number | null, token: number | null, repo: number | null, more: string],
];

/** Named here, not by the driver: half the time for millions of rows. */
function rowOf(cells: Cells): Row {
  return {
    seq: cells[0],
    sort: cells[1],
    low: cells[2],
    bounded: cells[3],
    id: cells[4],
    evidence: cells[5],
    start: cells[6],
    line: cells[7],
    pointer: cells[8],
    also: cells[9],
    number: cells[10],
    action: cells[11],
    package: cells[12],
    version: cells[13],
    actor: cells[14],
    user: cells[15],
    ip: cells[16],
    token: cells[17],
    repo: cells[18],
    more: cells[19],
  };
}

const NAMED = ['action', 'package', 'version', 'actor', 'user', 'ip', 'repo'] as const;

const KNOWN: ReadonlySet<unknown> = new Set(ACTIONS);

/** Reads the timeline index. Order: time, bounded before exact, evidence digest, offset, number: never ledger order. */
export class TimelineReader {
  readonly #db: Db;
  readonly #texts: Texts;
  readonly #sightings;
  readonly #anySighting: boolean;
  readonly #chunk;
  readonly #size: number;

  constructor(db: Db) {
    this.#db = db;
    this.#texts = new Texts(db);
    const kind = ENTRY_KINDS.indexOf('sighting');
    this.#sightings = db
      .prepare<[Buffer], number>(`SELECT seq FROM mark WHERE digest = ? AND entry = ${kind} ORDER BY seq`)
      .pluck();
    this.#chunk = db
      .prepare<[number, number, number], Buffer>('SELECT seqs FROM posting WHERE chunk = ? AND role = ? AND string = ?')
      .pluck();
    this.#size = (db.prepare<[], number>('SELECT ifnull(max(seq), -1) FROM timeline').pluck().get() ?? -1) + 1;
    this.#anySighting = db.prepare(`SELECT 1 FROM mark WHERE entry = ${kind} LIMIT 1`).get() !== undefined;
  }

  events(query: TimelineQuery): Generator<IndexedEvent> {
    return guardedRows(this.#db.name, this.#events(query));
  }

  *#events(query: TimelineQuery): Generator<IndexedEvent> {
    const { sql, values } = this.#sql(query);
    let tied: Row[] = [];
    for (const cells of this.#db
      .prepare<unknown[], Cells>(sql)
      .raw()
      .iterate(...values)) {
      const row = rowOf(cells);
      if (tied.length > 0 && tied[0]?.sort !== row.sort) {
        yield* this.#inOrder(tied);
        tied = [];
      }
      tied.push(row);
    }
    yield* this.#inOrder(tied);
  }

  /** Numbers of the entries that say the same event was seen again. */
  sightings(id: string): readonly number[] {
    if (!this.#anySighting) return [];
    return guarded(this.#db.name, () => this.#sightings.all(Buffer.from(id, 'hex')));
  }

  count(): number {
    return this.#db.prepare<[], number>('SELECT count(*) FROM timeline').pluck().get() ?? 0;
  }

  #inOrder(rows: readonly Row[]): IndexedEvent[] {
    if (rows.length === 1) return rows.map((row) => this.#event(row));
    const evidence = (row: Row): string => this.#texts.text(row.evidence);
    const ordered = [...rows].sort((a, b) => {
      if (a.bounded !== b.bounded) return (a.bounded === 1 ? 0 : 1) - (b.bounded === 1 ? 0 : 1);
      if (a.evidence !== b.evidence) return evidence(a) < evidence(b) ? -1 : 1;
      return a.start - b.start || a.number - b.number || a.seq - b.seq;
    });
    return ordered.map((row) => this.#event(row));
  }

  #event(row: Row): IndexedEvent {
    const id = row.id.toString('hex');
    const { seq, sort, low, bounded } = row;
    return { seq, sort, low, bounded, id, members: this.#members(row), citation: this.#citation(row, id) };
  }

  #citation(row: Row, id: string): Citation {
    const evidence = this.#texts.text(row.evidence);
    if (evidence === 'note') return { evidence, place: `:${id.slice(0, 8)}` };
    if (row.pointer !== null) return { evidence, place: `#${this.#texts.text(row.pointer)}` };
    if (row.line === null) return { evidence, place: '' };
    return { evidence, place: `:${row.line}${row.also === null ? '' : `+${row.also}`}` };
  }

  #members(row: Row): EventMembers {
    const members: Record<string, unknown> = {};
    for (const name of NAMED) {
      const id = row[name];
      if (id !== null) members[name] = this.#texts.text(id);
    }
    if (!KNOWN.has(members['action'])) throw damaged(`timeline row ${row.seq}`);
    this.#more(row.more, members);
    if (row.token !== null) {
      const token = this.#texts.text(row.token);
      if (!token.startsWith('id:')) members['token_fp'] = token;
    }
    return shaped(Object.assign(members, timesOf(row)) as unknown as EventMembers);
  }

  #more(more: string, members: Record<string, unknown>): void {
    if (more === '') return;
    for (const pair of more.split(' ')) {
      const [member = '', id = ''] = pair.split(':');
      const name = MORE[Number.parseInt(member, 36)];
      if (name === undefined) continue;
      const text = this.#texts.text(Number.parseInt(id, 36));
      members[name] = memberValue(name, text);
    }
  }

  #sql(query: TimelineQuery): { readonly sql: string; readonly values: unknown[] } {
    const terms: string[] = [];
    const values: unknown[] = [];
    for (const [number, role] of ROLES.entries()) {
      const wanted = query.roles?.[role];
      if (wanted === undefined) continue;
      terms.push('t.seq IN (SELECT value FROM json_each(?))');
      values.push(JSON.stringify(this.#posted(number, wanted)));
    }
    if (query.action !== undefined) terms.push(`t.action IN (${this.#actionIds(query.action).join(', ')})`);
    if (query.since !== undefined) {
      terms.push('t.bounded < 2 AND (t.sort >= ? OR (t.bounded = 1 AND t.low = t.sort))');
      values.push(query.since);
    }
    if (query.until !== undefined) {
      terms.push('t.bounded < 2 AND ifnull(t.low, t.sort) <= ?');
      values.push(query.until);
    }
    const where = terms.length === 0 ? '' : ` WHERE ${terms.join(' AND ')}`;
    return { sql: `SELECT ${COLUMNS} FROM timeline t${where} ORDER BY t.sort`, values };
  }

  /** Numbers of the entries that have one of the texts in a role. */
  #posted(role: number, wanted: readonly string[]): readonly number[] {
    const found: number[] = [];
    for (const text of wanted) {
      const string = this.#texts.idOf(text);
      if (string === undefined) continue;
      for (let chunk = 0; chunk * CHUNK < this.#size; chunk++) {
        const packed = this.#chunk.get(chunk, role, string) ?? Buffer.alloc(0);
        for (let at = 0; at < packed.length; at += 2) found.push(chunk * CHUNK + packed.readUInt16LE(at));
      }
    }
    return found;
  }

  #actionIds(wanted: (action: string) => boolean): readonly number[] {
    return ACTIONS.filter(wanted)
      .map((action) => this.#texts.idOf(action))
      .filter((id) => id !== undefined);
  }
}

function timesOf({ sort, low, bounded }: Row): Partial<EventMembers> {
  if (bounded === 0) return { time: momentText(sort) };
  if (bounded === 2) return {};
  if (low === null) return { not_after: momentText(sort) };
  return low === sort ? { not_before: momentText(low) } : { not_before: momentText(low), not_after: momentText(sort) };
}
