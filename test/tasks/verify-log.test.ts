import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { SCHEMAS } from '../../src/core/schemas.ts';
import { isLogFile, type VerifyLogOptions, verifyLogFile } from '../../src/tasks/verify/log-file.ts';
import { temporaryFolder } from '../support/cases.ts';
import { violations } from '../support/json-schema.ts';
import { run } from '../support/terminal.ts';

const VECTORS = resolve('fixtures/vectors/audit-log-v1');
const VKEY = { name: 'vkey.txt', path: join(VECTORS, 'good/vkey.txt') };
const ROOT = 'dop7L+RA98Tj+zSatNjUuUXskRaOgu8Cp9URW4DlkSE=';
const folder = temporaryFolder();

interface Case {
  readonly file: string;
  readonly checkpoint: string | null;
  readonly expect: string;
}

const manifest: { logs: Case[]; checkpoints: Case[] } = JSON.parse(
  readFileSync(join(VECTORS, 'manifest.json'), 'utf8'),
);

interface Told {
  readonly exitCode: number;
  readonly codes: readonly string[];
  readonly messages: readonly string[];
  readonly lines: string;
  readonly data: Readonly<Record<string, unknown>>;
}

async function told(report: Report): Promise<Told> {
  const rows = [];
  for await (const { data } of report.rows) rows.push(data);
  const { lines, data, exitCode } = await report.foot();
  const document = { kind: report.kind, head: {}, rows, foot: data };
  expect(violations(document, SCHEMAS.integrity)).toEqual([]);
  return {
    exitCode,
    codes: rows.map(({ code }) => String(code)),
    messages: rows.map(({ message }) => String(message)),
    lines: lines.map(({ text }) => text).join('\n'),
    data,
  };
}

function named(file: string) {
  return { name: file, path: resolve(VECTORS, file) };
}

async function verified(file: string, checkpoints: string[], more: Partial<VerifyLogOptions> = {}): Promise<Told> {
  const options = { open: false, strict: false, allowUnanchored: false, progress: () => undefined };
  const anchors = { checkpoints: checkpoints.map(named), vkeyFiles: checkpoints.length === 0 ? [] : [VKEY] };
  return told(await verifyLogFile({ file: resolve(VECTORS, file), ...options, ...anchors, ...more }));
}

/** Codes and exit code that a verdict of the vectors stands for. */
const VERDICTS: readonly (readonly [verdict: RegExp, code: string | undefined, exitCode: number])[] = [
  [/^ok$/, undefined, 0],
  [/^ok-open$/, 'I-OPEN', 3],
  [/^ok-redacted$/, 'N-REDACTED', 0],
  [/^ok-slice$/, 'I-SLICE', 3],
  [/^leaf-/, 'F-LEAF', 1],
  [/^chain-/, 'F-CHAIN', 1],
  [/^prev-/, 'F-PREVIOUS', 1],
  [/^seq-/, 'F-SEQ', 1],
  [/^root-/, 'F-ROOT', 1],
  [/^truncated/, 'F-TRUNCATED', 1],
  [/^trailer/, 'F-END', 1],
  [/^not-canonical/, 'F-NOT-CANONICAL', 1],
  [/^malformed:no-final-newline/, 'F-CUT', 1],
  [/^malformed/, 'F-MALFORMED', 1],
];

