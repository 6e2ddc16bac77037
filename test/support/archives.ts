import { deflateRawSync, gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { crc32 } from '../../src/readers/archives/crc32.ts';

/** A member of a zip archive; what is stated of it can be wrong. */
export interface ZipMember {
  readonly name: string | Buffer;
  readonly data?: string | Buffer;
  /** 8: deflated; 0: stored; any other: the data as it is. */
  readonly method?: number;
  readonly flags?: number;
  /** What stands in the archive in place of the compressed data. */
  readonly packed?: Buffer;
  readonly crc?: number;
  readonly size?: number;
  /** Mode of Unix with the type of the file. */
  readonly mode?: number;
  /** Where the directory says that it begins. */
  readonly offset?: number;
}

/** A zip archive, written by hand. */
export function zip(members: readonly ZipMember[], comment = ''): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const name = Buffer.from(member.name as string);
    const data = Buffer.from((member.data ?? '') as string);
    const method = member.method ?? 8;
    const packed = member.packed ?? (method === 8 ? deflateRawSync(data) : data);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(member.flags ?? 0, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(member.crc ?? crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(member.size ?? data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((member.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(member.offset ?? at, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed]);
    locals.push(local);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03'), common, tail, name]));
    at += local.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(at, 12);
  end.writeUInt16LE(comment.length, 16);
  return Buffer.concat([...locals, ...directory, Buffer.from('PK\x05\x06'), end, Buffer.from(comment)]);
}

/** A tar archive, written by another program than the one that reads it. */
export async function tar(members: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const entries = Object.entries(members).map(([name, data]) => {
    const body = Buffer.from(data as string);
    return { header: { name, size: body.length, mtime: new Date(0) }, body };
  });
  return Buffer.from(await packTar(entries));
}

export async function tarGz(members: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  return gzipSync(await tar(members));
}

export interface RawHeader {
  readonly name: string;
  readonly flag?: string;
  /** Octal digits, or bytes as they are to stand there. */
  readonly size?: number | Buffer;
  readonly target?: string;
  readonly magic?: string;
  readonly extended?: boolean;
}

/** A header of tar and what follows it, filled up to whole blocks. */
export function tarBlocks(
  { name, flag = '0', size, target = '', magic = 'ustar\x0000', extended }: RawHeader,
  body = '',
) {
  const header = Buffer.alloc(512);
  const data = Buffer.from(body);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  const stated = size ?? data.length;
  if (typeof stated === 'number') header.write(`${stated.toString(8).padStart(11, '0')}\0`, 124);
  else stated.copy(header, 124);
  header.write('00000000000\0', 136);
  header.write(flag, 156);
  header.write(target, 157, 100);
  header.write(magic, 257);
  if (extended === true) header[482] = 1;
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

/** What ends a tar archive. */
export const TAR_END = Buffer.alloc(1024);

/** A record of a pax header. */
export function paxRecord(name: string, value: string): string {
  const rest = ` ${name}=${value}\n`;
  let size = Buffer.byteLength(rest) + 1;
  while (`${size}${rest}`.length !== size && Buffer.byteLength(`${size}${rest}`) !== size) size += 1;
  return `${size}${rest}`;
}

/** Zstandard that compresses nothing: one frame of stored blocks, without a checksum. */
export function zstdStored(data: Buffer, { window = 0x58, flags = 0 } = {}): Buffer {
  const parts: Buffer[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, flags, window])];
  for (let from = 0; from === 0 || from < data.length; from += 65_536) {
    const part = data.subarray(from, from + 65_536);
    parts.push(zstdBlock(0, part.length, from + part.length >= data.length), part);
  }
  return Buffer.concat(parts);
}

/** Zstandard that expands to `size` bytes of one kind, 128 KB in four bytes. */
export function zstdBomb(size: number): Buffer {
  const blocks = Math.ceil(size / 131_072);
  const parts: Buffer[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58])];
  for (let n = 1; n <= blocks; n += 1) parts.push(zstdBlock(1, 131_072, n === blocks), Buffer.from('a'));
  return Buffer.concat(parts);
}

function zstdBlock(kind: number, size: number, last: boolean): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE((size << 3) | (kind << 1) | Number(last), 0, 3);
  return header;
}
