import type { ProblemCode } from './errors.ts';
import type { EventDraft } from './event.ts';
import type { Json, JsonObject } from './json.ts';
import type { EvidenceRecord } from './record.ts';
import type { Moment } from './time.ts';

/** What the readers found at the start of a piece of evidence, for formats to recognise it by. */
export interface Sample {
  /**
   * `object`: one JSON object. `array`: one JSON array. `ndjson`: one value a line. `concatenated`: several values,
   * not one a line. `lines`: text. `empty`: nothing but white space.
   */
  readonly shape: 'object' | 'array' | 'ndjson' | 'concatenated' | 'lines' | 'empty';
  /**
   * The first JSON value, where there is one. Members larger than 1 MB stand as `{}` or `[]`: test their kind, not
   * their content. An array has its first elements only.
   */
  readonly first?: Json;
  /** Where one member of the object holds the records (`Records`, `results`, `data` …): its name. */
  readonly wrapper?: string;
  /** The first records, at most 100: array elements, NDJSON values, concatenated or wrapped objects, or the one object. */
  readonly values: readonly Json[];
  /** The first text lines, at most 100, each cut at 4,096 characters, masked. */
  readonly lines: readonly string[];
}

/** Chooses which JSON values become records: `take` one whole, `enter` it and ask again, `skip` it. */
export type Select = (path: readonly (string | number)[]) => 'take' | 'enter' | 'skip';

/**
 * How evidence of a format falls into records.
 * - `lines`: text lines; empty ones are not records
 * - `records`: one JSON object each, in any shape (object, array, NDJSON, concatenated, wrapped array)
 * - a `Select`: parts of a document
 */
export type Framing = 'lines' | 'records' | Select;

/** When a snapshot was taken, and how that is known. `unknown`: not before the newest time inside. */
export interface Taken {
  readonly at?: Moment;
  readonly basis: 'taken-at' | 'http-date' | 'file-name' | 'collected' | 'unknown';
}

/** The tarball of an npm package, as the registry names it. */
export interface Tarball {
  /** Its base name. */
  readonly name: string;
  /** `sha512-` and base64: `dist.integrity`. */
  readonly integrity: string;
  /** SHA-1 as hex: `dist.shasum`. */
  readonly shasum: string;
}

/** What a format may know besides its records. */
export interface Context {
  /** Base name of the file; a hint only. */
  readonly name: string;
  readonly taken: Taken;
  /** Offset for logs without a zone, such as `+02:00`. */
  readonly assumeTz?: string;
  /** What `Format.survey` asked for, by document number: JSON pointer -> value. Values over the cap are absent. */
  readonly survey: readonly ReadonlyMap<string, Json>[];
  /** For `package/package.json` out of the tarball of an npm package: that tarball. */
  readonly tarball?: Tarball;
}

/**
 * What a format makes of its records. `records` are the numbers of those an answer consumed, the first one where it
 * stands. Each record must be named by at least one answer, at the latest in `end()`.
 */
export type Out =
  | {
      readonly kind: 'event';
      readonly event: EventDraft;
      readonly records: readonly number[];
      /** The record's text is stored as a part of a state; the event cites that part instead of holding it again. */
      readonly rawIsPart?: boolean;
    }
  | {
      /** One part of the snapshot of `subject`. Stored once per distinct text. */
      readonly kind: 'part';
      readonly subject: string;
      readonly name: string;
      readonly records: readonly number[];
    }
  | {
      /** Says that the snapshot of `subject` is complete: its parts are those given before. */
      readonly kind: 'state';
      readonly subject: string;
      /** Newest time inside the snapshot: it was not taken before. */
      readonly newest?: Moment;
    }
  | {
      readonly kind: 'problem';
      readonly code: ProblemCode;
      readonly message: string;
      readonly records: readonly number[];
    }
  | { readonly kind: 'ignored'; readonly rule: string; readonly records: readonly number[] };

export interface Reading {
  push(record: EvidenceRecord): readonly Out[];
  end(): readonly Out[];
}

/** What `formats` prints: how to get such evidence, and what it is worth. */
export interface FormatAbout {
  /** Command or place that gives it. */
  readonly export: string;
  /** How long the source keeps it. */
  readonly lifetime: string;
  readonly proves: string;
  readonly cannotProve: string;
  /** `real`: tried on real files. `documentation`: built from documentation only. */
  readonly tried: 'real' | 'documentation';
}

/** A log format. Pure: readers frame the records, the ingest task stores the answers. */
export interface Format {
  /** Same as the file name. */
  readonly id: string;
  /** As it appears in tables: `npm packument`. */
  readonly title: string;
  /** Raised when the same bytes would give other events. */
  readonly revision: number;
  readonly about: FormatAbout;
  /** Set where a mapping file made the format: what stands in it, members in order. From it the format is made again. */
  readonly mapping?: JsonObject;
  readonly framing: Framing;
  /** Values to read in a first pass over a document (`time` may stand after `versions`). */
  readonly survey?: Select;
  /** Days that the source keeps such records: evidence that goes back so far may have lost what was before. */
  readonly keepsDays?: number;
  /** A log without zone: refused before anything is written unless `--assume-tz` is given. */
  readonly needsZone?: boolean;
  /** A log without any time: refused, with this remedy. */
  readonly refuse?: string;
  /**
   * With `needsZone` or `refuse`: such a log is read after all where its wrapper says when each record was written
   * (`EvidenceRecord.wrapped`).
   */
  readonly takesWrapperTime?: boolean;
  /**
   * What evidence of this format shows, so that a file that is none can be told what came close: members of a record
   * (JSON), or how the first line begins.
   */
  readonly signs?: { readonly members?: readonly string[]; readonly line?: string };
  /**
   * Whether a text line that the evidence ends in without a line end is certainly whole. Without this such a line is a
   * problem: `1026/53` cut to `1026/5` still reads well.
   */
  whole?(line: string): boolean;
  /**
   * Several lines are one entry (a mail, a block of a lockfile): when the evidence is cut in mid-line, the entry that
   * is open then is cut as well and gives no event.
   */
  readonly entriesOfLines?: boolean;
  /** 0: no. Otherwise how specific the match is, 1 to 100; the highest wins, equal winners are a bug. */
  recognise(sample: Sample): number;
  open(context: Context): Reading;
}
