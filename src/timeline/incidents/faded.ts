import { atLeast, type Finding } from '../../core/finding.ts';
import type { RuleView } from '../../core/rule.ts';
import { durationText } from '../../core/time.ts';
import { historyOf } from '../../registry/history/history.ts';
import { isWarnedOf } from './warned.ts';

/** Authors have taken back versions at all times: one gone for longer is no alarm by itself. 365 days. */
const LONG = 365 * 86_400 * 1_000_000;

/** Bad versions of several packages are published within hours of each other: qix, 18 packages in two (2025). */
const TOGETHER = 6 * 3600 * 1_000_000;

/** A version of which nothing is known but that it went within more than a year. Times in microseconds. */
interface Lone {
  readonly finding: Finding;
  readonly package: string;
  readonly published: number;
  readonly most: number;
}

/**
 * A version that went at some time within more than a year, and of which nothing else is known, is a hint. It stays what
 * it is with an advisory on it, another finding about it, or a version of another package that was published at
 * the same time and went too.
 */
export function faded(findings: readonly Finding[], view: RuleView): readonly Finding[] {
  const vanished = vanishedIn(findings);
  const witnesses = findings.filter((each) => (each.amplifier ? goneTogether(each, vanished) : isWitness(each)));
  const spoken = new Set(witnesses.flatMap(({ about }) => about.releases ?? []));
  const lone = findings.filter(({ subject }) => !spoken.has(subject)).flatMap((finding) => lonely(finding, view) ?? []);
  const hints = new Map(apart(lone).map(({ finding, most }) => [finding, most]));
  return findings.map((finding) => {
    const most = hints.get(finding);
    if (most === undefined) return finding;
    const why = `a hint only: it went within ${durationText(most)} of its publish, and nothing else is in evidence of it: an advisory would tell`;
    return { ...finding, severity: 'low', details: [...(finding.details ?? []), why] };
  });
}

/** The rule that says of a version that it is gone. */
export const VANISHED = 'version-vanished';

function isWitness({ rule, severity }: Finding): boolean {
  return rule !== VANISHED && atLeast(severity, 'low');
}

/** Releases that are gone, as findings say. */
export function vanishedIn(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.filter(({ rule }) => rule === VANISHED).map(({ subject }) => subject));
}

/**
 * Whether at least two of the releases that an amplifier names are gone. One alone, and the next version at once, is what
 * authors do who take one back: tmatch 1.1.0, then 2.0.0.
 */
export function goneTogether({ about }: Finding, vanished: ReadonlySet<string>): boolean {
  return (about.releases ?? []).filter((name) => vanished.has(name)).length >= 2;
}

function lonely(finding: Finding, view: RuleView): Lone | undefined {
  const { rule, severity, subject, about, when } = finding;
  const name = about.packages?.[0];
  if (rule !== VANISHED || severity !== 'medium' || name === undefined) return undefined;
  const release = historyOf(view, name).releases.find(({ version }) => `${name}@${version}` === subject);
  if (release === undefined || when.before - Math.max(when.after ?? 0, release.at) <= LONG) return undefined;
  const [held] = view.query({ packages: [name], actions: ['package.security_held'] });
  if (held !== undefined || isWarnedOf(view, name, release.version)) return undefined;
  return { finding, package: name, published: release.at, most: when.before - release.at };
}

/** Those that no version of another package was published close to. */
function apart(lone: readonly Lone[]): readonly Lone[] {
  const sorted = lone.toSorted((a, b) => a.published - b.published);
  const close = new Set([...closeTo(sorted), ...closeTo(sorted.toReversed())]);
  return sorted.filter((one) => !close.has(one));
}

/** Those close to one of another package that stands before them. */
function* closeTo(sorted: readonly Lone[]): Generator<Lone> {
  let last: Lone | undefined;
  let other: Lone | undefined;
  for (const one of sorted) {
    if (last !== undefined && last.package !== one.package) other = last;
    if (other !== undefined && Math.abs(one.published - other.published) <= TOGETHER) yield one;
    last = one;
  }
}
