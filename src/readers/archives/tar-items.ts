import type { Decompression } from '../gunzip.ts';
import { type ArchiveItem, labelOf } from './archive-item.ts';
import type { Budget } from './budget.ts';
import { ByteCursor } from './byte-cursor.ts';
import { type SlicedSource, Spool } from './spool.ts';
import { type TarKind, type TarMember, TarReader } from './tar.ts';

/** The bytes of a tar archive. */
export interface TarInput {
  readonly chunks: AsyncIterable<Buffer>;
  /** Set where the archive lies there uncompressed: its members need not be copied. */
  readonly plain?: SlicedSource;
  /** What came of taking off the compression; complete in the end. */
  readonly decompression: Decompression;
}

const UNREADABLE: Partial<Record<TarKind, string>> = {
  sparse: 'a file with holes: unpack the archive with tar first',
  volume: 'part of an archive in several volumes: join them first',
  strange: 'of a kind that this program does not know: unpack the archive with tar first',
};

/** The members of a tar archive, in one pass over it. */
export async function* tarItems(input: TarInput, budget: Budget): AsyncGenerator<ArchiveItem> {
  const { chunks, decompression } = input;
  const cursor = new ByteCursor(budget.counted(chunks));
  const reader = new TarReader(cursor);
  const spool = new Spool();
  try {
    for await (const member of reader.members()) {
      budget.countMember();
      const item = itemOf(member, input, cursor, spool, budget);
      if (item !== undefined) yield item;
      if (decompression.exceeded) budget.tooMuch();
    }
    if (decompression.exceeded) budget.tooMuch();
    const damage = decompression.damage.length > 0 ? decompression.damage : reader.damage;
    for (const reason of damage) yield { kind: 'damage', reason };
  } finally {
    await spool.dispose();
    await cursor.close();
  }
}

function itemOf(
  member: TarMember,
  { plain, decompression }: TarInput,
  cursor: ByteCursor,
  spool: Spool,
  budget: Budget,
): ArchiveItem | undefined {
  const { kind, target } = member;
  const name = labelOf(member.name);
  if (kind === 'folder') return undefined;
  if (kind === 'link') return { kind: 'passed', name, reason: `a link to ${labelOf(target)}; it is not followed` };
  if (kind === 'device') return { kind: 'passed', name, reason: 'a device; it is not opened' };
  const unreadable = UNREADABLE[kind];
  if (unreadable !== undefined) return { kind: 'refused', name, reason: unreadable };
  if (plain !== undefined) return { kind: 'member', name, source: sliced(member, name, plain) };
  const keep = async (): Promise<string | undefined> => {
    await spool.keep(cursor.parts(member.size));
    if (decompression.exceeded) budget.tooMuch();
    return cursor.at < member.start + member.size ? (decompression.damage.at(-1) ?? CUT) : undefined;
  };
  return { kind: 'member', name, source: kept(member, name, spool, keep) };
}

const CUT = 'the archive ends within this member; what came before is kept';

/** A member of an archive that can be read from anywhere. */
function sliced({ start, size }: TarMember, name: string, archive: SlicedSource): SlicedSource {
  const damage: string[] = [];
  const part = (from: number, to: number): AsyncIterable<Buffer> =>
    archive.slice(start + from, start + Math.min(to, size));
  async function* chunks(): AsyncGenerator<Buffer> {
    damage.length = 0;
    let read = 0;
    for await (const chunk of part(0, size)) {
      read += chunk.length;
      yield chunk;
    }
    if (read < size) damage.push(CUT);
  }
  return { name, path: name, chunks, slice: part, damage };
}

/** A member of which the bytes come only once: `keep` keeps them when they are first asked for, and says what is wrong. */
function kept({ size }: TarMember, name: string, spool: Spool, keep: () => Promise<string | undefined>): SlicedSource {
  const damage: string[] = [];
  let keeping: Promise<string | undefined> | undefined;
  async function* part(from: number, to: number): AsyncGenerator<Buffer> {
    if (keeping === undefined) {
      keeping = keep();
      const reason = await keeping;
      if (reason !== undefined) damage.push(reason);
    }
    await keeping;
    yield* spool.source(name).slice(from, to);
  }
  return { name, path: name, chunks: () => part(0, size), slice: part, damage };
}
