import { ACTIONS, type Action } from '../../core/action.ts';
import { canonical } from '../../core/canonical.ts';
import type { Grade, Outcome } from '../../core/event.ts';
import { isObject, type Json, type JsonObject, text } from '../../core/json.ts';
import { maskSecrets } from '../../core/secrets.ts';
import { type Clock, clockOf } from './clock.ts';
import { type Field, fieldOf, fieldsOf, type Origin, pointerSteps, readOrigin } from './field.ts';
import { type MappedMember, membersOfMapping } from './members.ts';
import { MappingNode } from './node.ts';

/** Records that a mapping passes by. */
export interface IgnoreRule {
  readonly rule: string;
  readonly field: Field;
  readonly equals: readonly Json[];
}

/** How the records of a log become events, as a user wrote it down. */
export interface Mapping {
  /** Name of the log's format. */
  readonly name: string;
  /** What was written, members in order: the mapping can be made from it again. */
  readonly source: JsonObject;
  /** Names that lead to the array of records in each document, `*` for any; undefined: where readers find records. */
  readonly records: readonly string[] | undefined;
  readonly grade: Grade;
  readonly clock: Clock;
  readonly action: Origin<Action>;
  readonly outcome: Origin<Outcome>;
  readonly members: readonly MappedMember[];
  /** By what an event is told from another; undefined: by its record. */
  readonly identity: readonly Field[] | undefined;
  readonly ignore: readonly IgnoreRule[];
}

const NAMES = ['name', 'records', 'grade', 'time', 'action', 'outcome', 'members', 'identity', 'ignore'];
const GRADES = ['server', 'client', 'derived', 'third_party', 'reported'] as const satisfies readonly Grade[];
const OUTCOMES = ['success', 'failure', 'denied', 'unknown'] as const satisfies readonly Outcome[];

/**
 * Reads a mapping.
 * @param file as the user named it, for what is wrong
 * @throws {AppError} `usage` with file, member and remedy
 */
export function parseMapping(json: Json, file: string): Mapping {
  const node = new MappingNode(json, file);
  node.object(NAMES);
  const identity = node.member('identity');
  return {
    name: nameOf(node.needed('name', 'say what the log is: "name": "house deploy log"')),
    source: sourceOf(node),
    records: recordsOf(node.member('records')),
    grade: node
      .needed('grade', `say how its events are known, most often "server": ${GRADES.join(', ')}`)
      .oneOf(GRADES),
    clock: clockOf(node.needed('time', 'say where the time is: "time": { "field": "timestamp" }')),
    action: actionOf(node.needed('action', 'write an action, or { "field": …, "table": { native: action } }')),
    outcome: outcomeOf(node.member('outcome')),
    members: membersOfMapping(node.member('members')),
    identity: identity === undefined || identity.value === 'record' ? undefined : identityOf(identity),
    ignore: (node.member('ignore')?.elements() ?? []).map(ignoreRule),
  };
}

/** Whether a document is a mapping, perhaps an unfinished one, and so no evidence. */
export function isMapping(json: Json | undefined): boolean {
  if (!isObject(json) || !Object.keys(json).every((name) => NAMES.includes(name))) return false;
  const [grade, time] = [json['grade'], json['time']];
  return GRADES.some((each) => each === grade) && text(json['name']) !== undefined && isObject(time) && 'field' in time;
}

function nameOf(node: MappingNode): string {
  const name = node.text();
  return name.length <= 80 && !/[\u0000-\u001f]/.test(name) ? name : node.refuse('is too long', 'at most 80 letters');
}

function sourceOf(node: MappingNode): JsonObject {
  try {
    const source = JSON.parse(canonical(node.value)) as JsonObject;
    refuseSecrets(node);
    return source;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return node.refuse(`has a value that parsers read differently (${error.message})`, 'write such numbers as texts');
  }
}

/** The case keeps the mapping in clear. */
function refuseSecrets(node: MappingNode): void {
  if (typeof node.value === 'string' && maskSecrets(node.value) !== node.value)
    node.refuse('holds a secret', 'take it out: the mapping is kept in the case');
  if (typeof node.value !== 'object' || node.value === null) return;
  const inside = Array.isArray(node.value) ? [] : node.members().map(([, each]) => each);
  const elements = Array.isArray(node.value) && node.value.length > 0 ? node.elements() : inside;
  for (const each of elements) refuseSecrets(each);
}

function recordsOf(node: MappingNode | undefined): readonly string[] | undefined {
  if (node === undefined) return undefined;
  const pointer = node.text();
  if (!pointer.startsWith('/'))
    node.refuse(`is "${pointer.slice(0, 40)}", not a JSON Pointer`, 'write /audit/events, or leave it out');
  return pointerSteps(pointer);
}

function actionOf(node: MappingNode): Origin<Action> {
  const read = (value: MappingNode): Action => value.oneOf(ACTIONS);
  return typeof node.value === 'string' ? { fixed: read(node) } : readOrigin(node, read);
}

function outcomeOf(node: MappingNode | undefined): Origin<Outcome> {
  if (node === undefined) return { fixed: 'unknown' };
  const read = (value: MappingNode): Outcome => value.oneOf(OUTCOMES);
  return typeof node.value === 'string' ? { fixed: read(node) } : readOrigin(node, read);
}

function identityOf(node: MappingNode): readonly Field[] {
  return fieldsOf(node);
}

function ignoreRule(node: MappingNode, index: number): IgnoreRule {
  node.object(['field', 'equals', 'rule']);
  const field = fieldOf(node.needed('field', 'name the field: "field": "level"'));
  const equals = node.needed('equals', 'give the value: "equals": "debug", or a list of values').elements();
  for (const each of equals)
    if (typeof each.value === 'object' && each.value !== null)
      each.refuse('is no plain value', 'give texts or numbers');
  const rule = node.member('rule');
  const name = rule?.text() ?? `mapping-${index + 1}`;
  if (!/^[a-z0-9-]{1,40}$/.test(name)) rule?.refuse('is no name of a rule', 'small letters, digits and -');
  return { rule: name, field, equals: equals.map(({ value }) => value) };
}
