import { sha256 } from './digest.ts';
import type { JsonObject } from './json.ts';
import type { Citation } from './step.ts';

/** How much a finding asks for attention, least first. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Where in an incident an act stands, in the order of the story. */
export const PHASES = ['initial access', 'preparation', 'detonation', 'detection', 'response'] as const;
export type Phase = (typeof PHASES)[number];

/** What a finding speaks of. Findings that share one of these may belong to one incident. */
export interface About {
  readonly packages?: readonly string[];
  /** Packages that a release newly brings along. */
  readonly brings?: readonly string[];
  /** `name@version`. */
  readonly releases?: readonly string[];
  /** Accounts of people and of machines with a name of their own; not `GitHub Actions`. */
  readonly accounts?: readonly string[];
  /** Fingerprints of tokens, or `id:` and the native id. */
  readonly tokens?: readonly string[];
  readonly ips?: readonly string[];
  /** `owner/name`. */
  readonly repos?: readonly string[];
  readonly runs?: readonly string[];
}

/** When the act happened, in microseconds since 1970. Exact where both are equal. */
export interface When {
  /** At the earliest; absent: not bounded below. */
  readonly after?: number;
  /** At the latest. */
  readonly before: number;
}

/** A rule's hit, before the engine names it. */
export interface FindingDraft {
  /** `axios@1.14.1`, an account, a repository: what a reader would look up. */
  readonly subject: string;
  readonly about: About;
  readonly severity: Severity;
  /** `possible` where a bound, or a name that others may share, leaves room for another explanation. */
  readonly certainty: 'certain' | 'possible';
  readonly when: When;
  /** One short sentence for a table: `no provenance; 1.13.6 and 1.14.0 on line 1 had it`. */
  readonly fact: string;
  /** Further sentences, each for a line of its own: what raised it, which bound is missing. */
  readonly details?: readonly string[];
  /** The same for programs. */
  readonly data?: JsonObject;
  /**
   * Microseconds: another finding of at least medium severity about the same package, account or repository, not
   * further away, makes this one high.
   */
  readonly raisedWithin?: number;
  readonly citations: readonly Citation[];
  /** Ids of the steps it rests on; with rule and subject they make its id. */
  readonly steps: readonly string[];
}

export interface Finding extends FindingDraft {
  /** Hex, 64 digits; outputs print the shortest prefix of at least four that is unique. */
  readonly id: string;
  readonly rule: string;
  readonly phase: Phase;
  /** An amplifier makes others graver and is no alert of its own. */
  readonly amplifier: boolean;
}

/** The same on every machine, in every run, for the same evidence. */
export function findingId(rule: string, { subject, steps }: Pick<FindingDraft, 'subject' | 'steps'>): string {
  return sha256(JSON.stringify([rule, subject, [...new Set(steps)].sort()]));
}

export function atLeast(severity: Severity, level: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(level);
}

export function raised(severity: Severity, to: Severity): Severity {
  return atLeast(severity, to) ? severity : to;
}

/** The fact where it stands without its certainty: what is only possible says so itself. */
export function factText({ certainty, fact }: Pick<FindingDraft, 'certainty' | 'fact'>): string {
  return certainty === 'possible' ? `possible: ${fact}` : fact;
}
