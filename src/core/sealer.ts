import { isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { type CaseKey, keyed } from './case-key.ts';
import { type Sha256, sha256 } from './digest.ts';
import { type Disclosure, digestOf, disclose, readDisclosure, SALT_SIZE } from './disclosure.ts';
import { type Entry, entryText, type RawText } from './entry.ts';
import type { EventMembers } from './event.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { parsePosition } from './record.ts';
import { type SealKind, sealedMembers } from './seal-members.ts';

/** An entry as it stands in the ledger, and what stands beside it. */
export interface Sealed {
  readonly text: string;
  readonly disclosures: readonly Disclosure[];
}

/**
 * Takes personal data out of entries before they are written. What is left says what happened and when; who and from
 * where stands in disclosures, which can be deleted.
 */
export class Sealer {
  readonly #key: CaseKey;
  readonly #kinds: readonly SealKind[];

  constructor(key: CaseKey, kinds: readonly SealKind[]) {
    this.#key = key;
    this.#kinds = kinds;
  }

  /**
   * An entry with digests that nobody can guess in place of plain ones, and with its long texts in it: what `split`
   * takes, and what `opened` gives back.
   */
  keyed<T extends Entry>(entry: T, longTexts: readonly string[]): T {
    const texts = new Map(longTexts.map((text) => [sha256(text), text]));
    return this.#keyed(entry, texts) as T;
  }

  #keyed(entry: Entry, texts: ReadonlyMap<Sha256, string>): Entry {
    const raw = 'at' in entry && entry.entry !== 'sighting' ? rawOf(entry, texts) : {};
    switch (entry.entry) {
      case 'event': {
        const part = entry.part === undefined ? {} : { part: this.#digest('part', entry.part) };
        return { ...withoutRaw(entry), ...raw, ...part, id: this.id(entry.id) };
      }
      case 'note':
        return { ...entry, id: this.id(entry.id) };
      case 'part':
        return { ...withoutRaw(entry), ...raw, sha256: this.#digest('part', entry.sha256) };
      case 'problem': {
        const part = entry.part === undefined ? {} : { part: this.#digest('part', entry.part) };
        return { ...withoutRaw(entry), ...raw, ...part };
      }
      case 'state': {
        const { parts_sha256: long, ...rest } = entry;
        const parts = long === undefined ? entry.parts : (JSON.parse(texts.get(long) ?? '{}') as typeof entry.parts);
        const own = Object.entries(parts ?? {}).map(([name, digest]) => [name, this.#digest('part', digest)]);
        return { ...rest, parts: Object.fromEntries(own) as Readonly<Record<string, Sha256>> };
      }
      default:
        return entry;
    }
  }

  /** The id of an event or a note in this case. */
  id(id: Sha256): Sha256 {
    return this.#digest('event', id);
  }

  #digest(kind: string, digest: Sha256): Sha256 {
    return keyed(this.#key, `${kind} ${digest}`);
  }

  /** @param entry as `keyed` gives it */
  split(entry: Entry): Sealed {
    const disclosures: Disclosure[] = [];
    const seal = (from: JsonObject, names: readonly string[]): JsonObject => {
      const made = names.map((name) => disclose(name, from[name] ?? null, randomBytes(SALT_SIZE)));
      disclosures.push(...made);
      const rest = Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)));
      return made.length === 0 ? rest : { ...rest, _sd: made.map(({ digest }) => digest).sort() };
    };
    const whole = entry as unknown as JsonObject;
    const event = whole['event'];
    const told = isObject(event)
      ? { ...whole, event: seal(event, sealedMembers(event as unknown as EventMembers, this.#kinds)) }
      : whole;
    const spread = withPointers(withRawBytes(told));
    const left = seal(
      spread,
      BESIDE.filter((name) => spread[name] !== undefined),
    );
    return { text: entryText(left as unknown as Entry), disclosures };
  }
}

/** Members of an entry that may name anybody: its record, what is wrong with that, and what a snapshot is of. */
const BESIDE = ['message', 'parts', 'pointers', 'raw', 'subject'] as const;

/** The kinds of entries that are sealed. */
export function isSealable(entry: Entry): boolean {
  return ['event', 'note', 'part', 'problem', 'sighting', 'state'].includes(entry.entry);
}

function withoutRaw<T extends RawText>(entry: T): T {
  const { raw, raw_base64, raw_sha256, raw_size, ...rest } = entry;
  return rest as T;
}

/** The record itself, however it is stored. */
function rawOf(entry: RawText, texts: ReadonlyMap<Sha256, string>): RawText {
  if (entry.raw_sha256 !== undefined) return { raw: texts.get(entry.raw_sha256) ?? '' };
  if (entry.raw !== undefined) return { raw: entry.raw.toWellFormed() };
  return entry.raw_base64 === undefined ? {} : rawFrom(entry.raw_base64);
}

function rawFrom(base64: string): RawText {
  const bytes = Buffer.from(base64, 'base64');
  return isUtf8(bytes) ? { raw: bytes.toString('utf8') } : { raw_base64: base64 };
}

/** The record as base64 of its bytes, under one name. */
function withRawBytes(entry: JsonObject): JsonObject {
  const { raw, raw_base64: base64, ...rest } = entry;
  if (typeof raw === 'string') return { ...rest, raw: Buffer.from(raw).toString('base64') };
  return base64 === undefined ? rest : { ...rest, raw: base64 };
}

/** JSON Pointers of its records beside the positions: the members of a document may be named after people. */
function withPointers(entry: JsonObject): JsonObject {
  const { at } = entry;
  if (!Array.isArray(at) || !at.some((text) => String(text).includes('#'))) return entry;
  const places = at.map((text) => parsePosition(String(text)));
  return {
    ...entry,
    at: places.map(({ start, end }) => `${start}-${end}`),
    pointers: places.map(({ pointer }) => pointer ?? ''),
  };
}

/** An entry with what its disclosures say, as far as there are any; what they do not say is absent. */
export function opened(entry: Entry, texts: Iterable<string>): Entry {
  const byDigest = new Map<string, string>();
  for (const text of texts) byDigest.set(digestOf(text), text);
  const whole = open(entry as unknown as JsonObject, byDigest);
  const { event } = whole;
  const told = isObject(event) ? { ...whole, event: open(event, byDigest) } : whole;
  const { raw, pointers, ...rest } = told;
  return {
    ...rest,
    ...(Array.isArray(pointers) && { at: joined(rest['at'], pointers) }),
    ...(typeof raw === 'string' && ('_sd' in entry ? rawFrom(raw) : { raw })),
    ...(entry.entry === 'problem' && { message: told['message'] ?? 'what was wrong with it was redacted' }),
    ...(entry.entry === 'state' && { subject: told['subject'] ?? '', parts: told['parts'] ?? {} }),
  } as unknown as Entry;
}

function joined(at: Json | undefined, pointers: readonly Json[]): Json {
  return Array.isArray(at) ? at.map((text, i) => (pointers[i] ? `${String(text)}#${String(pointers[i])}` : text)) : [];
}

function open(sealed: JsonObject, byDigest: ReadonlyMap<string, string>): JsonObject {
  const { _sd: digests, ...rest } = sealed;
  if (!Array.isArray(digests)) return sealed;
  const told: Record<string, Json> = { ...rest };
  for (const each of digests) {
    const text = byDigest.get(String(each));
    const read = text === undefined ? undefined : readDisclosure(text);
    if (read !== undefined && !Object.hasOwn(rest, read.name)) told[read.name] = read.value;
  }
  return told;
}
