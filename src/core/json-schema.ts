/** The part of JSON Schema 2020-12 that describes the machine formats. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  /** Members beside those in `properties`: none, or of this kind. */
  readonly additionalProperties?: false | JsonSchema;
}

export const TEXT: JsonSchema = { type: 'string' };
export const TEXTS: JsonSchema = { type: 'array', items: TEXT };
export const COUNT: JsonSchema = { type: 'integer' };
export const YES_NO: JsonSchema = { type: 'boolean' };
export const SHA256: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{64}$' };
export const EVIDENCE_ID: JsonSchema = { type: 'string', pattern: '^EV-[0-9a-f]{8}$' };
export const ROOT: JsonSchema = {
  type: 'string',
  pattern: '^[A-Za-z0-9+/]{43}=$',
  description: 'root of the ledger, base64',
};
export const TIME: JsonSchema = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3,9}Z$' };

export function oneOf(...names: readonly string[]): JsonSchema {
  return { type: 'string', enum: names };
}

/** All names of a union: the compiler refuses a list that misses one. */
export function names<Name extends string>(all: Readonly<Record<Name, true>>): JsonSchema {
  return oneOf(...Object.keys(all));
}

export function about(description: string, schema: JsonSchema): JsonSchema {
  return { description, ...schema };
}

export type Members = Readonly<Record<string, JsonSchema>>;

/** An object that has the first members always, the second ones where there is something to say, and no others. */
export function object(always: Members, sometimes: Members = {}): JsonSchema {
  return {
    type: 'object',
    properties: { ...always, ...sometimes },
    required: Object.keys(always),
    additionalProperties: false,
  };
}
