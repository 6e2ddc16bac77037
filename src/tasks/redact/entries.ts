import { type CaseKey, keyDigest } from '../../core/case-key.ts';
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

/** Entries, or ranges of them, named by one `redact` entry: so many that its text stays within 64 KiB. */
const NAMED = 1000;

/**
 * The `redact` entries that say what is removed. With a key, keyed digests of it stand in them, by which it is known
 * again when other evidence brings it.
 */
export function redactEntries(
  gone: { readonly seqs: readonly number[]; readonly sealed: readonly number[] },
  grounds: Grounds,
  key: CaseKey | undefined,
  read: (seq: number) => Entry,
): RedactEntry[] {
  const head = headOf(grounds);
  return (['seqs', 'sealed'] as const).flatMap((what) => {
    if (key === undefined) return chunks(rangesOf(gone[what])).map((ranges) => ({ ...head, [what]: ranges }));
    return chunks(gone[what]).map((some) => ({
      ...head,
      key: keyDigest(key),
      [what]: rangesOf(some),
      withheld: withheldOf(key, some.map(read)).toString('base64'),
    }));
  });
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
