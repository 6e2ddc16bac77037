import { atLeast, type Finding } from '../../core/finding.ts';
import type { RuleView } from '../../core/rule.ts';
import type { Citation, Step } from '../../core/step.ts';
import { historyOf, type KnownRelease } from '../../registry/history/history.ts';
import { hasVersion } from '../../registry/history/packument.ts';

/** A release that findings speak of, with the time in which it could be installed. Times in microseconds. */
export interface BadRelease {
  /** `axios@1.14.1` */
  readonly name: string;
  readonly package: string;
  readonly version: string;
  readonly release: KnownRelease;
  readonly published: number;
  /** Absent: no evidence says that it was removed. */
  readonly removed?: { readonly after?: number; readonly before: number; readonly step: Step };
  /** The newest copy of the package's document that still has it. */
  readonly lastSeen?: { readonly at: number; readonly citation: Citation };
}

/** Releases that a finding of at least medium severity names as its subject, oldest first. */
export function badReleases(findings: readonly Finding[], view: RuleView): readonly BadRelease[] {
  const subjects = new Set(
    findings
      .filter(({ severity, amplifier }) => !amplifier && atLeast(severity, 'medium'))
      .flatMap(({ subject, about }) => (about.releases?.includes(subject) ? [subject] : [])),
  );
  const found = [...subjects].sort().flatMap((name) => badRelease(name, view) ?? []);
  return found.toSorted((a, b) => a.published - b.published || (a.name < b.name ? -1 : 1));
}

function badRelease(name: string, view: RuleView): BadRelease | undefined {
  const at = name.lastIndexOf('@');
  const [pkg, version] = [name.slice(0, at), name.slice(at + 1)];
  const history = historyOf(view, pkg);
  const release = history.releases.find((each) => each.version === version);
  if (release === undefined) return undefined;
  const seen = history.snapshots.findLast(({ state, until }) => until !== undefined && hasVersion(state, version));
  return {
    ...{ name, package: pkg, version, release, published: release.at },
    ...(release.removed && { removed: removalOf(release.removed, release.at) }),
    ...(seen?.until && { lastSeen: { at: seen.until.micros, citation: seen.citation } }),
  };
}

function removalOf(step: Step, published: number): NonNullable<BadRelease['removed']> {
  if (step.bounded === 0) return { after: step.sort, before: step.sort, step };
  const witnessed = step.low !== undefined && step.low > published;
  return { ...(witnessed && step.low !== undefined && { after: step.low }), before: step.sort, step };
}

/** How long a release could be installed, microseconds. */
export interface Exposure {
  /** Absent: it was not removed as far as the evidence goes. */
  readonly most?: number;
  readonly least?: number;
}

export function exposureOf({ published, removed, lastSeen }: BadRelease): Exposure {
  if (removed !== undefined) {
    const least = removed.after === undefined ? {} : { least: removed.after - published };
    return { most: Math.max(removed.before - published, 0), ...least };
  }
  return lastSeen === undefined || lastSeen.at <= published ? {} : { least: lastSeen.at - published };
}
