import type { Citation } from '../../core/step.ts';

/** `open`: still to be dealt with, or nobody can tell, which is treated as the same. */
export type AnswerState = 'good' | 'open' | 'unknown' | 'plain';

/** One line of an answer. */
export interface AnswerLine {
  /** What it is about: `npm`, `account jasonsaayman`. */
  readonly topic: string;
  readonly text: string;
  readonly state: AnswerState;
  readonly citations: readonly Citation[];
}

/** The three questions that come first, above any list. */
export interface Answers {
  readonly over: readonly AnswerLine[];
  readonly howBad: readonly AnswerLine[];
  readonly whatElse: readonly AnswerLine[];
}
