import { blocks, type Peeked, peek } from './chunks.ts';
import { gunzipInflater } from './inflater.ts';
import { BLOCK, type Codec, Layer, type LayerLimits, type Opener } from './layer.ts';
import { isZstd, zstdInflater } from './zstd.ts';

/** What came of decompressing, filled in while the bytes are read. */
export interface Decompression {
  /** How often the evidence was compressed: 0 for plain bytes. */
  levels: number;
  /** Compressed bytes read so far. */
  read: number;
  /** It expanded to more than the limits allow, and reading stopped there. */
  exceeded: boolean;
  /** Why the bytes end where they end; empty when all went well. */
  readonly damage: string[];
}

/** Also what archives may expand to. */
export const LIMITS: LayerLimits = { ratio: 200, ratioFrom: 64 * 1024 * 1024 };
const MOST_LEVELS = 3;

export function newDecompression(): Decompression {
  return { levels: 0, read: 0, exceeded: false, damage: [] };
}

/** The bytes of a source with up to three layers of gzip or Zstandard taken off, and the first `size` of them. */
export async function decompress(open: Opener, size: number, report: Decompression, limits = LIMITS): Promise<Peeked> {
  let reopen = open;
  let stream = await peek(open(), size);
  for (let codec = codecOf(stream.head); codec !== undefined; codec = codecOf(stream.head)) {
    if (report.levels === MOST_LEVELS) return overCompressed(stream, report);
    const [again, inner] = [reopen, codec];
    const first = report.levels === 0;
    const layer = new Layer(codec, first ? counted(stream.chunks, report) : stream.chunks, again, report, limits);
    reopen = () => new Layer(inner, again(), again, newDecompression(), limits).chunks();
    report.levels += 1;
    stream = await peek(layer.chunks(), size);
  }
  return stream;
}

const GZIP: Codec = { name: 'gzip', block: BLOCK, open: gunzipInflater };
/** A block of it can expand to 32,768 times its size. */
const ZSTD: Codec = { name: 'zstd', block: 2048, open: zstdInflater };

function codecOf(head: Buffer): Codec | undefined {
  if (isGzip(head)) return GZIP;
  return isZstd(head) ? ZSTD : undefined;
}

/** RFC 1952: the magic number and the only method there is, deflate. */
function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

async function overCompressed(stream: Peeked, report: Decompression): Promise<Peeked> {
  await stream.close();
  report.damage.push(`compressed more than ${MOST_LEVELS} times over; not read`);
  return peek(nothing(), 0);
}

async function* nothing(): AsyncGenerator<Buffer> {}

async function* counted(chunks: AsyncIterable<Buffer>, report: Decompression): AsyncGenerator<Buffer> {
  for await (const block of blocks(chunks, BLOCK)) {
    report.read += block.length;
    yield block;
  }
}
