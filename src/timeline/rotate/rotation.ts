import type { Citation, Step } from '../../core/step.ts';

/** What the findings of an incident speak of. Times in microseconds. */
export interface Compromise {
  readonly accounts: readonly string[];
  /** Fingerprints, or `id:` and the native id. */
  readonly tokens: readonly string[];
  readonly ips: readonly string[];
  /** `owner/name` */
  readonly repos: readonly string[];
  readonly bad: readonly { readonly package: string; readonly version: string }[];
  /** First and last bad act. */
  readonly first: number;
  readonly last: number;
}

export const ROTATION_KINDS = ['token', 'account', 'secret', 'machine'] as const;
export type RotationKind = (typeof ROTATION_KINDS)[number];

/** A credential that may be in the wrong hands. */
export interface Rotation {
  readonly kind: RotationKind;
  /** `token "ci"`, `e-mail of jasonsaayman`. */
  readonly what: string;
  /** Half a sentence, or several divided by semicolons. */
  readonly why: string;
  readonly citations: readonly Citation[];
  /** Where the evidence shows that it was revoked or replaced. Absent: not in evidence, which counts as open. */
  readonly done?: Citation;
}

const DAY = 86_400 * 1_000_000;

/** What led to an incident is looked for in the 30 days before its first bad act. */
export function startOf({ first }: Compromise): number {
  return first - 30 * DAY;
}

/** What an intruder leaves behind is made until a day after the last bad act. */
export function endOf({ last }: Compromise): number {
  return last + DAY;
}

export function happened({ members }: Step): boolean {
  return members.outcome === 'success' || members.outcome === 'unknown';
}

/** The place that tells it: of a comparison the newer copy, which stands last. */
export function doneBy(step: Step | undefined): { readonly done?: Citation } {
  const done = step?.inference === undefined ? step?.citations[0] : step.citations.at(-1);
  return done === undefined ? {} : { done };
}

/** Each place once. */
export function places(steps: readonly Step[]): readonly Citation[] {
  const all = steps.flatMap(({ citations }) => citations);
  return [...new Map(all.map((citation) => [`${citation.evidence} ${citation.place}`, citation])).values()];
}