describe('verify of a log', () => {
  it.each(manifest.logs)('$file against $checkpoint: $expect', async ({ file, checkpoint, expect: verdict }) => {
    const [, code, exitCode] = VERDICTS.find(([pattern]) => pattern.test(verdict)) ?? [];
    const result = await verified(file, checkpoint === null ? [] : [checkpoint]);
    expect(result.exitCode).toBe(exitCode);
    expect(result.codes).toEqual(code === undefined ? [] : expect.arrayContaining([code]));
    expect(result.data['anchored']).toBe(exitCode !== 1 && !verdict.includes('slice'));
  });

  it.each([
    ['good/checkpoint.7', undefined, 0],
    ['good/checkpoint.7.cosigned', undefined, 0],
    ['bad/cp-unknown-key', 'I-UNKNOWN-KEY', 3],
    ['bad/cp-bad-signature', 'F-CHECKPOINT-SIGNATURE', 1],
    ['bad/cp-size-edited', 'F-CHECKPOINT-SIGNATURE', 1],
    ['bad/cp-wrong-origin', 'F-ORIGIN', 1],
  ])('against %s is %s', async (checkpoint, code, exitCode) => {
    const result = await verified('good/log.jsonl', [checkpoint]);
    expect([result.exitCode, result.codes]).toEqual([
      exitCode,
      code === undefined ? [] : expect.arrayContaining([code]),
    ]);
  });

  it.each(
    manifest.checkpoints.filter(({ expect: verdict }) => verdict === 'malformed'),
  )('could not run against $file', async ({ file }) => {
    await expect(verified('good/log.jsonl', [file])).rejects.toMatchObject({ code: 'checkpoint-malformed' });
  });

  it.each([
    'good/log.jsonl',
    'good/redacted.jsonl',
    'bad/rewritten-and-rechained.jsonl',
    'bad/tail-truncated.jsonl',
  ])('without anything from outside %s is incomplete, not proven', async (file) => {
    const { exitCode, codes, lines, data } = await verified(file, []);
    expect([exitCode, data['anchored'], codes.filter((code) => code.startsWith('F'))]).toEqual([3, false, []]);
    expect([codes, lines]).toEqual([expect.arrayContaining(['I-NO-ANCHOR']), expect.stringContaining('INCOMPLETE')]);
  });

  it('of a growing log exits 0 with --open', async () => {
    const open = await verified('good/live-no-trailer.jsonl', ['good/checkpoint.7'], { open: true });
    expect([open.exitCode, open.codes]).toEqual([0, []]);
    const cut = await verified('bad/cut-mid-line.jsonl', ['good/checkpoint.3'], { open: true });
    expect([cut.exitCode, cut.codes]).toEqual([1, ['F-CUT']]);
  });

  it('with --strict is incomplete for records that were taken out, and for entries newer than the anchor', async () => {
    const redacted = await verified('good/redacted.jsonl', ['good/checkpoint.7'], { strict: true });
    expect([redacted.exitCode, redacted.codes]).toEqual([3, ['N-REDACTED']]);
    const grown = await verified('good/log.jsonl', ['good/checkpoint.3'], { strict: true });
    expect([grown.exitCode, grown.codes]).toEqual([3, ['I-NOT-ANCHORED']]);
  });

  it('takes a size and root that were written down', async () => {
    const expected = { size: 7, root: Buffer.from(ROOT, 'base64') };
    expect((await verified('good/log.jsonl', [], { expect: expected })).exitCode).toBe(0);
    const other = await verified('bad/rewritten-and-rechained.jsonl', [], { expect: expected });
    expect([other.exitCode, other.codes]).toEqual([1, ['F-ROOT', 'F-REWRITTEN']]);
  });

  it('compares with a checkpoint without a key, and does not call that proven', async () => {
    const same = await verified('good/log.jsonl', ['good/checkpoint.7'], { vkeyFiles: [] });
    expect([same.exitCode, same.codes, same.data['anchored']]).toEqual([3, ['I-UNKNOWN-KEY'], false]);
    const other = await verified('bad/rewritten-and-rechained.jsonl', ['good/checkpoint.7'], { vkeyFiles: [] });
    expect([other.exitCode, other.codes]).toEqual([1, expect.arrayContaining(['F-ROOT'])]);
  });

  it('does not hold a log against a checkpoint that no known key signed', async () => {
    const result = await verified('good/prefix5.jsonl', ['bad/cp-unknown-key']);
    expect([result.exitCode, result.codes]).toEqual([3, expect.not.arrayContaining(['F-TRUNCATED'])]);
  });

  it('takes a checkpoint of nothing for no proof of what came since', async () => {
    const result = await verified('good/log.jsonl', ['good/checkpoint.0']);
    expect([result.exitCode, result.codes, result.data['anchored']]).toEqual([3, ['I-NO-ANCHOR'], false]);
  });

  it('holds it against each of several checkpoints', async () => {
    const all = [1, 2, 3, 4, 5, 6, 7].map((size) => `good/checkpoint.${size}`);
    expect((await verified('good/log.jsonl', all)).exitCode).toBe(0);
    const forked = await verified('good/log.jsonl', [...all, 'bad/forked-checkpoint.7']);
    expect([forked.exitCode, forked.codes]).toEqual([1, ['F-ROOT', 'F-REWRITTEN']]);
  });

  it('names line and entry, the first twenty of a kind, and counts the rest', async () => {
    const file = join(folder, 'many.jsonl');
    const [header = '', ...lines] = readFileSync(join(VECTORS, 'good/log.jsonl'), 'utf8').split('\n');
    const damaged = Array.from({ length: 30 }, () => lines[0]?.replace('{"hash', '{ "hash') ?? '');
    writeFileSync(file, [header, ...damaged, ''].join('\n'));
    const { codes, messages } = await verified(file, []);
    expect(codes.filter((code) => code === 'F-NOT-CANONICAL')).toHaveLength(21);
    expect(messages).toEqual(expect.arrayContaining([expect.stringMatching(/^line 2: /), 'and 10 more of this kind']));
    const edited = await verified('bad/record-edited.jsonl', ['good/checkpoint.7']);
    expect(edited.messages).toEqual(['line 3: the record of entry 1 does not match its leaf_hash']);
  });

  it('reads it compressed too, and tells where that is cut', async () => {
    const bytes = gzipSync(readFileSync(join(VECTORS, 'good/log.jsonl')));
    const [whole, cut] = [join(folder, 'log.jsonl.gz'), join(folder, 'cut.jsonl.gz')];
    writeFileSync(whole, bytes);
    writeFileSync(cut, bytes.subarray(0, bytes.length / 2));
    expect([await isLogFile(whole), await isLogFile(cut)]).toEqual([true, true]);
    expect((await verified(whole, ['good/checkpoint.7'])).exitCode).toBe(0);
    expect(await verified(cut, ['good/checkpoint.7'])).toMatchObject({
      exitCode: 1,
      codes: expect.arrayContaining(['F-CUT', 'F-TRUNCATED']),
    });
  });
});

