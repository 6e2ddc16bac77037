import type { ProblemCode } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { EvidenceRecord, Position } from '../core/record.ts';
import type { Mask } from './masking.ts';

/** A part of the evidence that cannot be a record. `text` is masked; `base64` holds it where it is not UTF-8. */
export interface ProblemItem {
  readonly kind: 'problem';
  readonly number: number;
  readonly at: Position;
  readonly code: ProblemCode;
  readonly message: string;
  readonly text: string;
  readonly base64?: string;
  readonly isLast?: boolean;
}

/**
 * What reading gives, in the order of the evidence. The numbers of all items count up from 0. `isLast`: it was only given
 * out because the evidence ends there; several things may have been waiting for more.
 */
export type ReadItem =
  | {
      readonly kind: 'record';
      readonly record: EvidenceRecord;
      /** The evidence ends right behind this text line, without a line end: the line may have been longer. */
      readonly unterminated?: boolean;
      readonly isLast?: boolean;
    }
  | ProblemItem
  | {
      /** A message of the program that wrote the evidence, not evidence. */
      readonly kind: 'noise';
      readonly number: number;
      readonly at: Position;
      readonly text: string;
      /** Why it is passed by; a message around JSON where nothing is said. */
      readonly rule?: string;
      readonly isLast?: boolean;
    };

export interface ReadOptions {
  /** Most bytes of one record. */
  readonly maxRecord: number;
  readonly mask: Mask;
}

/** 64 MB. */
export const DEFAULT_MAX_RECORD = 64 * 1024 * 1024;

/** Gathers the items of a piece of evidence and numbers them. */
export class ReadItems {
  #items: ReadItem[] = [];
  #number = 0;

  line(at: Position, text: string, base64: string | undefined, unterminated: boolean): void {
    const base = { number: this.#next(), at, text };
    const record = base64 === undefined ? base : { ...base, base64 };
    this.#items.push(unterminated ? { kind: 'record', record, unterminated } : { kind: 'record', record });
  }

  json(at: Position, text: string, json: Json, path: EvidenceRecord['path'] & object, document: number): void {
    this.#items.push({ kind: 'record', record: { number: this.#next(), at, text, json, path, document } });
  }

  problem(at: Position, code: ProblemCode, message: string, text: string, base64?: string): void {
    const problem = { kind: 'problem', number: this.#next(), at, code, message, text } as const;
    this.#items.push(base64 === undefined ? problem : { ...problem, base64 });
  }

  noise(at: Position, text: string): void {
    this.#items.push({ kind: 'noise', number: this.#next(), at, text });
  }

  /** The items since the last call. */
  take(): readonly ReadItem[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  #next(): number {
    this.#number += 1;
    return this.#number - 1;
  }
}
