import type { EvidenceRecord } from '../../core/record.ts';

type Level = 'silly' | 'verbose' | 'info' | 'http' | 'notice' | 'warn' | 'error' | 'timing';

/** One line of a debug log, taken apart. */
export interface LogLine {
  /** Number of the record. */
  readonly record: number;
  /** The line's own number; lines that came from the console have none. */
  readonly ordinal?: number;
  readonly level: Level;
  /** Title and message: `fetch PUT 201 https://…`. */
  readonly rest: string;
}

const FILE = /^(\d{1,9}) (silly|verbose|info|http|notice|warn|error|timing)(?: (.*))?$/s;
/** npm up to 9 says `npm ERR!` and `npm WARN` on the console, later versions `npm error`. */
const CONSOLE = /^npm (ERR!|WARN|sill|verb|silly|verbose|info|http|notice|warn|error|timing)(?: (.*))?$/s;
const CONSOLE_LEVELS: ReadonlyMap<string, Level> = new Map([
  ['ERR!', 'error'],
  ['WARN', 'warn'],
  ['sill', 'silly'],
  ['verb', 'verbose'],
]);

/** Undefined for what npm has not written. */
export function logLine({ number, text }: EvidenceRecord): LogLine | undefined {
  const plain = text.replace(/\x1b\[[\d;]*m/g, '');
  const [, ordinal, level, rest = ''] = FILE.exec(plain) ?? [];
  if (level !== undefined)
    return { record: number, ordinal: Number(ordinal), level: level as Level, rest: rest.trimEnd() };
  const [, name = '', message = ''] = CONSOLE.exec(plain) ?? [];
  if (name === '') return undefined;
  return { record: number, level: CONSOLE_LEVELS.get(name) ?? (name as Level), rest: message.trim() };
}

/**
 * The first line of every log: npm 7 and later, npm 6. npm 7 prints its command line as a list, an element a line, all of
 * them with the number 0: those below the first are indented, or the closing bracket.
 */
export function beginsLog(line: string): boolean {
  return /^0 (?:verbose cli\b(?! [ \]])|info it worked if it ends with ok)/.test(line);
}

/** A request, as npm logs it when it has the answer. */
export interface Fetched {
  readonly record: number;
  readonly method: string;
  readonly status: number;
  readonly url: string;
  /** `hit`, `miss`, `skip`, `updated`, `revalidated`, `stale`. */
  readonly cache?: string;
}

const FETCHED = /^fetch ([A-Z]+) (\d{3}) (\S+) \d+ms(?: attempt #\d+)?(?: \((?:cache (\w+)|from (cache))\))?$/;
const FROM_CACHE = /^cache \S+@([a-z]+:\/\/\S+) \d+ms \(cache (hit)\)$/;

export function fetchedOf(line: LogLine): Fetched | undefined {
  const [, method, status, url, cache, older] = FETCHED.exec(line.rest) ?? [];
  if (line.level !== 'http' || method === undefined || url === undefined) return undefined;
  const found = cache ?? (older === undefined ? undefined : 'hit');
  const base = { record: line.record, method, status: Number(status), url };
  return found === undefined ? base : { ...base, cache: found };
}

/** A tarball that npm wants to take from its cache: `http cache name@url 0ms (cache hit)`. */
export function cachedUrlOf(line: LogLine): string | undefined {
  return line.level === 'http' ? FROM_CACHE.exec(line.rest)?.[1] : undefined;
}
