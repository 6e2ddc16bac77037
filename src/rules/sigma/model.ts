import type { Phase, Severity } from '../../core/finding.ts';
import type { Condition } from './condition.ts';
import type { EventTest, Expression, GuardTerm } from './expression.ts';
import type { Comparison } from './matcher.ts';

/** What a rule says of itself. */
export interface RuleHead {
  /** Name, else id, else made from the title; unique among the rules loaded together. */
  readonly id: string;
  /** By what others refer to it. */
  readonly names: readonly string[];
  readonly title: string;
  readonly severity: Severity;
  readonly phase: Phase;
  readonly description: string;
  readonly falsePositives: readonly string[];
  readonly references: readonly string[];
  readonly file: string;
  readonly line: number;
}

/** One event fits. */
export interface DetectionRule {
  readonly kind: 'detection';
  readonly head: RuleHead;
  /** Ids of the formats whose events are looked at. */
  readonly formats: readonly string[];
  readonly test: EventTest;
  readonly guard: readonly GuardTerm[] | undefined;
}

/** A reference to another rule, with the line that makes it. */
export interface Reference {
  readonly name: string;
  readonly line: number;
}

/** `group-by` and the like of a rule that puts events of others together. */
export interface Grouping {
  readonly rules: readonly Reference[];
  /** Microseconds. */
  readonly timespan: number;
  readonly groupBy: readonly string[];
  /** Alias to rule to field. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

export interface Bound {
  readonly is: Comparison | 'eq' | 'neq';
  readonly value: number;
}

/** What is measured of the events in a window. */
export type Measure =
  | { readonly of: 'events' }
  | { readonly of: 'values'; readonly fields: readonly string[] }
  | { readonly of: 'sum' | 'average'; readonly fields: readonly [string] }
  | { readonly of: 'percentile'; readonly fields: readonly [string]; readonly percentile: number };

export type CorrelationBody =
  | { readonly type: 'count'; readonly measure: Measure; readonly bounds: readonly Bound[] }
  | { readonly type: 'temporal'; readonly holds: Condition }
  | { readonly type: 'ordered' }
  /** Events of the first rule without any of the second within `before` and `after`; all in microseconds. */
  | { readonly type: 'absence'; readonly before: number; readonly after: number }
  /** Values of fields not seen before in the same group, once it has been seen for `learn` microseconds. */
  | { readonly type: 'first-seen'; readonly fields: readonly string[]; readonly learn: number };

export interface CorrelationRule {
  readonly kind: 'correlation';
  readonly head: RuleHead;
  readonly grouping: Grouping;
  readonly body: CorrelationBody;
  /** Whether the rules that it refers to are told of on their own, too. */
  readonly generate: boolean;
}

export type SigmaRule = DetectionRule | CorrelationRule;

/** A rule before filters are put in: its expression is still open. */
export interface DraftDetection {
  readonly kind: 'detection';
  readonly head: RuleHead;
  readonly formats: readonly string[];
  readonly expression: Expression;
}

export interface SigmaFilter {
  readonly title: string;
  readonly file: string;
  readonly line: number;
  readonly formats: readonly string[];
  /** `any`: all rules of its log source. */
  readonly rules: readonly Reference[] | 'any';
  readonly expression: Expression;
}
