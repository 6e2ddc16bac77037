import type { HeaderField } from '../../core/http.ts';
import { fieldOf, fieldsOf, isHeadLine, parameterOf } from './head.ts';
import { htmlText } from './html.ts';
import { decodeText, quotedBytes } from './words.ts';

/** Parts within parts are followed this deep. */
const DEEPEST = 8;

interface Texts {
  readonly plain?: string;
  readonly html?: string;
}

/** The text of a mail: its first plain part, else its first HTML part without the tags. */
export function bodyText(fields: readonly HeaderField[], lines: readonly string[]): string {
  const { plain, html } = textsOf(fields, lines, 0);
  return plain ?? (html === undefined ? '' : htmlText(html));
}

function textsOf(fields: readonly HeaderField[], lines: readonly string[], depth: number): Texts {
  const type = fieldOf(fields, 'content-type');
  const kind = /^[^\s;]+/.exec(type ?? 'text/plain')?.[0].toLowerCase() ?? '';
  if (kind.startsWith('multipart/')) return depth < DEEPEST ? textsOfParts(type, lines, depth) : {};
  if (kind !== 'text/plain' && kind !== 'text/html') return {};
  if (/^attachment\b/i.test(fieldOf(fields, 'content-disposition') ?? '')) return {};
  const text = decodedText(fieldOf(fields, 'content-transfer-encoding'), parameterOf(type, 'charset'), lines);
  return kind === 'text/html' ? { html: text } : { plain: text };
}

function textsOfParts(type: string | undefined, lines: readonly string[], depth: number): Texts {
  const boundary = parameterOf(type, 'boundary');
  let found: Texts = {};
  for (const part of boundary === undefined ? [] : partsOf(lines, boundary)) {
    if (found.plain !== undefined) break;
    const head = headLength(part);
    found = { ...textsOf(fieldsOf(part.slice(0, head)), part.slice(head), depth + 1), ...found };
  }
  return found;
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

function decodedText(encoding: string | undefined, charset = 'utf-8', lines: readonly string[]): string {
  const kind = encoding?.toLowerCase();
  if (kind === 'base64') return decodeText(Buffer.from(lines.join(''), 'base64'), charset);
  if (kind !== 'quoted-printable') return lines.join('\n');
  const text = lines.map((line) => line.trimEnd()).join('\n');
  return decodeText(quotedBytes(text.replaceAll('=\n', '')), charset);
}
