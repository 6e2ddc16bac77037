import { isAction } from '../../core/action.ts';
import type { ProblemCode } from '../../core/errors.ts';
import type { EventDraft, Identity, Outcome } from '../../core/event.ts';
import { isObject, type Json, scalar } from '../../core/json.ts';
import type { Moment } from '../../core/time.ts';
import { firstOf, type Origin, valueAt, wordOf } from './field.ts';
import type { Mapping } from './mapping.ts';
import { memberValue } from './members.ts';

/** What a record is under a mapping. */
export type MappedRecord =
  | {
      readonly kind: 'event';
      readonly event: EventDraft;
      /** A native action that the table does not have. */
      readonly unmapped?: string;
      /** Values that the record has but the event cannot take, by member. */
      readonly leftOut: readonly string[];
    }
  | { readonly kind: 'ignored'; readonly rule: string }
  | { readonly kind: 'problem'; readonly code: ProblemCode; readonly message: string };

export function mapRecord(mapping: Mapping, json: Json | undefined): MappedRecord {
  if (!isObject(json)) return problem('unknown-shape', 'a record of this log is a JSON object');
  const passed = mapping.ignore.find(({ field, equals }) => isOneOf(valueAt(json, field), equals));
  if (passed !== undefined) return { kind: 'ignored', rule: passed.rule };
  const time = momentOf(mapping, json);
  if ('kind' in time) return time;
  const { native, value } = wordOf(json, mapping.action);
  if (native === undefined && value === undefined)
    return problem(
      'missing-field',
      `no text or number in ${named(mapping.action)}, from which the mapping takes the action`,
    );
  const action = value !== undefined && isAction(value) ? value : 'other';
  const { members, leftOut } = membersOf(mapping, json);
  const event: EventDraft = {
    ...members,
    action,
    grade: mapping.grade,
    outcome: outcomeOf(mapping, json),
    native_action: native,
    identity: identityOf(mapping, json),
    at: time,
    basis: mapping.clock.basis,
  };
  const isUnmapped = native !== undefined && (value === undefined || !isAction(value));
  return { kind: 'event', event, leftOut, ...(isUnmapped && { unmapped: native }) };
}

function problem(code: ProblemCode, message: string): Extract<MappedRecord, { kind: 'problem' }> {
  return { kind: 'problem', code, message };
}

const REMEDIES = {
  'unreadable-time': 'cannot be read as the mapping says: see `time.format` there',
  'time-out-of-range': 'lies before 2009 or after 2099 in the unit of the mapping',
  'no-zone': 'has no zone: add `zone` to `time` in the mapping',
};

function momentOf({ clock }: Mapping, json: Json): Moment | MappedRecord {
  const found = firstOf(json, clock.fields);
  const name = clock.fields.map(({ text }) => `\`${text}\``).join(' or ');
  if (found === undefined) return problem('missing-field', `no ${name}, from which the mapping takes the time`);
  const result = clock.read(found);
  return result.ok ? result.moment : problem(result.code, `the time in ${name} ${REMEDIES[result.code]}`);
}

function named(origin: Origin): string {
  return 'fixed' in origin ? 'action' : origin.fields.map(({ text }) => `\`${text}\``).join(' or ');
}

function outcomeOf({ outcome }: Mapping, json: Json): Outcome {
  const { value } = wordOf(json, outcome);
  return value === 'success' || value === 'failure' || value === 'denied' ? value : 'unknown';
}

function membersOf(mapping: Mapping, json: Json): { members: Partial<EventDraft>; leftOut: readonly string[] } {
  const found = mapping.members.map((member) => ({ name: member.name, ...memberValue(json, member) }));
  const filled = found.filter(({ value }) => value !== undefined).map(({ name, value }) => [name, value]);
  return {
    members: Object.fromEntries(filled) as Partial<EventDraft>,
    leftOut: found.filter((member) => member.leftOut === true).map(({ name }) => name),
  };
}

/** A record that lacks one of the fields is told from others by itself. */
function identityOf({ identity, name }: Mapping, json: Json): Identity {
  const values = identity?.map((field) => scalar(valueAt(json, field)));
  if (values === undefined || values.includes(undefined)) return { by: 'record' };
  return { by: 'fields', values: [name, ...values] };
}

function isOneOf(found: Json | undefined, values: readonly Json[]): boolean {
  return found !== undefined && values.includes(found);
}
