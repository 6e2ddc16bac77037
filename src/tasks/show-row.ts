import type { EventMembers } from '../core/event.ts';
import type { JsonObject } from '../core/json.ts';
import { type Cell, jsonObject, type Line, type Row } from '../core/report.ts';
import { citationText, type Step, stepWith } from '../core/step.ts';
import { momentText } from '../core/time.ts';
import type { CaseReader } from '../store/case-reader.ts';
import { stamp } from '../timeline/when.ts';
import type { Fold, Told } from './show-fold.ts';
import { StepRow } from './step-row.ts';

/** What rows are made with. */
export interface RowSetting {
  readonly reader: CaseReader;
  /** Hex digits of evidence. */
  readonly digits: number;
  readonly raw: boolean;
  /** Whether each row around the story says for people why it is there. */
  readonly why: boolean;
  /** Ids of steps that findings call bad, with what they say. */
  readonly bad: ReadonlyMap<string, readonly string[]>;
}

/** Names in one row of requests. */
const NAMED = 4;

/** A step of a story: with the reason why it is there, a mark where it is bad, and requests of a day as one. */
export class ShowRow implements Row {
  readonly #told: Told;
  readonly #setting: RowSetting;
  readonly #inner: StepRow;
  readonly #device: string | undefined;

  /** @param device with which it was done, where that is to be said */
  constructor(told: Told, setting: RowSetting, device?: string) {
    this.#device = device;
    this.#told = told;
    this.#setting = setting;
    this.#inner = new StepRow(stepOf(told), setting.digits, setting.reader, setting.raw);
  }

  get cells(): readonly Cell[] {
    const [mark, when, who, what, known] = this.#inner.cells as readonly [Cell, Cell, Cell, Cell, Cell];
    const { step, fold } = this.#told;
    const bad = this.#setting.bad.has(step.id);
    return [
      bad ? { text: '!', style: 'bad' } : mark,
      when,
      who,
      fold === undefined ? this.#withDevice(what) : { text: foldText(step, fold) },
      fold === undefined ? known : { text: this.#knownOf(step, fold), style: 'dim' },
    ];
  }

  #withDevice(what: Cell): Cell {
    return this.#device === undefined ? what : { ...what, text: `${what.text}, ${this.#device}` };
  }

  get below(): readonly Line[] {
    const { step, why, related } = this.#told;
    const extra = this.#setting.bad.get(step.id) ?? [];
    const reasons = this.#setting.why && related ? [`why: ${why.join('; ')}`] : [];
    const first = extra
      .filter((text) => step.remarks?.includes(text) !== true)
      .map((text): Line => ({ text, style: 'bad', indent: 2 }));
    const own = this.#inner.below.filter(({ text }) => !isSaid(text, extra));
    return [...first, ...own, ...reasons.map((text): Line => ({ text, style: 'dim', indent: 2 }))];
  }

  get data(): JsonObject {
    const { step, why, fold } = this.#told;
    const bad = this.#setting.bad.get(step.id);
    const data = this.#inner.data;
    return jsonObject({
      ...data,
      ...(fold !== undefined && {
        what: foldText(step, fold),
        joined: undefined,
        folded: {
          first: momentText(step.sort),
          last: momentText(fold.last.sort),
          fetched: fold.fetched,
          looked_up: fold.lookedUp,
        },
      }),
      ...(why.length > 0 && { why }),
      ...(bad !== undefined && { bad: true, findings: bad }),
    });
  }

  #knownOf(first: Step, { last }: Fold): string {
    const cites = [first, last].flatMap(({ citations: [citation] }) =>
      citation === undefined ? [] : [citationText(citation, this.#setting.digits)],
    );
    return `${first.members.grade} ${cites.join(' to ')}`;
  }
}

/** What a remark tells of the version before, a finding tells of several: `no provenance; 3.2.0 had it`. */
function isSaid(remark: string, facts: readonly string[]): boolean {
  const end = remark.indexOf('; ');
  return end > 0 && facts.some((fact) => fact !== remark && fact.includes(remark.slice(0, end + 2)));
}

/** Of requests that are told as one: the first and the last, what they have in common. */
function stepOf({ step, fold }: Told): Step {
  if (fold === undefined) return step;
  const ends = [step, fold.last];
  const citations = ends.flatMap(({ citations: [citation] }) => (citation === undefined ? [] : [citation]));
  const entries = ends.flatMap((end) => end.entries);
  return stepWith(step, { members: membersOf(step, fold), citations, join: 'folded', entries });
}

/** What the first and the last request have in common, with the time of the first. */
function membersOf({ members }: Step, { count, last, fetched, lookedUp }: Fold): EventMembers {
  const { action, grade, outcome, time, package: name } = members;
  const others = new Map(Object.entries(last.members));
  const common = Object.fromEntries(Object.entries(members).filter(([key, value]) => others.get(key) === value));
  const names = new Set([...fetched.map(nameIn), ...lookedUp]);
  const [only, ...more] = fetched;
  const version = only === undefined || more.length > 0 ? '' : only.slice(nameIn(only).length + 1);
  return {
    ...common,
    ...{ grade, outcome, time, count },
    action: fetched.length > 0 && action === 'artifact.metadata_read' ? 'artifact.downloaded' : action,
    package: names.size === 1 ? name : undefined,
    version: names.size === 1 && version !== '' ? version : undefined,
  };
}

/** `@acme/widget` of `@acme/widget@1.4.3` */
function nameIn(release: string): string {
  const end = release.indexOf('@', 1);
  return end === -1 ? release : release.slice(0, end);
}

/** `fetched axios@1.14.1, looked up axios: 2 requests from 203.0.113.7, last 00:31:07.218` */
function foldText(first: Step, { count, last, fetched, lookedUp }: Fold): string {
  const { outcome, ip, actor, user } = first.members;
  const served = outcome === 'success';
  const parts = [
    fetched.length === 0 ? '' : `${served ? 'fetched' : 'fetch of'} ${some(fetched)}`,
    lookedUp.length === 0 ? '' : `${served ? 'looked up' : 'look-up of'} ${some(lookedUp)}`,
  ].filter((part) => part !== '');
  const refused = served ? '' : outcome === 'denied' ? ' denied' : ' failed';
  const from = ip === undefined || (actor ?? user) === undefined ? '' : ` from ${ip}`;
  return `${parts.join(', ')}${refused}: ${count} requests${from}, last ${stamp(last.sort).slice('2026-03-31 '.length)}`;
}

function some(names: readonly string[]): string {
  if (names.length <= NAMED) return names.join(', ');
  return `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;
}
