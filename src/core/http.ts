/** The first line of an HTTP answer. */
export interface StatusLine {
  readonly status: number;
  /** `Not Found`; empty in HTTP/2. */
  readonly reason: string;
}

export interface HeaderField {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
}

const STATUS = /^HTTP\/\d(?:\.\d)? ([1-5]\d\d)(?: (.*))?$/;
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}):[ \t]*(.*)$/;

/** `HTTP/1.1 404 Not Found`, `HTTP/2 200`. */
export function statusLine(line: string): StatusLine | undefined {
  const [, status, reason = ''] = STATUS.exec(line.trimEnd()) ?? [];
  return status === undefined ? undefined : { status: Number(status), reason };
}

/** `Date: …`, in an HTTP head or in that of a mail. */
export function headerField(line: string): HeaderField | undefined {
  const [, name, value = ''] = FIELD.exec(line.trimEnd()) ?? [];
  return name === undefined ? undefined : { name: name.toLowerCase(), value };
}

/** Whether a line of a head goes on with the field before it (RFC 9112, RFC 5322). */
export function isFolded(line: string): boolean {
  return /^[ \t]+\S/.test(line);
}
