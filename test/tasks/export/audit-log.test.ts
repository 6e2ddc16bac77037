import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CaseReader } from '../../../src/store/case-reader.ts';
import { CaseTree } from '../../../src/store/case-tree.ts';
import { type VerifyLogOptions, verifyLogFile } from '../../../src/tasks/verify/log-file.ts';
import { ACME, ingest, MORNING_AFTER, temporaryFolder } from '../../support/cases.ts';
import { run } from '../../support/terminal.ts';
import { record, THREE } from '../../support/told.ts';

const folder = temporaryFolder();
const db = join(folder, 'acme.db');
const file = join(folder, 'acme.jsonl');
const keys = join(folder, 'key.pem');
const VECTORS = 'fixtures/vectors/audit-log-v1';
const ORIGIN = 'registry.example/incident-42';

function exported(...words: readonly string[]) {
  return run(['export', '--to', 'audit-log/v1', '--db', db, ...words]);
}

async function verified(path: string, more: Partial<VerifyLogOptions> = {}) {
  const options = { open: false, strict: false, allowUnanchored: false, progress: () => undefined };
  const report = await verifyLogFile({ file: path, checkpoints: [], vkeyFiles: [], ...options, ...more });
  const codes = [];
  for await (const { data } of report.rows) codes.push(data['code']);
  return { codes, exitCode: (await report.foot()).exitCode };
}

function named(path: string) {
  return { name: path, path };
}

beforeAll(async () => {
  await ingest(db, ACME);
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(keys, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
  expect((await exported('-o', file, '--origin', ORIGIN, '--key-file', keys)).exitCode).toBe(0);
});

describe('an exported log', () => {
  it('is the same on stdout, byte for byte, with the summary on stderr', async () => {
    const { stdout, stderr, exitCode } = await exported('--origin', ORIGIN);
    expect([stdout, exitCode]).toEqual([readFileSync(file, 'utf8'), 0]);
    expect(stderr).toMatch(new RegExp(`audit-log/v1 of ${ORIGIN}: \\d+ entries\nwrite down.*\n {2}\\d+:\\S{43}=\n$`));
  });

  it('is sound, and proven by its checkpoint and public key', async () => {
    const vkey = join(folder, 'vkey');
    const { stderr } = await exported('-o', join(folder, 'signed.jsonl'), '--origin', ORIGIN, '--key-file', keys);
    writeFileSync(vkey, /^ {2}(\S+\+[0-9a-f]{8}\+\S+)$/m.exec(stderr)?.[1] ?? '');
    expect(await verified(file)).toEqual({ codes: ['I-NO-ANCHOR'], exitCode: 3 });
    const anchored = { checkpoints: [named(`${file}.checkpoint`)], vkeyFiles: [named(vkey)] };
    expect(await verified(file, anchored)).toEqual({ codes: [], exitCode: 0 });
    expect(await verified(join(folder, 'signed.jsonl'), anchored)).toEqual({ codes: [], exitCode: 0 });
  });

  it('holds the entries of the case, with the same leaves, in the order of time', () => {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1, -1);
    const [reader, tree] = [new CaseReader(db), new CaseTree(db)];
    const seqs = [...reader.timeline.events({})].map(({ seq }) => seq);
    const wanted = seqs.map((seq) => [reader.entries.text(seq), tree.node(0, seq).toString('hex')]);
    const found = lines.map((line, n) => [line.slice(242, -`,"seq":${n}}`.length), line.slice(88, 152)]);
    reader.close();
    tree.close();
    expect(found.length).toBeGreaterThan(100);
    expect(found).toEqual(wanted);
  });

  it('is named after the case and the size of its ledger, so that no two of them have one name', async () => {
    const { stdout } = await exported();
    const reader = new CaseReader(db);
    const { size } = reader.entries;
    reader.close();
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({ origin: `case-test/events/${size}`, first_seq: 0 });
  });

  it('does not depend on what was ingested first', async () => {
    const files = ['github-audit-acme.ndjson', 'verdaccio.log'].map((name) => join(ACME, name));
    const logs = [];
    for (const order of [files, [...files].reverse()]) {
      const other = join(folder, `order-${logs.length}.db`);
      for (const name of order) await ingest(other, name);
      logs.push((await run(['export', '--to', 'audit-log/v1', '--db', other, '--origin', ORIGIN])).stdout);
    }
    expect(logs[0]).toContain('"record":');
    expect(logs[1]).toBe(logs[0]);
  });

  it('has an entry for nothing but events', async () => {
    const empty = join(folder, 'empty.db');
    const notes = join(folder, 'nothing.json');
    writeFileSync(notes, '[]');
    await ingest(empty, notes);
    const { stdout, exitCode } = await run(['export', '--to', 'audit-log/v1', '--db', empty, '--origin', ORIGIN]);
    expect([stdout.split('\n').length, exitCode]).toEqual([3, 0]);
    const log = join(folder, 'empty.jsonl');
    writeFileSync(log, stdout);
    expect(await verified(log)).toEqual({ codes: ['I-NO-ANCHOR'], exitCode: 3 });
  });
});

