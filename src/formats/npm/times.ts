import type { ProblemCode } from '../../core/errors.ts';
import { entries, isObject, type Json, list, member, text } from '../../core/json.ts';
import { type Moment, momentOf, readTime, type TimeResult } from '../../core/time.ts';

/** That a whole package was unpublished, as `time.unpublished` tells it. */
export interface Unpublished {
  readonly at: Moment;
  /** Account; only older documents say. */
  readonly by: string | undefined;
  readonly versions: readonly string[];
}

/** The member `time` of a packument, read. */
export interface Times {
  readonly versions: ReadonlyMap<string, Moment>;
  readonly created: Moment | undefined;
  /** Moves on any change: publish, deprecation, change of owners, takedown. */
  readonly modified: Moment | undefined;
  readonly unpublished: Unpublished | undefined;
  /** Newest time of all: the document was not taken before. */
  readonly newest: Moment | undefined;
  readonly unreadable: readonly Unreadable[];
  /** A mirror wrote these: they say when it cached, not when anyone published. */
  readonly mirror: boolean;
}

export interface Unreadable {
  readonly code: ProblemCode;
  readonly message: string;
}

/** Longest piece of a bad value that a message repeats, in characters. */
const SHOWN = 60;

/** Reads a time. These documents always state a zone, so a time without one is as unreadable as any other. */
export function readStamp(json: Json | undefined): TimeResult {
  const result = readTime(json);
  return !result.ok && result.code === 'no-zone' ? { ok: false, code: 'unreadable-time' } : result;
}

/** What to say of a time that `readStamp` refused. */
export function unreadable(label: string, code: ProblemCode, value: Json | undefined): Unreadable {
  const shown = JSON.stringify(value) ?? 'nothing';
  const cut = shown.length > SHOWN ? `${shown.slice(0, SHOWN)}…` : shown;
  return { code, message: `${label}: cannot read ${cut} as a time` };
}

/** Reads `time`, which mixes times with the object `unpublished`. Undefined where it is not an object. */
export function readTimes(json: Json | undefined): Times | undefined {
  if (!isObject(json)) return undefined;
  const read = entries(json).map(
    ([name, value]) => [name, readStamp(name === 'unpublished' ? timeIn(value) : value), value] as const,
  );
  const good = read.flatMap(([name, result]) => (result.ok ? [[name, result.moment] as const] : []));
  return {
    versions: new Map(good.filter(([name]) => !isPackageTime(name))),
    created: momentOf(member(json, 'created')),
    modified: momentOf(member(json, 'modified')),
    unpublished: readUnpublished(member(json, 'unpublished')),
    newest: newestOf(good.map(([, moment]) => moment)),
    unreadable: read.flatMap(([name, result, value]) =>
      result.ok ? [] : [unreadable(`time of ${name}`, result.code, value)],
    ),
    mirror: read.length > 0 && !read.some(([name]) => isPackageTime(name)),
  };
}

/** Whether a name in `time` means the package, not one of its versions. Mirrors leave all of these out. */
function isPackageTime(name: string): boolean {
  return name === 'created' || name === 'modified' || name === 'unpublished';
}

function timeIn(value: Json): Json | undefined {
  return isObject(value) ? member(value, 'time') : value;
}

function readUnpublished(json: Json | undefined): Unpublished | undefined {
  const moment = json === undefined ? undefined : momentOf(timeIn(json));
  if (moment === undefined) return undefined;
  const versions = list(member(json, 'versions')).filter((version) => typeof version === 'string');
  return { at: moment, by: text(member(json, 'name')), versions };
}

/** The latest of several moments. */
export function newestOf(moments: readonly (Moment | undefined)[]): Moment | undefined {
  return moments.reduce(
    (newest, moment) =>
      moment !== undefined && (newest === undefined || moment.micros > newest.micros) ? moment : newest,
    undefined,
  );
}
