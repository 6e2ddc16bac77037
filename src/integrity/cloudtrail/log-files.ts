import { baseName, type NamedLog, placeText, type TrailDigest } from './digest.ts';
import { altered, gap, someOf, type TrailVerdict, unchecked } from './verdict.ts';

/** A log file in evidence. */
export interface LogFile {
  /** `EV-1a2b3c4d`. */
  readonly evidence: string;
  readonly name: string;
  /** Of what is in its compression. */
  readonly sha256: string;
  /** What is wrong with the compressed data. */
  readonly damage?: string;
}

/** Evidence that is called like a file of CloudTrail (`plainName`), and what it was read as. */
export type Strangers = ReadonlyMap<string, { readonly evidence: string; readonly format: string }>;

/** The log files in evidence, and which of them digests name. */
export class LogFiles {
  readonly #byHash = new Map<string, LogFile>();
  readonly #byName = new Map<string, LogFile[]>();
  readonly #covered = new Set<string>();
  readonly tally = { named: 0, good: 0 };

  readonly #strangers: Strangers;

  constructor(files: readonly LogFile[], strangers: Strangers) {
    this.#strangers = strangers;
    for (const file of files) {
      this.#byHash.set(file.sha256, file);
      const name = plainName(file.name);
      this.#byName.set(name, [...(this.#byName.get(name) ?? []), file]);
    }
  }

  /** Compares what a digest names with what is there. @param who the digest, as a sentence names it */
  *check({ logs }: TrailDigest, who: string): Generator<TrailVerdict> {
    const missing: string[] = [];
    for (const log of logs) {
      this.tally.named++;
      const faults = [...this.#faultsOf(log, who)];
      yield* faults;
      const isThere = log.sha256 !== undefined && this.#byHash.has(log.sha256);
      if (isThere && faults.length === 0) this.tally.good++;
      if (!isThere && faults.length === 0) missing.push(baseName(log.place.object));
    }
    if (missing.length === 0) return;
    const files = `${missing.length} of ${logs.length} log files`;
    yield gap(`${who} names ${files} that are not in the case: ${someOf(missing)}`);
  }

  *#faultsOf({ place, sha256 }: NamedLog, who: string): Generator<TrailVerdict> {
    if (sha256 === undefined) {
      yield unchecked(`${who} has no SHA-256 of ${placeText(place)}`);
      return;
    }
    this.#covered.add(sha256);
    const same = this.#byHash.get(sha256);
    if (same?.damage !== undefined) yield altered(`${same.evidence} ${same.name}: INVALID: ${same.damage}`);
    const stranger = same === undefined ? this.#strangers.get(plainName(place.object)) : undefined;
    if (stranger !== undefined && stranger.format !== 'aws-cloudtrail')
      yield altered(
        `${stranger.evidence} ${baseName(place.object)}: INVALID: invalid format, and not what the digest ${who} names`,
      );
    for (const other of this.#byName.get(plainName(place.object)) ?? []) {
      if (other.sha256 === sha256) continue;
      this.#covered.add(other.sha256);
      yield altered(`${other.evidence} ${other.name}: INVALID: its hash is not the one in the digest ${who}`);
    }
  }

  /** Files of events that no digest names. */
  uncovered(): readonly string[] {
    const files = [...this.#byHash.values()].filter(({ sha256 }) => !this.#covered.has(sha256));
    return files.map(({ evidence }) => evidence);
  }
}

/** Base name without `.gz`: whoever unpacked a file has not changed what is in it. */
export function plainName(path: string): string {
  return baseName(path).replace(/\.gz$/, '');
}
