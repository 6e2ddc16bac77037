import type { EventMembers } from '../../../src/core/event.ts';
import type { Json, JsonObject } from '../../../src/core/json.ts';
import { ENGINE_LIMITS, type EngineLimits, type Outcome, SigmaEngine } from '../../../src/rules/sigma/engine/engine.ts';
import { momentIn } from '../../../src/rules/sigma/engine/seen.ts';
import { CaseEvent } from '../../../src/rules/sigma/event.ts';
import { problemText } from '../../../src/rules/sigma/problem.ts';
import { type RuleSet, readRuleSet } from '../../../src/rules/sigma/rule-set.ts';

/** Rules of one file, which must be without fault. */
export function rulesIn(...texts: readonly string[]): RuleSet {
  const set = readRuleSet(new Map(texts.map((text, index) => [`${String.fromCharCode(97 + index)}.yml`, text])));
  if (set.problems.length > 0) throw new Error(set.problems.map(problemText).join('\n'));
  return set;
}

/** What is wrong in a file: `line: message`. */
export function faultsIn(text: string): readonly string[] {
  return readRuleSet(new Map([['a.yml', text]])).problems.map(({ line, message }) => `${line}: ${message}`);
}

/** A rule for the GitHub log with this detection, written as JSON (which is YAML). */
export function ruleWith(detection: Json, more: JsonObject = {}): string {
  return JSON.stringify({ title: 'T', logsource: { product: 'github', service: 'audit' }, detection, ...more });
}

const MEMBERS: EventMembers = { action: 'other', grade: 'server', outcome: 'success' };

/** Whether one selection fits a record. */
export function fits(selection: Json, record: Json, members: Partial<EventMembers> = {}): boolean {
  return detects(ruleWith({ selection, condition: 'selection' }), record, members);
}

export function detects(rule: string, record: Json, members: Partial<EventMembers> = {}): boolean {
  const [detection] = rulesIn(rule).rules;
  if (detection?.kind !== 'detection') throw new Error('no detection');
  return detection.test(new CaseEvent({ ...MEMBERS, ...members }, [record]));
}

/** An event of a log of GitHub: seconds since the start, and fields. */
export interface Act {
  readonly at?: number;
  /** Bounds instead of a time. */
  readonly between?: readonly [number, number];
  readonly [field: string]: Json | undefined;
}

const START = Date.UTC(2026, 2, 31);

function timesOf({ at, between }: Act): Partial<EventMembers> {
  const text = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
  if (between !== undefined) return { not_before: text(between[0]), not_after: text(between[1]) };
  return at === undefined ? {} : { time: text(at) };
}

/** Asks the rules of acts, in the order given. */
export function outcomes(
  set: RuleSet,
  acts: readonly Act[],
  limits: EngineLimits = ENGINE_LIMITS,
): ReadonlyMap<string, Outcome> {
  const engine = new SigmaEngine(set, limits);
  for (const [seq, act] of acts.entries()) {
    const { at, between, ...record } = act;
    const members = {
      ...MEMBERS,
      ...timesOf({ ...(at !== undefined && { at }), ...(between !== undefined && { between }) }),
    };
    const text = JSON.stringify({ at: ['0-1:1'], entry: 'event', event: members, raw: JSON.stringify(record) });
    const id = (seq + 1).toString(16).padStart(8, '0').repeat(4);
    const event = new CaseEvent(members, [record as JsonObject]);
    engine.ask(engine.candidates('github-audit', text), event, momentIn(members), () => {
      return { id, seq, members, citation: { evidence: 'note', place: `:${seq}` } };
    });
  }
  return engine.finish();
}

/** The acts that each hit of a rule consists of, by their place in the list. */
export function hits(set: RuleSet, id: string, acts: readonly Act[]): readonly (readonly number[])[] {
  const outcome = outcomes(set, acts).get(id);
  if (outcome === undefined) throw new Error(`nothing is told of ${id}`);
  return [...outcome.single.map(({ event }) => [event.seq]), ...outcome.grouped.map(({ seqs }) => seqs)];
}

/** Rules `a`, `b`, `c` …, each for the action of its name. */
export function letters(names: string): string {
  return [...names]
    .map(
      (name) =>
        `title: ${name}\nname: ${name}\nlogsource: {product: github, service: audit}\ndetection: {s: {action: ${name}}, condition: s}\n`,
    )
    .join('---\n');
}

/** A correlation `x` over letters. */
export function correlation(body: JsonObject, names = 'abc', more: JsonObject = {}): RuleSet {
  const x = { title: 'x', name: 'x', correlation: body, ...more };
  return rulesIn(`${letters(names)}---\n${JSON.stringify(x)}\n`);
}

export const act = (action: string, at: number, more: JsonObject = {}): Act => ({
  action,
  at,
  actor: 'alice',
  ...more,
});
/** `a0 b5 c9`: actions with their seconds. */
export const acts = (text: string, more: JsonObject = {}): readonly Act[] =>
  text.split(' ').map((each) => act(each.slice(0, 1), Number(each.slice(1)), more));
