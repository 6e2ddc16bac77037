import BetterSqlite3 from 'better-sqlite3';

export type Database = BetterSqlite3.Database;

export type Statement<Values extends unknown[], Row> = BetterSqlite3.Statement<Values, Row>;

/**
 * Everything of SQLite that JavaScript holds, for the life of the process. From Node 24.19 on, an object of an addon
 * that is collected while no JavaScript runs aborts the process (better-sqlite3 before 13, which needs Node 22): so none
 * is ever collected. A run makes a few hundred, each of them small once it is closed.
 */
const kept: unknown[] = [];

function keep<T>(object: T): T {
  kept.push(object);
  return object;
}

/** Opens a database whose statements and cursors outlive their last use. */
export function openDatabase(path: string, options?: BetterSqlite3.Options): Database {
  const db = keep(new BetterSqlite3(path, options));
  const prepare = db.prepare.bind(db) as (source: string) => BetterSqlite3.Statement;
  const keptPrepare = (source: string): BetterSqlite3.Statement => withKeptCursors(keep(prepare(source)));
  /** The library's own makes a statement that nobody holds. */
  const pragma = (source: string, asked?: BetterSqlite3.PragmaOptions): unknown => {
    const statement = keptPrepare(`PRAGMA ${source}`);
    if (!statement.reader) return statement.run();
    return asked?.simple === true ? statement.pluck().get() : statement.all();
  };
  Object.defineProperties(db, { prepare: { value: keptPrepare }, pragma: { value: pragma } });
  return db;
}

function withKeptCursors(statement: BetterSqlite3.Statement): BetterSqlite3.Statement {
  const iterate = statement.iterate.bind(statement);
  const keptIterate = (...values: unknown[]): IterableIterator<unknown> => keep(iterate(...values));
  return Object.defineProperty(statement, 'iterate', { value: keptIterate });
}
