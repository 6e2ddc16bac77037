import { about, COUNT, object, oneOf, ROOT, SHA256, TEXT, TEXTS, TIME, YES_NO } from './json-schema.ts';

export const INTEGRITY_ROW = object(
  {
    code: about('F: altered. I: not proven', { type: 'string', pattern: '^[FIN]-[A-Z]+(?:-[A-Z]+)*$' }),
    message: TEXT,
  },
  { more: about('how many of this kind are not named one by one', COUNT) },
);

const INTEGRITY_ANCHOR = object({ name: TEXT, size: COUNT, trusted: YES_NO });

export const INTEGRITY_FOOT = object(
  { result: oneOf('ok', 'altered', 'incomplete'), size: COUNT, anchored: YES_NO },
  {
    origin: TEXT,
    root: about('absent where none can be computed, as for a slice of a log', ROOT),
    anchors: about('what was kept elsewhere and agrees', { type: 'array', items: INTEGRITY_ANCHOR }),
    not_anchored: about('entries newer than all of these', COUNT),
    sources: about('what was found of the signatures, chains and numbers in the evidence, beside the rows', TEXTS),
    not_shown: TEXTS,
    read_from: about('entries before this one were not read again', COUNT),
    first_use: about('files that were written for later runs to compare with', TEXTS),
  },
);

export const HISTORY_ROW = object(
  { entry: COUNT, act: oneOf('new case', 'ingest', 'note', 'detect --ack', 'redact'), what: TEXT },
  {
    time: TIME,
    by: TEXT,
    tool: TEXT,
    sha256: SHA256,
    options: about('what the same bytes were read with', { type: 'object' }),
  },
);

export const INTEGRITY_HEAD = object({}, { file: about('the case, as it was named', TEXT), version: TEXT });

export const HISTORY_FOOT = object({ changes: COUNT, size: COUNT, root: ROOT });
