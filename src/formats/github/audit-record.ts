import { isObject, type Json, type JsonObject } from '../../core/json.ts';

/**
 * A record of an audit log, flat. Its fields are looked up plainly (`record['actor']`), several times as fast as by
 * `member`: the names are constants that `Object.prototype` lacks, so only own members are found.
 */
export type AuditRecord = JsonObject;

/** Exports of before 2022 nest whatever is peculiar to an action under `data`. */
export function auditRecord(json: JsonObject): AuditRecord {
  const nested = json['data'];
  return isObject(nested) ? { ...nested, ...json } : json;
}

/** A string, or a number as text; the log writes 0 and an empty text where there is none. */
export function idText(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return value === 0 ? undefined : String(value);
  return typeof value === 'string' && value !== '' && value !== '0' ? value : undefined;
}

/** A string, number or boolean as text, or a list of them. */
export function shown(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value !== 'object') return value === undefined ? undefined : String(value);
  if (!Array.isArray(value)) return undefined;
  const items = value.map(shown).filter((item) => item !== undefined);
  return items.length === 0 ? undefined : items.join(', ');
}

/** The first of several fields that holds a text. */
export function firstText(from: AuditRecord, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = from[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** Whether a list or object has something in it. */
export function isFilled(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) && Object.keys(value).length > 0;
}
