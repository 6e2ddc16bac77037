import { quoted } from './entry.ts';

/** A member of an entry: what stands on its line, and the lines below it that are indented deeper. */
export interface Field {
  readonly value: string;
  readonly lines: readonly string[];
}

export type Fields = ReadonlyMap<string, Field>;

/** How a kind of lockfile writes `name: value`; undefined where the line is none. */
export type SplitLine = (line: string) => readonly [name: string, value: string] | undefined;

export const NO_FIELDS: Fields = new Map();

/** The members at the first level of indented lines, or a sentence about what is wrong. */
export function fieldsOf(lines: readonly string[], split: SplitLine): Fields | string {
  const [first] = lines;
  if (first === undefined) return NO_FIELDS;
  const indent = indentOf(first);
  const fields = new Map<string, { value: string; lines: string[] }>();
  let last: { value: string; lines: string[] } | undefined;
  for (const line of lines) {
    const text = line.trim();
    const deeper = indentOf(line) > indent || text.startsWith('- ');
    if (deeper && last !== undefined) last.lines.push(line);
    else if (!text.startsWith('#')) {
      const parts = indentOf(line) === indent ? split(text) : undefined;
      if (parts === undefined) return `${quoted(text)} is no member of an entry`;
      if (fields.has(parts[0])) return `${quoted(parts[0])} stands twice in the same entry`;
      last = { value: parts[1], lines: [] };
      fields.set(parts[0], last);
    }
  }
  return fields;
}

/** How many blanks a line begins with. */
export function indentOf(line: string): number {
  let indent = 0;
  while (line[indent] === ' ') indent += 1;
  return indent;
}
