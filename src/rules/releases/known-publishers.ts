import type { RuleView } from '../../core/rule.ts';
import type { KnownRelease } from '../../registry/history/history.ts';
import { publisherOf } from './publisher.ts';

/** What the case knows of somebody as a publisher of other packages. */
export interface TrackRecord {
  /** Nothing shows another package of his. */
  readonly unknown: boolean;
  /** The first that he published, microseconds. */
  readonly since: number | undefined;
}

/** What the publisher of a release had published of other packages; undefined where nobody says who published it. */
export function recordOf(view: RuleView, chosen: KnownRelease | undefined): TrackRecord | undefined {
  const account = chosen && publisherOf(chosen)?.account;
  if (chosen === undefined || account === undefined) return undefined;
  for (const { members, sort } of view.query({ accounts: [account], actions: ['package.published'] })) {
    if (members.actor === account && members.package !== chosen.package) return { unknown: false, since: sort };
  }
  return { unknown: true, since: undefined };
}

/** How long the publisher of a release had published the package when he made it, microseconds. */
export function tenureOf(chosen: KnownRelease, releases: readonly KnownRelease[]): number | undefined {
  const account = publisherOf(chosen)?.account;
  const first = releases.find((each) => account !== undefined && publisherOf(each)?.account === account);
  return first === undefined ? undefined : chosen.at - first.at;
}
