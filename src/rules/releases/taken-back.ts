import type { KnownRelease, PackageHistory } from '../../registry/history/history.ts';

const KEPT = new WeakMap<PackageHistory, ReadonlySet<KnownRelease>>();

/**
 * Releases that their owners took back, as far as the case knows: removed, or deprecated alone. Where most of a line is
 * deprecated, it is the line that is given up, and says nothing of one version.
 */
export function takenBackIn(history: PackageHistory): ReadonlySet<KnownRelease> {
  const kept = KEPT.get(history);
  if (kept !== undefined) return kept;
  const lines = new Map<string | undefined, { all: number; deprecated: number }>();
  for (const { line, deprecated } of history.releases) {
    const count = lines.get(line) ?? { all: 0, deprecated: 0 };
    lines.set(line, count);
    count.all++;
    if (deprecated !== undefined) count.deprecated++;
  }
  const isGivenUp = (line: string | undefined): boolean => {
    const { all, deprecated } = lines.get(line) ?? { all: 0, deprecated: 0 };
    return all > 2 && deprecated * 2 > all;
  };
  const found = history.releases.filter(
    ({ removed, deprecated, line }) => removed !== undefined || (deprecated !== undefined && !isGivenUp(line)),
  );
  const set = new Set(found);
  KEPT.set(history, set);
  return set;
}
