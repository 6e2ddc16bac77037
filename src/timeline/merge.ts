import { type EventMembers, MEMBER_NAMES, type MemberName } from '../core/event.ts';
import { type Citation, citationText, type Step } from '../core/step.ts';
import { microsOf } from '../core/time.ts';
import { placeInTime } from './place.ts';

/** Hex digits of the evidence that a conflict names. */
const DIGITS = 8;

/** Members that say when; they are merged together. */
export const TIMES: ReadonlySet<MemberName> = new Set([
  'time',
  'time_raw',
  'precision',
  'basis',
  'not_before',
  'not_after',
]);

/** Members in which `unknown` is no value of its own, where another record has one. */
export const MAY_BE_UNKNOWN: ReadonlySet<MemberName> = new Set(['outcome', 'actor_type', 'auth_method']);

/**
 * One step of several with the same id. What any of them says, it says; where two disagree the first one in the order
 * of the evidence is believed, and `conflicts` names both. The order of `steps` makes no difference.
 * @throws {RangeError} if there are none
 */
export function mergeSteps(steps: readonly Step[]): Step {
  const [first, ...others] = inFixedOrder(steps);
  if (first === undefined) throw new RangeError('nothing to merge');
  if (others.length === 0) return first;
  const all = [first, ...others];
  const times = mergeTimes(all);
  const rest = mergeMembers(all);
  const members = canonical({ ...rest.members, ...times.members });
  const conflicts = distinct([...all.flatMap((step) => step.conflicts ?? []), ...rest.conflicts, ...times.conflicts]);
  const remarks = distinct(all.flatMap((step) => step.remarks ?? []));
  return {
    id: first.id,
    ...placeInTime(members),
    members,
    citations: mergeCitations(all),
    ...(first.inference !== undefined && { inference: first.inference }),
    ...(conflicts.length > 0 && { conflicts }),
    ...(remarks.length > 0 && { remarks }),
    entries: distinct(all.flatMap((step) => step.entries)).sort((a, b) => a - b),
  };
}

export function inFixedOrder(steps: readonly Step[]): readonly Step[] {
  const keyed = steps.map((step) => ({ step, key: fixedKey(step) }));
  return keyed.sort((a, b) => compareText(a.key, b.key)).map(({ step }) => step);
}

/** Evidence and place first; the rest tells steps apart that stand in one place. */
function fixedKey(step: Step): string {
  const { members, conflicts, remarks, inference } = step;
  const citations = mergeCitations([step]).map(citationKey);
  return `${citations[0] ?? ''}\n${JSON.stringify([citations, canonical(members), conflicts, remarks, inference])}`;
}

interface Merged {
  readonly members: Partial<EventMembers>;
  readonly conflicts: readonly string[];
}

function mergeMembers(steps: readonly Step[]): {
  readonly members: EventMembers;
  readonly conflicts: readonly string[];
} {
  const members: Record<string, unknown> = {};
  const conflicts: string[] = [];
  for (const name of MEMBER_NAMES) {
    if (TIMES.has(name)) continue;
    const saying = sayings(name, steps);
    if (saying[0] !== undefined) members[name] = saying[0].step.members[name];
    if (saying.length > 1) conflicts.push(conflictText(name, saying));
  }
  return { members: members as unknown as EventMembers, conflicts };
}

interface Saying {
  readonly text: string;
  readonly step: Step;
}

/** The first step that says each of the different values. */
function sayings(name: MemberName, steps: readonly Step[]): readonly Saying[] {
  const byText = new Map<string, Saying>();
  for (const step of steps) {
    const value = step.members[name];
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    if (value !== undefined && !byText.has(text)) byText.set(text, { text, step });
  }
  if (byText.size > 1 && MAY_BE_UNKNOWN.has(name)) byText.delete('unknown');
  return [...byText.values()];
}

function conflictText(name: string, saying: readonly Saying[]): string {
  return `${name}: ${saying.map(({ text, step }) => `${text} (${witnessOf(step)})`).join(' or ')}`;
}

export function witnessOf({ citations }: Step): string {
  const [first] = [...citations].sort(compareCitations);
  return first === undefined ? 'no evidence' : citationText(first, DIGITS);
}

/** An exact time before bounds; of exact ones that agree the most precise, of bounds the narrowest that all allow. */
function mergeTimes(steps: readonly Step[]): Merged {
  const exact = steps.filter(({ members }) => members.time !== undefined);
  return exact.length > 0 ? mergeExact(exact) : mergeBounds(steps);
}

function mergeExact(steps: readonly Step[]): Merged {
  const byMicros = new Map<number, Saying>();
  for (const step of steps) {
    const text = step.members.time ?? '';
    const micros = microsOf(text);
    const known = byMicros.get(micros)?.text ?? '';
    if (text.length > known.length) byMicros.set(micros, { text, step });
  }
  const saying = [...byMicros.values()];
  const conflicts = saying.length > 1 ? [conflictText('time', saying)] : [];
  const { time, time_raw, precision, basis } = saying[0]?.step.members ?? {};
  return { members: { time, time_raw, precision, basis }, conflicts };
}

function mergeBounds(steps: readonly Step[]): Merged {
  const after = extreme('not_before', steps, (a, b) => a > b);
  const before = extreme('not_after', steps, (a, b) => a < b);
  const { basis } = steps.find(({ members }) => members.basis !== undefined)?.members ?? {};
  const crossed = after !== undefined && before !== undefined && microsOf(after.text) > microsOf(before.text);
  const said = crossed
    ? [
        `time: not before ${after.text} (${witnessOf(after.step)}) but not after ${before.text} (${witnessOf(before.step)})`,
      ]
    : [];
  return { members: { not_before: after?.text, not_after: before?.text, basis }, conflicts: said };
}

function extreme(
  name: 'not_before' | 'not_after',
  steps: readonly Step[],
  wins: (a: number, b: number) => boolean,
): Saying | undefined {
  let best: Saying | undefined;
  for (const step of steps) {
    const text = step.members[name];
    if (text === undefined) continue;
    if (best === undefined || wins(microsOf(text), microsOf(best.text))) best = { text, step };
  }
  return best;
}

/** In the order of `MEMBERS`, absent ones left out. */
export function canonical(members: EventMembers): EventMembers {
  const present = MEMBER_NAMES.filter((name) => members[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, members[name]])) as unknown as EventMembers;
}

export function mergeCitations(steps: readonly Step[]): readonly Citation[] {
  const all = steps.flatMap(({ citations }) => citations);
  const unique = new Map(all.map((citation) => [citationKey(citation), citation]));
  return [...unique.values()].sort(compareCitations);
}

function compareCitations(a: Citation, b: Citation): number {
  return compareText(citationKey(a), citationKey(b));
}

/** By evidence, then by place, in which numbers sort as numbers. */
function citationKey({ evidence, place }: Citation): string {
  return `${evidence} ${place.replace(/\d+/g, (digits) => digits.padStart(15, '0'))} ${place}`;
}

export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
