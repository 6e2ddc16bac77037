import { compareSteps, type Step } from '../core/step.ts';
import { joinSteps } from './join-steps.ts';
import { halvesOfARequest } from './joins/halves-of-a-request.ts';
import type { Join, Whole } from './joins/join.ts';
import { publishOfAVersion } from './joins/publish-of-a-version.ts';
import { sameRequest } from './joins/same-request.ts';

const JOINS: readonly Join[] = [sameRequest, halvesOfARequest, publishOfAVersion];

/** Microseconds in which the records of one act lie, and how many acts wait for more of them. */
const WINDOW = 60_000_000;
const OPEN = 10_000;

/** Records that may be one act. Those of one piece of evidence never are: its format has said so. */
interface Group {
  readonly first: Step;
  readonly steps: Step[];
  readonly evidence: Set<string>;
  readonly keys: string[];
  join?: Join;
}

/**
 * The steps of a timeline, with those that tell of one act put together. Takes and gives them in order, holds a
 * minute of them at most.
 */
export function* joined(steps: Iterable<Step>, whole: Whole): Generator<Step> {
  const joining = new Joining(whole);
  for (const step of steps) {
    yield* joining.closedBefore(step);
    joining.add(step);
  }
  yield* joining.rest();
}

class Joining {
  /** In the order of their first steps. */
  #open: Group[] = [];
  #done = 0;
  readonly #byKey = new Map<string, Group[]>();
  /** Joined, but not yet before all that is open. */
  #ready: Step[] = [];
  readonly #whole: Whole;

  constructor(whole: Whole) {
    this.#whole = whole;
  }

  add(step: Step): void {
    const keyed = step.bounded === 0 ? keysOf(step) : [];
    for (const { join, key } of keyed) {
      const group = this.#byKey.get(key)?.find((each) => this.#belongs(each, step, join));
      if (group === undefined) continue;
      group.steps.push(step);
      for (const { evidence } of step.citations) group.evidence.add(evidence);
      group.join ??= join;
      return;
    }
    this.#begin(
      step,
      keyed.map(({ key }) => key),
    );
  }

  #begin(step: Step, keys: string[]): void {
    const group: Group = {
      first: step,
      steps: [step],
      evidence: new Set(step.citations.map(({ evidence }) => evidence)),
      keys,
    };
    this.#open.push(group);
    for (const key of keys) {
      const same = this.#byKey.get(key);
      if (same === undefined) this.#byKey.set(key, [group]);
      else same.push(group);
    }
  }

  /** What no later step can become part of. */
  *closedBefore(step: Step): Generator<Step> {
    for (let group = this.#open[this.#done]; group !== undefined; group = this.#open[this.#done]) {
      const waits = group.keys.length > 0 && this.#open.length - this.#done <= OPEN;
      if (waits && step.sort - group.first.sort <= WINDOW) break;
      this.#close(group);
      this.#done++;
    }
    if (this.#done > OPEN) {
      this.#open = this.#open.slice(this.#done);
      this.#done = 0;
    }
    yield* this.#readyBefore(this.#open[this.#done]?.first ?? step);
  }

  *rest(): Generator<Step> {
    for (const group of this.#open.slice(this.#done)) this.#close(group);
    this.#open = [];
    yield* this.#ready.sort(compareSteps);
  }

  #belongs(group: Group, step: Step, join: Join): boolean {
    return (
      (group.join ?? join) === join &&
      !step.citations.some(({ evidence }) => group.evidence.has(evidence)) &&
      group.steps.every((each) => join.isOneAct(each, step, this.#whole))
    );
  }

  #close(group: Group): void {
    for (const key of group.keys) {
      const left = this.#byKey.get(key)?.filter((other) => other !== group) ?? [];
      if (left.length === 0) this.#byKey.delete(key);
      else this.#byKey.set(key, left);
    }
    const { first, steps, join } = group;
    const whole = (step: Step): Step => ({ ...step, members: this.#whole(step) });
    this.#ready.push(join === undefined ? first : joinSteps(steps.map(whole), join));
  }

  *#readyBefore(first: Step): Generator<Step> {
    if (this.#ready.length === 0) return;
    if (this.#ready.length > 1) this.#ready.sort(compareSteps);
    const end = this.#ready.findIndex((step) => compareSteps(step, first) >= 0);
    yield* end === -1 ? this.#ready.splice(0) : this.#ready.splice(0, end);
  }
}

function keysOf({ members }: Step): { readonly join: Join; readonly key: string }[] {
  return JOINS.flatMap((join) => {
    const key = join.key(members);
    return key === undefined ? [] : [{ join, key: `${join.id} ${key}` }];
  });
}
