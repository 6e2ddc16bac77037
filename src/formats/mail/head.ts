import { type HeaderField, headerField, isFolded } from '../../core/http.ts';
import { decodeWords } from './words.ts';

/** Whether a line can stand in the head of a mail, where it comes behind `before` lines of it. */
export function isHeadLine(line: string, before: number): boolean {
  return headerField(line) !== undefined || (before > 0 && isFolded(line));
}

/** The fields of a head, folded lines joined. */
export function fieldsOf(lines: readonly string[]): readonly HeaderField[] {
  const fields: { name: string; value: string }[] = [];
  for (const line of lines) {
    const last = fields.at(-1);
    const field = isFolded(line) ? undefined : headerField(line);
    if (field !== undefined) fields.push({ ...field });
    else if (last !== undefined) last.value = `${last.value} ${line.trim()}`.trimStart();
  }
  return fields;
}

/** The first field of a name: mail servers put theirs on top. */
export function fieldOf(fields: readonly HeaderField[], name: string): string | undefined {
  const value = fields.find((field) => field.name === name)?.value.trim();
  return value === '' ? undefined : value;
}

/** As `fieldOf`, decoded. */
export function textOf(fields: readonly HeaderField[], name: string): string | undefined {
  const value = fieldOf(fields, name);
  return value === undefined ? undefined : decodeWords(value);
}

/** An address stands further in front. */
const MOST_OF_ADDRESSES = 2000;

const BRACKETED = /<([^<>\s]{1,320})>/;
const BARE = /^[^\s<>()",:;@]{1,64}@[^\s<>()",:;@]{1,255}$/;

/** The first address in `From` or `To`, in lower case. What a display name pretends to be is none. */
export function addressIn(value: string | undefined): string | undefined {
  const unquoted = (value ?? '').slice(0, MOST_OF_ADDRESSES).replace(/"(?:[^"\\]|\\.)*"/g, '');
  const address = (BRACKETED.exec(unquoted)?.[1] ?? unquoted.split(',')[0] ?? '').trim();
  return BARE.test(address) ? address.toLowerCase() : undefined;
}

/** A parameter of a field such as `multipart/mixed; boundary="x"`. */
export function parameterOf(value: string | undefined, name: string): string | undefined {
  const pattern = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;"]+))`, 'i');
  const [, quoted, bare] = pattern.exec(value ?? '') ?? [];
  return quoted ?? bare;
}
