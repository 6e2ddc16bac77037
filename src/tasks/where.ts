import { AppError } from '../core/errors.ts';
import { MEMBER_NAMES, type MemberName } from '../core/event.ts';
import { inRange, isRange } from '../core/ip.ts';
import type { Step } from '../core/step.ts';

/** Whether a step is wanted. `whole` gives the text of its ledger entries, for what the index does not hold. */
export type Predicate = (step: Step, whole: () => string) => boolean;

interface Term {
  readonly negative: boolean;
  readonly field: string | undefined;
  readonly value: string;
}

/** Short names for members that users think of by another word. */
const ALIASES: Readonly<Record<string, MemberName>> = {
  token: 'token_fp',
  email: 'actor_email',
  agent: 'user_agent',
  run: 'run_id',
  id: 'native_id',
};
const FIELDS: ReadonlySet<string> = new Set(MEMBER_NAMES);

/**
 * Reads a filter such as `action:package.* ip:10.0.0.0/8 -actor:ci-bot "free text"`. All terms must hold; `-` negates
 * one; `*` stands for any text; a term without a field is looked for in everything the records say.
 * @throws {AppError} `usage` for an unknown field
 */
export function parseWhere(text: string): Predicate {
  const predicates = terms(text).map(termPredicate);
  return (step, whole) => predicates.every((predicate) => predicate(step, whole));
}

function terms(text: string): Term[] {
  const found: Term[] = [];
  for (const match of text.matchAll(/(-)?(?:([a-z_]+):)?(?:"([^"]*)"|(\S+))/g)) {
    const [, minus, field, quoted, bare] = match;
    found.push({ negative: minus !== undefined, field, value: quoted ?? bare ?? '' });
  }
  return found;
}

function termPredicate({ negative, field, value }: Term): Predicate {
  const test = field === undefined ? freeText(value) : fieldTest(field, value);
  return negative ? (step, whole) => !test(step, whole) : test;
}

function freeText(value: string): Predicate {
  const wanted = value.toLowerCase();
  return (step, whole) =>
    whole().toLowerCase().includes(wanted) ||
    (step.inference !== undefined && JSON.stringify(step.members).toLowerCase().includes(wanted));
}

function fieldTest(name: string, value: string): Predicate {
  const field = ALIASES[name] ?? name;
  if (!FIELDS.has(field)) {
    throw new AppError('usage', `--where knows no field "${name}"`, `fields: ${MEMBER_NAMES.join(', ')}`);
  }
  if (field === 'ip' && isRange(value))
    return (step) => step.members.ip !== undefined && inRange(step.members.ip, value);
  const matches = glob(value);
  return (step, whole) => valuesOf(step, field as MemberName, whole).some(matches);
}

/** Values of a member: from the step, else from its entries (the index holds only what tables show). */
function valuesOf(step: Step, field: MemberName, whole: () => string): readonly string[] {
  const value = step.members[field];
  if (value !== undefined) return typeof value === 'object' ? value : [String(value)];
  const found = new RegExp(`"${field}":"((?:[^"\\\\]|\\\\.)*)"`).exec(whole());
  return found === null ? [] : [JSON.parse(`"${found[1]}"`) as string];
}

/** Case-insensitive, whole value, `*` for any text. Linear in the length of what is matched. */
export function glob(pattern: string): (text: string) => boolean {
  const pieces = pattern.toLowerCase().split('*');
  const [head = '', ...rest] = pieces;
  const tail = rest.pop();
  return (text) => {
    const lower = text.toLowerCase();
    if (tail === undefined) return lower === head;
    if (!lower.startsWith(head) || lower.length < head.length + tail.length || !lower.endsWith(tail)) return false;
    let from = head.length;
    for (const piece of rest) {
      const at = lower.indexOf(piece, from);
      if (at === -1) return false;
      from = at + piece.length;
    }
    return from <= lower.length - tail.length;
  };
}
