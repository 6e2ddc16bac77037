import type { EventDraft } from '../core/event.ts';
import { FACT_FIELDS, type FactFields, factEvent } from '../core/fact.ts';
import type { Format, Out } from '../core/format.ts';
import { headerIn, type NamedRow, TableReading } from './csv/table.ts';

/** A table of what people report, written by hand: CSV with `,` or `;`, a header, columns in any order. */
const format: Format = {
  id: 'reported-facts',
  title: 'reported facts',
  revision: 1,
  about: {
    export: `a table of your own: a first line with the columns ${FACT_FIELDS.slice(0, 10).join(',')}, then a fact a line`,
    lifetime: 'yours to keep',
    proves: 'who says what happened when; nothing beyond that',
    cannotProve: 'that it happened, or at that time',
    tried: 'documentation',
  },
  framing: 'lines',
  recognise: (sample) => (headerIn(sample, isHeader) === undefined ? 0 : 75),
  open: ({ assumeTz }) => new TableReading({ isHeader, noHeader: NO_HEADER, row: (row) => fact(row, assumeTz) }),
};

export default format;

const NO_HEADER = 'no header was found: the first line must name the columns kind, source, text and at or not_before';

function isHeader(names: ReadonlySet<string>): boolean {
  const timed = names.has('at') || names.has('not_before');
  return timed && ['kind', 'source', 'text'].every((name) => names.has(name));
}

function fact({ names, cells, records, where }: NamedRow, zone: string | undefined): Out {
  const result = factEvent(fieldsOf(names, cells), zone);
  if ('problem' in result) {
    const { code, message } = result.problem;
    return { kind: 'problem', code, message: `${where}: ${message}`, records };
  }
  return { kind: 'event', event: withExtras(result.event, names, cells), records };
}

function fieldsOf(names: readonly string[], cells: readonly string[]): FactFields {
  return Object.fromEntries(FACT_FIELDS.map((name) => [name, cells[names.indexOf(name)]]));
}

/** Columns of the reporter's own tell facts apart as well; what they say stands in the row. */
function withExtras(event: EventDraft, names: readonly string[], cells: readonly string[]): EventDraft {
  const known: readonly string[] = FACT_FIELDS;
  const extras = names
    .map((name, index) => [name, cells[index] ?? ''] as const)
    .filter(([name, value]) => value !== '' && !known.includes(name))
    .map(([name, value]) => `${name}=${value}`);
  if (extras.length === 0 || event.identity.by !== 'fields') return event;
  return { ...event, identity: { by: 'fields', values: [...event.identity.values, ...extras.sort()] } };
}
