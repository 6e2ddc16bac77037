import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { leafHash, TreeEdge } from '../../src/core/merkle.ts';
import { checkpointText, parseCheckpoint } from '../../src/integrity/checkpoint.ts';
import { NoteError, openNote, signNote } from '../../src/integrity/note.ts';
import { verifyConsistency, verifyInclusion } from '../../src/integrity/proof.ts';
import {
  consistencyText,
  inclusionText,
  isInclusionText,
  parseConsistency,
  parseInclusion,
} from '../../src/integrity/proof-text.ts';
import { signerOf } from '../../src/integrity/signer.ts';
import { parseVkey } from '../../src/integrity/vkey.ts';

/** The complete example of the design, with a test key whose seed is 00 01 … 1f. */
const ORIGIN = 'audit-timeline.example/incident-42';
const VKEY = `${ORIGIN}+c8a7ad12+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4`;
const ROOT = 'dop7L+RA98Tj+zSatNjUuUXskRaOgu8Cp9URW4DlkSE=';
const BODY = `${ORIGIN}\n7\n${ROOT}\n`;
const NOTE = `${BODY}
— ${ORIGIN} yKetEjxBrU3qGq0q4prqXXrmx8NznCo2W29NUzXrGLxjus1cY9ujpjnQZ1bjEjhzMgozYN0LxpH8I6y8eoiyD1GTNQg=
`;
const RECORD = '{"action":"package.publish","package":"axios","ts":"2026-03-31T00:21:00.000Z","version":"1.14.1"}';
const INCLUSION = `c2sp.org/tlog-proof@v1
index 1
/KvFDi6ug+WvFe+vcRRjk1hJvcL+w5QyoasvI4luFXc=
c1fM639Pg91f+OhHmJMwt4zBrFPyraylII8d+KqTg3g=
p29QlGNVFJx79d1Az76QKbCMaqFwoKsquAlsZqpbY94=

${NOTE}`;
const CONSISTENCY = `old 3
hCbA87elkiWZwU0HOpsnlubnxpwF+jilAADglAhPtuQ=
tP82Q0ULdiRNVcWYPWEBMXN8poR4kuBqjrqiZa57n3U=
oX9efbs1q/8xneeoN4XHO+73L4hdfDep+vtTpQ2REZI=
p29QlGNVFJx79d1Az76QKbCMaqFwoKsquAlsZqpbY94=

${NOTE}`;
/** Root of the first three entries of the example, from their published leaf hashes. */
function rootOfThree(): Buffer {
  const edge = new TreeEdge();
  for (const leaf of [
    'fcabc50e2eae83e5af15efaf711463935849bdc2fec39432a1ab2f23896e1577',
    '138b60cc3c08ec0f802c544f16a0bf47b09e1d90e2188dbfa8cbc2420f4cd3cc',
    '8426c0f3b7a5922599c14d073a9b2796e6e7c69c05fa38a50000e094084fb6e4',
  ])
    edge.add(Buffer.from(leaf, 'hex'));
  return edge.root();
}

function failure(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof NoteError) return error.message;
    throw error;
  }
  return 'none';
}

