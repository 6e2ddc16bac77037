import {
  type Assertion,
  type CharTest,
  isWord,
  parseRegex,
  RegexError,
  type RegexFlags,
  type RegexNode,
} from './parse.ts';

/** Steps of one expression; each costs time for each character. */
const LARGEST = 2000;

type Step =
  | { readonly op: 'char'; readonly has: CharTest }
  | { readonly op: 'assert'; readonly at: Assertion }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'match' };

/**
 * A regular expression that takes time in proportion to the text, whatever the expression: all ways through it are
 * followed at once (Thompson 1968), none is tried again. It says whether the text holds a match.
 */
export class LinearRegex {
  readonly #steps: readonly Step[];

  /** @throws {RegexError} for what is not supported */
  constructor(source: string, flags: RegexFlags) {
    const steps: Step[] = [];
    emit(parseRegex(source, flags), steps);
    push(steps, { op: 'match' });
    this.#steps = steps;
  }

  test(text: string): boolean {
    const count = this.#steps.length;
    const seen = new Int32Array(count).fill(-1);
    let active: number[] = [];
    for (let at = 0; at <= text.length; at++) {
      const isFound = this.#follow(active, 0, text, at, seen);
      if (isFound) return true;
      if (at === text.length) return false;
      const code = text.charCodeAt(at);
      const next: number[] = [];
      const marks = at + 1;
      for (const index of active) {
        const step = this.#steps[index];
        if (step?.op === 'char' && step.has(code) && this.#follow(next, index + 1, text, marks, seen)) return true;
      }
      active = next;
    }
    return false;
  }

  /** Adds where a way leads without a character; true where it reaches the end of the expression. */
  #follow(into: number[], from: number, text: string, at: number, seen: Int32Array): boolean {
    const open = [from];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (seen[index] === at) continue;
      seen[index] = at;
      const step = this.#steps[index];
      if (step === undefined || step.op === 'match') return true;
      if (step.op === 'char') into.push(index);
      else if (step.op === 'jump') open.push(step.to);
      else if (step.op === 'split') open.push(step.second, step.first);
      else if (holds(step.at, text, at)) open.push(index + 1);
    }
    return false;
  }
}

function holds(assertion: Assertion, text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  switch (assertion) {
    case 'start':
      return at === 0;
    case 'end':
      return at === text.length;
    case 'line-start':
      return at === 0 || before === 10 || before === 13;
    case 'line-end':
      return at === text.length || after === 10 || after === 13;
    case 'word':
      return isWord(before) !== isWord(after);
    case 'no-word':
      return isWord(before) === isWord(after);
  }
}

function push(steps: Step[], step: Step): void {
  if (steps.length >= LARGEST) throw new RegexError(`it is too large: more than ${LARGEST} steps`);
  steps.push(step);
}

function emit(node: RegexNode, steps: Step[]): void {
  if (node.kind === 'set') push(steps, { op: 'char', has: node.has });
  else if (node.kind === 'assert') push(steps, { op: 'assert', at: node.at });
  else if (node.kind === 'all') for (const each of node.of) emit(each, steps);
  else if (node.kind === 'any') emitAny(node.of, steps);
  else emitRepeat(node, steps);
}

function emitAny(of: readonly RegexNode[], steps: Step[]): void {
  const ends: { to: number }[] = [];
  for (const [index, each] of of.entries()) {
    if (index === of.length - 1) {
      emit(each, steps);
      break;
    }
    const split = { op: 'split' as const, first: steps.length + 1, second: 0 };
    push(steps, split);
    emit(each, steps);
    const end = { op: 'jump' as const, to: 0 };
    push(steps, end);
    ends.push(end);
    split.second = steps.length;
  }
  for (const end of ends) end.to = steps.length;
}

function emitRepeat({ of, least, most }: Extract<RegexNode, { kind: 'repeat' }>, steps: Step[]): void {
  for (let i = 0; i < least; i++) if (emitsNothing(of, steps)) return;
  if (most === Number.POSITIVE_INFINITY) {
    const start = steps.length;
    const split = { op: 'split' as const, first: start + 1, second: 0 };
    push(steps, split);
    emit(of, steps);
    push(steps, { op: 'jump', to: start });
    split.second = steps.length;
    return;
  }
  const splits: { second: number }[] = [];
  for (let i = least; i < most; i++) {
    const split = { op: 'split' as const, first: steps.length + 1, second: 0 };
    push(steps, split);
    splits.push(split);
    if (emitsNothing(of, steps)) break;
  }
  for (const split of splits) split.second = steps.length;
}

/** Whether an expression is empty: repeating it a thousand times, in groups of groups, would only cost time. */
function emitsNothing(of: RegexNode, steps: Step[]): boolean {
  const before = steps.length;
  emit(of, steps);
  return steps.length === before;
}
