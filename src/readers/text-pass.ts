import { BYTE } from './json-bytes.ts';

const MARK = [0xef, 0xbb, 0xbf];

/** Passes over one line of text around JSON, or over a byte order mark, which is none. */
export class TextPass {
  state: 'more' | 'line' | 'mark' = 'more';
  /** Bytes of a byte order mark seen so far; nothing once it cannot be one. */
  #marked: number | undefined;

  begin(): void {
    this.state = 'more';
    this.#marked = 0;
  }

  /** Goes on from `from`. Returns the index of the first byte behind: the line feed, or what follows the mark. */
  run(chunk: Buffer, from: number): number {
    for (let i = from; this.#marked !== undefined && i < chunk.length; i += 1) {
      this.#marked = chunk[i] === MARK[this.#marked] ? this.#marked + 1 : undefined;
      if (this.#marked === MARK.length) {
        this.state = 'mark';
        return i + 1;
      }
    }
    const end = chunk.indexOf(BYTE.lineFeed, from);
    if (end === -1) return chunk.length;
    this.state = 'line';
    return end;
  }
}
