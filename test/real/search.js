import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import Database from 'better-sqlite3';

/** Every byte of a case: the file itself, each column of each table, and what the compressed ones inflate to. */
function placesOf(path) {
  const db = new Database(path, { readonly: true });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    const columns = tables.flatMap((table) =>
      db
        .prepare(`SELECT * FROM ${table}`)
        .all()
        .flatMap((row) => Object.entries(row).map(([column, value]) => [`${table}.${column}`, value])),
    );
    return [['the case', readFileSync(path)], ...columns.flatMap(([where, value]) => inflated(where, value))];
  } finally {
    db.close();
  }
}

function inflated(where, value) {
  if (!Buffer.isBuffer(value)) return [[where, Buffer.from(String(value))]];
  const more = where.endsWith('.z') ? [[`${where}, inflated`, inflateSync(value)]] : [];
  return [[where, value], ...more];
}

/** Secrets in the clear or in base64: where each stands. Inflated columns are counted, so that none means something. */
export function searchCase(path, outputs, secrets) {
  const places = [...placesOf(path), ...outputs.map((text, number) => [`output ${number}`, Buffer.from(text)])];
  const forms = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '')]);
  const found = places.flatMap(([where, bytes]) => forms.filter((form) => bytes.includes(form)).map(() => where));
  return { found, inflated: places.filter(([where]) => where.endsWith('inflated')).length };
}
