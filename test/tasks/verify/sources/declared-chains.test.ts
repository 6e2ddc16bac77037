import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import canonicalize from 'canonicalize';
import { describe, expect, it } from 'vitest';
import { CaseReader } from '../../../../src/store/case-reader.ts';
import check from '../../../../src/tasks/verify/sources/declared-chains.ts';
import { ingest, temporaryFolder } from '../../../support/cases.ts';
import { checkerOf, codes, told, verdictsOf } from '../../../support/source-checks.ts';
import { run } from '../../../support/terminal.ts';

const folder = temporaryFolder();
const checked = checkerOf(check, folder);

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Records of GitHub's audit log, which somebody chained; one holds a token, so the case has other bytes. */
function chained(count: number): string[] {
  let before = '0'.repeat(64);
  return Array.from({ length: count }, (_, index) => {
    const record = {
      '@timestamp': Date.UTC(2026, 2, 31, index),
      _document_id: `d${index}`,
      action: 'repo.access',
      actor: 'alice',
      repo: 'acme/x',
      prev_hash: before,
      ...(index === 1 && { note: `npm_${'aB3'.repeat(12)}` }),
    };
    before = sha256(canonicalize(record) ?? '');
    return JSON.stringify({ ...record, hash: before });
  });
}

function file(lines: readonly string[], name = 'audit.ndjson'): (at: string) => void {
  return (at) => writeFileSync(join(at, name), lines.map((line) => `${line}\n`).join(''));
}

describe('a chain in the records', () => {
  it('that nobody declared is not checked, and that is said at once', async () => {
    const lines = await checked(file(chained(3)));
    expect(lines).toEqual([
      expect.stringMatching(
        /^I-CHAIN-NOT-CHECKED: EV-\w{8} .*audit\.ndjson: its records are chained by hashes, and nobody/,
      ),
    ]);
    const db = join(folder, 'undeclared.db');
    const path = join(folder, 'undeclared.ndjson');
    writeFileSync(path, chained(3).join('\n').concat('\n'));
    expect((await ingest(db, path)).stdout).toContain('nobody said how: not checked. Say it with --chain');
  });

  it('that was declared holds, over the bytes before masking', async () => {
    const lines = await checked(file(chained(5)), '--chain', 'jcs-omit');
    const head = (JSON.parse(chained(5)[4] ?? '') as { hash: string }).hash;
    expect(lines).toEqual([
      expect.stringMatching(
        new RegExp(
          `: 5 entries chained \\(jcs-omit\\), consistent in itself; its head ${head} is confirmed by nothing`,
        ),
      ),
    ]);
    const compressed = (at: string): void =>
      writeFileSync(join(at, 'a.json.gz'), gzipSync(`[${chained(5).join(',\n')}]`));
    expect(codes(await checked(compressed, '--chain', 'jcs-omit'))).toEqual([]);
  });

  it('that does not hold names the line', async () => {
    const changed = chained(5).map((line, index) => (index === 3 ? line.replace('alice', 'mallory') : line));
    const lines = await checked(file(changed), '--chain', 'jcs-omit');
    expect(lines).toEqual([
      expect.stringMatching(/^F-SOURCE-CHAIN: EV-\w{8} .*audit\.ndjson line 4: the record does not match its hash$/),
    ]);
    expect(codes(await checked(file(chained(5).toSpliced(2, 1)), '--chain', 'jcs-omit'))).toEqual(['F-SOURCE-CHAIN']);
  });

  it('with a line that nobody can read, or two members of one name', async () => {
    const [first = '', second = '', ...rest] = chained(4);
    const cut = await checked(file([first, second.slice(0, 40), ...rest]), '--chain', 'jcs-omit');
    expect(codes(cut)).toEqual(['F-SOURCE-CHAIN']);
    const twice = await checked(file([first, second.replace('{', '{"actor":"eve",'), ...rest]), '--chain', 'jcs-omit');
    expect(codes(twice)).toEqual(['F-SOURCE-CHAIN']);
  });

  it('that was declared of records without hashes is not checked', async () => {
    const bare = chained(2).map((line) => line.replace('"hash"', '"other"'));
    expect(codes(await checked(file(bare), '--chain', 'jcs-omit'))).toEqual(['I-CHAIN-NOT-CHECKED']);
    expect(codes(await checked(file(['no json', 'at all']), '--chain', 'jcs-omit'))).toEqual(['I-CHAIN-NOT-CHECKED']);
  });

  it('of a log whose format nobody knows is checked all the same', async () => {
    const foreign = [`{"payload":"a","hash":"${sha256(`${'0'.repeat(64)}a`)}"}`];
    const lines = await checked(file(foreign), '--chain', 'concat-hex,text=payload');
    expect([codes(lines), lines[0]]).toEqual([
      [],
      expect.stringContaining('1 entry chained (concat-hex,text=payload)'),
    ]);
  });

  it('that is declared later, replaces that nobody had', async () => {
    const db = join(folder, 'later.db');
    const path = join(folder, 'later.ndjson');
    file(chained(3))(folder);
    writeFileSync(path, chained(3).join('\n').concat('\n'));
    await ingest(db, path);
    expect(codes(told(await verdictsOf(check, db)))).toEqual(['I-CHAIN-NOT-CHECKED']);
    await ingest(db, path, '--chain', 'jcs-omit');
    expect(codes(told(await verdictsOf(check, db)))).toEqual([]);
  });

  it('whose reading is interrupted leaves no half a proof', async () => {
    const db = join(folder, 'interrupted.db');
    const path = join(folder, 'interrupted.ndjson');
    writeFileSync(path, chained(2000).join('\n').concat('\n'));
    const words = ['ingest', path, '--db', db, '--chain', 'jcs-omit', '--json'];
    expect((await run(words, { interrupt: (press) => press() })).exitCode).toBe(130);
    expect(await verdictsOf(check, db)).toEqual([]);
    expect((await run(words)).exitCode).toBe(0);
    expect(told(await verdictsOf(check, db))).toEqual([expect.stringContaining(': 2000 entries chained (jcs-omit)')]);
  });

  it.each([
    'sha512',
    'concat-hex',
    'jcs-omit,salt=1',
  ])('--chain %s is refused before anything is read', async (chain) => {
    const { exitCode, stdout, stderr } = await run([
      'ingest',
      'fixtures',
      '--db',
      join(folder, 'no.db'),
      '--chain',
      chain,
    ]);
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining('chain')]);
  });
});

