import type { Format, Out, Sample } from '../core/format.ts';
import { entries, isObject, type Json, type JsonObject, member } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { type DocumentReading, eachMember, firstDocument, readingPerDocument } from './npm/documents.ts';
import { problemOut } from './npm/outs.ts';
import { readOut } from './npm/read-out.ts';
import { readApiEntry, readCliEntry } from './npm/rekor.ts';

/** Digest of the entry, with the id of the tree before it since the log was first split. */
const UUID = /^(?:[0-9a-f]{16})?[0-9a-f]{64}$/i;

/**
 * Entries of sigstore's transparency log, first generation: the answer of its API (`/api/v1/log/entries/<uuid>`, or of
 * a search), or `rekor-cli get --format json`. Form: sigstore/rekor `openapi.yaml` and `pkg/types`.
 */
const format: Format = {
  id: 'rekor-entry',
  title: 'Rekor entry',
  revision: 1,
  about: {
    export: 'rekor-cli search --sha <digest>; rekor-cli get --uuid <uuid> --format json > <uuid>.json',
    lifetime: 'for ever: it outlives a takedown of the version it is about',
    proves: 'that a CI run or a person signed something of this digest, and when the log took it in',
    cannotProve: 'which package it was, unless the log kept the statement; that it was published. Proofs: see verify',
    tried: 'documentation',
  },
  framing: eachMember,
  signs: { members: ['Body', 'IntegratedTime', 'LogIndex', 'UUID', 'LogID'] },
  recognise: (sample: Sample) => specificity(firstDocument(sample)),
  open: (context) => readingPerDocument(context, () => new EntryReading()),
};

export default format;

function specificity(document: JsonObject | undefined): number {
  if (entries(document).some(([name, value]) => UUID.test(name) && isApiEntry(value))) return 85;
  const known = ['IntegratedTime', 'LogIndex'].every((name) => member(document, name) !== undefined);
  return known && isObject(member(document, 'Body')) ? 80 : 0;
}

function isApiEntry(value: Json): boolean {
  return typeof member(value, 'body') === 'string' && member(value, 'logIndex') !== undefined;
}

/** Each UUID is an entry; the members of `rekor-cli` are one entry together. */
class EntryReading implements DocumentReading {
  readonly #members: EvidenceRecord[] = [];

  push(record: EvidenceRecord): readonly Out[] {
    const name = nameOf(record);
    if (UUID.test(name)) return [readOut(readApiEntry(name, record.json), [record.number])];
    this.#members.push(record);
    return [];
  }

  end(): readonly Out[] {
    const body = this.#members.find((record) => nameOf(record) === 'Body');
    if (body === undefined)
      return this.#members.map((record) => problemOut('unknown-shape', 'the name of an entry is its UUID', record));
    const entry = Object.fromEntries(this.#members.map((record) => [nameOf(record), record.json ?? null]));
    const others = this.#members.filter((record) => record !== body);
    return [readOut(readCliEntry(entry), [body.number, ...others.map(({ number }) => number)])];
  }
}

function nameOf({ path }: EvidenceRecord): string {
  return String(path?.at(-1));
}
