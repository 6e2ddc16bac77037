import type { Entry } from 'yauzl';
import { newDecompression } from '../gunzip.ts';
import { rawInflater } from '../inflater.ts';
import { BLOCK, type Codec, Layer } from '../layer.ts';
import type { Source } from '../source.ts';
import type { Budget } from './budget.ts';
import { crc32 } from './crc32.ts';
import type { SlicedSource } from './spool.ts';

const DEFLATE: Codec = { name: 'deflate', block: BLOCK, open: rawInflater };

/** The budget of the archive holds what a member may expand to. */
const COUNTED_ELSEWHERE = { ratio: 0, ratioFrom: Number.POSITIVE_INFINITY };

type Packed = Pick<Entry, 'compressedSize' | 'compressionMethod' | 'uncompressedSize' | 'crc32'>;

/** A member of a zip archive. What it says of its size and checksum is compared with what comes out. */
export function zipMember(name: string, packed: Packed, start: number, archive: SlicedSource, budget: Budget): Source {
  const damage: string[] = [];
  let counted = 0;
  async function* chunks(): AsyncGenerator<Buffer> {
    damage.length = 0;
    let [size, checksum] = [0, 0];
    for await (const chunk of inflated(packed, start, archive, damage)) {
      size += chunk.length;
      checksum = crc32(chunk, checksum);
      if (size > counted) budget.countBytes(size - counted);
      counted = Math.max(counted, size);
      yield chunk;
    }
    if (damage.length > 0) return;
    if (size !== packed.uncompressedSize)
      damage.push(`the archive says ${packed.uncompressedSize} bytes, and it has ${size}`);
    else if (checksum !== packed.crc32) damage.push('its checksum is not the one in the archive');
  }
  return { name, path: name, chunks, damage };
}

function inflated(
  { compressedSize, compressionMethod }: Packed,
  start: number,
  archive: SlicedSource,
  damage: string[],
): AsyncIterable<Buffer> {
  const open = (): AsyncIterable<Buffer> => archive.slice(start, start + compressedSize);
  if (compressionMethod === 0) return open();
  const report = { ...newDecompression(), damage };
  return new Layer(DEFLATE, open(), open, report, COUNTED_ELSEWHERE).chunks();
}