describe('the example of the design', () => {
  const key = createPrivateKey({
    key: Buffer.concat([
      Buffer.from('302e020100300506032b657004220420', 'hex'),
      Buffer.from(Array.from({ length: 32 }, (_, i) => i)),
    ]),
    format: 'der',
    type: 'pkcs8',
  });

  it('is signed byte for byte', () => {
    const { signer, verifier } = signerOf(ORIGIN, key);
    expect(verifier.vkey).toBe(VKEY);
    expect(signNote(checkpointText({ origin: ORIGIN, size: 7, root: Buffer.from(ROOT, 'base64') }), signer)).toBe(NOTE);
  });

  it('is read', () => {
    const { text, verified } = openNote(NOTE, [parseVkey(VKEY)]);
    expect(verified).toEqual([{ name: ORIGIN, keyId: 'c8a7ad12' }]);
    expect(parseCheckpoint(text)).toEqual({ origin: ORIGIN, size: 7, root: Buffer.from(ROOT, 'base64') });
  });

  it('is proven to hold an entry', () => {
    const { index, path, note } = parseInclusion(INCLUSION);
    const { size, root } = parseCheckpoint(openNote(note, [parseVkey(VKEY)]).text);
    expect([index, note]).toEqual([1, NOTE]);
    expect(verifyInclusion(index, size, leafHash(RECORD), path, root)).toBe(true);
    expect(verifyInclusion(index, size, leafHash(RECORD.replace('axios', 'axiow')), path, root)).toBe(false);
    expect(inclusionText({ index, path, note })).toBe(INCLUSION);
  });

  it('is proven to have grown', () => {
    const { oldSize, path, note } = parseConsistency(CONSISTENCY);
    const { size, root } = parseCheckpoint(openNote(note, []).text);
    expect(verifyConsistency(oldSize, size, rootOfThree(), root, path)).toBe(true);
    expect(verifyConsistency(oldSize + 1, size, rootOfThree(), root, path)).toBe(false);
    expect(consistencyText({ oldSize, path, note })).toBe(CONSISTENCY);
  });
});

describe('the text of a checkpoint', () => {
  it.each([
    ['size has a leading zero', BODY.replace('\n7\n', '\n07\n')],
    ['the size is not', BODY.replace('\n7\n', '\n-7\n')],
    ['the size is not', BODY.replace('\n7\n', '\n+7\n')],
    ['the size is not', BODY.replace('\n7\n', '\n7 \n')],
    ['the size is not', BODY.replace('\n7\n', '\n7.0\n')],
    ['the size is not', BODY.replace('\n7\n', '\n0x7\n')],
    ['the size is not', BODY.replace('\n7\n', '\n９\n')],
    ['the size is not', BODY.replace('\n7\n', '\n9007199254740992\n')],
    ['the size is not', BODY.replace('\n7\n', `\n${'9'.repeat(400)}\n`)],
    ['the size is not', BODY.replace('\n7\n', '\n\n')],
    ['three lines', `${BODY}an extension\n`],
    ['three lines', `${BODY}\n`],
    ['three lines', BODY.slice(0, -1)],
    ['three lines', `${ORIGIN}\n7\n`],
    ['of which case', `\n7\n${ROOT}\n`],
    ['32 bytes', BODY.replace('SE=', 'SF=')],
    ['32 bytes', BODY.replace(ROOT, ROOT.slice(0, -1))],
    ['32 bytes', BODY.replace(ROOT, ROOT.replaceAll('+', '-'))],
    ['32 bytes', BODY.replace(ROOT, `${ROOT.slice(0, 8)} ${ROOT.slice(8)}`)],
    ['32 bytes', BODY.replace(ROOT, Buffer.alloc(31).toString('base64'))],
    ['32 bytes', BODY.replace(ROOT, Buffer.alloc(33).toString('base64'))],
    ['three lines', ''],
  ])('is refused: %s', (message, text) => expect(failure(() => parseCheckpoint(text))).toContain(message));

  it('takes the greatest number of entries', () => {
    expect(parseCheckpoint(BODY.replace('\n7\n', '\n9007199254740991\n')).size).toBe(Number.MAX_SAFE_INTEGER);
    expect(parseCheckpoint(BODY.replace('\n7\n', '\n0\n')).size).toBe(0);
  });

  it('is not made of what cannot be read again', () => {
    const root = Buffer.from(ROOT, 'base64');
    expect(failure(() => checkpointText({ origin: 'a\nb', size: 7, root }))).not.toBe('none');
    expect(failure(() => checkpointText({ origin: '', size: 7, root }))).not.toBe('none');
    expect(failure(() => checkpointText({ origin: 'a', size: 7.5, root }))).not.toBe('none');
  });
});

