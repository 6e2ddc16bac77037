import type { Step } from '../../core/step.ts';
import { lostText, type Release, withNeighbours } from '../../registry/history/releases.ts';
import { ADVISORY, actsOn, REMOVAL } from './removals.ts';

export const DAY = 86_400 * 1_000_000;

/** What led to a bad publish is looked for in this time before it, in microseconds. */
const LEAD = 14 * DAY;

/** Publishes this long after an account shows a new address are in question, in microseconds. */
const AFTER_EMAIL = 7 * DAY;

/** The newest run of publishes in question, each within 14 days of the one before. Times in microseconds. */
export interface Episode {
  /** Oldest first, one at least. */
  readonly releases: readonly [Release, ...Release[]];
  readonly first: number;
  readonly last: number;
  /** 14 days before the first one. */
  readonly from: number;
}

/**
 * The publishes that raise questions: removed since, named by an advisory, without a manifest, the first under a new
 * address, or without the provenance that the version before had. That is why one asks, not a verdict. Of older runs
 * only the missing manifests are told: nobody keeps sessions that long.
 */
export function episodeOf(releases: readonly Release[], steps: readonly Step[]): Episode | undefined {
  const acts = actsOn(steps, [...REMOVAL, ...ADVISORY]);
  const changes = steps.filter(({ members }) => members.action === 'auth.email_changed');
  const questioned = [...withNeighbours(releases)].filter((neighbours) => {
    const { release } = neighbours;
    const gone = !release.known || acts.latest(release) !== undefined;
    return gone || lostText(neighbours) !== undefined || changes.some((change) => isUnder(change, release));
  });
  return newestRun(questioned.map(({ release }) => release));
}

function isUnder({ members, sort }: Step, { account, email, step }: Release): boolean {
  if (email === undefined || account === undefined) return false;
  const same = members.user === account && members.new === email;
  return same && step.sort >= sort && step.sort <= sort + AFTER_EMAIL;
}

function newestRun(releases: readonly Release[]): Episode | undefined {
  const [newest, ...older] = releases.toReversed();
  if (newest === undefined) return undefined;
  const run: [Release, ...Release[]] = [newest];
  for (const release of older) {
    if (run[0].step.sort - release.step.sort > LEAD) break;
    run.unshift(release);
  }
  const first = run[0].step.sort;
  return { releases: run, first, last: newest.step.sort, from: first - LEAD };
}
