import { about, COUNT, type JsonSchema, object, oneOf, ROOT, TEXT, YES_NO } from './json-schema.ts';

export const CHANGE_ROW = object({ seq: COUNT, kind: TEXT, place: TEXT, what: TEXT });

const NUMBERS: JsonSchema = { type: 'array', items: COUNT };

export const CHANGE_FOOT = object(
  {
    redacted: about('entries whose text, or sealed values, were removed', COUNT),
    found: about('entries that were to be', COUNT),
    dry_run: YES_NO,
    kept: about('entries that hold a value and are needed', { type: 'array', items: CHANGE_ROW }),
    longer: about('entries in which a value stands within a longer name: not touched', NUMBERS),
  },
  {
    logged: about('entries that say so', NUMBERS),
    old_file: oneOf('overwritten', 'has another name'),
    size: COUNT,
    root: ROOT,
  },
);
