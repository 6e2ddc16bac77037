import type { Condition } from './condition.ts';
import { type FieldRef, isDerived, type SigmaEvent } from './event.ts';
import type { Matcher } from './matcher.ts';
import type { TextTest } from './pattern.ts';

/** What a rule asks of one event. */
export type Expression =
  | { readonly op: 'and' | 'or'; readonly of: readonly Expression[] }
  | { readonly op: 'not'; readonly of: readonly [Expression] }
  | { readonly op: 'field'; readonly ref: FieldRef; readonly matcher: Matcher }
  | { readonly op: 'keyword'; readonly matcher: Matcher };

export type EventTest = (event: SigmaEvent) => boolean;

/** The expression as a function. */
export function testOf(expression: Expression): EventTest {
  switch (expression.op) {
    case 'and': {
      const tests = expression.of.map(testOf);
      return (event) => tests.every((test) => test(event));
    }
    case 'or': {
      const tests = expression.of.map(testOf);
      return (event) => tests.some((test) => test(event));
    }
    case 'not': {
      const test = testOf(expression.of[0]);
      return (event) => !test(event);
    }
    case 'field': {
      const { ref, matcher } = expression;
      return (event) => matcher.matches(event.field(ref), event);
    }
    case 'keyword':
      return (event) => keywordFits(expression.matcher, event);
  }
}

function keywordFits(matcher: Matcher, event: SigmaEvent): boolean {
  for (const text of event.texts()) if (matcher.matches(text, event)) return true;
  return false;
}

/** Puts selections in the place of their names. */
export function expressionOf(condition: Condition, selections: ReadonlyMap<string, Expression>): Expression {
  if (condition.op === 'name') {
    const selection = selections.get(condition.name);
    if (selection === undefined) throw new Error(`no selection ${condition.name}`);
    return selection;
  }
  if (condition.op === 'not') return { op: 'not', of: [expressionOf(condition.of[0], selections)] };
  return { op: condition.op, of: condition.of.map((each) => expressionOf(each, selections)) };
}

/** A name, and what the text beside it in a record must be like. */
export interface GuardTerm {
  /** Last part of the field's name. */
  readonly key: string;
  readonly may: TextTest;
}

/**
 * What must stand in the text of an event that fits, so that most events need not be parsed: one of these terms. Absent:
 * any event may fit.
 */
export function guardOf(expression: Expression): readonly GuardTerm[] | undefined {
  if (expression.op === 'field') return fieldGuard(expression.ref, expression.matcher);
  if (expression.op === 'and') {
    const guards = expression.of.map(guardOf).filter((guard) => guard !== undefined);
    return guards.sort((a, b) => a.length - b.length)[0];
  }
  if (expression.op !== 'or') return undefined;
  const guards = expression.of.map(guardOf);
  return guards.every((guard) => guard !== undefined) ? guards.flat() : undefined;
}

function fieldGuard(ref: FieldRef, { may }: Matcher): readonly GuardTerm[] | undefined {
  const key = ref.path.at(-1) ?? '';
  if (may === undefined || isDerived(ref) || !/^[\w@$-]{1,80}$/.test(key)) return undefined;
  return [{ key, may }];
}