describe('the command', () => {
  const good = (name: string) => join(VECTORS, 'good', name);
  const anchored = ['--checkpoint', good('checkpoint.7'), '--vkey-file', good('vkey.txt')];

  it.each([
    [0, ['good/log.jsonl', ...anchored]],
    [0, ['good/log.jsonl', '--expect', `7:${ROOT}`]],
    [0, ['good/log.jsonl', '--allow-unanchored']],
    [0, ['good/live-no-trailer.jsonl', '--open', ...anchored]],
    [0, ['good/redacted.jsonl', ...anchored]],
    [3, ['good/redacted.jsonl', '--strict', ...anchored]],
    [3, ['good/log.jsonl']],
    [3, ['good/live-no-trailer.jsonl', ...anchored]],
    [3, ['good/slice-4-6.jsonl', ...anchored]],
    [1, ['bad/record-edited.jsonl']],
    [1, ['bad/rewritten-and-rechained.jsonl', ...anchored]],
    [1, ['bad/tail-truncated.jsonl', ...anchored]],
    [1, ['bad/bom.jsonl', ...anchored]],
    [2, ['good/log.jsonl', '--checkpoint', join(VECTORS, 'bad/cp-leading-zero')]],
    [2, ['good/log.jsonl', '--checkpoint', join(VECTORS, 'no-such-file')]],
    [2, ['good/log.jsonl', '--evidence', VECTORS]],
    [2, ['good/log.jsonl', '--deep']],
    [2, ['manifest.json']],
  ])('exits %i for %j', async (exitCode, [file = '', ...words]) => {
    const outcome = await run(['verify', join(VECTORS, file), ...words]);
    expect([outcome.exitCode, outcome.stdout !== '']).toEqual([exitCode, exitCode !== 2]);
  });

  it('finds a change in the name of the format too', async () => {
    const file = join(folder, 'other-version.jsonl');
    writeFileSync(file, readFileSync(good('log.jsonl'), 'utf8').replace('audit-log/v1', 'audit-log/v7'));
    const { exitCode, stdout } = await run(['verify', file, ...anchored]);
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('F-MALFORMED')]);
  });

  it('says what was proven, and what not', async () => {
    const { stdout } = await run(['verify', good('log.jsonl'), ...anchored]);
    expect(stdout).toMatch(/^verified {2}/m);
    expect(stdout).toContain(`7 entries, root ${ROOT}`);
    expect(stdout).toMatch(/^anchored {2}entries 0 to 6 /m);
    expect(stdout).toMatch(/^not shown /m);
  });
});

describe('a file', () => {
  it.each(manifest.logs)('$file is taken for a log', async ({ file }) => {
    expect(await isLogFile(join(VECTORS, file))).toBe(true);
  });

  it.each([
    ['{"format":"audit-log/v2","hash_alg":"sha-256"}\n'],
    ['{"some":1}\n{"format":"audit-log/v1"}\n'],
    ['SQLite format 3\0{"format":"audit-log/v1"}'],
    ['"format":"audit-log/v1"'],
    [''],
  ])('that begins with %j is not', async (text) => {
    const file = join(folder, 'other');
    writeFileSync(file, text);
    expect(await isLogFile(file)).toBe(false);
  });

  it('that is not there is not', async () => expect(await isLogFile(join(folder, 'missing'))).toBe(false));
  it('that is a folder is not', async () => expect(await isLogFile(folder)).toBe(false));
});
