import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/core/canonical.ts';
import { type Sha256, sha256 } from '../../src/core/digest.ts';
import { endLine, entryHash, entryLine, genesis, headerText, isOrigin } from '../../src/integrity/audit-log/layout.ts';
import { LogLines } from '../../src/integrity/audit-log/log-lines.ts';
import { LogWriter } from '../../src/integrity/audit-log/log-writer.ts';
import { checkLog } from '../support/audit-log.ts';

const ORIGIN = 'registry.example/log';
const LOG = readFileSync('fixtures/vectors/audit-log-v1/good/log.jsonl');
const ROOT = 'dop7L+RA98Tj+zSatNjUuUXskRaOgu8Cp9URW4DlkSE=';

function logOf(records: readonly string[]): string {
  const writer = new LogWriter(ORIGIN);
  const lines = [writer.header(), ...records.map((record) => writer.entry(record)), writer.end()];
  return `${lines.join('\n')}\n`;
}

/** RFC 6962 section 2.1, as it is written there. */
function treeHash(leaves: readonly Sha256[]): Sha256 {
  if (leaves.length <= 1) return leaves[0] ?? sha256('');
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split))];
  return sha256(Buffer.from(`01${left}${right}`, 'hex'));
}

/** Another way to write a log, from the description of the format alone. */
function slowly(records: readonly string[]): string {
  let prev = genesis(ORIGIN);
  const leaves = records.map((record) => sha256(Buffer.concat([Buffer.of(0), Buffer.from(record)])));
  const lines = records.map((record, seq) => {
    const hash = sha256(Buffer.from(`${seq}\n${prev}\n${leaves[seq]}\n`));
    const line = canonical({ hash, leaf_hash: leaves[seq] ?? '', prev_hash: prev, record: JSON.parse(record), seq });
    prev = hash;
    return line;
  });
  const header = canonical({ first_seq: 0, format: 'audit-log/v1', hash_alg: 'sha-256', origin: ORIGIN });
  const root = Buffer.from(treeHash(leaves), 'hex').toString('base64');
  return `${[header, ...lines, canonical({ count: records.length, end: true, hash: prev, root })].join('\n')}\n`;
}

const record = fc
  .dictionary(
    fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
    fc.oneof(
      fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.integer(), { maxLength: 3 }),
    ),
    { maxKeys: 5 },
  )
  .map((value) => canonical(value));

describe('a log that was written', () => {
  it('is what the description says, whatever stands in the records, and is found sound', () => {
    const pieces = fc.integer({ min: 1, max: 2000 });
    const property = fc.property(fc.array(record, { maxLength: 12 }), pieces, (records, piece) => {
      const log = logOf(records);
      expect(log).toBe(slowly(records));
      const { findings, state } = checkLog(Buffer.from(log), [records.length], piece);
      expect([findings, state.size, state.ended]).toEqual([[], records.length, true]);
      expect(state.roots.get(records.length)).toEqual(state.root);
    });
    fc.assert(property, { numRuns: 200 });
  });

  it.each([0, 1, 2, 3, 69, 70, 255, 256, 257, 511, 512, 513, 1025])('has the root of %i entries', (count) => {
    const records = Array.from({ length: count }, (_, i) => `{"n":${i}}`);
    const log = logOf(records);
    expect(log).toBe(slowly(records));
    const sizes = Array.from({ length: count + 1 }, (_, size) => size);
    const { roots } = checkLog(Buffer.from(log), sizes).state;
    const leaves = records.map((text) => sha256(`\0${text}`));
    for (const size of count > 100 ? [0, 1, 128, 255, 256, 257, count] : sizes) {
      if (size > count) continue;
      expect(roots.get(size)?.toString('hex')).toBe(treeHash(leaves.slice(0, size)));
    }
  });
});

/** Whether anything at all shows that a log is not the one of the checkpoint. */
function isFound(bytes: Buffer): boolean {
  const { findings, state } = checkLog(bytes, [7]);
  return findings.length > 0 || !state.ended || state.roots.get(7)?.toString('base64') !== ROOT;
}

