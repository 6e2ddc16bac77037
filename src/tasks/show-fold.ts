import type { Action } from '../core/action.ts';
import type { Step } from '../core/step.ts';

/** A step to be shown, and what for. */
export interface Told {
  readonly step: Step;
  /** Why it belongs to the story; nothing where there is no story. */
  readonly why: readonly string[];
  /** Not about what was asked for, but around it. */
  readonly related: boolean;
  readonly fold?: Fold;
}

/** The requests of one client on one day. */
export interface Fold {
  readonly count: number;
  readonly last: Step;
  /** What was fetched: `axios@1.14.1`. */
  readonly fetched: readonly string[];
  /** Names that were looked up. */
  readonly lookedUp: readonly string[];
  /** Digests of all evidence that shows them. */
  readonly evidence: ReadonlySet<string>;
}

const DAY = 86_400 * 1_000_000;

/** A day with more than this is told in pieces, so that memory stays small. */
const HELD = 20_000;

const DOWNLOADS: ReadonlySet<Action> = new Set([
  'artifact.downloaded',
  'artifact.download_denied',
  'artifact.metadata_read',
]);

/** Acts that change what a request for a package gives. */
const CHANGES: ReadonlySet<Action> = new Set(['package.published', 'package.version_deleted', 'package.unpublished']);

/**
 * Puts the downloads and look-ups of one client (account and address) on one UTC day into one row, at the first.
 * Requests for a package before and after a publish or removal of it stay apart: else a row would seem to know more
 * than there was at its time.
 */
export function* folded(all: Iterable<Told>): Generator<Told> {
  let day = new Day(Number.NaN);
  for (const told of all) {
    const number = Math.floor(told.step.sort / DAY);
    if (number !== day.number || day.size >= HELD) {
      yield* day.rows();
      day = new Day(number);
    }
    day.add(told);
  }
  yield* day.rows();
}

class Day {
  readonly number: number;
  readonly #rows: (Told | Requests)[] = [];
  readonly #byClient = new Map<string, { readonly requests: Requests; readonly place: number }>();
  /** How many rows there were when a package was last changed. */
  readonly #changed = new Map<string, number>();

  constructor(number: number) {
    this.number = number;
  }

  get size(): number {
    return this.#rows.length;
  }

  add(told: Told): void {
    const { action, package: name = '' } = told.step.members;
    const key = clientOf(told.step);
    if (key === undefined) {
      this.#rows.push(told);
      if (CHANGES.has(action)) this.#changed.set(name, this.#rows.length);
      return;
    }
    const known = this.#byClient.get(key);
    if (known !== undefined && (this.#changed.get(name) ?? 0) <= known.place) {
      known.requests.add(told);
      return;
    }
    const requests = new Requests(told);
    this.#byClient.set(key, { requests, place: this.#rows.push(requests) });
  }

  *rows(): Generator<Told> {
    for (const row of this.#rows) yield row instanceof Requests ? row.told() : row;
  }
}

/** Who asked, and whether he was served; nothing for what is no download at a known time. */
function clientOf({ members, bounded }: Step): string | undefined {
  const { action, actor, user, ip, outcome, host } = members;
  if (bounded !== 0 || !DOWNLOADS.has(action)) return undefined;
  return JSON.stringify([actor ?? user ?? '', ip ?? host ?? '', outcome === 'success']);
}

class Requests {
  readonly #first: Told;
  #last: Step;
  #count = 0;
  #related = true;
  readonly #why = new Set<string>();
  readonly #fetched = new Set<string>();
  readonly #lookedUp = new Set<string>();
  readonly #evidence = new Set<string>();

  constructor(first: Told) {
    this.#first = first;
    this.#last = first.step;
    this.add(first);
  }

  add({ step, why, related }: Told): void {
    const { action, package: name, version } = step.members;
    this.#last = step;
    this.#count++;
    this.#related &&= related;
    for (const reason of why) this.#why.add(reason);
    for (const { evidence } of step.citations) this.#evidence.add(evidence);
    if (name === undefined) return;
    if (action === 'artifact.metadata_read') this.#lookedUp.add(name);
    else this.#fetched.add(version === undefined ? name : `${name}@${version}`);
  }

  told(): Told {
    if (this.#count === 1) return this.#first;
    const fold: Fold = {
      count: this.#count,
      last: this.#last,
      fetched: [...this.#fetched],
      lookedUp: [...this.#lookedUp],
      evidence: this.#evidence,
    };
    return { step: this.#first.step, why: [...this.#why], related: this.#related, fold };
  }
}
