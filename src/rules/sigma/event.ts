import { type EventMembers, MEMBER_NAMES } from '../../core/event.ts';
import { isObject, type Json } from '../../core/json.ts';

/** A field as a rule names it, taken apart once. */
export interface FieldRef {
  readonly name: string;
  readonly path: readonly string[];
  /** Member of our event that it means, whatever the record holds: `event.<member>`. */
  readonly own: string | undefined;
}

/** What rules ask of an event. */
export interface SigmaEvent {
  /** Value of a field; undefined where there is none. Lists hold all values found on the way. */
  field(ref: FieldRef): Json | undefined;
  /** Each value of the event as a text, for keywords. */
  texts(): Iterable<string>;
}

const OWN = 'event.';
/** Beside the members: what rules for registries group by. */
const DERIVED = ['release', 'moment'];
const KNOWN: ReadonlySet<string> = new Set([...MEMBER_NAMES, ...DERIVED]);

export function fieldRef(name: string): FieldRef {
  const member = name.startsWith(OWN) ? name.slice(OWN.length) : undefined;
  return { name, path: name.split('.'), own: member !== undefined && KNOWN.has(member) ? member : undefined };
}

/** Whether a field is worked out and so stands in no text. */
export function isDerived({ own }: FieldRef): boolean {
  return own !== undefined && DERIVED.includes(own);
}

/** The names that rules use for what an event holds under another name, where its record has no such field. */
export type FieldAliases = ReadonlyMap<string, keyof EventMembers>;

/**
 * An event of a case. A field is looked for in the source's own record first, by its whole name and then part by part,
 * so that public rules run unchanged; then under the name that its source gives it; then among the members of the
 * event. `event.<member>` is always a member.
 */
export class CaseEvent implements SigmaEvent {
  readonly members: EventMembers;
  readonly #records: readonly Json[];
  readonly #aliases: FieldAliases | undefined;

  constructor(members: EventMembers, records: readonly Json[], aliases?: FieldAliases) {
    this.members = members;
    this.#records = records;
    this.#aliases = aliases;
  }

  field({ name, path, own }: FieldRef): Json | undefined {
    if (own !== undefined) return memberValue(this.members, own);
    for (const record of this.#records) {
      const found = nativeValue(record, name, path);
      if (found !== undefined) return found;
    }
    const alias = this.#aliases?.get(name);
    if (alias !== undefined) return memberValue(this.members, alias);
    return KNOWN.has(name) ? memberValue(this.members, name) : undefined;
  }

  *texts(): Iterable<string> {
    for (const record of this.#records) yield* leaves(record);
    for (const value of Object.values(this.members)) yield* leaves(value as Json);
  }
}

function memberValue(members: EventMembers, name: string): Json | undefined {
  if (name === 'release')
    return members.package === undefined || members.version === undefined
      ? undefined
      : `${members.package}@${members.version}`;
  if (name === 'moment') return members.time ?? members.not_after ?? members.not_before;
  return Object.hasOwn(members, name) ? (members as unknown as Readonly<Record<string, Json>>)[name] : undefined;
}

function nativeValue(record: Json, name: string, path: readonly string[]): Json | undefined {
  if (!isObject(record)) return undefined;
  if (Object.hasOwn(record, name)) return record[name];
  return path.length > 1 ? nested(record, path, 0) : undefined;
}

/** Down a path, into each element of the lists on it. */
function nested(value: Json, path: readonly string[], from: number): Json | undefined {
  const name = path[from];
  if (name === undefined) return value;
  if (Array.isArray(value)) {
    const found = value.map((item: Json) => nested(item, path, from)).filter((item) => item !== undefined);
    return found.length === 0 ? undefined : found.flat();
  }
  if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
  return nested(value[name] ?? null, path, from + 1);
}

function* leaves(value: Json): Iterable<string> {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) for (const item of value) yield* leaves(item as Json);
  else if (isObject(value)) for (const item of Object.values(value)) yield* leaves(item);
  else yield String(value);
}