describe('a change of a log', () => {
  it('of any byte is found', () => {
    expect(isFound(LOG)).toBe(false);
    for (const mask of [0x01, 0x20, 0x80, 0xff]) {
      for (let at = 0; at < LOG.length; at++) {
        const changed = Buffer.from(LOG);
        changed.writeUInt8((LOG[at] ?? 0) ^ mask, at);
        expect([mask, at, isFound(changed)]).toEqual([mask, at, true]);
      }
    }
  });

  it('by a byte more or less is found', () => {
    for (let at = 0; at < LOG.length; at++) {
      const less = Buffer.concat([LOG.subarray(0, at), LOG.subarray(at + 1)]);
      expect([at, isFound(less)]).toEqual([at, true]);
      for (const byte of [' ', '\n', '0']) {
        const more = Buffer.concat([LOG.subarray(0, at), Buffer.from(byte), LOG.subarray(at)]);
        expect([at, byte, isFound(more)]).toEqual([at, byte, true]);
      }
    }
  });

  it('that cuts it at any byte is found, in a line as damage, after one as a log without its end', () => {
    for (let at = 0; at < LOG.length; at++) {
      const { findings, state } = checkLog(LOG.subarray(0, at));
      const isWhole = LOG[at - 1] === 0x0a;
      expect([at, findings.length > 0, state.ended]).toEqual([at, !isWhole, false]);
    }
  });

  it('in which all hashes were made anew shows only in the root', () => {
    const text = LOG.toString().replaceAll('mallory', 'someone');
    const records = text
      .split('\n')
      .slice(1, -2)
      .map((line) => line.slice(242, line.lastIndexOf(',"seq":')));
    const { findings, state } = checkLog(Buffer.from(logOf(records)), [7]);
    expect([findings, state.ended, state.size]).toEqual([[], true, 7]);
    expect(state.roots.get(7)?.toString('base64')).not.toBe(ROOT);
  });

  it('does not hide what comes after it', () => {
    const lines = LOG.toString().split('\n');
    const changed = lines.map((line, i) => (i === 2 || i === 5 ? line.replace('"ts":"2026', '"ts":"2027') : line));
    expect(checkLog(Buffer.from(changed.join('\n'))).findings).toMatchObject([
      { fault: 'leaf-mismatch', line: 3, seq: 1 },
      { fault: 'leaf-mismatch', line: 6, seq: 4 },
    ]);
  });
});