describe('the text of a proof', () => {
  it.each([
    ['begin with', INCLUSION.replace('@v1', '@v2')],
    ['begin with', INCLUSION.replace('c2sp.org/', 'wrong/')],
    ['base64', INCLUSION.replace('index 1', 'extra !!notbase64!!\nindex 1')],
    ['"index"', INCLUSION.replace('index 1\n', '\n')],
    ['"index"', INCLUSION.replace('index 1', 'index one')],
    ['"index"', INCLUSION.replace('index 1', 'index -5')],
    ['"index"', INCLUSION.replace('index 1', 'index 01')],
    ['"index"', INCLUSION.replace('index 1', 'index 1 2')],
    ['"index"', INCLUSION.replace('index 1', 'index  1')],
    ['"index"', INCLUSION.replace('index 1', 'extra AAAA\nextra AAAA\nindex 1')],
    ['no SHA-256', INCLUSION.replace('/KvF', '!!no')],
    ['no SHA-256', INCLUSION.replace(/^c1fM.*$/m, Buffer.alloc(64).toString('base64'))],
    ['no checkpoint', `c2sp.org/tlog-proof@v1\nindex 0\n${'a'.repeat(65 * 1024)}\n`],
    ['over 64', INCLUSION.replace('index 1\n', `index 1\n${`${ROOT}\n`.repeat(65)}`)],
    ['no checkpoint', ''],
  ])('of inclusion is refused: %s', (message, text) => expect(failure(() => parseInclusion(text))).toContain(message));

  it.each([
    ['"old"', CONSISTENCY.replace('old 3', 'old')],
    ['"old"', CONSISTENCY.replace('old 3', 'index 3')],
    ['"old"', CONSISTENCY.replace('old 3', 'old 03')],
    ['"old"', CONSISTENCY.replace('old 3', 'old 3 ')],
    ['no SHA-256', CONSISTENCY.replace('hCbA', 'hCb')],
    ['over 64', CONSISTENCY.replace('old 3\n', `old 3\n${`${ROOT}\n`.repeat(65)}`)],
    ['no checkpoint', 'old 3\n'],
  ])('of consistency is refused: %s', (message, text) =>
    expect(failure(() => parseConsistency(text))).toContain(message));

  it('may carry data of others, with which nothing is done', () => {
    expect(parseInclusion(INCLUSION.replace('index 1', 'extra AAAA\nindex 1'))).toEqual(parseInclusion(INCLUSION));
  });

  it('needs no hashes for a tree of one', () => {
    expect(parseInclusion('c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint\n')).toEqual({
      index: 0,
      path: [],
      note: 'checkpoint\n',
    });
    expect(inclusionText({ index: 0, path: [], note: 'checkpoint\n' })).toBe(
      'c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint\n',
    );
  });

  it('says which of the two it is', () => {
    expect([INCLUSION, CONSISTENCY, NOTE, ''].map(isInclusionText)).toEqual([true, false, false, false]);
  });
});

describe('the checkpoints of another log', () => {
  const log: { vkey: string; leaves: string[]; checkpoints: string[] } = JSON.parse(
    readFileSync('fixtures/vectors/transparency-dev/tessera.json', 'utf8'),
  );

  it('are sixteen', () => expect(log.checkpoints).toHaveLength(16));

  it.each([...log.checkpoints.entries()])('have the root of %i entries, signed', (size, note) => {
    const edge = new TreeEdge();
    for (const leaf of log.leaves.slice(0, size)) edge.add(leafHash(leaf));
    const { text, verified } = openNote(note, [parseVkey(log.vkey)]);
    expect(verified).toEqual([{ name: 'example.com/log/testdata', keyId: '33d7b496' }]);
    expect(parseCheckpoint(text)).toEqual({ origin: 'example.com/log/testdata', size, root: edge.root() });
  });
});
