import type { Step } from '../../core/step.ts';
import { type Release, releasesOf } from '../../registry/history/releases.ts';
import { DAY, episodeOf } from '../unknown/episode.ts';
import { actsOn, REMOVAL } from '../unknown/removals.ts';

/** What led to a bad publish: acts on accounts, tokens and permissions lie up to so long before it, microseconds. */
const LEAD = 30 * DAY;

/** The same for runs and pushes. */
const FORGE_LEAD = 14 * DAY;

/** What is done about it is looked for so long after the last bad act. */
const AFTER = 7 * DAY;

/** Before and after a publish that nothing speaks against. */
const NEAR = { before: DAY, after: DAY / 24 };

/** The time that a story looks at. Microseconds. */
export interface StoryWindow {
  /** Oldest first, one at least: those in question, else the newest one. */
  readonly releases: readonly [Release, ...Release[]];
  readonly questioned: boolean;
  readonly since: number;
  /** Runs and pushes are of interest from here. */
  readonly forgeSince: number;
  /** The first publish. */
  readonly first: number;
  readonly until: number;
}

/** The window of the newest episode, or else a day around the newest publish. */
export function windowOf(
  acts: readonly Step[],
  { packages, bad }: { readonly packages: readonly string[]; readonly bad?: ReadonlySet<string> | undefined },
): StoryWindow | undefined {
  const releases = releasesOf(acts).filter((release) => packages.includes(release.package));
  const [known, ...others] = releases.filter((release) => bad?.has(`${release.package}@${release.version}`));
  if (known !== undefined) return around([known, ...others], acts);
  const episode = episodeOf(releases, acts);
  if (episode !== undefined) return around(episode.releases, acts);
  const newest = releases.at(-1);
  if (newest === undefined) return undefined;
  const { sort } = newest.step;
  const since = sort - NEAR.before;
  return {
    releases: [newest],
    questioned: false,
    since,
    forgeSince: since,
    first: sort,
    until: sort + NEAR.after,
  };
}

function around(releases: readonly [Release, ...Release[]], acts: readonly Step[]): StoryWindow {
  const removals = actsOn(acts, REMOVAL);
  const ends = releases.flatMap((release) => [release.step.sort, removals.latest(release) ?? 0]);
  const first = releases[0].step.sort;
  const last = Math.max(...ends.filter((end) => !Number.isNaN(end)));
  return {
    releases,
    questioned: true,
    since: first - LEAD,
    forgeSince: first - FORGE_LEAD,
    first,
    until: last + AFTER,
  };
}