describe('a log of another make', () => {
  const prev = genesis(ORIGIN);
  const header = headerText({ origin: ORIGIN, firstSeq: 0 });

  /** A log of one entry, made by hand; its hashes are those of what stands there. */
  function oneEntry(member: string, seq = 0, text = member.slice('"record":'.length)): Buffer {
    const leaf = sha256(`\0${text}`);
    return Buffer.from(`${header}\n${entryLine(entryHash(seq, prev, leaf), leaf, prev, seq, member)}\n`);
  }

  it.each([
    ['"record":[]', 'entry'],
    ['"record":"text"', 'entry'],
    ['"record":null', 'entry'],
    ['"record":{"n":1.5}', 'not-canonical'],
    ['"record":{"n":1e3}', 'not-canonical'],
    ['"record":{"b":1,"a":2}', 'not-canonical'],
    ['"record":{"a":1,"a":1}', 'not-canonical'],
    ['"record":{} ', 'not-canonical'],
    ['"record":{},"more":{}', 'not-canonical'],
    ['"record":{},"redacted":{"reason":"r","ts":"t"}', 'entry'],
    ['"redacted":{}', 'entry'],
    ['"redacted":{"reason":"","ts":"t"}', 'entry'],
    ['"redacted":{"reason":"r"}', 'entry'],
    ['"redacted":{"ts":"t","reason":"r"}', 'not-canonical'],
    ['"redacted":"because"', 'entry'],
  ])('with %s is refused as %s', (member, fault) => {
    expect(checkLog(oneEntry(member)).findings).toMatchObject([{ fault, line: 2, seq: 0 }]);
  });

  it.each([
    '"record":{}',
    '"record":{"__proto__":1,"constructor":null}',
    '"record":{"deep":[[[[{"a":[]}]]]]}',
    '"redacted":{"reason":"gdpr-art-17","ts":"2026-05-01T00:00:00.000Z"}',
    '"redacted":{"authority":"court","reason":"r","ticket":17,"ts":"t"}',
  ])('with %s is taken', (member) => expect(checkLog(oneEntry(member)).findings).toEqual([]));

  it.each([
    [`{"first_seq":0,"format":"audit-log/v2","hash_alg":"sha-256","origin":"a"}`],
    [`{"first_seq":0,"format":"audit-log/v1","hash_alg":"sha-512","origin":"a"}`],
    [`{"first_seq":0,"format":"audit-log/v1","hash_alg":"sha-256","origin":"a b"}`],
    [`{"first_seq":0,"format":"audit-log/v1","hash_alg":"sha-256","origin":"a+b"}`],
    [`{"first_seq":0,"format":"audit-log/v1","hash_alg":"sha-256","origin":""}`],
    [`{"first_seq":-1,"format":"audit-log/v1","hash_alg":"sha-256","origin":"a"}`],
    [`{"first_seq":"0","format":"audit-log/v1","hash_alg":"sha-256","origin":"a"}`],
    [`{"first_seq":3,"format":"audit-log/v1","hash_alg":"sha-256","origin":"a"}`],
    [`{"first_seq":0,"format":"audit-log/v1","hash_alg":"sha-256","origin":"a","prev_hash":"${prev}"}`],
    [`{"first_seq":3,"format":"audit-log/v1","hash_alg":"sha-256","origin":"a","prev_hash":"${prev.toUpperCase()}"}`],
    [`{"extra":1,"first_seq":0,"format":"audit-log/v1","hash_alg":"sha-256","origin":"a"}`],
    [`{"first_seq":0,"format":"audit-log/v1","hash_alg":"sha-256"}`],
    ['[]'],
    [''],
  ])('that begins with %s has no header', (first) => {
    expect(checkLog(Buffer.from(`${first}\n`)).findings).toMatchObject([{ fault: 'header', line: 1 }]);
  });

  it.each([
    endLine({ count: 1, hash: prev, root: ROOT }),
    endLine({ count: 0, hash: sha256('another'), root: Buffer.from(sha256(''), 'hex').toString('base64') }),
    endLine({ count: 0, hash: prev, root: ROOT }),
  ])('that ends with %s is refused', (end) => {
    expect(checkLog(Buffer.from(`${header}\n${end}\n`)).findings).toMatchObject([
      { fault: 'trailer-mismatch', line: 2 },
    ]);
  });

  it.each([
    endLine({ count: 0, hash: prev, root: ROOT }).replace('"}', '","unknown":1}'),
    endLine({ count: 0, hash: prev.toUpperCase(), root: ROOT }),
    endLine({ count: 0, hash: prev, root: ROOT.replace('=', '') }),
    endLine({ count: 0, hash: prev, root: ROOT.replace('E=', 'F=') }),
    endLine({ count: -1, hash: prev, root: ROOT }),
  ])('whose end line is %s is none', (end) => {
    expect(checkLog(Buffer.from(`${header}\n${end}\n`)).findings).toMatchObject([{ fault: 'entry', line: 2 }]);
  });

  it('may begin anywhere, with the hash of what it follows', () => {
    const writer = new LogWriter(ORIGIN);
    const whole = [writer.header()];
    for (let i = 0; i < 5; i++) whole.push(writer.entry(`{"n":${i}}`));
    const head = writer.header();
    const rest = [5, 6, 7].map((n) => writer.entry(`{"n":${n}}`));
    const { findings, state } = checkLog(Buffer.from(`${[head, ...rest, writer.end()].join('\n')}\n`), [8]);
    expect([findings, state.size, state.root, state.ended]).toEqual([[], 8, undefined, true]);
    const other = [head.replace(/prev_hash":"./, 'prev_hash":"x'), head.replace(/[0-9a-f]{64}/, sha256('x'))];
    const faults = other.map((first) => checkLog(Buffer.from(`${[first, ...rest].join('\n')}\n`)).findings[0]?.fault);
    expect(faults).toEqual(['header', 'prev-mismatch']);
  });
});

describe('lines', () => {
  it('longer than any entry are told, not kept', () => {
    const lines: (string | 'too-long')[] = [];
    const cut = new LogLines((line) => lines.push(line === 'too-long' ? line : line.toString()), 8);
    for (const piece of ['12345678\n123456789\n1234', '56', '78\n', '1234567', '89', '0123\n', '\nab']) {
      cut.push(Buffer.from(piece));
    }
    expect([lines, cut.rest]).toEqual([['12345678', 'too-long', '12345678', 'too-long', ''], 2]);
  });
});

describe('the name of a log', () => {
  it.each(['registry.example/log', 'a', 'zoë/日本'])('may be %s', (name) => expect(isOrigin(name)).toBe(true));
  it.each(['', 'a b', 'a+b', 'a\nb', 'a\u0000', 'a\u00a0b', 'a\u009b'])('may not be %j', (name) => {
    expect(isOrigin(name)).toBe(false);
  });
});
