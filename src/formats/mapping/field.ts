import { type Json, member, scalar } from '../../core/json.ts';
import type { MappingNode } from './node.ts';

/** Where a value stands in a record. */
export interface Field {
  /** As the mapping names it. */
  readonly text: string;
  readonly steps: readonly string[];
}

/** Where a value comes from: said once for all records, or read, through a table where there is one. */
export type Origin<Value extends string = string> =
  | { readonly fixed: Value }
  | { readonly fields: readonly Field[]; readonly table?: ReadonlyMap<string, Value> };

/** `user.name`, or a JSON Pointer: `/user/name`, which also reaches names that have dots in them. */
export function fieldOf(node: MappingNode): Field {
  const text = node.text();
  const steps = text.startsWith('/') ? pointerSteps(text) : text.split('.');
  if (steps.includes('') && !text.startsWith('/'))
    node.refuse(`has an empty name in "${text}"`, 'write user.name, or /user/name for names with dots');
  return { text, steps };
}

export function fieldsOf(node: MappingNode): readonly Field[] {
  return node.elements().map(fieldOf);
}

export function pointerSteps(pointer: string): string[] {
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value of a field; undefined where there is none. */
export function valueAt(json: Json | undefined, { steps }: Field): Json | undefined {
  let found = json;
  for (const step of steps) {
    if (Array.isArray(found)) found = /^\d{1,9}$/.test(step) ? (found as readonly Json[])[Number(step)] : undefined;
    else found = member(found, step);
  }
  return found;
}

/** The first field that has a value other than null and the empty text. */
export function firstOf(json: Json | undefined, fields: readonly Field[]): Json | undefined {
  return fields
    .map((field) => valueAt(json, field))
    .find((value) => value !== undefined && value !== null && value !== '');
}

/** `{ "field": …, "table": { native: ours } }`, the table given or not. `read` checks what stands in it. */
export function readOrigin<Value extends string>(node: MappingNode, read: (node: MappingNode) => Value): Origin<Value> {
  node.object(['field', 'table']);
  const fields = fieldsOf(node.needed('field', 'name the field: "field": "event.type"'));
  const table = node.member('table');
  if (table === undefined) return { fields };
  return { fields, table: new Map(table.members().map(([native, value]) => [native, read(value)])) };
}

/** What a record says through an origin: its own word, and what the table makes of that. */
export function wordOf<Value extends string>(
  json: Json | undefined,
  origin: Origin<Value>,
): { readonly native?: string; readonly value?: string } {
  if ('fixed' in origin) return { value: origin.fixed };
  const native = scalar(firstOf(json, origin.fields));
  if (native === undefined) return {};
  const value = origin.table === undefined ? native : origin.table.get(native);
  return value === undefined ? { native } : { native, value };
}
