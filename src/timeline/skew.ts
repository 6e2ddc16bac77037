import type { Citation, Step, WitnessTime } from '../core/step.ts';
import { durationText, microsOf, type Precision } from '../core/time.ts';

/** By how much the clock of one piece of evidence differs from that of another, as acts show that both tell of. */
export interface Skew {
  readonly source: Citation['evidence'];
  /** `servers`: those that the machine asked, as they dated their answers. */
  readonly against: Citation['evidence'] | 'servers';
  /** Median in microseconds; positive: the source is ahead. A request ends after the act it asked for. */
  readonly offset: number;
  readonly least: number;
  readonly most: number;
  /** How many acts it is the median of; not more than 100,000. */
  readonly count: number;
  /** Microseconds by which the coarser clock rounds: an offset below that says nothing. */
  readonly resolution: number;
}

const RESOLUTION: Readonly<Record<Precision, number>> = {
  ...{ ns: 1, us: 1, ms: 1000, s: 1_000_000 },
  ...{ min: 60_000_000, day: 86_400_000_000 },
};

/** Acts that a pair is measured on, the first ones: more make it no better. */
const MOST = 100_000;

interface Pair {
  readonly source: Skew['source'];
  readonly against: Skew['against'];
  readonly offsets: number[];
  resolution: number;
}

/**
 * Measures clocks on the acts of a timeline that several records tell of. Times are never changed by it.
 * Both directions of a pair are told once: the source is the one whose digest comes first.
 */
export function skewsOf(steps: Iterable<Step>): readonly Skew[] {
  const pairs = new Map<string, Pair>();
  for (const step of steps) {
    for (const { source, against, offset, resolution } of differencesIn(step)) {
      const key = `${source} ${against}`;
      const pair = pairs.get(key) ?? { source, against, offsets: [], resolution };
      if (pair.offsets.length < MOST) pair.offsets.push(offset);
      pair.resolution = Math.max(pair.resolution, resolution);
      pairs.set(key, pair);
    }
  }
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => skewOf(pair));
}

type Difference = Pick<Skew, 'source' | 'against' | 'offset' | 'resolution'>;

function differencesIn(step: Step): readonly Difference[] {
  const times = step.times ?? [];
  const pairs = times.flatMap((first, i) => times.slice(i + 1).flatMap((second) => betweenAll(first, second)));
  return [...pairs, ...toServers(step)];
}

/** Evidence that holds the same record as another has one clock with it. */
function betweenAll(first: WitnessTime, second: WitnessTime): readonly Difference[] {
  const resolution = Math.max(RESOLUTION[first.precision ?? 'ms'], RESOLUTION[second.precision ?? 'ms']);
  return first.evidence.flatMap((a) =>
    second.evidence.flatMap((b): Difference[] => {
      if (a === b) return [];
      const offset = first.at - second.at;
      return [
        a < b ? { source: a, against: b, offset, resolution } : { source: b, against: a, offset: -offset, resolution },
      ];
    }),
  );
}

/** Written by the format of npm's cache: when the server says that it answered. */
const SERVER_DATE = /(?:^|; )server date (\S{1,40}Z)(?=$|[,;])/;

/** A machine's own note of an answer, with the date that the server gave it. */
function toServers({ members, bounded, citations, times }: Step): readonly Difference[] {
  const [, date] = SERVER_DATE.exec(members.text ?? '') ?? [];
  const [own] = citations;
  if (date === undefined || own === undefined || times !== undefined || bounded !== 0 || members.grade !== 'client')
    return [];
  const offset = microsOf(members.time ?? '') - microsOf(date);
  if (!Number.isFinite(offset)) return [];
  return [{ source: own.evidence, against: 'servers', offset, resolution: RESOLUTION.s }];
}

function skewOf({ source, against, offsets, resolution }: Pair): Skew {
  const sorted = offsets.toSorted((a, b) => a - b);
  const [least = 0, most = 0] = [sorted[0], sorted.at(-1)];
  return { source, against, offset: median(sorted), least, most, count: sorted.length, resolution };
}

function median(sorted: readonly number[]): number {
  const [low = 0, high = 0] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return Math.round((low + high) / 2);
}

/** `5 min 0 s ahead`, `0.031 s behind`, `no difference seen`; what the coarser clock would round away is none. */
export function skewText({ offset, resolution }: Skew): string {
  if (Math.abs(offset) < resolution) return 'no difference seen';
  const amount =
    Math.abs(offset) < 60_000_000 ? `${Number((Math.abs(offset) / 1e6).toFixed(3))} s` : durationText(offset);
  return `${amount} ${offset > 0 ? 'ahead' : 'behind'}`;
}
