import { type Charset, charsetOf, type Origin, plainOrigin, Utf16Decoder } from './charset.ts';
import { skipBytes } from './chunks.ts';
import { type Decompression, decompress, newDecompression } from './gunzip.ts';
import type { Source } from './source.ts';

/** One pass over a source: its text as UTF-8 bytes, and the way back to where they lie in the evidence. */
export interface TextStream {
  /** The first bytes after decompression, before charset decoding. */
  readonly head: Buffer;
  readonly charset: Charset;
  readonly origin: Origin;
  /** Complete only when all chunks have been read. */
  readonly decompression: Decompression;
  readonly chunks: AsyncGenerator<Buffer>;
  /** Gives the stream up. Needed only where `chunks` is not read. */
  close(): Promise<void>;
}

/** Enough to see every magic number, that of tar included. */
const HEAD = 4096;

/** Opens a source: decompresses, and recognises the charset. */
export async function openText(source: Source): Promise<TextStream> {
  const decompression = newDecompression();
  const { head, chunks, close } = await decompress(() => source.chunks(), HEAD, decompression);
  const charset = charsetOf(head);
  const base = { head, charset, decompression, close };
  const bytes = skipBytes(chunks, charset.mark);
  if (charset.encoding === 'utf-8') return { ...base, origin: plainOrigin(charset.mark), chunks: bytes };
  const decoder = new Utf16Decoder(charset);
  return { ...base, origin: decoder, chunks: decoded(bytes, decoder) };
}

async function* decoded(chunks: AsyncIterable<Buffer>, decoder: Utf16Decoder): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk);
    if (text.length > 0) yield text;
  }
  const rest = decoder.end();
  if (rest.length > 0) yield rest;
}
