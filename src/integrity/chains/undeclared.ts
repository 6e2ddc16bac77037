import { type Json, member } from '../../core/json.ts';

const HASH = ['hash', 'entry_hash', 'record_hash', 'entryHash', 'recordHash'];
const BEFORE = ['prev_hash', 'previous_hash', 'prevHash', 'previousHash'];
const HEX = /^[0-9a-f]{40,128}$/i;

/** Whether records look as if they were chained: each holds a hash, and says which one was before. */
export function looksChained(records: readonly Json[]): boolean {
  return records.some((record) => holds(record, HASH) && BEFORE.some((name) => member(record, name) !== undefined));
}

function holds(record: Json, names: readonly string[]): boolean {
  return names.some((name) => {
    const value = member(record, name);
    return typeof value === 'string' && HEX.test(value);
  });
}
