import type { Out } from '../../core/format.ts';
import { type Act, actOf, mayPrecedeAnswer, repeats } from './act.ts';
import { changeEvent, uplinkEvent } from './event.ts';
import type { Answered, Change, Line, Requested } from './line.ts';
import { Queues } from './queues.ts';
import { Unpublishes } from './unpublish.ts';

/** How long, in log time, a request may stay open, in microseconds. */
const OPEN_TIME = 60_000_000;
/** How long after its answer a second line that says the same still belongs to it. */
const REPEAT_TIME = 1_000_000;
const MOST_OPEN = 10_000;
/** How many unanswered writes of one package are looked at. */
const MOST_WRITES = 100;

/** Requests in which the storage changes versions. */
const CHANGING: ReadonlySet<string> = new Set(['publish-or-deprecate', 'rev-put', 'delete-package', 'delete-tarball']);

/**
 * Folds the lines of one request into one act: announced, read, answered. Lines are matched by method, URL and client,
 * first in first out: the log has no id of the request.
 */
export class RequestFold {
  /** Announced, nothing else yet. */
  readonly #fresh = new Queues<Act>();
  /** Has a line that may precede its answer. */
  readonly #phased = new Queues<Act>();
  /** Answered while nothing had said that it was read: that may still come. */
  readonly #answered = new Queues<Act>();
  /** Unanswered writes, by package. */
  readonly #writes = new Queues<Act>();
  readonly #keys = new Map<Act, string>();
  /** Unanswered acts and answered ones, with the time from which each has been waiting; the longest waiting first. */
  readonly #open = new Map<Act, number>();
  readonly #done = new Map<Act, number>();
  readonly #unpublishes = new Unpublishes();

  take(line: Line): Out[] {
    if (line.kind === 'ignored') return [{ kind: 'ignored', rule: line.rule, records: [line.number] }];
    if (line.kind === 'problem')
      return [{ kind: 'problem', code: line.code, message: line.message, records: [line.number] }];
    const outs = this.#expired(line.at.micros);
    if (line.kind === 'requested') outs.push(...this.#announce(line));
    if (line.kind === 'answered') outs.push(...this.#answer(line));
    if (line.kind === 'change') outs.push(...this.#change(line));
    if (line.kind === 'uplink') outs.push({ kind: 'event', event: uplinkEvent(line), records: [line.number] });
    return outs;
  }

  end(): Out[] {
    const acts = [...this.#done.keys(), ...this.#open.keys()];
    return [...acts.flatMap((act) => this.#close(act)), ...this.#unpublishes.end()];
  }

  #announce(line: Requested): Out[] {
    const act: Act = { ...actOf(line), requested: line };
    return this.#start(act, keyOf(line, line.remote), this.#fresh, line.at.micros);
  }

  #start(act: Act, key: string, queue: Queues<Act>, since: number): Out[] {
    this.#keys.set(act, key);
    this.#open.set(act, since);
    queue.add(key, act);
    const { kind, package: name } = act.request;
    if (name !== undefined && CHANGING.has(kind)) this.#writes.add(name, act);
    const [oldest] = this.#open.keys();
    return this.#open.size > MOST_OPEN && oldest !== undefined ? this.#close(oldest) : [];
  }

  #answer(line: Answered): Out[] {
    const keys = line.remotes.map((remote) => keyOf(line, remote));
    const fresh = this.#find(this.#fresh, keys);
    const phased = this.#find(this.#phased, keys);
    if (mayPrecedeAnswer(line)) return this.#precede(line, fresh, phased);
    const waiting = oldest(phased, fresh, this.#open);
    if (waiting !== undefined) return this.#finish(waiting, line);
    const twin = this.#find(this.#answered, keys);
    if (twin?.result !== undefined && repeats(line, twin.result)) {
      twin.phases.push(line);
      return this.#close(twin);
    }
    return this.#unpublishes.take({ ...actOf(line), result: line });
  }

  /** A line that may come before the answer, or be the answer where that had already come. */
  #precede(line: Answered, fresh: Act | undefined, phased: Act | undefined): Out[] {
    if (fresh !== undefined) {
      const key = this.#keys.get(fresh) ?? '';
      this.#fresh.remove(key, fresh);
      this.#phased.add(key, fresh);
      fresh.phases.push(line);
      return [];
    }
    if (phased !== undefined && line.status === 200) return this.#finish(phased, line);
    if (phased !== undefined && phased.phases.length < 2) {
      phased.phases.push(line);
      return [];
    }
    const act = actOf(line);
    act.phases.push(line);
    return this.#start(act, keyOf(line, line.remotes[0] ?? ''), this.#phased, line.at.micros);
  }

  #finish(act: Act, line: Answered): Out[] {
    act.result = line;
    if (act.phases.length > 0) return this.#close(act);
    const key = this.#keys.get(act) ?? '';
    this.#forget(act);
    this.#keys.set(act, key);
    this.#answered.add(key, act);
    this.#done.set(act, line.at.micros);
    return [];
  }

  #change(line: Change): Out[] {
    const act = this.#writeUnderWay(line.package);
    if (act === undefined || act.changes.length >= MOST_OPEN) {
      return [{ kind: 'event', event: changeEvent(line), records: [line.number] }];
    }
    act.changes.push(line);
    return [];
  }

  /** The storage works on requests that have been read; where the log does not say so, on the first announced. */
  #writeUnderWay(name: string): Act | undefined {
    let looked = 0;
    for (const act of this.#writes.all(name)) {
      if (act.phases.length > 0) return act;
      looked += 1;
      if (looked >= MOST_WRITES) break;
    }
    return this.#writes.first(name);
  }

  #find(queues: Queues<Act>, keys: readonly string[]): Act | undefined {
    for (const key of keys) {
      const act = queues.first(key);
      if (act !== undefined) return act;
    }
    return undefined;
  }

  #expired(now: number): Out[] {
    const late = [...overdue(this.#done, now - REPEAT_TIME), ...overdue(this.#open, now - OPEN_TIME)];
    return [...late.flatMap((act) => this.#close(act)), ...this.#unpublishes.expired(now)];
  }

  #close(act: Act): Out[] {
    this.#forget(act);
    return this.#unpublishes.take(act);
  }

  #forget(act: Act): void {
    const key = this.#keys.get(act) ?? '';
    for (const queues of [this.#fresh, this.#phased, this.#answered]) queues.remove(key, act);
    if (act.request.package !== undefined) this.#writes.remove(act.request.package, act);
    this.#keys.delete(act);
    this.#open.delete(act);
    this.#done.delete(act);
  }
}

function keyOf(line: Requested | Answered, remote: string): string {
  return `${line.method} ${line.url} ${remote}`;
}

/** Of two acts the one that was opened first. */
function oldest(left: Act | undefined, right: Act | undefined, open: ReadonlyMap<Act, number>): Act | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return (open.get(left) ?? 0) <= (open.get(right) ?? 0) ? left : right;
}

/** The entries that have waited since before a time. They stand in the order in which they began to wait. */
function overdue(waiting: ReadonlyMap<Act, number>, before: number): Act[] {
  const acts: Act[] = [];
  for (const [act, since] of waiting) {
    if (since >= before) break;
    acts.push(act);
  }
  return acts;
}
