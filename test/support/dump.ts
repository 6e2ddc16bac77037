import { openDatabase } from '../../src/store/database.ts';

const PRAGMAS = [
  'application_id',
  'user_version',
  'schema_version',
  'encoding',
  'page_size',
  'auto_vacuum',
  'journal_mode',
  'freelist_count',
  'page_count',
  'default_cache_size',
];

/** Everything that can be read from a case: the schema, every table, the pragmas. */
export function dump(path: string): string {
  const db = openDatabase(path, { readonly: true });
  try {
    const schema = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').raw().all();
    const tables = db
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .pluck()
      .all();
    const rows = tables.map((table) => [
      table,
      db
        .prepare(`SELECT * FROM ${table} ORDER BY 1, 2`)
        .raw()
        .all()
        .map((row) => (row as unknown[]).map(readable)),
    ]);
    const pragmas = PRAGMAS.map((name) => [name, db.pragma(name, { simple: true })]);
    return JSON.stringify({ schema, rows, pragmas });
  } finally {
    db.close();
  }
}

function readable(value: unknown): unknown {
  return Buffer.isBuffer(value) ? value.toString('hex') : value;
}
