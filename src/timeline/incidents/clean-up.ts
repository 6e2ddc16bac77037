import { atLeast, type Finding } from '../../core/finding.ts';
import type { RuleView } from '../../core/rule.ts';
import { durationText } from '../../core/time.ts';
import { historyOf, type KnownRelease, type PackageHistory } from '../../registry/history/history.ts';
import { hasVersion } from '../../registry/history/packument.ts';

/** Rules about who published: another owner steps in when an account is lost. */
const WHO: ReadonlySet<string> = new Set(['dormant-publisher', 'owner-change-around-publish']);

/** The next clean version comes within 14 days: five days after debug 4.4.2 (qix, 2025). */
const SOON = 14 * 86_400 * 1_000_000;

/** A second bad wave has been seen by then: 12 hours. */
const STOOD = 12 * 3600 * 1_000_000;

/**
 * Findings about who published the version after a bad one, as hints: the one before it on its line was taken back, and
 * it was not, half a day after its publish. What it does on install, and how it came about, stays what it is.
 */
export function withoutCleanUps(findings: readonly Finding[], view: RuleView): readonly Finding[] {
  return findings.map((finding) => {
    if (!WHO.has(finding.rule) || !atLeast(finding.severity, 'medium')) return finding;
    const found = cleanUp(finding, view);
    if (found === undefined) return finding;
    const why = `a hint only: it follows ${found.bad.version}, which was taken back, and still stood ${durationText(found.stood)} later, as a clean-up does`;
    return { ...finding, severity: 'low', details: [...(finding.details ?? []), why] };
  });
}

function cleanUp({ subject, about }: Finding, view: RuleView) {
  const name = about.packages?.[0];
  const history = name === undefined ? undefined : historyOf(view, name);
  const release = history?.releases.find(({ package: pkg, version }) => `${pkg}@${version}` === subject);
  if (history === undefined || release === undefined || isTakenBack(release)) return undefined;
  const bad = history.releases.findLast(
    (each) => each.at < release.at && each.line === release.line && !each.prerelease,
  );
  const stood = stoodFor(release, history);
  if (bad === undefined || !isTakenBack(bad) || release.at - bad.at > SOON || stood < STOOD) return undefined;
  return { bad, stood };
}

function isTakenBack({ removed, deprecated }: KnownRelease): boolean {
  return removed !== undefined || deprecated !== undefined;
}

function stoodFor({ version, at }: KnownRelease, { snapshots }: PackageHistory): number {
  const seen = snapshots.findLast(({ state, until }) => until !== undefined && hasVersion(state, version));
  return seen?.until === undefined ? 0 : seen.until.micros - at;
}
