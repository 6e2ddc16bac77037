import type { HeaderField } from '../../core/http.ts';
import { maskSecrets } from '../../core/secrets.ts';
import { fieldOf, fieldsOf, isHeadLine, parameterOf } from './head.ts';
import { htmlText } from './html.ts';
import { decodeText, quotedBytes } from './words.ts';

/** Parts within parts are followed this deep. */
const DEEPEST = 8;

/** A part of a mail that is made of no further parts. */
interface Leaf {
  /** `text/plain` */
  readonly kind: string;
  /** Holds parts after all, which are not taken apart. */
  readonly isDeep: boolean;
  readonly isAttachment: boolean;
  readonly encoding: string | undefined;
  readonly charset: string | undefined;
  readonly lines: readonly string[];
}

/** The text of a mail: its first plain part, else its first HTML part without the tags. */
export function bodyText(fields: readonly HeaderField[], lines: readonly string[]): string {
  const shown = leavesOf(fields, lines, 0).filter(({ isAttachment }) => !isAttachment);
  const leaf = shown.find(({ kind }) => kind === 'text/plain') ?? shown.find(({ kind }) => kind === 'text/html');
  return leaf === undefined ? '' : textOfLeaf(leaf);
}

/**
 * Whether a part holds a secret that only shows when the part is decoded: its lines cannot be masked one by one. What
 * lies too deep to be looked at counts as one.
 */
export function hidesSecret(fields: readonly HeaderField[], lines: readonly string[]): boolean {
  return leavesOf(fields, lines, 0).some((leaf) => {
    if (leaf.isDeep) return true;
    // Tags may stand within a secret, and a secret within a tag.
    const texts = isEncoded(leaf) ? [decodedText(leaf), textOfLeaf(leaf)] : [textOfLeaf(leaf)];
    const shows = isEncoded(leaf) || leaf.kind === 'text/html';
    return shows && texts.some((text) => maskSecrets(text) !== text);
  });
}

function leavesOf(fields: readonly HeaderField[], lines: readonly string[], depth: number): readonly Leaf[] {
  const type = fieldOf(fields, 'content-type');
  const kind = /^[^\s;]+/.exec(type ?? 'text/plain')?.[0].toLowerCase() ?? '';
  const boundary = kind.startsWith('multipart/') ? parameterOf(type, 'boundary') : undefined;
  const isDeep = boundary !== undefined && depth >= DEEPEST;
  if (boundary !== undefined && !isDeep)
    return partsOf(lines, boundary).flatMap((part) => leavesOfPart(part, depth + 1));
  const isAttachment = /^attachment\b/i.test(fieldOf(fields, 'content-disposition') ?? '');
  const encoding = fieldOf(fields, 'content-transfer-encoding')?.toLowerCase();
  return [{ kind, isDeep, isAttachment, encoding, charset: parameterOf(type, 'charset'), lines }];
}

function leavesOfPart(part: readonly string[], depth: number): readonly Leaf[] {
  const head = headLength(part);
  return leavesOf(fieldsOf(part.slice(0, head)), part.slice(head), depth);
}

/** The lines of each part; the last one may have no end. */
function partsOf(lines: readonly string[], boundary: string): readonly (readonly string[])[] {
  const parts: string[][] = [];
  for (const line of lines) {
    const bare = line.trimEnd();
    if (bare === `--${boundary}--`) break;
    if (bare === `--${boundary}`) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts;
}

function headLength(part: readonly string[]): number {
  const end = part.findIndex((line, i) => !isHeadLine(line, i));
  return end === -1 ? part.length : end;
}

function isEncoded({ encoding }: Leaf): boolean {
  return encoding === 'base64' || encoding === 'quoted-printable';
}

function textOfLeaf(leaf: Leaf): string {
  const text = decodedText(leaf);
  return leaf.kind === 'text/html' ? htmlText(text) : text;
}

function decodedText({ encoding, charset = 'utf-8', lines }: Leaf): string {
  if (encoding === 'base64') return decodeText(Buffer.from(lines.join(''), 'base64'), charset);
  if (encoding !== 'quoted-printable') return lines.join('\n');
  const text = lines.map((line) => line.trimEnd()).join('\n');
  return decodeText(quotedBytes(text.replaceAll('=\n', '')), charset);
}
