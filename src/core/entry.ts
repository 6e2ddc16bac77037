import { type Sha256, sha256 } from './digest.ts';
import type { EventMembers, Identity } from './event.ts';
import type { Json, JsonObject } from './json.ts';
import type { SourceProof } from './proof.ts';
import type { Ranges } from './ranges.ts';
import type { SealKind } from './seal-members.ts';

/** Kinds of ledger entries. Their numbers stand in the index: add at the end only. */
export const ENTRY_KINDS = [
  'case',
  'evidence',
  'evidence-end',
  'event',
  'state',
  'part',
  'sighting',
  'problem',
  'note',
  'withdraw',
  'redact',
  'history',
] as const;

/** Raw text longer than this stands in a table of its own; the entry holds its digest and size. */
export const RAW_LIMIT = 64 * 1024;

/** The source record behind an entry: verbatim (masked), or where to find it. */
export interface RawText {
  readonly raw?: string;
  readonly raw_base64?: string;
  readonly raw_sha256?: Sha256;
  readonly raw_size?: number;
  /** Digest of the part of a state that holds it. */
  readonly part?: Sha256;
}

export interface EventEntry extends RawText {
  readonly entry: 'event';
  /** Positions of the records in the evidence, the telling one first; see `positionText`. */
  readonly at: readonly string[];
  readonly event: EventMembers;
  readonly evidence: Sha256;
  readonly id: Sha256;
  readonly number?: number;
}

/** An event entry without the event: what stands around its canonical text. */
export type EventHead = Omit<EventEntry, 'event' | 'entry'>;

export interface NoteEntry {
  readonly entry: 'note';
  readonly event: EventMembers;
  readonly id: Sha256;
  readonly recorded_at: string;
  readonly recorded_by?: string;
}

export interface EvidenceEntry {
  readonly entry: 'evidence';
  /** Digest of the archive that it is a member of. */
  readonly archive?: Sha256;
  readonly bytes: number;
  readonly format: string;
  readonly format_revision: number;
  readonly mask_revision: number;
  /** Its name in the archive; through archives in that, `inner.tar.gz!path`. */
  readonly member?: string;
  readonly name: string;
  readonly options: JsonObject;
  /** What its bytes say for themselves: chains, checksums, numbers. */
  readonly proof?: SourceProof;
  readonly recorded_at: string;
  readonly recorded_by?: string;
  readonly sha256: Sha256;
  readonly taken?: string;
  readonly taken_basis: string;
  readonly tool: string;
}

/** How the records of one piece of evidence fell; the five after `read` add up to it. */
export interface Counts {
  readonly read: number;
  readonly recorded: number;
  /** Part of another record's event. */
  readonly folded: number;
  /** All it says was in the case before. */
  readonly known: number;
  readonly problem: number;
  readonly ignored: number;
}

export interface EvidenceEndEntry {
  readonly entry: 'evidence-end';
  /** False: reading was interrupted and given up. */
  readonly complete: boolean;
  readonly counts: Counts;
  readonly events: number;
  readonly evidence: Sha256;
  /** Earliest and latest exact time of its events. */
  readonly first?: string | undefined;
  readonly last?: string | undefined;
  /** Records ignored, by rule of the format. */
  readonly ignored: Readonly<Record<string, number>>;
  readonly masked: number;
  readonly problems: number;
  readonly sightings: number;
  readonly states: number;
}

export interface StateEntry {
  readonly entry: 'state';
  readonly evidence: Sha256;
  readonly newest?: string;
  /** Part name -> SHA-256 of the part's text; in `parts_sha256` where it is longer than 64 KiB. */
  readonly parts?: Readonly<Record<string, Sha256>>;
  readonly parts_sha256?: Sha256;
  readonly subject: string;
  readonly taken?: string;
  readonly taken_basis: string;
}

export interface PartEntry extends RawText {
  readonly entry: 'part';
  readonly at: readonly string[];
  readonly evidence: Sha256;
  readonly sha256: Sha256;
}

export interface SightingEntry {
  readonly entry: 'sighting';
  readonly at: readonly string[];
  readonly event: Sha256;
  readonly evidence: Sha256;
}

export interface ProblemEntry extends RawText {
  readonly entry: 'problem';
  readonly at: readonly string[];
  readonly code: string;
  readonly evidence: Sha256;
  readonly message: string;
}

export interface CaseEntry {
  readonly entry: 'case';
  /** SHA-256 of the key of the case, where personal data is sealed. */
  readonly key?: Sha256;
  readonly origin: string;
  readonly recorded_at: string;
  readonly recorded_by?: string;
  /** What stands beside the entries of this case, not in them. */
  readonly seal?: readonly SealKind[];
  readonly tool: string;
}

