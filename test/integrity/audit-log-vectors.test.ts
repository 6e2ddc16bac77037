import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LogFault } from '../../src/integrity/audit-log/fault.ts';
import { LogWriter } from '../../src/integrity/audit-log/log-writer.ts';
import { parseCheckpoint } from '../../src/integrity/checkpoint.ts';
import { NoteError, noteText, openNote } from '../../src/integrity/note.ts';
import { parseVkey } from '../../src/integrity/vkey.ts';
import { type Checked, checkLog } from '../support/audit-log.ts';

const VECTORS = 'fixtures/vectors/audit-log-v1';

interface Case {
  readonly file: string;
  readonly checkpoint?: string | null;
  readonly expect: string;
  readonly why: string;
}

const manifest: { logs: Case[]; checkpoints: Case[]; origin: string; vkey: string } = JSON.parse(
  readFileSync(join(VECTORS, 'manifest.json'), 'utf8'),
);
const verifier = parseVkey(manifest.vkey);

function bytesOf(file: string): Buffer {
  return readFileSync(join(VECTORS, file));
}

/** Faults that the vectors call `malformed:…`, and how they name the place. */
const MALFORMED: ReadonlyMap<LogFault, boolean> = new Map<LogFault, boolean>([
  ['header', false],
  ['no-final-newline', false],
  ['data-after-end', false],
  ['utf8', true],
  ['hex', true],
  ['entry', true],
  ['too-long', true],
]);

/** In the words of the vectors: the first thing that is wrong. */
function verdict({ findings, state }: Checked, anchor: { size: number; root: Buffer } | undefined): string {
  const [first] = findings;
  if (first !== undefined) {
    const placed = MALFORMED.get(first.fault);
    if (first.fault === 'trailer-mismatch') return first.fault;
    return `${placed === undefined ? '' : 'malformed:'}${first.fault}${placed === false ? '' : `@${first.seq}`}`;
  }
  if (anchor !== undefined && state.header?.firstSeq === 0) {
    if (state.size < anchor.size) return `truncated:${state.size}<${anchor.size}`;
    if (state.roots.get(anchor.size)?.equals(anchor.root) !== true) return `root-mismatch@${anchor.size}`;
  }
  if ((state.header?.firstSeq ?? 0) > 0) return 'ok-slice';
  if (!state.ended) return 'ok-open';
  return state.redacted > 0 ? 'ok-redacted' : 'ok';
}

describe('the logs of the vectors', () => {
  it('are 32', () => expect(manifest.logs).toHaveLength(32));

  describe.each([1, 7, 250, 4096])('read in pieces of %i bytes', (piece) => {
    it.each(manifest.logs)('$file against $checkpoint is $expect', ({ file, checkpoint, expect: expected }) => {
      const note = checkpoint === null || checkpoint === undefined ? undefined : noteText(bytesOf(checkpoint));
      const anchor = note === undefined ? undefined : parseCheckpoint(openNote(note, [verifier]).text);
      const checked = checkLog(bytesOf(file), anchor === undefined ? [] : [anchor.size], piece);
      expect(verdict(checked, anchor)).toBe(expected);
    });
  });
});

describe('the checkpoints of the vectors', () => {
  function judged(file: string): string {
    try {
      const { text, verified } = openNote(noteText(bytesOf(file)), [verifier]);
      const { origin } = parseCheckpoint(text);
      if (origin !== manifest.origin) return 'wrong-origin';
      return verified.length === 0 ? 'no-trusted-signature' : 'ok';
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      return error.code === 'signature' ? 'bad-signature' : error.code;
    }
  }

  it('are 12', () => expect(manifest.checkpoints).toHaveLength(12));

  it.each(manifest.checkpoints)('$file is $expect', ({ file, expect: expected }) => {
    expect(judged(file)).toBe(expected);
  });
});

describe('what is written', () => {
  interface Vectors {
    readonly leaves: readonly { readonly canonical: string; readonly leaf_hash: string }[];
    readonly roots_hex_by_size: readonly string[];
  }
  const { leaves, roots_hex_by_size: roots }: Vectors = JSON.parse(readFileSync(join(VECTORS, 'vectors.json'), 'utf8'));

  function written(count: number, line: (writer: LogWriter, index: number) => string, from = 0): string {
    const writer = new LogWriter(manifest.origin);
    const lines = from === 0 ? [writer.header()] : [];
    for (let i = 0; i < count; i++) {
      if (i > 0 && i === from) lines.push(writer.header());
      const text = line(writer, i);
      if (i >= from) lines.push(text);
    }
    expect(Buffer.from(writer.root, 'base64').toString('hex')).toBe(roots[count]);
    return `${[...lines, ...(from === 0 ? [writer.end()] : [])].join('\n')}\n`;
  }
  const entry = (writer: LogWriter, index: number): string => writer.entry(leaves[index]?.canonical ?? '');

  it.each([
    ['good/log.jsonl', 7],
    ['good/prefix5.jsonl', 5],
    ['good/empty.jsonl', 0],
  ])('is %s, to the byte', (file, count) => {
    expect(written(count, entry)).toBe(bytesOf(file).toString());
  });

  it('is the slice, to the byte', () => {
    expect(written(7, entry, 4)).toBe(bytesOf('good/slice-4-6.jsonl').toString());
  });

  it('is the log with a record taken out, to the byte', () => {
    const why = { authority: 'dpo@example.test', reason: 'gdpr-art-17', ts: '2026-05-01T00:00:00.000Z' };
    const text = written(7, (writer, index) =>
      index === 3 ? writer.redacted(leaves[3]?.leaf_hash ?? '', why) : entry(writer, index),
    );
    expect(text).toBe(bytesOf('good/redacted.jsonl').toString());
  });
});
