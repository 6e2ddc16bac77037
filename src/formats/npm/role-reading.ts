import type { Context, Out, Reading, Sample } from '../../core/format.ts';
import { entries, type Json } from '../../core/json.ts';
import { onlyDocument } from './documents.ts';
import { subjectOfFile } from './file-subject.ts';
import { partOut, problemOut, stateOut } from './outs.ts';

/** A document that gives each name one word: `{"alice": "owner"}`. */
export interface Roles {
  /** Kind of the subject: `npm-org`. */
  readonly kind: string;
  /** Words of one listing; a document that mixes listings is none of them. */
  readonly words: readonly ReadonlySet<string>[];
}

/** Whether every name of the document has a word of one and the same listing. */
export function recogniseRoles({ words }: Roles, sample: Sample): number {
  const document = sample.wrapper === undefined ? onlyDocument(sample) : undefined;
  const values = entries(document).map(([, value]) => value);
  if (values.length === 0) return 0;
  return words.some((listing) => values.every((value) => isWord(listing, value))) ? 35 : 0;
}

function isWord(listing: ReadonlySet<string>, value: Json | undefined): boolean {
  return typeof value === 'string' && listing.has(value);
}

/** Each name with its word is a part. */
export function readRoles({ kind, words }: Roles, context: Context): Reading {
  const subject = subjectOfFile(kind, context.name);
  let parts = 0;
  return {
    push(record) {
      const known = words.some((listing) => isWord(listing, record.json));
      if (!known) return [problemOut('unknown-shape', 'neither a role nor a permission that npm knows', record)];
      parts += 1;
      return [partOut(subject, String(record.path?.at(-1)), record)];
    },
    end: (): readonly Out[] => (parts === 0 ? [] : [stateOut(subject, undefined)]),
  };
}