describe('an export that is interrupted', () => {
  it('leaves nothing behind', async () => {
    const log = join(folder, 'interrupted.jsonl');
    const words = ['export', '--to', 'audit-log/v1', '--db', db, '-o', log, '--key-file', keys];
    const { exitCode, stdout } = await run(words, { interrupt: (press) => press() });
    expect([exitCode, stdout, existsSync(log), existsSync(`${log}.checkpoint`)]).toEqual([130, '', false, false]);
  });
});

describe('a slice of a log', () => {
  it('is its lines from there on, and says what they follow', async () => {
    const whole = readFileSync(file, 'utf8').split('\n');
    for (const first of [1, 100, whole.length - 3]) {
      const slice = join(folder, `slice-${first}.jsonl`);
      expect((await exported('--origin', ORIGIN, '--first-seq', String(first), '-o', slice)).exitCode).toBe(0);
      const [header = '', ...lines] = readFileSync(slice, 'utf8').split('\n');
      expect(lines).toEqual(whole.slice(1 + first));
      expect(JSON.parse(header)).toMatchObject({ first_seq: first, prev_hash: whole[first]?.slice(9, 73) });
      expect(await verified(slice)).toEqual({ codes: ['I-SLICE'], exitCode: 3 });
    }
  });

  it('cannot begin behind the end, and then nothing is written', async () => {
    const slice = join(folder, 'behind.jsonl');
    const { exitCode, stderr } = await exported('--first-seq', '99999', '-o', slice);
    expect([exitCode, existsSync(slice), stderr]).toEqual([2, false, expect.stringContaining('--first-seq 99999')]);
  });
});

describe('export refuses', () => {
  it.each([
    [[], 'say which form'],
    [['--to', 'timesketch-9'], 'no form "timesketch-9"'],
    [['--to', 'audit-log/v1', '--json'], 'what --to says'],
    [['--to', 'audit-log/v1', '--format', 'csv'], 'what --to says'],
    [['--to', 'audit-log/v1', '--origin', 'my case'], 'cannot name a log'],
    [['--to', 'audit-log/v1', '--origin', 'a+b'], 'cannot name a log'],
    [['--to', 'audit-log/v1', '--first-seq', '-1'], 'whole number'],
    [['--to', 'audit-log/v1', '--key-file', keys], 'beside the file of -o'],
    [['--to', 'audit-log/v1', '--key-file', join(folder, 'no.pem'), '-o', join(folder, 'x.jsonl')], 'no.pem'],
  ])('%j', async (words, message) => {
    const { exitCode, stdout, stderr } = await run(['export', '--db', db, ...words]);
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
  });

  it('to write evidence as it stands to a terminal', async () => {
    const words = ['export', '--db', db, '--to', 'audit-log/v1'];
    const { exitCode, stdout, stderr } = await run(words, { columns: 80 });
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining('not for a terminal')]);
  });

  it('to replace a log or a checkpoint without --force', async () => {
    const log = join(folder, 'once.jsonl');
    const words = ['-o', log, '--origin', ORIGIN, '--key-file', keys];
    expect((await exported(...words)).exitCode).toBe(0);
    expect((await exported(...words)).stderr).toContain('exists already');
    expect((await exported('-o', join(folder, 'other.jsonl'), ...words.slice(2))).exitCode).toBe(0);
    writeFileSync(join(folder, 'third.jsonl.checkpoint'), '');
    const third = await exported('-o', join(folder, 'third.jsonl'), ...words.slice(2));
    expect([third.exitCode, third.stderr]).toEqual([2, expect.stringContaining('third.jsonl.checkpoint exists')]);
    expect(existsSync(join(folder, 'third.jsonl'))).toBe(false);
    expect((await exported(...words, '--force')).exitCode).toBe(0);
  });

  it('to sign another history under the same name', async () => {
    const small = join(folder, 'small.db');
    const added = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return ingest(small, join(folder, name));
    };
    await added('three.ndjson', THREE);
    const log = join(folder, 'grown.jsonl');
    const words = ['export', '--to', 'audit-log/v1', '--db', small, '-o', log, '--key-file', keys, '--force'];
    const sign = () => run([...words, '--origin', ORIGIN]);
    expect((await sign()).exitCode).toBe(0);
    await added('later.ndjson', `${record(9)}\n`);
    expect((await sign()).exitCode).toBe(0);
    const before = readFileSync(`${log}.checkpoint`, 'utf8');
    await added('earlier.ndjson', `${record(0)}\n`);
    const refused = await sign();
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('another history')]);
    expect(readFileSync(`${log}.checkpoint`, 'utf8')).toBe(before);
    expect((await run([...words, '--origin', `${ORIGIN}/2`])).exitCode).toBe(0);
  });
});