describe('originals that are given again', () => {
  it('must say what the receipts say of them', async () => {
    const db = join(folder, 'again.db');
    const path = join(folder, 'again.ndjson');
    writeFileSync(path, chained(3).join('\n').concat('\n'));
    await ingest(db, path, '--chain', 'jcs-omit', '--sequence', 'npm-org=n');
    const other = join(folder, 'other.ndjson');
    writeFileSync(other, chained(3).toReversed().join('\n').concat('\n'));
    const reader = new CaseReader(db);
    const digest = reader.receipts()[0]?.evidence.sha256 ?? '';
    reader.close();
    const withOriginal = (at: string) => verdictsOf(check, db, { originals: new Map([[digest, at]]) });
    expect(codes(told(await withOriginal(path)))).toEqual([]);
    const found = told(await withOriginal(other));
    expect(found.at(-1)).toMatch(/^F-SOURCE-CHAIN: .*its receipt does not say what the original says for itself$/);
  });
});

/** Lines of a log that another program wrote. */
function goodLog(): string[] {
  return readFileSync('fixtures/vectors/audit-log-v1/good/log.jsonl', 'utf8').trimEnd().split('\n');
}

describe('audit-log/v1 as evidence', () => {
  it.each([
    ['good', []],
    ['bad', ['F-SOURCE-CHAIN']],
  ])('%s', async (kind, found) => {
    const log = goodLog().map((line, index) =>
      kind === 'bad' && index === 2 ? line.replace('"action":"', '"action":"x') : line,
    );
    expect(codes(await checked(file(log, 'log.jsonl')))).toEqual(found);
    expect(codes(await checked(file(log, 'log.jsonl'), '--chain', 'audit-log/v1'))).toEqual(found);
  });

  it('without its end: entries may be missing there', async () => {
    expect(codes(await checked(file(goodLog().slice(0, -1), 'log.jsonl')))).toEqual(['I-GAP']);
  });

  it('without its header is a chain that nobody declared', async () => {
    expect(codes(await checked(file(goodLog().slice(1), 'log.jsonl')))).toEqual(['I-CHAIN-NOT-CHECKED']);
    expect(codes(await checked(file(goodLog().slice(1), 'log.jsonl'), '--chain', 'audit-log/v1'))).toContain(
      'F-SOURCE-CHAIN',
    );
  });
});
