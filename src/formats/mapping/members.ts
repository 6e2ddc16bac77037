import { type ActorType, type AuthMethod, MEMBER_NAMES, MEMBERS, type MemberName } from '../../core/event.ts';
import { integer, type Json, scalar } from '../../core/json.ts';
import { fingerprintsIn } from '../../core/secrets.ts';
import { packageName } from '../../registry/names.ts';
import { fieldsOf, firstOf, type Origin, readOrigin } from './field.ts';
import type { MappingNode } from './node.ts';

/** A member of the event, and where it comes from. */
export interface MappedMember {
  readonly name: MemberName;
  readonly origin: Origin;
}

/** These have a place of their own in a mapping, or follow from the time. */
const ELSEWHERE: readonly MemberName[] = [
  ...(['action', 'native_action', 'grade', 'outcome', 'basis', 'time', 'time_raw'] as const),
  ...(['precision', 'not_before', 'not_after'] as const),
];
const TAKEN = MEMBER_NAMES.filter((name) => !ELSEWHERE.includes(name));

const ACTOR_TYPES = ['user', 'bot', 'oidc', 'app', 'service', 'system', 'anonymous', 'unknown'] as const;
const AUTH_METHODS = [
  ...(['password', 'session', 'token', 'granular_token', 'oidc', 'ssh_key', 'deploy_key', 'app'] as const),
  ...(['api_key', 'anonymous', 'unknown'] as const),
];
const CLOSED: ReadonlyMap<MemberName, readonly string[]> = new Map<MemberName, readonly string[]>([
  ['actor_type', ACTOR_TYPES satisfies readonly ActorType[]],
  ['auth_method', AUTH_METHODS satisfies readonly AuthMethod[]],
]);

/** `"actor": "user.name"`, a list of fields of which the first with a value counts, a table, or `{ "value": … }`. */
export function membersOfMapping(node: MappingNode | undefined): readonly MappedMember[] {
  return (node?.members() ?? []).map(([text, from]) => {
    const name = TAKEN.find((each) => each === text);
    if (name === undefined) return from.refuse('is no member that a mapping can fill', `one of ${TAKEN.join(', ')}`);
    return { name, origin: originOf(from, CLOSED.get(name)) };
  });
}

function originOf(node: MappingNode, choices: readonly string[] | undefined): Origin {
  const read = (value: MappingNode): string => (choices === undefined ? value.text() : value.oneOf(choices));
  if (typeof node.value === 'string' || Array.isArray(node.value)) return { fields: fieldsOf(node) };
  const fixed = node.member('value');
  if (fixed === undefined) return readOrigin(node, read);
  node.object(['value']);
  return { fixed: read(fixed) };
}

/** What a member becomes, and whether a value had to be left out because it is of another kind. */
export interface MemberValue {
  readonly value?: string | number | readonly string[];
  readonly leftOut?: boolean;
}

export function memberValue(json: Json | undefined, { name, origin }: MappedMember): MemberValue {
  const found = 'fixed' in origin ? origin.fixed : firstOf(json, origin.fields);
  if (found === undefined) return {};
  const word = 'fixed' in origin || origin.table === undefined ? found : origin.table.get(scalar(found) ?? '');
  if (word === undefined) return CLOSED.has(name) ? { value: 'unknown' } : { leftOut: true };
  const value = typed(name, word);
  return value === undefined ? { leftOut: true } : { value };
}

function typed(name: MemberName, found: Json): string | number | readonly string[] | undefined {
  const [type] = MEMBERS[name];
  if (type === 'integer') return natural(integer(found));
  const texts = textsOf(found);
  if (texts === undefined || type === 'strings') return texts;
  const text = texts.join(', ');
  if (name === 'package') return packageName(text) ?? text;
  if (name === 'token_fp') return fingerprintsIn(text)[0] ?? text;
  const choices = CLOSED.get(name);
  return choices === undefined || choices.includes(text) ? text : 'unknown';
}

function natural(value: number | undefined): number | undefined {
  return value === undefined || value < 0 ? undefined : value;
}

/** A word, or a list of words. */
function textsOf(found: Json): readonly string[] | undefined {
  const texts = (Array.isArray(found) ? (found as readonly Json[]) : [found]).map(scalar);
  const words = texts.filter((text) => text !== undefined);
  return words.length === 0 || words.length < texts.length ? undefined : words;
}
