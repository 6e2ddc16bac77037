import type { JsonSchema } from '../../src/core/schemas.ts';

/** What stands beside the checks: says something, checks nothing. */
const NOTES = ['$schema', '$id', 'title', 'description'];

type Check = (value: unknown, schema: JsonSchema, at: string) => string[];

/** The part of JSON Schema 2020-12 that the schemas use. A word that is not here is an error, never passed over. */
const CHECKS: Readonly<Record<string, Check>> = {
  type: (value, { type }, at) => (type === typeOf(value) ? [] : [`${at}: ${typeOf(value)} instead of ${type}`]),
  enum: (value, { enum: names }, at) =>
    names?.some((name) => name === value) ? [] : [`${at}: ${JSON.stringify(value)} is not in the list`],
  pattern: (value, { pattern }, at) => {
    if (typeof value !== 'string' || new RegExp(pattern ?? '', 'u').test(value)) return [];
    return [`${at}: ${JSON.stringify(value)} does not match ${pattern}`];
  },
  required: (value, { required }, at) =>
    membersOf(value) === undefined
      ? []
      : (required ?? []).filter((name) => !hasOwn(value, name)).map((name) => `${at}: no ${name}`),
  items: (value, { items }, at) =>
    Array.isArray(value) && items !== undefined
      ? value.flatMap((item, i) => violations(item, items, `${at}[${i}]`))
      : [],
  properties: (value, { properties = {} }, at) =>
    Object.entries(properties).flatMap(([name, inner]) =>
      hasOwn(value, name) ? violations(membersOf(value)?.[name], inner, `${at}.${name}`) : [],
    ),
  additionalProperties: (value, { properties = {}, additionalProperties: others }, at) =>
    Object.entries(membersOf(value) ?? {})
      .filter(([name]) => !Object.hasOwn(properties, name))
      .flatMap(([name, inner]) => (others ? violations(inner, others, `${at}.${name}`) : [`${at}: has ${name}`])),
};

/** Where a value differs from its schema; none where it is valid. */
export function violations(value: unknown, schema: JsonSchema, at = '$'): string[] {
  return Object.keys(schema).flatMap((word) => {
    if (NOTES.includes(word)) return [];
    const check = CHECKS[word];
    if (check === undefined) throw new Error(`${at}: the validator does not know "${word}"`);
    return check(value, schema, at);
  });
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeOf(value) === 'object' ? (value as Readonly<Record<string, unknown>>) : undefined;
}

function hasOwn(value: unknown, name: string): boolean {
  return Object.hasOwn(membersOf(value) ?? {}, name);
}