/** Something done with the case, not evidence of anything else: who and when are what this computer said. */
export interface HistoryEntry {
  readonly entry: 'history';
  /** `ack`: a finding was looked at and is left out of what fails a run. */
  readonly act: 'ack';
  readonly recorded_at: string;
  readonly recorded_by?: string;
  /** Id of the finding. */
  readonly subject: Sha256;
  /** The reason that was given. */
  readonly text: string;
  readonly tool: string;
}

/**
 * Says that what other entries held was removed on purpose. Their leaves stay, so every proof holds. Who and when are
 * what this computer said.
 */
export interface RedactEntry {
  readonly entry: 'redact';
  /** On whose order, or by which law, as it was given. */
  readonly authority?: string;
  /** How they were chosen: `actor`, `ip`, `email`, `text`, `entry`, `age`. Never the value itself. */
  readonly by: readonly string[];
  /** SHA-256 of the key of the case, by which `withheld` was made. */
  readonly key?: Sha256;
  /** Which sealed values were removed: 16 bytes of the digest of each, one behind the other, base64. */
  readonly digests?: string;
  /** Whether the key of the case was erased with this. */
  readonly key_erased?: true;
  readonly reason: string;
  readonly recorded_at: string;
  readonly recorded_by?: string;
  /** Entries of which sealed values were removed; their texts stay. */
  readonly sealed?: Ranges;
  /** Entries whose text was removed. */
  readonly seqs?: Ranges;
  readonly tool: string;
  /** Keyed digests of what was removed, so that the same from other evidence is not recorded again: base64. */
  readonly withheld?: string;
}

export type Entry =
  | CaseEntry
  | HistoryEntry
  | RedactEntry
  | EvidenceEntry
  | EvidenceEndEntry
  | EventEntry
  | NoteEntry
  | StateEntry
  | PartEntry
  | SightingEntry
  | ProblemEntry;

/**
 * Canonical text (RFC 8785) of an entry. Members are written in sorted order, one level by hand and the rest by
 * `JSON.stringify` of objects whose keys are in order already; a test compares with a general implementation.
 */
export function entryText(entry: Entry): string {
  return stringify(entry as unknown as JsonObject);
}

/** The start of a message may end within a character: U+FFFD for each lone surrogate. */
function stringify(value: Json | undefined): string {
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed());
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(stringify).join(',')}]`;
  const members = value as JsonObject;
  const names = Object.keys(members).filter((name) => members[name] !== undefined);
  return `{${names
    .sort()
    .map((name) => `${JSON.stringify(name)}:${stringify(members[name])}`)
    .join(',')}}`;
}

/** The hot case, a tenth of the work: member order is written out, the event's own text is given. */
export function eventEntryText(entry: EventHead, membersText: string): string {
  const head = `{"at":${JSON.stringify(entry.at)},"entry":"event","event":${membersText},"evidence":"${entry.evidence}","id":"${entry.id}"`;
  const number = entry.number === undefined ? '' : `,"number":${entry.number}`;
  return `${head}${number}${rawText(entry)}}`;
}

const EVENT_START = ',"entry":"event","event":{';
const EVENT_END = '},"evidence":"';

/**
 * The canonical text of the event in the text of its entry. Within JSON strings each quote has a backslash, so the
 * marks around it cannot stand in one.
 */
export function eventTextOf(entryText: string): string {
  const start = entryText.indexOf(EVENT_START) + EVENT_START.length - 1;
  return entryText.slice(start, entryText.indexOf(EVENT_END, start) + 1);
}

function rawText(entry: RawText): string {
  if (entry.raw !== undefined) return `,"raw":${JSON.stringify(entry.raw)}`;
  if (entry.part !== undefined) return `,"part":"${entry.part}"`;
  if (entry.raw_base64 !== undefined) return `,"raw_base64":"${entry.raw_base64}"`;
  return `,"raw_sha256":"${entry.raw_sha256}","raw_size":${entry.raw_size}`;
}

/** What an identity is computed against. */
export interface IdentitySource {
  readonly format: string;
  readonly evidence: Sha256;
  readonly position: string;
  /** Digest of the raw record and its ordinal among identical ones of the evidence; asked for only when needed. */
  record(): string;
}

/** Id of an event: SHA-256 over the kind of identity, its key, and the event's number. */
export function eventId(identity: Identity, number: number, source: IdentitySource): Sha256 {
  switch (identity.by) {
    case 'native':
      return sha256(`native\n${identity.key}\n${number}`);
    case 'fields':
      return sha256(
        `fields\n${source.format}\n${JSON.stringify(identity.values.map((value) => value ?? null))}\n${number}`,
      );
    case 'record':
      return sha256(`record\n${source.format}\n${source.record()}\n${number}`);
    case 'evidence':
      return sha256(`evidence\n${source.evidence}\n${source.position}\n${number}`);
    case 'given':
      return identity.id;
  }
}
