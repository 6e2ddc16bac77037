import { AppError } from '../core/errors.ts';
import { integer, isObject, type Json, member, at as memberAt } from '../core/json.ts';
import type { SequenceMode, SequenceProof } from '../core/proof.ts';
import { NumberRanges } from './sequence-ranges.ts';

/** The numbers of a source, as whoever gave the evidence declared them. */
export interface SequenceSpec {
  readonly name: string;
  readonly member: string;
  readonly mode: SequenceMode;
}

const FORM = /^(?:([^=:\s]{1,100})=)?([^=:]{1,200})(?::(dense|monotonic))?$/;

/** `[NAME=]MEMBER[:dense|:monotonic]`: `npm-org=seq`, `event.id:monotonic`. @throws {AppError} `usage` */
export function parseSequence(declared: string): SequenceSpec {
  const [, name, member, mode = 'dense'] = FORM.exec(declared) ?? [];
  if (member !== undefined) return { name: name ?? member, member, mode: mode as SequenceMode };
  const remedy = 'write the member that holds the number: npm-org=seq:dense, or seq:monotonic where gaps are normal';
  throw new AppError('usage', `--sequence does not take "${declared}"`, remedy);
}

/** The same for every way to write it. */
export function sequenceText({ name, member, mode }: SequenceSpec): string {
  return `${name}=${member}:${mode}`;
}

/** Follows the numbers of the records of a piece of evidence. */
export class SequenceChecker {
  readonly #spec: SequenceSpec;
  readonly #ranges = new NumberRanges();
  #count = 0;
  #unnumbered = 0;
  #repeated = 0;
  #last: number | undefined;
  #rises = 0;
  #falls = 0;

  constructor(spec: SequenceSpec) {
    this.#spec = spec;
  }

  take(record: Json): void {
    const number = numberIn(record, this.#spec.member);
    if (number === undefined) {
      this.#unnumbered++;
      return;
    }
    this.#count++;
    if (!this.#ranges.add(number)) this.#repeated++;
    if (this.#last !== undefined && number > this.#last) this.#rises++;
    if (this.#last !== undefined && number < this.#last) this.#falls++;
    this.#last = number;
  }

  /** A part of the evidence that is no record. */
  unread(): void {
    this.#unnumbered++;
  }

  end(): SequenceProof {
    const { ranges, scattered } = this.#ranges;
    return {
      ...this.#spec,
      count: this.#count,
      ranges,
      ...(scattered && { scattered }),
      repeated: this.#repeated,
      // Newest first is an order too.
      disordered: Math.min(this.#rises, this.#falls),
      unnumbered: this.#unnumbered,
    };
  }
}

/** The number in a record: of a member of this name, or one that a dotted name leads to. Whole, and not below 0. */
export function numberIn(record: Json | undefined, name: string): number | undefined {
  const own =
    isObject(record) && Object.hasOwn(record, name) ? member(record, name) : memberAt(record, ...name.split('.'));
  const number = integer(own);
  return number === undefined || number < 0 ? undefined : number;
}
