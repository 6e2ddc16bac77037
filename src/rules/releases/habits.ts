import type { KnownRelease, PackageHistory } from '../../registry/history/history.ts';
import { isSame, publisherOf } from './publisher.ts';
import { takenBackIn } from './taken-back.ts';

/** How a package is published as a whole: whether it goes to and fro between a pipeline and a person. */
export interface Habits {
  /** Publishes outside the pipeline that still stand, by line and account. */
  readonly byHand: ReadonlyMap<string, readonly KnownRelease[]>;
  /** Times of publishes by the pipeline, ascending. */
  readonly piped: readonly number[];
  /** How many of those there are on each line. */
  readonly onLine: ReadonlyMap<string | undefined, number>;
  readonly takenBack: ReadonlySet<KnownRelease>;
  readonly measure: HabitMeasure;
}

export interface HabitMeasure {
  /** How far apart two publishes by hand must be, microseconds. */
  readonly apart: number;
  /** How many of a line's publishes must be by hand, percent. */
  readonly share: number;
}

/** @param isPiped what tells a publish by the pipeline */
export function habitsOf(
  history: PackageHistory,
  isPiped: (release: KnownRelease) => boolean,
  measure: HabitMeasure,
): Habits {
  const { releases } = history;
  const takenBack = takenBackIn(history);
  const pipeline = releases.filter(isPiped);
  const since = pipeline[0]?.at ?? Number.POSITIVE_INFINITY;
  // Prereleases have habits of their own: nx never attested them.
  const byHand = releases.filter(
    (each) => each.at > since && !each.prerelease && publisherOf(each) !== undefined && !isPiped(each),
  );
  const onLine = new Map<string | undefined, number>();
  for (const { line } of pipeline) onLine.set(line, (onLine.get(line) ?? 0) + 1);
  const standing = grouped(byHand.filter((each) => !takenBack.has(each)));
  return { byHand: standing, piped: pipeline.map(({ at }) => at), onLine, takenBack, measure };
}

function grouped(releases: readonly KnownRelease[]): ReadonlyMap<string, readonly KnownRelease[]> {
  const groups = new Map<string, KnownRelease[]>();
  for (const release of releases) {
    const key = keyOf(release);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(release);
  }
  return groups;
}

function keyOf(release: KnownRelease): string {
  return JSON.stringify([release.line, publisherOf(release)?.account]);
}

/**
 * Another publish by hand of the same person on the line, on another day, with one of the pipeline between the two.
 * Later ones count too, as long as nobody took the version back: who goes to and fro has no order to break. A single one
 * among many is no habit.
 */
export function habitOf(release: KnownRelease, habits: Habits): KnownRelease | undefined {
  const { byHand, piped, onLine, takenBack, measure } = habits;
  const own = publisherOf(release);
  const group = byHand.get(keyOf(release)) ?? [];
  const others = group.length - 1;
  const all = others + (onLine.get(release.line) ?? 0);
  if (own === undefined || takenBack.has(release) || others * 100 < all * measure.share) return undefined;
  return group.find((other) => {
    if (Math.abs(release.at - other.at) < measure.apart || other === release) return false;
    const publisher = publisherOf(other);
    const between = lastUntil(piped, Math.max(release.at, other.at));
    return between > Math.min(release.at, other.at) && publisher !== undefined && isSame(own, publisher);
  });
}

/** The last of ascending times that is not after another. */
function lastUntil(times: readonly number[], until: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= until) low = middle + 1;
    else high = middle;
  }
  return times[low - 1] ?? Number.NEGATIVE_INFINITY;
}
