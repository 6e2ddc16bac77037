import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { openDatabase } from '../../src/store/database.ts';

/** Some bytes of a case, and where they stand. */
export interface Place {
  readonly where: string;
  readonly bytes: Buffer;
}

/**
 * Every byte of a case, in every form it can be read in: the file itself (with free pages and the unused space of
 * pages), each column of each table, and what the compressed ones inflate to.
 */
export function placesOf(db: string): Place[] {
  return [{ where: 'the file', bytes: readFileSync(db) }, ...columnsOf(db)];
}

function columnsOf(path: string): Place[] {
  const db = openDatabase(path, { readonly: true });
  try {
    const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    return tables.flatMap((table) =>
      db
        .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`)
        .all()
        .flatMap((row) => Object.entries(row).flatMap(([column, value]) => placesIn(`${table}.${column}`, value))),
    );
  } finally {
    db.close();
  }
}

function placesIn(where: string, value: unknown): Place[] {
  if (!Buffer.isBuffer(value)) return [{ where, bytes: Buffer.from(String(value)) }];
  const inflated = where.endsWith('.z') ? [{ where: `${where}, inflated`, bytes: inflateSync(value) }] : [];
  return [{ where, bytes: value }, ...inflated];
}

/** A text that was found, and how and where. */
export interface Hit {
  readonly text: string;
  readonly where: string;
}

/** Bytes at the start of what is looked for by which it is noticed. */
const NOTICED = 12;

/** Where texts of at least 12 characters stand, as they are or in another encoding. One pass over all bytes. */
export function find(texts: readonly string[], places: readonly Place[]): Hit[] {
  const byStart = new Map<string, Form[]>();
  for (const form of texts.flatMap(formsOf)) {
    const start = form.needle.toString('latin1', 0, NOTICED);
    byStart.set(start, [...(byStart.get(start) ?? []), form]);
  }
  return places.flatMap(({ where, bytes }) => {
    const all = bytes.toString('latin1');
    const hits: Hit[] = [];
    for (let at = 0; at < all.length; at++) {
      for (const { text, form, needle } of byStart.get(all.slice(at, at + NOTICED)) ?? []) {
        const end = at + needle.length;
        if (end <= bytes.length && bytes.compare(needle, 0, needle.length, at, end) === 0) {
          hits.push({ text, where: `${form} in ${where}` });
        }
      }
    }
    return hits;
  });
}

interface Form {
  readonly text: string;
  readonly form: string;
  readonly needle: Buffer;
}

function formsOf(text: string): Form[] {
  const wide = Buffer.from(text, 'utf16le');
  const encodings = [
    { text, form: 'UTF-8', needle: Buffer.from(text) },
    { text, form: 'UTF-16LE', needle: wide },
    { text, form: 'UTF-16BE', needle: Buffer.from(wide).swap16() },
  ];
  const hidden = encodings.flatMap(({ form, needle }) => [
    ...[0, 1, 2].map((offset) => ({ text, form: `base64 of ${form}`, needle: Buffer.from(base64At(needle, offset)) })),
    { text, form: `hex of ${form}`, needle: Buffer.from(needle.toString('hex')) },
  ]);
  return [...encodings, ...hidden];
}

/** The digits that bytes give wherever they stand `offset` bytes behind a multiple of three: none that others share. */
function base64At(bytes: Buffer, offset: number): string {
  const digits = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  return digits.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}
