/** A byte stream whose beginning has been looked at; `chunks` still gives all of it. */
export interface Peeked {
  /** The first bytes; fewer than asked for only where the stream is shorter. */
  readonly head: Buffer;
  readonly chunks: AsyncGenerator<Buffer>;
  /** Gives the stream up. Needed only where `chunks` is not read. */
  close(): Promise<void>;
}

/** Waits for the first `size` bytes. */
export async function peek(chunks: AsyncIterable<Buffer>, size: number): Promise<Peeked> {
  const iterator = chunks[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  let length = 0;
  while (length < size) {
    const { done, value } = await iterator.next();
    if (done === true) break;
    parts.push(value);
    length += value.length;
  }
  const close = async (): Promise<void> => {
    await iterator.return?.();
  };
  return { head: Buffer.concat(parts).subarray(0, size), chunks: resume(parts, iterator), close };
}

async function* resume(parts: Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) yield part;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** The same bytes without the first `size`. */
export async function* skipBytes(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let left = size;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield left === 0 ? chunk : chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

/** The same bytes in blocks of exactly `size`, but for the last: what follows no longer depends on the chunks. */
export async function* blocks(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (; bytes.length - from >= size; from += size) yield bytes.subarray(from, from + size);
    rest = bytes.subarray(from);
  }
  if (rest.length > 0) yield rest;
}
