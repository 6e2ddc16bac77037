import type { Select } from '../core/format.ts';

/** As `Select`, told the first byte of the value too: what it is asked for can depend on what the value is. */
export type ScanSelect = (path: readonly (string | number)[], first: number) => ReturnType<Select>;

/**
 * Why parsers disagree on a member although its value is fine: its name stands there twice, its name is not Unicode,
 * or it lies too deep to be entered.
 */
export type Conflict = 'duplicate' | 'name' | 'depth';

interface Place {
  /** Bytes of the evidence. */
  readonly start: number;
  readonly end: number;
  /** Line in which it starts, from 1. */
  readonly line: number;
}

/** A value that was chosen. */
export interface ScannedValue extends Place {
  readonly kind: 'value';
  readonly path: readonly (string | number)[];
  readonly document: number;
  readonly first: number;
  /** Absent where the value is larger than the cap. */
  readonly bytes: Buffer | undefined;
  readonly names: number;
  readonly deepest: number;
  readonly trailingCommas: number;
  readonly lastLine: number;
  /** The evidence ends within it. */
  readonly cut: boolean;
  readonly conflict: Conflict | undefined;
}

/** A line of text before, between or behind the documents. */
export interface ScannedText extends Place {
  readonly kind: 'text';
  readonly bytes: Buffer | undefined;
  /** A document ends on the same line. */
  readonly beside: boolean;
}

/** A place where an entered array or object breaks the grammar. */
export interface ScannedFlaw extends Place {
  readonly kind: 'flaw';
  readonly reason: string;
  readonly bytes: Buffer | undefined;
}

/** The evidence ends within an entered array or object, or within a value that was not chosen. */
export interface ScannedCut extends Place {
  readonly kind: 'cut';
  readonly bytes: Buffer | undefined;
}

/** An array or object is entered. */
export interface ScannedOpening {
  readonly kind: 'open';
  readonly path: readonly (string | number)[];
  readonly document: number;
  readonly first: number;
}

/** An entered document ends. */
export interface ScannedClosing extends Place {
  readonly kind: 'close';
  readonly document: number;
  readonly lastLine: number;
}

export type Scanned = ScannedValue | ScannedText | ScannedFlaw | ScannedCut | ScannedOpening | ScannedClosing;
