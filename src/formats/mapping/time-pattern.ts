import type { MappingNode } from './node.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const REMEDY = 'made of yyyy MM MMM dd d HH mm ss S X, other letters in \'…\': "dd/MMM/yyyy:HH:mm:ss X"';

/** What each run of letters of a pattern stands for: the name of the part, and the text that it takes. */
const TOKENS: ReadonlyMap<string, readonly [name: string, takes: string]> = new Map([
  ['yyyy', ['year', String.raw`\d{4}`]],
  ['MM', ['month', String.raw`\d\d`]],
  ['MMM', ['name', '[A-Za-z]{3}']],
  ['dd', ['day', String.raw`\d\d`]],
  ['d', ['day', String.raw`\d{1,2}`]],
  ['HH', ['hour', String.raw`\d\d`]],
  ['mm', ['minute', String.raw`\d\d`]],
  ['ss', ['second', String.raw`\d\d`]],
  ['S', ['fraction', String.raw`\d{1,9}`]],
  ['X', ['offset', String.raw`Z|[+-]\d\d(?::?\d\d)?`]],
]);

export interface TimePattern {
  /** Whether each time states its zone, or needs none. */
  readonly zoned: boolean;
  /** ISO 8601 of a text of the pattern; undefined for another text. */
  iso(text: string): string | undefined;
}

/** How a log writes its times: `dd/MMM/yyyy:HH:mm:ss X`. @throws {AppError} `usage` */
export function timePattern(node: MappingNode): TimePattern {
  const names = new Set<string>();
  const source = node.text().replace(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z]/g, (part, quoted: string | undefined) => {
    if (quoted !== undefined) return escaped(quoted);
    if (!/^[A-Za-z]/.test(part)) return escaped(part);
    const [name, takes] = TOKENS.get(part.startsWith('S') ? 'S' : part) ?? [];
    if (name === undefined || takes === undefined || names.has(name))
      return node.refuse(`cannot have "${part}"${name === undefined ? '' : ' twice'}`, REMEDY);
    names.add(name);
    return `(?<${name}>${takes})`;
  });
  const has = (name: string): boolean => names.has(name);
  if (!has('year') || has('month') === has('name') || !has('day') || has('hour') !== has('minute'))
    node.refuse('needs the year, the month and the day; hours and minutes together or not at all', REMEDY);
  if ((has('second') && !has('hour')) || (has('fraction') && !has('second')))
    node.refuse('has seconds without minutes, or a fraction without seconds', REMEDY);
  const expression = new RegExp(`^${source}$`);
  return { zoned: has('offset') || !has('hour'), iso: (text) => isoOf(expression.exec(text)?.groups) };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

function isoOf(parts: Readonly<Record<string, string | undefined>> | undefined): string | undefined {
  if (parts === undefined) return undefined;
  const { year, month, name, day, hour, minute, second, fraction, offset } = parts;
  const number = month ?? String(MONTHS.indexOf(name?.toLowerCase() ?? '') + 1).padStart(2, '0');
  const date = `${year}-${number}-${day?.padStart(2, '0')}`;
  if (hour === undefined) return date;
  const seconds = second === undefined ? '' : `:${second}${fraction === undefined ? '' : `.${fraction}`}`;
  return `${date}T${hour}:${minute}${seconds}${offset ?? ''}`;
}
