import type { SigmaEvent } from '../event.ts';
import type { DetectionRule } from '../model.ts';
import type { RuleSet } from '../rule-set.ts';
import { Collector, type SingleHit } from './collector.ts';
import { columnsOf, innerFirst } from './columns.ts';
import { Correlator, type Losses, type Room } from './correlator.ts';
import type { Episode } from './episodes.ts';
import { Guards } from './guards.ts';
import type { Moment, SeenEvent } from './seen.ts';
import { Texts } from './texts.ts';

/** How much is kept. What is beyond is counted and told. */
export interface EngineLimits {
  /** Findings of one rule for single events. */
  readonly findings: number;
  /** Findings of one correlation: each rests on several events. */
  readonly groups: number;
  /** Events that take part in correlations, over all of them. */
  readonly rows: number;
  /** Different values of fields that correlations group by or count. */
  readonly values: number;
}

export const ENGINE_LIMITS: EngineLimits = { findings: 1000, groups: 300, rows: 1_500_000, values: 300_000 };

/** Several events that are one hit of a correlation. */
export interface GroupHit {
  /** Numbers of the entries (below zero: inferences) in the order of time, each once. */
  readonly seqs: readonly number[];
  readonly count: number;
  readonly from: number;
  readonly to: number;
  /** All times are exact, and in order where that matters. */
  readonly isCertain: boolean;
  /** Values of `group-by`. */
  readonly group: readonly (readonly [string, string])[];
}

export interface Outcome {
  readonly single: readonly SingleHit[];
  readonly grouped: readonly GroupHit[];
  /** How many there are; more than are kept where there are very many. */
  readonly count: number;
  readonly losses: Losses | undefined;
}

/** Asks rules of the events of a case, one after the other, in any order. */
export class SigmaEngine {
  readonly #set: RuleSet;
  readonly #limits: EngineLimits;
  readonly #guards = new Map<string, Guards>();
  readonly #collectors = new Map<string, Collector>();
  readonly #correlators = new Map<string, Correlator>();
  /** By the id of a rule: correlations that it takes part in, and as what. */
  readonly #parts = new Map<string, { readonly correlator: Correlator; readonly stage: number }[]>();

  constructor(set: RuleSet, limits: EngineLimits = ENGINE_LIMITS) {
    this.#set = set;
    this.#limits = limits;
    const texts = new Texts(limits.values);
    const room: Room = { rows: limits.rows };
    const columns = columnsOf(set);
    for (const rule of innerFirst(set.rules, set.meant)) {
      const correlator = new Correlator(rule, columns.get(rule.head.id) ?? [], texts, room);
      this.#correlators.set(rule.head.id, correlator);
      for (const [stage, { name }] of rule.grouping.rules.entries()) this.#addPart(name, correlator, stage);
    }
    for (const { kind, head } of set.rules)
      if (kind === 'detection' && set.told.has(head.id)) this.#collectors.set(head.id, new Collector(limits.findings));
    for (const [format, rules] of detectionsByFormat(set)) this.#guards.set(format, new Guards(rules, format));
  }

  #addPart(name: string, correlator: Correlator, stage: number): void {
    const id = this.#set.meant.get(name) ?? '';
    const parts = this.#parts.get(id) ?? [];
    parts.push({ correlator, stage });
    this.#parts.set(id, parts);
  }

  /** Formats whose events any rule looks at. */
  get formats(): ReadonlySet<string> {
    return new Set(this.#guards.keys());
  }

  /** Rules that have to look at an event, told from the text of its entry. */
  candidates(format: string, text: string): readonly DetectionRule[] {
    return this.#guards.get(format)?.candidates(text) ?? [];
  }

  /** Asks these rules of an event. `seen` is made only where one fits. */
  ask(rules: readonly DetectionRule[], event: SigmaEvent, moment: Moment, seen: () => SeenEvent): void {
    let made: SeenEvent | undefined;
    for (const { head, test } of rules) {
      if (!test(event)) continue;
      made ??= seen();
      this.#collectors.get(head.id)?.add({ moment, event: made });
      for (const { correlator, stage } of this.#parts.get(head.id) ?? []) correlator.take(stage, event, made, moment);
    }
  }

  /** What became of each rule that is told of, by its id. */
  finish(): ReadonlyMap<string, Outcome> {
    const outcomes = new Map<string, Outcome>();
    for (const [id, collector] of this.#collectors)
      outcomes.set(id, { single: collector.hits(), grouped: [], count: collector.count, losses: undefined });
    for (const [id, correlator] of this.#correlators) {
      correlator.finish();
      for (const { correlator: outer, stage } of this.#parts.get(id) ?? []) outer.takeEpisodes(stage, correlator);
      if (this.#set.told.has(id)) outcomes.set(id, this.#outcome(correlator));
    }
    return outcomes;
  }

  #outcome(correlator: Correlator): Outcome {
    const { episodes, losses } = correlator;
    const sorted = episodes.map((episode) => ({ episode, ...orderOf(correlator, episode) })).sort(compareEpisodes);
    const kept = sorted.slice(0, this.#limits.groups);
    const grouped = kept.map(({ episode }) => this.#hit(correlator, episode));
    return { single: [], grouped, count: sorted.length, losses };
  }

  #hit(correlator: Correlator, episode: Episode): GroupHit {
    const { table } = correlator;
    const found = new Set<number>();
    this.#gather(correlator, episode, found);
    const seqs = [...found];
    let [from, to, isExact] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
    for (const row of episode.rows) {
      from = Math.min(from, table.at(row));
      to = Math.max(to, table.at(row));
      isExact &&= table.isExact(row);
    }
    return {
      seqs: seqs.length <= 2 * CITED ? seqs : [...seqs.slice(0, CITED), ...seqs.slice(-CITED)],
      count: seqs.length,
      from,
      to,
      isCertain: episode.isOrdered && isExact,
      group: correlator.group(episode),
    };
  }

  /** The events of an episode; for a row of an inner correlation those of its episode, once. */
  #gather(correlator: Correlator, { rows }: Episode, found: Set<number>): void {
    const { table, rule } = correlator;
    const done = new Set<string>();
    for (const row of rows) {
      const [stage, number] = [table.stage(row), table.inner(row)];
      const inner = this.#correlators.get(this.#set.meant.get(rule.grouping.rules[stage]?.name ?? '') ?? '');
      const episode = number < 0 ? undefined : inner?.episodes[number];
      if (inner === undefined || episode === undefined) found.add(table.seq(row));
      else if (!done.has(`${stage} ${number}`)) this.#gather(inner, episode, found);
      done.add(`${stage} ${number}`);
    }
  }
}

/** First and last events of a hit that are cited. */
const CITED = 5;

interface Ordered {
  readonly to: number;
  readonly key: string;
}

function orderOf(correlator: Correlator, episode: Episode): Ordered {
  const to = correlator.table.at(episode.rows.at(-1) ?? 0);
  return { to, key: JSON.stringify(correlator.group(episode)) };
}

function compareEpisodes(a: Ordered, b: Ordered): number {
  if (a.to !== b.to) return a.to - b.to;
  return a.key === b.key ? 0 : a.key < b.key ? -1 : 1;
}

function detectionsByFormat({ rules }: RuleSet): ReadonlyMap<string, readonly DetectionRule[]> {
  const found = new Map<string, DetectionRule[]>();
  for (const rule of rules) {
    if (rule.kind !== 'detection') continue;
    for (const format of rule.formats) found.set(format, [...(found.get(format) ?? []), rule]);
  }
  return found;
}
