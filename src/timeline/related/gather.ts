import type { RuleView } from '../../core/rule.ts';
import { compareSteps, type Step } from '../../core/step.ts';
import { DAY } from '../unknown/episode.ts';
import type { Thread, Threads } from './threads.ts';
import type { StoryWindow } from './window.ts';

/** A step of the story with the reasons why it is there. */
export interface RelatedStep {
  readonly step: Step;
  readonly why: readonly string[];
}

/** Steps of one thread that are told. */
const MOST = 100;

/** Where a thread has more, those within a day of the first publish that are nearest to it are told. */
const CLOSE = DAY;

/** So many are looked at to find them: some are told anyway, or are of no interest. */
const LOOKED_AT = 150;

/** Steps that are read for one story; threads beyond that are named, not followed. */
const READ = 1000;

/** Threads named in one line. */
const NAMED = 4;

/** Follows threads; each act comes once, with all reasons. */
export class Gathering {
  readonly #view: RuleView;
  readonly #window: StoryWindow;
  readonly #own: ReadonlySet<string>;
  readonly #byThread = new Map<Thread, readonly Step[]>();
  readonly #left: string[] = [];
  readonly #cut: Thread[] = [];
  readonly #notFollowed: Thread[] = [];
  #read = 0;

  /** @param own packages whose acts are told anyway */
  constructor(view: RuleView, window: StoryWindow, own: ReadonlySet<string>) {
    this.#view = view;
    this.#window = window;
    this.#own = own;
  }

  addAll({ threads, left }: Threads): void {
    this.#left.push(...left);
    for (const thread of threads) this.#byThread.set(thread, this.#follow(thread));
  }

  /** Steps that these threads have led to. */
  of({ threads }: Threads): readonly Step[] {
    return threads.flatMap((thread) => this.#byThread.get(thread) ?? []);
  }

  all(): readonly Step[] {
    return [...this.#byThread.values()].flat();
  }

  result(): { readonly steps: readonly RelatedStep[]; readonly left: readonly string[] } {
    const found = new Map<string, { step: Step; readonly why: Set<string> }>();
    for (const [{ why }, steps] of this.#byThread) {
      for (const step of steps) {
        const known = found.get(step.id) ?? { step, why: new Set<string>() };
        if (step.entries.length > known.step.entries.length) known.step = step;
        found.set(step.id, known);
        known.why.add(why);
      }
    }
    const steps = withoutParts([...found.values()]).map(({ step, why }) => ({ step, why: [...why] }));
    return { steps: steps.sort((a, b) => compareSteps(a.step, b.step)), left: [...this.#left, ...this.#tooMuch()] };
  }

  #tooMuch(): readonly string[] {
    return [
      [`more than ${MOST} acts, of which the nearest are told`, this.#cut] as const,
      ['not looked at, because there is too much', this.#notFollowed] as const,
    ].flatMap(([what, threads]) => (threads.length === 0 ? [] : [`${what}: ${flagsOf(threads)}`]));
  }

  #follow(thread: Thread): readonly Step[] {
    if (this.#read > READ) {
      this.#notFollowed.push(thread);
      return [];
    }
    // What has too much within a day is never read as a whole.
    const near = this.#nearest(thread);
    const steps = near.length > MOST ? near : this.#take(thread, thread.query, MOST);
    if (steps.length <= MOST) return steps;
    this.#cut.push(thread);
    const distance = ({ sort }: Step): number => Math.abs(sort - this.#window.first);
    return near.toSorted((a, b) => distance(a) - distance(b)).slice(0, MOST);
  }

  #nearest(thread: Thread): readonly Step[] {
    const { first } = this.#window;
    const nearest = { to: first, most: LOOKED_AT };
    const query = { ...thread.query, since: first - CLOSE, until: first + CLOSE, nearest };
    return this.#take(thread, query, LOOKED_AT);
  }

  /** One more than asked for, so that it is seen that there are more. */
  #take(thread: Thread, query: Thread['query'], most: number): readonly Step[] {
    const taken: Step[] = [];
    for (const step of this.#view.query(query)) {
      this.#read++;
      if (step.members.package !== undefined && this.#own.has(step.members.package)) continue;
      if (!thread.keep(step)) continue;
      taken.push(step);
      if (taken.length > most) break;
    }
    return taken;
  }
}

/** An act that was found in part by one name and as a whole by another is told as a whole. */
function withoutParts<T extends { readonly step: Step; readonly why: Set<string> }>(found: readonly T[]): readonly T[] {
  const whole = new Map<number, T>();
  const ordered = found.toSorted(
    (a, b) => b.step.entries.length - a.step.entries.length || compareSteps(a.step, b.step),
  );
  return ordered.filter((item) => {
    const larger = item.step.entries.map((seq) => whole.get(seq)).find((other) => other !== undefined);
    if (larger === undefined) for (const seq of item.step.entries) whole.set(seq, item);
    else for (const why of item.why) larger.why.add(why);
    return larger === undefined;
  });
}

/** How to ask for all of it: `show --actor alice, show --repo acme/widget and 3 more`. */
function flagsOf(threads: readonly Thread[]): string {
  const named = threads.slice(0, NAMED).map(({ flags }) => `show ${flags}`);
  return `${named.join(', ')}${threads.length > NAMED ? ` and ${threads.length - NAMED} more` : ''}`;
}
