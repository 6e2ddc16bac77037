import type { Action } from './action.ts';
import type { Sha256 } from './digest.ts';
import type { EventMembers } from './event.ts';
import type { FindingDraft, Phase, Severity } from './finding.ts';
import type { EvidenceView } from './inference.ts';
import type { Json } from './json.ts';
import type { Step } from './step.ts';

/** Which steps a rule wants. Members that are given all have to hold; values of one are alternatives. */
export interface StepQuery {
  readonly packages?: readonly string[];
  /** Acts by or upon these accounts. */
  readonly accounts?: readonly string[];
  readonly ips?: readonly string[];
  /** Fingerprints, or `id:` and the native id. */
  readonly tokens?: readonly string[];
  readonly repos?: readonly string[];
  readonly actions?: readonly Action[];
  /** Microseconds; a bounded step is given if its range overlaps. */
  readonly since?: number;
  readonly until?: number;
  readonly nearest?: Nearest;
}

/** Of all events in question only those nearest to a moment. They too come in the order of time. */
export interface Nearest {
  /** Microseconds. */
  readonly to: number;
  readonly most: number;
}

/** A piece of evidence, as far as a rule may judge what it covers. */
export interface EvidenceFile {
  readonly sha256: Sha256;
  readonly name: string;
  /** Id of the format it was read as. */
  readonly format: string;
  /** UTC text; absent where it is not known when it was taken. */
  readonly taken?: string;
  /** Times of the first and last event in it, microseconds. */
  readonly first?: number;
  readonly last?: number;
}

/** Read-only view of the case for rules. Everything comes in the order of the timeline, whatever was ingested first. */
export interface RuleView extends EvidenceView {
  /**
   * The packages to be judged: all of which the case has a publish or a snapshot, or those that a command asks about.
   * States, steps and histories of others are there to compare with.
   */
  packages(): readonly string[];
  /** One step an act, as `show` has them, with the inferences among them where their action is asked for. */
  query(query: StepQuery): Iterable<Step>;
  files(): readonly EvidenceFile[];
  /** All members of a step: `query` gives those of the index, which lacks the rarer ones. */
  members(step: Step): EventMembers;
  /** The native records behind a step, parsed where they are JSON. */
  records(step: Step): readonly Json[];
  /** Computes once and keeps: what several rules share. Keyed by the function itself. */
  shared<T>(make: (view: RuleView) => T): T;
}

/** Something that would let a rule run, in words for people: a file, and how to get it. */
export interface Missing {
  /** What could not be judged: `axios@1.14.1`, an account, or `any package`. */
  readonly subject: string;
  /** `no manifest of it in evidence`. */
  readonly why: string;
  /** Which file would bring it: `a packument snapshot from before the takedown, a tarball, npm view --json`. */
  readonly bring: string;
}

/** What a rule answers. An empty list of findings means something only where something was looked at. */
export interface Verdict {
  readonly findings: readonly FindingDraft[];
  /** How many subjects could be judged; 0: the rule did not run, and `missing` says why. */
  readonly judged: number;
  readonly missing: readonly Missing[];
}

/** A number that a user can change in a file of limits. */
export interface Limit {
  readonly value: number;
  readonly unit: 'minutes' | 'hours' | 'days' | 'percent' | 'versions' | 'packages' | 'publishes';
  readonly meaning: string;
}

export type Limits<Name extends string = string> = Readonly<Record<Name, Limit>>;

/** Values of a rule's limits, times in microseconds. */
export type LimitValues<Name extends string = string> = Readonly<Record<Name, number>>;

/** A small case of evidence with what the rule must say of it. Run by the tests and by `rules test`. */
export interface RuleExample {
  /** A sentence: what happened. */
  readonly name: string;
  /** The incident that it retells, or why it is made up. */
  readonly source: string;
  /** Files as they would be ingested: name to text. */
  readonly files: Readonly<Record<string, string>>;
  /** Subjects and severities of the findings; none: it stays silent. `no-evidence`: it cannot run. */
  readonly expect: readonly { readonly subject: string; readonly severity: Severity }[] | 'no-evidence';
}

export interface Rule {
  /** Same as the file name. */
  readonly id: string;
  readonly title: string;
  /** What it says at most without others. */
  readonly severity: Severity;
  readonly phase: Phase;
  readonly amplifier: boolean;
  /** Reads far more of a case than the acts on the packages in question: of a large one `show` leaves it to `detect`. */
  readonly wide?: boolean;
  /** Raised when the same evidence would give other findings. */
  readonly revision: number;
  /** What it looks for, in one or two sentences. */
  readonly looksFor: string;
  /** Why that matters, with the incidents that taught it. */
  readonly why: string;
  /** What it needs to run, and the command that saves it. */
  readonly needs: string;
  /** What else it may be. */
  readonly falsePositives: string;
  readonly limits: Limits;
  judge(view: RuleView, limits: LimitValues): Verdict;
  /** Loaded only when asked for. At least one that fires, one that stays silent. */
  examples(): Promise<readonly RuleExample[]>;
}
