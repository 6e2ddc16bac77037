import type { KnownRelease, PackageHistory } from '../../registry/history/history.ts';
import { distTags } from '../../registry/history/packument.ts';

/**
 * A release with those of its package that came before it, oldest first. The lists grow as the walk goes on, so that
 * thousands of versions cost one pass: read them at once, never keep them.
 */
export interface Place {
  readonly release: KnownRelease;
  /** Judged as a release: a prerelease only where `latest` pointed to it. */
  readonly regular: boolean;
  /** All, of any line. */
  readonly earlier: readonly KnownRelease[];
  /** The regular ones among them. */
  readonly earlierRegular: readonly KnownRelease[];
  /** The regular ones on its own line. */
  readonly earlierOnLine: readonly KnownRelease[];
}

/** All releases of a package, oldest first. */
export function* places(history: PackageHistory): Generator<Place> {
  const latest = latestVersions(history);
  const earlier: KnownRelease[] = [];
  const earlierRegular: KnownRelease[] = [];
  const lines = new Map<string | undefined, KnownRelease[]>();
  for (const release of history.releases) {
    const earlierOnLine = lines.get(release.line) ?? [];
    const regular = !release.prerelease || latest.has(release.version);
    yield { release, regular, earlier, earlierRegular, earlierOnLine };
    earlier.push(release);
    if (!regular) continue;
    earlierRegular.push(release);
    if (release.line !== undefined) lines.set(release.line, earlierOnLine);
    earlierOnLine.push(release);
  }
}

/** Only those that are judged. */
export function* regularPlaces(history: PackageHistory): Generator<Place> {
  for (const place of places(history)) if (place.regular) yield place;
}

/** Versions that `latest` pointed to in any copy. */
function latestVersions({ snapshots }: PackageHistory): ReadonlySet<string> {
  return new Set(snapshots.flatMap(({ state }) => distTags(state.value('dist-tags')).get('latest') ?? []));
}
