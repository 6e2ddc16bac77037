import type { EventMembers, MemberName } from './event.ts';
import { isRange } from './ip.ts';
import type { Json } from './json.ts';

/** What `ingest --seal` can be told to seal. */
export const SEAL_KINDS = ['actor', 'email', 'ip', 'token', 'user'] as const;
export type SealKind = (typeof SEAL_KINDS)[number];

/** Members that hold such a value and nothing else. An account acted upon is an account too. */
const OF_KIND: Readonly<Record<SealKind, readonly MemberName[]>> = {
  actor: ['actor', 'actor_id', 'user', 'user_id'],
  email: ['actor_email', 'user_email'],
  ip: ['ip'],
  token: ['token_fp', 'token_id', 'token_name'],
  user: ['user', 'user_id'],
};

/** Free text: it may name anybody, whatever is sealed. */
const FREE: readonly MemberName[] = ['new', 'old', 'source_name', 'text'];

/** Words of this tool or numbers: never a person. */
const PLAIN: ReadonlySet<string> = new Set([
  ...['action', 'actor_type', 'auth_method', 'basis', 'bytes', 'conclusion', 'count', 'ecosystem', 'grade', 'kind'],
  ...['not_after', 'not_before', 'outcome', 'precision', 'status', 'time', 'time_raw', 'visibility'],
]);

/** A value this short stands in everything by accident. */
const SHORTEST = 3;

/** Which members of an event are sealed: those of the kinds, free text, and whatever else holds one of their values. */
export function sealedMembers(event: EventMembers, kinds: readonly SealKind[]): string[] {
  const chosen = new Set<string>([...kinds.flatMap((kind) => OF_KIND[kind]), ...FREE]);
  const values = Object.entries(event)
    .filter(([name]) => chosen.has(name) && !FREE.includes(name as MemberName))
    .map(([, value]) => String(value).toLowerCase())
    .filter((value) => value.length >= SHORTEST);
  return Object.entries(event)
    .filter(([name, value]) => chosen.has(name) || (!PLAIN.has(name) && isTelling(value as Json, values, kinds)))
    .map(([name]) => name);
}

function isTelling(value: Json, values: readonly string[], kinds: readonly SealKind[]): boolean {
  const text = (typeof value === 'object' ? JSON.stringify(value) : String(value)).toLowerCase();
  const plain = unescaped(text);
  if (values.some((each) => text.includes(each) || plain.includes(each))) return true;
  if (kinds.includes('email') && plain.includes('@') && EMAIL.test(plain)) return true;
  return kinds.includes('ip') && (plain.match(ADDRESS) ?? []).some((word) => isRange(word));
}

function unescaped(text: string): string {
  return text.replace(/%([0-9a-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** A package such as `@acme/widget@1.2.3` is none: before an e-mail's @ stand letters, behind it a name with a point. */
const EMAIL = /[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}\.[a-z]/;
const ADDRESS = /\b\d{1,3}(?:\.\d{1,3}){3}\b|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}/g;
