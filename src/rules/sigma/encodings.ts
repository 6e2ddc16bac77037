import { type Piece, plainText } from './pattern.ts';
import { refuse } from './problem.ts';

const UTF16: ReadonlyMap<string, (text: string) => Buffer> = new Map([
  ['utf16le', (text: string) => Buffer.from(text, 'utf16le')],
  ['wide', (text: string) => Buffer.from(text, 'utf16le')],
  ['utf16be', (text: string) => Buffer.from(text, 'utf16le').swap16()],
  ['utf16', (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
]);

/** A value as one or several encodings make it, in their order. @throws {AtLine} for wildcards, which cannot be encoded */
export function encodedPieces(
  pieces: readonly Piece[],
  encodings: readonly string[],
  at: { readonly line: number },
): readonly (readonly Piece[])[] {
  const text = plainText(pieces);
  if (text === undefined) return refuse(at, `a value with wildcards cannot be encoded (${encodings.join(', ')})`);
  let bytes = Buffer.from(text);
  for (const [index, encoding] of encodings.entries()) {
    const wide = UTF16.get(encoding);
    if (wide !== undefined && index === 0) bytes = wide(text) as Buffer<ArrayBuffer>;
    else if (index < encodings.length - 1 || wide !== undefined)
      return refuse(at, `\`${encoding}\` must stand ${wide === undefined ? 'last' : 'first'} of the encodings`);
    else return encoding === 'base64' ? [[bytes.toString('base64')]] : base64Offsets(bytes);
  }
  return [[bytes.toString('utf8')]];
}

/** The part of the encoded text that is the same wherever the bytes stand, for each of three offsets. */
function base64Offsets(bytes: Buffer): readonly (readonly Piece[])[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset, 0x20), bytes]).toString('base64');
    const start = [0, 2, 3][offset] ?? 0;
    const cut = [0, 3, 2][(bytes.length + offset) % 3] ?? 0;
    return [encoded.slice(start, encoded.length - cut)];
  });
}