/** The shortest check of a log with nothing but a shell: bash 3 or later. */
const SHORT = `
export LC_ALL=C
prev=$(head -1 "$1" | tr -d '\\n' | sha256sum | cut -c1-64); n=0
tail -n +2 "$1" | while IFS= read -r l; do case $l in '{"count":'*) break;; esac
  leaf=\${l:88:64} p=\${l:167:64} rec=\${l:242}; rec=\${rec%,\\"seq\\":$n\\}}
  [ "$({ printf '\\0'; printf %s "$rec"; } | sha256sum | cut -c1-64)" = "$leaf" ] && [ "$p" = "$prev" ] || echo "bad $n"
  prev=$(printf '%s\\n%s\\n%s\\n' $n $p $leaf | sha256sum | cut -c1-64); [ "$prev" = "\${l:9:64}" ] || echo "chain $n"; n=$((n+1)); done
`;

/** That of the README, which knows records that were taken out. */
const README = `
export LC_ALL=C; n=0
prev=$(head -1 "$1" | tr -d '\\n' | sha256sum | cut -c1-64)
tail -n +2 "$1" | while IFS= read -r l; do
  case $l in '{"count":'*) break;; esac
  leaf=\${l:88:64} p=\${l:167:64} rec=\${l:242}; rec=\${rec%,\\"seq\\":$n\\}}
  [ "$p" = "$prev" ] || echo "prev_hash $n"
  [ "\${l:231:13}" = '","redacted":' ] || [ "$(printf '\\0%s' "$rec" | sha256sum | cut -c1-64)" = "$leaf" ] || echo "record $n"
  prev=$(printf '%s\\n%s\\n%s\\n' "$n" "$p" "$leaf" | sha256sum | cut -c1-64)
  [ "$prev" = "\${l:9:64}" ] || echo "hash $n"; n=$((n+1))
done
`;

describe.runIf(platform() !== 'win32')('without this program', () => {
  const log = join(folder, 'shell.jsonl');

  function shell(script: string, ...args: readonly string[]): string {
    return execFileSync('bash', ['-c', script, 'bash', ...args], { encoding: 'utf8' });
  }

  beforeAll(async () => {
    const small = join(folder, 'shell.db');
    await ingest(small, MORNING_AFTER);
    await run(['export', '--to', 'audit-log/v1', '--db', small, '-o', log]);
  });

  it.each([
    ['shortest', SHORT, /^bad \d+\n$/],
    ['readable', README, /^record \d+\n$/],
  ])('bash and sha256sum find an exported log sound, and an altered one not: the %s script', (_, script, expected) => {
    expect(readFileSync(log, 'utf8').split('\n').length).toBeGreaterThan(10);
    expect(shell(script, log)).toBe('');
    const altered = join(folder, 'altered.jsonl');
    writeFileSync(altered, readFileSync(log, 'utf8').replace('"success"', '"failure"'));
    expect(shell(script, altered)).toMatch(expected);
  });

  it('the script of the README judges the vectors as this program does', () => {
    const verdict = (file: string) => shell(README, resolve(VECTORS, file));
    expect(verdict('good/redacted.jsonl')).toBe('');
    expect(verdict('bad/record-edited.jsonl')).toBe('record 1\n');
    expect(verdict('bad/record-and-leaf-edited.jsonl')).toBe('hash 1\nprev_hash 2\n');
    expect(verdict('bad/spliced-origin.jsonl')).toBe('prev_hash 0\n');
    expect(verdict('bad/entry-dropped.jsonl')).toMatch(/^prev_hash 2\n/);
    expect(verdict('bad/rewritten-and-rechained.jsonl')).toBe('');
  });
});
