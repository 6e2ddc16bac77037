import type { ArchiveLimits } from '../../../src/readers/archives/budget.ts';
import { ARCHIVE_LIMITS } from '../../../src/readers/archives/budget.ts';
import { unpack } from '../../../src/readers/archives/unpack.ts';
import type { Found, FoundMember } from '../../../src/readers/found.ts';
import type { Source } from '../../../src/readers/source.ts';
import { memory } from './reading.ts';

export interface UnpackedText {
  readonly name: string;
  readonly text: string;
  readonly damage: readonly string[];
  readonly digest: Found['digest'];
  readonly member: FoundMember | undefined;
}

export interface UnpackedAll {
  readonly files: readonly UnpackedText[];
  /** `name: reason` */
  readonly refused: readonly string[];
  readonly passed: readonly string[];
  /** How often the bytes of the archive were asked for. */
  readonly readings: number;
}

export interface Unpacking {
  readonly limits?: Partial<ArchiveLimits>;
  /** Whether the archive can be read from anywhere, as a file can. */
  readonly sliced?: boolean;
  readonly name?: string;
}

/** All that an archive gives, each member read twice. */
export async function unpackAll(
  bytes: Buffer,
  { limits, sliced = true, name = 'in' }: Unpacking = {},
): Promise<UnpackedAll> {
  let readings = 0;
  const whole = memory(bytes, 100_000);
  const slices = { slice: (start: number, end: number) => memory(bytes.subarray(start, end)).chunks() };
  const chunks = (): AsyncIterable<Buffer> => {
    readings += 1;
    return whole.chunks();
  };
  const source: Source = { name, path: name, chunks, ...(sliced && slices) };
  const files: UnpackedText[] = [];
  const others = { refused: [] as string[], passed: [] as string[] };
  for await (const each of unpack({ path: name, name, source }, { ...ARCHIVE_LIMITS, ...limits })) {
    if (each.kind === 'evidence') files.push(await textOf(each.file));
    else others[each.kind].push(`${each.name}: ${each.reason}`);
  }
  return { files, ...others, readings };
}

async function textOf({ name, source, digest, member }: Found): Promise<UnpackedText> {
  const text = await read(source);
  if ((await read(source)) !== text) throw new Error(`${name} reads otherwise the second time`);
  return { name, text, damage: [...(source.damage ?? [])], digest, member };
}

async function read(source: Source): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of source.chunks()) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** `name` -> text. */
export function texts({ files }: UnpackedAll): Readonly<Record<string, string>> {
  return Object.fromEntries(files.map(({ name, text }) => [name, text]));
}
