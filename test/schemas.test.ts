import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type JsonSchema, SCHEMAS, type SchemaKind } from '../src/core/schemas.ts';
import { openDatabase } from '../src/store/database.ts';
import { ACME, AXIOS, ingest, MORNING_AFTER, temporaryFolder } from './support/cases.ts';
import { violations } from './support/json-schema.ts';
import { type Outcome, run } from './support/terminal.ts';

/** What every command gives to programs, held against the schemas that `formats --schema` prints. */
const KINDS = Object.keys(SCHEMAS) as SchemaKind[];
const folder = temporaryFolder();
const db = join(folder, 'case.db');
const seen = new Set<string>();

interface Document {
  readonly kind: SchemaKind;
  readonly rows: readonly unknown[];
  readonly foot: Readonly<Record<string, unknown>>;
}

/** The documents of an output: `demo` gives several, one after the other. */
function documentsOf({ stdout, stderr }: Outcome): Document[] {
  if (stdout === '') throw new Error(stderr);
  return stdout.split(/^(?=\{"kind":)/m).map((text) => JSON.parse(text) as Document);
}

function rowSchema(kind: SchemaKind): JsonSchema {
  const { items } = SCHEMAS[kind].properties?.['rows'] ?? {};
  if (items === undefined) throw new Error(`the schema of ${kind} says nothing of rows`);
  return items;
}

/** Runs a command for a program, and holds all it says against the schema of its kind. */
async function valid(...words: readonly string[]): Promise<Document> {
  const outcome = await run([...words, '--json'], { env: { AUDIT_TIMELINE_DB: db } });
  const documents = documentsOf(outcome);
  for (const document of documents) {
    seen.add(document.kind);
    expect(violations(document, SCHEMAS[document.kind]).slice(0, 10), words.join(' ')).toEqual([]);
  }
  const [first] = documents;
  if (first === undefined) throw new Error(`${words.join(' ')}: no document`);
  return first;
}

/** Every input of every format, hostile ones too, and a file of no known format. */
function allInputs(): string[] {
  const cases = readdirSync('fixtures/formats', { recursive: true, encoding: 'utf8' });
  const inputs = cases
    .filter((file) => /(?:^|[\\/])input\.[^\\/]+$/.test(file))
    .map((file) => join('fixtures/formats', file));
  const strange = join(folder, 'strange.json');
  writeFileSync(strange, '{"weather":"fine"}\n');
  return [...inputs, strange];
}

beforeAll(async () => {
  await ingest(db, AXIOS, ACME, MORNING_AFTER);
  await run(['note', 'called', 'npm', '--at', '~2026-03-31 01:38Z', '--package', 'axios', '--db', db]);
}, 120_000);

describe.each(KINDS)('the schema of %s', (kind) => {
  const text = `${JSON.stringify(SCHEMAS[kind], null, 2)}\n`;

  it('stands in a file', () => expect(text).toMatchFileSnapshot(`../fixtures/schemas/${kind}.json`));

  it('is what `formats --schema` prints', async () => {
    const { stdout, exitCode } = await run(['formats', '--schema', kind]);
    expect([stdout, exitCode]).toEqual([text, 0]);
  });
});

describe('what commands give to programs', () => {
  it.each([
    ['ingest', 'ingest', AXIOS],
    ['ingest', 'ingest', ACME, '--as', 'verdaccio'],
    ['timeline', 'show'],
    ['timeline', 'show', '--raw', '--package', 'axios'],
    ['timeline', 'show', '--actor', 'alice', '--order', 'desc', '--limit', '5'],
    ['timeline', 'show', '--package', 'nothing-of-that-name'],
    ['timeline', 'show', '--package', 'axios'],
    ['findings', 'detect'],
    ['findings', 'detect', '--package', 'axios', '--rules', 'shipped'],
    ['rules', 'rules', 'list'],
    ['rules', 'rules', 'explain', 'version-vanished'],
    ['integrity', 'verify'],
    ['integrity', 'verify', '--allow-unanchored', '--deep'],
    ['integrity', 'verify', '--evidence', AXIOS],
    ['evidence', 'evidence'],
    ['formats', 'formats'],
    ['text', 'formats', '--collect', 'axios', '--repo', 'axios/axios'],
    ['text', 'formats', '--collect', 'axios', '--shell', 'powershell'],
    ['text', 'formats', '--schema', 'timeline'],
    ['text', 'note', 'a remark', '--at', '2026-03-31T05:00:00Z'],
    ['text', 'reindex'],
    ['change', 'redact', '--actor', 'alice', '--dry-run'],
    ['change', 'redact', '--text', 'a remark', '--reason', 'request 17'],
    ['text', 'ingest', '--recover'],
    ['ingest', 'demo'],
  ])('is of kind %s and valid: %s %s %s %s %s', async (kind, ...words) => {
    expect((await valid(...words)).kind).toBe(kind);
  });

  it('is valid for one piece of evidence', async () => {
    const { rows } = await valid('evidence');
    for (const { id } of rows as { id: string }[]) expect((await valid('evidence', id)).rows).toHaveLength(1);
    expect((await valid('evidence', '--history')).rows.length).toBeGreaterThan(1);
  });

  it('is valid for all that any format says', { timeout: 120_000 }, async () => {
    const all = join(folder, 'all.db');
    const { rows } = await valid('ingest', '--assume-tz', '+02:00', '--db', all, ...allInputs());
    expect(rows.length).toBeGreaterThan(100);
    expect((await valid('show', '--raw', '--db', all)).rows.length).toBeGreaterThan(200);
    await valid('evidence', '--db', all);
    await valid('verify', '--db', all);
  });

  it('is valid for a record that two exports tell differently', async () => {
    const record = {
      '@timestamp': 1774915318168,
      _document_id: 'a',
      action: 'api.request',
      org: 'acme',
      status_code: 200,
    };
    const exports = [record, { ...record, user_agent: 'curl/8.6.0' }].map((each, i) => {
      const file = join(folder, `export-${i}.ndjson`);
      writeFileSync(file, `${JSON.stringify(each)}\n`);
      return file;
    });
    const differing = join(folder, 'differing.db');
    await valid('ingest', ...exports, '--db', differing);
    expect((await valid('show', '--db', differing)).rows).toHaveLength(1);
  });

  it('is valid for an altered case with more findings than are named', async () => {
    const altered = join(folder, 'altered.db');
    writeFileSync(altered, readFileSync(db));
    const file = openDatabase(altered);
    file.exec('UPDATE timeline SET actor = ifnull(actor, 0) + 1');
    file.close();
    const { rows, foot } = await valid('verify', '--db', altered);
    expect(foot['result']).toBe('altered');
    expect(rows.some((row) => Object.hasOwn(row as object, 'more'))).toBe(true);
  });

  it('is of every kind that has a schema', () => expect(seen).toEqual(new Set(KINDS)));

  it.each([
    ['ingest', AXIOS],
    ['show'],
    ['detect'],
    ['verify'],
    ['evidence'],
    ['formats'],
  ])('is the same rows as JSON lines: %s', async (...words) => {
    const { kind, rows } = await valid(...words);
    const { stdout } = await run([...words, '--format', 'jsonl'], { env: { AUDIT_TIMELINE_DB: db } });
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toEqual(rows);
    for (const line of lines) expect(violations(line, rowSchema(kind))).toEqual([]);
  });

  it.each([
    ['ingest', AXIOS],
    ['show'],
    ['detect'],
    ['verify'],
    ['evidence'],
    ['formats'],
  ])('has the columns of CSV: %s', async (...words) => {
    const { kind } = await valid(...words);
    const { stdout } = await run([...words, '--format', 'csv'], { env: { AUDIT_TIMELINE_DB: db } });
    const [head = ''] = stdout.split('\n');
    for (const column of head.split(',')) {
      let inner: JsonSchema | undefined = rowSchema(kind);
      for (const name of column.split('.')) inner = inner?.properties?.[name];
      expect(inner, column).toBeDefined();
    }
  });

  it('has a name for each schema', async () => {
    const { stderr, exitCode } = await run(['formats', '--schema', 'weather']);
    expect(exitCode).toBe(2);
    for (const kind of KINDS) expect(stderr).toContain(kind);
  });
});

describe('the validator', () => {
  const schema: JsonSchema = {
    type: 'object',
    properties: {
      a: { type: 'integer' },
      b: { type: 'array', items: { enum: ['x', 'y'] } },
      c: { type: 'string', pattern: '^\\d+$' },
      d: { type: 'object', additionalProperties: { type: 'boolean' } },
    },
    required: ['a'],
    additionalProperties: false,
  };

  it.each([
    [{ a: 1 }],
    [{ a: 0, b: ['x', 'y'], c: '12', d: { any: true } }],
    [{ a: -1, b: [], d: {} }],
  ])('passes %j', (value) => expect(violations(value, schema)).toEqual([]));

  it.each([
    [null, '$: null instead of object'],
    [[], '$: array instead of object'],
    [{}, '$: no a'],
    [{ a: 1.5 }, '$.a: number instead of integer'],
    [{ a: '1' }, '$.a: string instead of integer'],
    [{ a: 1, b: ['x', 'z'] }, '$.b[1]: "z" is not in the list'],
    [{ a: 1, c: '1x' }, '$.c: "1x" does not match ^\\d+$'],
    [{ a: 1, d: { any: 1 } }, '$.d.any: integer instead of boolean'],
    [{ a: 1, e: 1 }, '$: has e'],
    [{ a: 1, constructor: 1 }, '$: has constructor'],
  ])('refuses %j', (value, message) => expect(violations(value, schema)).toEqual([message]));

  it('passes over no word it does not know', () => {
    expect(() => violations(1, { minimum: 2 } as JsonSchema)).toThrow('minimum');
  });
});
