import type { Out, Reading, Sample } from '../../core/format.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import { splitRow } from '../csv.ts';
import { RowJoiner, type TableLine, type TableRow } from './rows.ts';

const DELIMITERS = [',', ';'];

/** The header may stand below a title or Excel's `sep=;`, but not further down. */
const HEADER_WITHIN = 10;

/** A row that has cells, none of them beyond the columns. */
export interface NamedRow {
  /** Names of the columns, in lower case. */
  readonly names: readonly string[];
  readonly cells: readonly string[];
  readonly records: readonly number[];
  /** `line 17`, for messages. */
  readonly where: string;
}

/** What makes a table one of a format, and what its rows say. */
export interface Table {
  /** @param names of the columns, in lower case */
  isHeader(names: ReadonlySet<string>): boolean;
  /** Said of the lines of a table without its header. */
  readonly noHeader: string;
  row(row: NamedRow): Out;
}

export interface Header {
  readonly names: readonly string[];
  readonly delimiter: string;
}

/** The header among the first lines of a sample, and the lines below it. */
export function headerIn(
  { lines }: Sample,
  isHeader: Table['isHeader'],
): { readonly header: Header; readonly below: readonly string[] } | undefined {
  const filled = lines.filter((line) => line.trim() !== '');
  for (const [index, line] of filled.slice(0, HEADER_WITHIN).entries()) {
    const header = headerOf(line, isHeader);
    if (header !== undefined) return { header, below: filled.slice(index + 1) };
  }
  return undefined;
}

function headerOf(line: string, isHeader: Table['isHeader']): Header | undefined {
  return DELIMITERS.map((delimiter) => {
    const cells = splitRow(line.trim(), delimiter);
    return { names: typeof cells === 'string' ? [] : cells.map((name) => name.toLowerCase()), delimiter };
  }).find(({ names }) => isHeader(new Set(names)));
}

/** Reads the lines of a table: `,` or `;`, a header, columns in any order, quoted cells over several lines. */
export class TableReading implements Reading {
  readonly #table: Table;
  /** Lines before the header, until it is found. */
  #before: number[] | undefined = [];
  #header: Header | undefined;
  #joiner: RowJoiner | undefined;

  constructor(table: Table) {
    this.#table = table;
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
    if (this.#before === undefined) return [this.#problem(line.record)];
    this.#header = headerOf(line.text, (names) => this.#table.isHeader(names));
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
    return lines.map((record) => this.#problem(record));
  }

  #problem(record: number): Out {
    return { kind: 'problem', code: 'unknown-shape', message: this.#table.noHeader, records: [record] };
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
    return row === undefined || typeof row === 'string' ? [] : [this.#row(row)];
  }

  #row({ cells, lines }: TableRow): Out {
    const records = lines.map(({ record }) => record);
    const { names = [], delimiter } = this.#header ?? {};
    const where = `line ${lines[0]?.line}`;
    const filled = cells.findLastIndex((cell) => cell !== '') + 1;
    if (filled === 0) return { kind: 'ignored', rule: 'empty row', records };
    if (filled <= names.length) return this.#table.row({ names, cells, records, where });
    const message = `${where}: ${filled} cells under ${names.length} columns; put texts with "${delimiter}" in quotes`;
    return { kind: 'problem', code: 'unknown-shape', message, records };
  }
}
