import { atLeast, type Finding } from '../../core/finding.ts';
import type { RuleView } from '../../core/rule.ts';
import { durationText } from '../../core/time.ts';
import { historyOf } from '../../registry/history/history.ts';
import { hasVersion } from '../../registry/history/packument.ts';
import { isWarnedOf } from './warned.ts';

/**
 * A release that stands for a year, with no advisory on it, is no alarm any more: 365 days. The longest that a
 * bad one went unnoticed in the incidents we know is two and a half months (event-stream, 2018).
 */
const SETTLED = 365 * 86_400 * 1_000_000;

/** Findings about releases that still stood a year later, as hints. A gone or deprecated release stays what it was. */
export function settled(findings: readonly Finding[], view: RuleView): readonly Finding[] {
  const stood = new Map<string, number | undefined>();
  return findings.map((finding) => {
    const { subject, severity, about, details = [] } = finding;
    if (!atLeast(severity, 'low') || about.releases?.includes(subject) !== true) return finding;
    if (!stood.has(subject)) stood.set(subject, standsFor(subject, view));
    const time = stood.get(subject);
    if (time === undefined || time < SETTLED) return finding;
    const why = `a hint only, ${severity} before: the release still stood ${durationText(time)} later`;
    return { ...finding, severity: 'info', details: [...details, why] };
  });
}

/** How long after its publish a copy of the document still had the release, neither deprecated nor warned of. */
function standsFor(name: string, view: RuleView): number | undefined {
  const at = name.lastIndexOf('@');
  const [pkg, version] = [name.slice(0, at), name.slice(at + 1)];
  const { releases, snapshots } = historyOf(view, pkg);
  const release = releases.find((each) => each.version === version);
  if (release === undefined || release.removed !== undefined || release.deprecated !== undefined) return undefined;
  const seen = snapshots.findLast(({ state, until }) => until !== undefined && hasVersion(state, version));
  if (seen?.until === undefined || seen.until.micros - release.at < SETTLED) return undefined;
  return isWarnedOf(view, pkg, version) ? undefined : seen.until.micros - release.at;
}
