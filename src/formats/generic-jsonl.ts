import type { Format, Framing, Out } from '../core/format.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { mapRecord } from './mapping/mapped-record.ts';
import type { Mapping } from './mapping/mapping.ts';

const REMEDY = 'a JSON log of an unknown kind needs a mapping: ingest LOG --mapping LOG.mapping.json';

/** Any JSON log that a mapping file explains. By itself it recognises nothing. */
const format: Format = {
  id: 'generic-jsonl',
  title: 'JSON log by a mapping',
  revision: 1,
  about: {
    export: 'any log of JSON records, with --mapping FILE that says what its fields mean; try it with --check-mapping',
    lifetime: 'as its system keeps it',
    proves: 'what its system recorded, as far as the mapping names it',
    cannotProve: 'that the mapping reads the log rightly; the case keeps the mapping and each record for who doubts it',
    tried: 'documentation',
  },
  framing: 'records',
  refuse: REMEDY,
  recognise: () => 0,
  open: () => ({ push: unexplained, end: () => [] }),
};

export default format;

function unexplained({ number }: EvidenceRecord): readonly Out[] {
  return [{ kind: 'problem', code: 'unknown-format', message: REMEDY, records: [number] }];
}

/** The format of the logs that a mapping explains. */
export function mappedFormat(mapping: Mapping): Format {
  const { refuse: _, ...base } = format;
  return {
    ...base,
    title: `${mapping.name} (by a mapping)`,
    mapping: mapping.source,
    framing: framingOf(mapping),
    recognise: ({ values }) => (values.some((value) => mapRecord(mapping, value).kind === 'event') ? 100 : 0),
    open: () => ({ push: (record) => [answer(mapping, record)], end: () => [] }),
  };
}

/** The elements of the array that the mapping points to. */
function framingOf({ records }: Mapping): Framing {
  if (records === undefined) return 'records';
  return (path) => {
    const leads = records.every((name, i) => i >= path.length || name === '*' || name === String(path[i]));
    if (!leads) return 'skip';
    return path.length > records.length ? 'take' : 'enter';
  };
}

function answer(mapping: Mapping, { json, number }: EvidenceRecord): Out {
  const mapped = mapRecord(mapping, json);
  const records = [number];
  if (mapped.kind === 'event') return { kind: 'event', event: mapped.event, records };
  if (mapped.kind === 'ignored') return { kind: 'ignored', rule: mapped.rule, records };
  return { kind: 'problem', code: mapped.code, message: mapped.message, records };
}
