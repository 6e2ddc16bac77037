/**
 * The case file. Ledger tables (`ledger_*`) are the truth and only grow; `string`, `timeline`, `posting`, `span` and
 * `mark` are the index, derived from the ledger and rebuilt by `reindex`. The triggers guard against our own mistakes,
 * not against an attacker: they can be dropped. What proves anything is `verify` and a root kept elsewhere.
 *
 * Nothing in the ledger is ever changed in place: redaction writes a new file, into which what is removed never comes,
 * and puts it in the place of the old one. So the triggers need to allow no update, with a `redact` entry or without.
 */
export const APPLICATION_ID = 0x41544c31;
export const USER_VERSION = 1;
export const PAGE_SIZE = 8192;

/** Raised when the same ledger would give other index rows. */
export const INDEX_REVISION = 2;

/** Entries in a block: its root is the tree node of level 8. */
export const BLOCK = 256;

/** Entries in a chunk of postings: an entry's place in it fits 16 bits. */
export const CHUNK = 65_536;

const LEDGER = [
  `CREATE TABLE ledger_block(
  first INTEGER PRIMARY KEY CHECK(first % ${BLOCK} = 0),
  count INTEGER NOT NULL CHECK(count = ${BLOCK}),
  chain BLOB NOT NULL CHECK(length(chain) = 32),
  root BLOB NOT NULL CHECK(length(root) = 32),
  leaves BLOB NOT NULL CHECK(length(leaves) = 32 * ${BLOCK}),
  size INTEGER NOT NULL,
  z BLOB NOT NULL) STRICT`,
  `CREATE TABLE ledger_tail(
  seq INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  leaf BLOB NOT NULL CHECK(length(leaf) = 32)) STRICT`,
  `CREATE TABLE ledger_node(
  level INTEGER NOT NULL CHECK(level IN (16, 24)),
  number INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK(length(hash) = 32),
  PRIMARY KEY(level, number)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE ledger_raw(
  sha256 BLOB PRIMARY KEY CHECK(length(sha256) = 32),
  size INTEGER NOT NULL,
  z BLOB NOT NULL) STRICT`,
  `CREATE TABLE ledger_disclosure(
  seq INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK(length(digest) = 32),
  text TEXT NOT NULL,
  PRIMARY KEY(seq, digest)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE ledger_key(
  id INTEGER PRIMARY KEY CHECK(id = 1),
  key BLOB NOT NULL CHECK(length(key) = 32)) STRICT`,
];

const INDEX = [
  'CREATE TABLE index_meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  'CREATE TABLE string(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT',
  `CREATE TABLE timeline(
  seq INTEGER PRIMARY KEY,
  sort INTEGER NOT NULL,
  low INTEGER,
  bounded INTEGER NOT NULL,
  id BLOB NOT NULL,
  evidence INTEGER NOT NULL,
  start INTEGER NOT NULL,
  line INTEGER,
  pointer INTEGER,
  also TEXT,
  number INTEGER NOT NULL,
  action INTEGER NOT NULL,
  package INTEGER,
  version INTEGER,
  actor INTEGER,
  user INTEGER,
  ip INTEGER,
  token INTEGER,
  repo INTEGER,
  more TEXT NOT NULL) STRICT`,
  'CREATE INDEX timeline_order ON timeline(sort, id)',
  'CREATE INDEX timeline_bounded ON timeline(sort, low) WHERE bounded = 1',
  `CREATE TABLE posting(
  chunk INTEGER NOT NULL,
  role INTEGER NOT NULL,
  string INTEGER NOT NULL,
  seqs BLOB NOT NULL,
  PRIMARY KEY(chunk, role, string)) STRICT, WITHOUT ROWID`,
  'CREATE TABLE span(block INTEGER PRIMARY KEY, low INTEGER NOT NULL, high INTEGER NOT NULL) STRICT',
  `CREATE TABLE mark(
  seq INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL,
  evidence INTEGER,
  subject INTEGER,
  digest BLOB) STRICT`,
  'CREATE INDEX mark_entry ON mark(entry, subject, seq)',
  'CREATE INDEX mark_digest ON mark(digest, seq) WHERE digest IS NOT NULL',
];

const HELD = `EXISTS(SELECT 1 FROM ledger_block b WHERE b.first = OLD.seq - OLD.seq % ${BLOCK}
  AND substr(b.leaves, 32 * (OLD.seq % ${BLOCK}) + 1, 32) = OLD.leaf)`;
const NEXT_BLOCK = `(SELECT ifnull(max(first) + ${BLOCK}, 0) FROM ledger_block)`;

function refuse(table: string, event: string): string {
  return `CREATE TRIGGER ${table}_${event.toLowerCase()} BEFORE ${event} ON ${table}
BEGIN SELECT RAISE(ABORT, '${table}: append only'); END`;
}

const TRIGGERS = [
  `CREATE TRIGGER ledger_block_insert BEFORE INSERT ON ledger_block WHEN NEW.first IS NOT ${NEXT_BLOCK}
BEGIN SELECT RAISE(ABORT, 'ledger_block: append at the end only'); END`,
  refuse('ledger_block', 'UPDATE'),
  refuse('ledger_block', 'DELETE'),
  `CREATE TRIGGER ledger_tail_insert BEFORE INSERT ON ledger_tail
WHEN NEW.seq IS NOT ifnull((SELECT max(seq) + 1 FROM ledger_tail), ${NEXT_BLOCK})
BEGIN SELECT RAISE(ABORT, 'ledger_tail: append at the end only'); END`,
  refuse('ledger_tail', 'UPDATE'),
  `CREATE TRIGGER ledger_tail_delete BEFORE DELETE ON ledger_tail WHEN NOT ${HELD}
BEGIN SELECT RAISE(ABORT, 'ledger_tail: only a block may replace it'); END`,
  refuse('ledger_node', 'UPDATE'),
  refuse('ledger_node', 'DELETE'),
  refuse('ledger_raw', 'UPDATE'),
  refuse('ledger_raw', 'DELETE'),
  refuse('ledger_disclosure', 'UPDATE'),
  refuse('ledger_disclosure', 'DELETE'),
  refuse('ledger_key', 'UPDATE'),
  refuse('ledger_key', 'DELETE'),
];

/** In the order they are created; the schema cookie of a case equals their number. */
export const SCHEMA: readonly string[] = [...LEDGER, ...INDEX, ...TRIGGERS];

/** Tables of the index, to be emptied by `reindex`. */
export const INDEX_TABLES = ['index_meta', 'posting', 'span', 'timeline', 'mark', 'string'] as const;
