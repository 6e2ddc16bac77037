import type { CaseVerdict } from '../../store/verify/case-check.ts';
import type { Findings } from '../../store/verify/finding.ts';
import type { Anchor } from './log-anchors.ts';

export interface AnchorRules {
  /** Seconds that the newest time of a witness may be old. */
  readonly maxAge?: number;
  /** The name that the case must have. */
  readonly origin?: string;
  readonly strict: boolean;
  readonly allowUnanchored: boolean;
  /** Microseconds. */
  readonly now: number;
}

/** Check 5: the case, what was kept elsewhere and what was asked for have one name. Gives the anchors that do. */
export function checkOrigin(
  { origin, held, findings }: CaseVerdict<Anchor>,
  anchors: readonly Anchor[],
  wanted: string | undefined,
): readonly Anchor[] {
  const shown = origin ?? 'of no known origin, its first entry cannot be read';
  if (wanted !== undefined && origin !== wanted)
    findings.add('F-ORIGIN', `the case is ${shown}, asked for was ${wanted}`);
  const isOther = (anchor: Anchor): boolean => anchor.origin !== undefined && anchor.origin !== origin;
  for (const anchor of anchors)
    if (isOther(anchor)) findings.add('F-ORIGIN', `the case is ${shown}, ${anchor.name} is of ${anchor.origin}`);
  return held.filter((anchor) => !isOther(anchor));
}

/**
 * Checks 17 and 18: how old and how far what was kept elsewhere reaches, and whether there was any.
 * @param isGiven whether something was given that a finding names already
 */
export function checkReach(
  { size, findings }: CaseVerdict,
  anchored: readonly Anchor[],
  isGiven: boolean,
  rules: AnchorRules,
): void {
  if (rules.maxAge !== undefined) checkAge(anchored, rules.maxAge, rules.now, findings);
  // That there was nothing yet is no proof of what came since.
  const proving = anchored.filter((anchor) => anchor.trusted && (anchor.size > 0 || size === 0));
  const newest = Math.max(0, ...proving.map((anchor) => anchor.size));
  if (proving.length > 0 && size > newest && rules.strict)
    findings.add('I-NOT-ANCHORED', `${size - newest} entries are newer than what was kept elsewhere`);
  if (proving.length > 0 || isGiven || rules.allowUnanchored) return;
  const what = 'nothing from outside to compare with: a cut, restored or rewritten file looks the same';
  findings.add('I-NO-ANCHOR', what);
}

const MICROS = 1_000_000;
const DAY = 86_400;
/** So far clocks may differ: seconds. */
const AHEAD = 300;

function checkAge(anchored: readonly Anchor[], maxAge: number, now: number, findings: Findings): void {
  const times = anchored.flatMap(({ time }) => (time === undefined ? [] : [time]));
  if (times.length === 0) {
    findings.add('I-STALE', 'no cosignature or time stamp by a known key: nothing says when the checkpoint was made');
    return;
  }
  const seconds = Math.floor(now / MICROS);
  const past = times.filter((time) => time <= seconds + AHEAD);
  if (past.length === 0) {
    const early = ageText(Math.min(...times) - seconds);
    findings.add('I-STALE', `the only times of witnesses lie ${early} ahead: one of the clocks is wrong`);
    return;
  }
  const age = seconds - Math.max(...past);
  if (age > maxAge) findings.add('I-STALE', `newest time of a witness ${ageText(age)} old`);
}

function ageText(seconds: number): string {
  if (seconds >= 2 * DAY) return `${Math.floor(seconds / DAY)} days`;
  return seconds >= 7200 ? `${Math.floor(seconds / 3600)} hours` : `${seconds} seconds`;
}
