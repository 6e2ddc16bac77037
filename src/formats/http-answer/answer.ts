import type { Out } from '../../core/format.ts';
import { type HeaderField, headerField, isFolded, type StatusLine } from '../../core/http.ts';
import type { EvidenceRecord } from '../../core/record.ts';

/** Lines of one answer, and characters of its head, that are kept; no honest head comes near. */
const MOST_LINES = 1000;
const MOST_HEAD = 64 * 1024;
/** Characters of the body that are kept: an error's sentence stands at its start. */
const MOST_BODY = 16 * 1024;

/** One answer of a server, as it is read line by line. */
export class Answer {
  readonly status: StatusLine;
  readonly fields: HeaderField[] = [];
  /** Numbers of the records that make it up. */
  readonly records: number[];
  /** Where the redirect before it led. */
  readonly redirectedTo: string | undefined;
  body = '';
  #inHead = true;
  #headSize = 0;
  #line: number;

  /** @param before a redirect, or an interim answer, that this one follows */
  constructor(status: StatusLine, record: EvidenceRecord, before?: Answer) {
    this.status = status;
    this.records = [...(before?.records ?? []), record.number];
    this.redirectedTo = before?.field('location') ?? before?.redirectedTo;
    this.#line = lineOf(record);
  }

  push(record: EvidenceRecord): readonly Out[] {
    const goesOn = this.#inHead && lineOf(record) === this.#line + 1 && this.#field(record.text);
    this.#line = lineOf(record);
    if (!goesOn) {
      this.#inHead = false;
      return this.#body(record);
    }
    this.records.push(record.number);
    return [];
  }

  /** The value of a header, the last one where several stand there. */
  field(name: string): string | undefined {
    return this.fields.findLast((field) => field.name === name)?.value;
  }

  /** What stands before the next status line on the line that ends this body. */
  endWith(text: string): void {
    this.body += text;
  }

  /** Whether the next answer belongs to the same request. A redirect that leads nowhere stands for itself. */
  get leadsOn(): boolean {
    const nowhere = this.status.status >= 300 && this.field('location') === undefined;
    return this.body === '' && isInterim(this.status) && !nowhere;
  }

  #field(text: string): boolean {
    this.#headSize += text.length;
    if (this.records.length >= MOST_LINES || this.#headSize > MOST_HEAD) return false;
    const field = headerField(text);
    if (field === undefined) return isFolded(text);
    this.fields.push(field);
    return true;
  }

  #body({ number, text }: EvidenceRecord): readonly Out[] {
    const full = this.body.length + text.length > MOST_BODY || this.records.length >= MOST_LINES;
    if (full) return [{ kind: 'ignored', rule: 'body', records: [number] }];
    this.body += `${text}\n`;
    this.records.push(number);
    return [];
  }
}

/** An answer that another one follows: an interim one, a redirect, a proxy's that lets the request through. */
export function isInterim({ status, reason }: StatusLine): boolean {
  if (status === 200) return /^connection established$/i.test(reason);
  return status < 200 || (status >= 300 && status < 400);
}

function lineOf({ at, number }: EvidenceRecord): number {
  return at.line ?? number + 1;
}
