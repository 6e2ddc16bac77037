import { headerField, isFolded, statusLine } from '../core/http.ts';
import { parseMailTime } from '../core/mail-time.ts';
import type { Moment } from '../core/time.ts';

/** Interim answers and redirects: another answer follows them, and its body is the one that was saved. */
function isFinal(status: number): boolean {
  return status >= 400 || (status >= 200 && status < 300);
}

/**
 * The heads of HTTP answers that `curl -i` writes in front of a body. Only lines that follow a status line without a
 * gap belong to one: elsewhere `name: value` may be the rest of a damaged record.
 */
export class HttpHeads {
  /** Line that may go on with the head. */
  #next = -1;
  #final = false;
  readonly #dates = new Set<string>();

  /** Whether a line of text beside JSON belongs to the head of an answer. Lines are asked for in order. */
  take(text: string, line: number): boolean {
    const status = statusLine(text);
    if (status !== undefined) this.#final = isFinal(status.status);
    else if (line !== this.#next) return false;
    const field = headerField(text);
    if (status === undefined && field === undefined && !isFolded(text)) return false;
    if (this.#final && field?.name === 'date') this.#dates.add(field.value);
    this.#next = line + 1;
    return true;
  }

  /** When the server answered. Nothing where several answers say several times. */
  get date(): Moment | undefined {
    const [date, ...others] = this.#dates;
    const result = date === undefined || others.length > 0 ? undefined : parseMailTime(date);
    return result?.ok === true ? result.moment : undefined;
  }
}
