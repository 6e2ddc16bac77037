import type { EventDraft } from '../core/event.ts';
import { FACT_FIELDS, type FactFields, factEvent } from '../core/fact.ts';
import type { Context, Format, Out, Reading, Sample } from '../core/format.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { RowJoiner, splitRow, type TableLine, type TableRow } from './reported-facts.rows.ts';

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
  recognise,
  open: (context) => new FactsReading(context),
};

export default format;

const DELIMITERS = [',', ';'];

/** The header may stand below a title or Excel's `sep=;`, but not further down. */
const HEADER_WITHIN = 10;

interface Header {
  readonly names: readonly string[];
  readonly delimiter: string;
}

function recognise(sample: Sample): number {
  const lines = sample.lines.filter((line) => line.trim() !== '').slice(0, HEADER_WITHIN);
  return lines.some((line) => headerOf(line) !== undefined) ? 75 : 0;
}

function headerOf(line: string): Header | undefined {
  return DELIMITERS.map((delimiter) => {
    const cells = splitRow(line, delimiter);
    return { names: typeof cells === 'string' ? [] : cells.map((name) => name.toLowerCase()), delimiter };
  }).find(({ names }) => isHeader(new Set(names)));
}

function isHeader(names: ReadonlySet<string>): boolean {
  const timed = names.has('at') || names.has('not_before');
  return timed && ['kind', 'source', 'text'].every((name) => names.has(name));
}

class FactsReading implements Reading {
  readonly #zone: string | undefined;
  /** Lines before the header, until it is found. */
  #before: number[] | undefined = [];
  #header: Header | undefined;
  #joiner: RowJoiner | undefined;

  constructor({ assumeTz }: Context) {
    this.#zone = assumeTz;
  }

  push(record: EvidenceRecord): readonly Out[] {
    const line = { text: record.text, line: record.at.line ?? record.number + 1, record: record.number };
    return this.#header === undefined ? this.#beforeHeader(line) : this.#inTable(line);
  }

  end(): readonly Out[] {
    if (this.#header === undefined) return this.#noHeader();
    const outs: Out[] = [];
    for (let more = this.#giveUp(); more.length > 0; more = this.#giveUp()) outs.push(...more);
    return outs;
  }

  #beforeHeader(line: TableLine): readonly Out[] {
    if (this.#before === undefined) return [noHeader(line.record)];
    this.#header = headerOf(line.text);
    if (this.#header === undefined) {
      this.#before.push(line.record);
      return this.#before.length < HEADER_WITHIN ? [] : this.#noHeader();
    }
    this.#joiner = new RowJoiner(this.#header.delimiter);
    const title: Out[] = this.#before.map((number) => ({
      kind: 'ignored',
      rule: 'before the header',
      records: [number],
    }));
    return [...title, { kind: 'ignored', rule: 'header', records: [line.record] }];
  }

  #noHeader(): readonly Out[] {
    const lines = this.#before ?? [];
    this.#before = undefined;
    return lines.map(noHeader);
  }

  #inTable(line: TableLine): readonly Out[] {
    const row = this.#joiner?.push(line);
    return row === 'stuck' ? this.#giveUp() : this.#rows(row);
  }

  /** A quote that never closes costs its own line only: those behind it are read again. */
  #giveUp(): readonly Out[] {
    const [first, ...rest] = this.#joiner?.take() ?? [];
    if (first === undefined) return [];
    const message = `line ${first.line}: its quotes do not match`;
    const again = rest.flatMap((line) => this.#rows(this.#joiner?.push(line)));
    return [{ kind: 'problem', code: 'unknown-shape', message, records: [first.record] }, ...again];
  }

  #rows(row: ReturnType<RowJoiner['push']> | undefined): readonly Out[] {
    return row === undefined || typeof row === 'string' ? [] : [this.#fact(row)];
  }

  #fact({ cells, lines }: TableRow): Out {
    const records = lines.map(({ record }) => record);
    const names = this.#header?.names ?? [];
    const where = `line ${lines[0]?.line}`;
    const filled = cells.findLastIndex((cell) => cell !== '') + 1;
    if (filled === 0) return { kind: 'ignored', rule: 'empty row', records };
    if (filled > names.length) {
      const message = `${where}: ${filled} cells under ${names.length} columns; put texts with "${this.#header?.delimiter}" in quotes`;
      return { kind: 'problem', code: 'unknown-shape', message, records };
    }
    const fact = factEvent(fieldsOf(names, cells), this.#zone);
    if ('problem' in fact) {
      const { code, message } = fact.problem;
      return { kind: 'problem', code, message: `${where}: ${message}`, records };
    }
    return { kind: 'event', event: withExtras(fact.event, names, cells), records };
  }
}

function noHeader(record: number): Out {
  const message = 'no header was found: the first line must name the columns kind, source, text and at or not_before';
  return { kind: 'problem', code: 'unknown-shape', message, records: [record] };
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
