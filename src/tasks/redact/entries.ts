import { type CaseKey, keyDigest } from '../../core/case-key.ts';
import { packDigests } from '../../core/disclosure.ts';
import type { Entry, RedactEntry } from '../../core/entry.ts';
import { rangesOf } from '../../core/ranges.ts';
import { withheldOf } from '../../core/withheld.ts';

/** What a redaction is done for, as it is written into the ledger. */
export interface Grounds {
  readonly by: readonly string[];
  readonly reason: string;
  readonly authority?: string;
  readonly recordedAt: string;
  readonly tool: string;
}

/** What is removed. */
export interface Gone {
  /** Entries, ascending. */
  readonly seqs: readonly number[];
  /** Entries that lose values which are sealed beside them, ascending; digests of these, hex. */
  readonly sealed: ReadonlyMap<number, readonly string[]>;
}

/** Entries, or ranges of them, named by one `redact` entry: so many that its text stays within 64 KiB. */
const NAMED = 1000;

/** Sealed values named by one: each takes 22 bytes, and its entry 43. */
const VALUES = 900;

/**
 * The `redact` entries that say what is removed. With a key, keyed digests of it stand in them, by which it is known
 * again when other evidence brings it.
 */
export function redactEntries(
  gone: Gone,
  grounds: Grounds,
  key: CaseKey | undefined,
  read: (seq: number) => Entry,
): RedactEntry[] {
  const head = headOf(grounds);
  const keyed = (held: CaseKey, some: readonly number[]): Partial<RedactEntry> => ({
    key: keyDigest(held),
    withheld: withheldOf(held, some.map(read)).toString('base64'),
  });
  const whole = (key === undefined ? [] : chunks(gone.seqs)).map((some) => ({ seqs: rangesOf(some), some }));
  const aged = (key === undefined ? chunks(rangesOf(gone.seqs)) : []).map((seqs) => ({ seqs, some: [] }));
  return [
    ...[...whole, ...aged].map(({ seqs, some }) => ({
      ...head,
      ...(key !== undefined && keyed(key, some)),
      seqs,
    })),
    ...valueChunks(gone.sealed).map((values) => {
      const some = values.map(([seq]) => seq);
      const digests = packDigests(values.flatMap(([, each]) => each));
      return { ...head, digests, ...(key !== undefined && keyed(key, some)), sealed: rangesOf(some) };
    }),
  ];
}

/** Entries with what they lose, as many at a time as one `redact` entry may name. */
function valueChunks(sealed: Gone['sealed']): (readonly [number, readonly string[]])[][] {
  const all: (readonly [number, readonly string[]])[][] = [];
  let left = 0;
  for (const entry of sealed) {
    const size = 2 + entry[1].length;
    if (left < size) {
      all.push([]);
      left = VALUES;
    }
    all.at(-1)?.push(entry);
    left -= size;
  }
  return all;
}

/** That the key of the case is gone, and with it what was derived from it. */
export function keyErased(grounds: Grounds): RedactEntry {
  return { ...headOf({ ...grounds, by: ['key'] }), key_erased: true };
}

function headOf({ by, reason, authority, recordedAt, tool }: Grounds): RedactEntry {
  return {
    entry: 'redact',
    ...(authority !== undefined && { authority }),
    by,
    reason,
    recorded_at: recordedAt,
    tool,
  };
}

function chunks<T>(all: readonly T[]): (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / NAMED) }, (_, i) => all.slice(i * NAMED, (i + 1) * NAMED));
}
