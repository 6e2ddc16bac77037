import type { Citation } from '../../core/step.ts';

/** A release whose way is followed, with the time in which it could be fetched. Times in microseconds. */
export interface ExposedRelease {
  readonly package: string;
  readonly version: string;
  readonly published: number;
  /** Absent: no evidence says that it was removed. */
  readonly removed?: { readonly before: number };
}

/**
 * How sure it is that a client has a release. `confirmed`: a server, or the machine itself, wrote down the fetch or the
 * install of just that version. `likely`: a lockfile or a cache names it, or an install ran that would have taken it.
 * `possible`: the client asked for the package, or installed, while the release was there, and no more is known.
 */
export type ReachGrade = 'confirmed' | 'likely' | 'possible';

/** Who it was, as far as the source says. Anyone can send any user agent. */
export interface Client {
  /** Account. */
  readonly who: string | undefined;
  readonly ip: string | undefined;
  /** User agent, or program and version, or the CI job. */
  readonly client: string | undefined;
  /** The machine itself; not the server that wrote the log. */
  readonly host: string | undefined;
  /** Name of the file, for what a machine or project says of itself. */
  readonly file: string | undefined;
}

/** All that one client fetched of the releases. */
export interface Fetch extends Client {
  /** `name@version`, sorted. */
  readonly releases: readonly string[];
  readonly grade: ReachGrade;
  /** Microseconds; of what has bounds only, the latest moment. Absent: nobody knows when. */
  readonly first: number | undefined;
  /** How many acts of all grades it rests on. */
  readonly count: number;
  /** The first of them; `count` tells how many there are. */
  readonly citations: readonly Citation[];
  readonly remarks: readonly string[];
}

/** What a log, or the parts of one that was rotated, can say about the time of the releases. Microseconds. */
export interface Coverage {
  readonly citations: readonly Citation[];
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** A log that one machine keeps of itself covers a part at most. */
  readonly covers: 'all' | 'part' | 'none';
  /** `invented-verdaccio.log: 00:31:06 to 04:12:30; no fetch of them seen in EV-462812d1`. */
  readonly text: string;
}

/** Who got bad releases, as far as the evidence shows. */
export interface Reach {
  /** Surest first, then by time. */
  readonly fetches: readonly Fetch[];
  readonly coverage: readonly Coverage[];
}

/** One act that says something of a client. */
export interface Sighting extends Client {
  /** Tells clients apart. */
  readonly key: string;
  readonly releases: readonly string[];
  readonly grade: ReachGrade;
  readonly at: number | undefined;
  readonly citations: readonly Citation[];
  readonly remarks: readonly string[];
}
