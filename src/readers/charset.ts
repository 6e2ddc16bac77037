/** Charsets that evidence comes in. Anything else is read as UTF-8, and bytes that are none are kept beside the text. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export interface Charset {
  readonly encoding: Encoding;
  /** Length of the byte order mark in bytes; 0 without one. */
  readonly mark: number;
}

/** Bytes of one character of ASCII. */
export type Unit = 1 | 2;

/** Leads from the UTF-8 bytes that are scanned back to the bytes of the evidence. */
export interface Origin {
  readonly unit: Unit;
  /** Where a byte offset of the text lies in the evidence. Asked in ascending order, within the newest chunk. */
  of(offset: number): number;
}

/** Recognises a byte order mark, or UTF-16 without one by the zero half of its first two characters. */
export function charsetOf(head: Buffer): Charset {
  const [a = -1, b = -1, c = -1, d = -1] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', mark: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', mark: 2 };
  if (a > 0 && b === 0 && c > 0 && d === 0) return { encoding: 'utf-16le', mark: 0 };
  if (a === 0 && b > 0 && c === 0 && d > 0) return { encoding: 'utf-16be', mark: 0 };
  return { encoding: 'utf-8', mark: 0 };
}

/** For UTF-8: the text is the evidence, less its byte order mark. */
export function plainOrigin(mark: number): Origin {
  return { unit: 1, of: (offset) => offset + mark };
}

const NOTHING = Buffer.alloc(0);
const REPLACEMENT = Buffer.from('\ufffd');

/** Turns UTF-16 into UTF-8 chunk by chunk. Lone surrogates become three bytes each that are not valid UTF-8. */
export class Utf16Decoder implements Origin {
  readonly unit = 2;
  readonly #bigEndian: boolean;
  #rest: Buffer = NOTHING;
  #chunk: Buffer = NOTHING;
  /** Text offset and evidence offset of the point up to which the newest chunk was walked. */
  #text = 0;
  #evidence: number;
  #walked = 0;
  /** Bytes of the evidence seen so far: half a character at its end is no reason to point beyond it. */
  #size: number;

  constructor({ encoding, mark }: Charset) {
    this.#bigEndian = encoding === 'utf-16be';
    this.#evidence = mark;
    this.#size = mark;
  }

  /** @param bytes the next bytes of the evidence, without the byte order mark. */
  decode(bytes: Buffer): Buffer {
    this.#size += bytes.length;
    const joined = this.#rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#rest, bytes]);
    const even = joined.length - (joined.length % 2);
    const whole = this.#endsInHighSurrogate(joined, even) ? even - 2 : even;
    this.#rest = joined.subarray(whole);
    return this.#next(this.#utf8(joined.subarray(0, whole)));
  }

  /** What is left: half a pair, or half a character. */
  end(): Buffer {
    const rest = this.#rest;
    this.#rest = NOTHING;
    const even = rest.length - (rest.length % 2);
    const text = this.#utf8(rest.subarray(0, even));
    return this.#next(even === rest.length ? text : Buffer.concat([text, REPLACEMENT]));
  }

  of(offset: number): number {
    for (; this.#text < offset && this.#walked < this.#chunk.length; this.#walked += 1, this.#text += 1) {
      const byte = this.#chunk[this.#walked] ?? 0;
      if (byte >= 0xf0) this.#evidence += 4;
      else if (byte < 0x80 || byte >= 0xc0) this.#evidence += 2;
    }
    return Math.min(this.#evidence, this.#size);
  }

  #endsInHighSurrogate(bytes: Buffer, end: number): boolean {
    if (end < 2) return false;
    const high = bytes[this.#bigEndian ? end - 2 : end - 1] ?? 0;
    return high >= 0xd8 && high <= 0xdb;
  }

  #next(text: Buffer): Buffer {
    this.of(Number.POSITIVE_INFINITY);
    this.#chunk = text;
    this.#walked = 0;
    return text;
  }

  #utf8(bytes: Buffer): Buffer {
    const text = (this.#bigEndian ? bytes.swap16() : bytes).toString('utf16le');
    return text.isWellFormed() ? Buffer.from(text) : withSurrogates(text);
  }
}

/** UTF-8 as it would be if surrogates were characters: so that they are seen as wrong, and kept. */
function withSurrogates(text: string): Buffer {
  const parts = text.split(/(\p{Surrogate}+)/u);
  return Buffer.concat(parts.map((part, i) => (i % 2 === 0 ? Buffer.from(part) : surrogateBytes(part))));
}

function surrogateBytes(surrogates: string): Buffer {
  const bytes: number[] = [];
  for (let i = 0; i < surrogates.length; i += 1) {
    const code = surrogates.charCodeAt(i);
    bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return Buffer.from(bytes);
}
