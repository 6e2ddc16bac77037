import { createHash } from 'node:crypto';
import type { ContentProof } from '../../core/proof.ts';
import { decompress, newDecompression } from '../../readers/gunzip.ts';
import type { Source } from '../../readers/source.ts';

/** Enough to see how the source is compressed. */
const HEAD = 64;

/** The bytes of a source after decompression, and what is wrong with the compressed ones; complete at the end. */
export async function* contentOf(source: Source, damage: string[]): AsyncGenerator<Buffer> {
  const report = newDecompression();
  const { chunks } = await decompress(() => source.chunks(), HEAD, report);
  yield* chunks;
  damage.push(...report.damage, ...(source.damage ?? []));
}

/** What others name a file by that they compressed: the hash of what is in it. */
export async function contentProof(source: Source): Promise<ContentProof> {
  const digest = createHash('sha256');
  const damage: string[] = [];
  for await (const chunk of contentOf(source, damage)) digest.update(chunk);
  const sha256 = digest.digest('hex');
  return damage.length === 0 ? { sha256 } : { sha256, damage: damage.join('; ') };
}
