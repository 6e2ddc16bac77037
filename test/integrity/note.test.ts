import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NoteError, noteText, openNote, signNote } from '../../src/integrity/note.ts';
import { signerOf } from '../../src/integrity/signer.ts';
import { isKeyName, KEY_TYPE, parseVkey, parseVkeys, publicBytes, vkeyText } from '../../src/integrity/vkey.ts';

interface Vectors {
  readonly verify: readonly { readonly vkey: string; readonly note: string; readonly from: string }[];
  readonly sign: readonly { readonly skey: string; readonly sig_line: string; readonly text: string }[];
  readonly bad_vkeys: readonly string[];
  readonly log_keys: { readonly Log: readonly [string, string] };
  readonly cosignature_timestamp: { readonly base64: string; readonly unix: number };
}
const vectors: Vectors = JSON.parse(readFileSync('fixtures/vectors/signed-note/vectors.json', 'utf8'));

/** golang/mod sumdb/note/note_test.go @ fe2ec04f, BSD-3-Clause. */
const PETER = parseVkey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
const ENOCH = parseVkey('EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop');
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const BY_PETER =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const BY_ENOCH =
  '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';
const peter = { name: 'PeterNeumann', keyId: 'c74f20a3' };
const enoch = { name: 'EnochRoot', keyId: 'af0cfe78' };

function spoilt(line: string): string {
  return `${line.slice(0, 60)}ABCD${line.slice(60)}`;
}

/** The code of the error that it throws. */
function failure(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof NoteError) return error.code;
    throw error;
  }
  return 'none';
}

/** The private key in the form of the Go library: its seed stands at the end. */
function keyOf(skey: string): ReturnType<typeof createPrivateKey> {
  const seed = Buffer.from(skey.split('+').slice(4).join('+'), 'base64').subarray(1);
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

describe('a public key', () => {
  it.each(vectors.verify)('opens the note of $from', ({ vkey, note }) => {
    const key = parseVkey(vkey);
    expect(openNote(note, [key]).verified).toEqual([{ name: key.name, keyId: key.keyId }]);
  });

  it('is refused when any part of it is missing, or any character another', () => {
    const { vkey } = PETER;
    let tried = 0;
    for (let from = 0; from <= vkey.length; from++) {
      for (let to = from + 1; to <= vkey.length; to++) {
        if (from === 0 && to === vkey.length) continue;
        expect(
          failure(() => parseVkey(vkey.slice(from, to))),
          vkey.slice(from, to),
        ).toBe('key');
        tried++;
      }
    }
    for (let at = 0; at < vkey.length; at++) {
      const other = vkey.slice(0, at) + String.fromCharCode(vkey.charCodeAt(at) + 1) + vkey.slice(at + 1);
      expect(
        failure(() => parseVkey(other)),
        other,
      ).toBe('key');
      tried++;
    }
    expect(tried).toBe(2276);
  });

  it.each([
    ...vectors.bad_vkeys,
    '',
    '+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    'Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    'PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq_LDE4izWy10TW',
    'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n',
  ])('is not %j', (text) => expect(failure(() => parseVkey(text))).toBe('key'));

  it('is divided at the first two plus signs: the rest may hold more', () => {
    const vkey = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx';
    expect(parseVkey(vkey)).toMatchObject({ name: 'example.com/log/testdata', keyId: '33d7b496', vkey });
  });

  it('belongs to its private key, and says nothing of it', () => {
    const [vkey, skey] = vectors.log_keys.Log;
    const { verifier, signer } = signerOf('Log', keyOf(skey));
    expect(verifier.vkey).toBe(vkey);
    expect(JSON.stringify({ verifier, signer })).not.toContain(skey.slice(-20));
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(failure(() => signerOf('Log', rsa.privateKey))).toBe('key');
    expect(failure(() => vkeyText('a name', KEY_TYPE.ed25519, publicBytes(createPublicKey(keyOf(skey)))))).toBe('key');
  });

  it('is read from a file of keys, one a line', () => {
    const file = `# of the team\n${PETER.vkey}\r\n\n  ${ENOCH.vkey}\n${PETER.vkey}\n`;
    expect(parseVkeys(file).map(({ name }) => name)).toEqual(['PeterNeumann', 'EnochRoot']);
    expect(failure(() => parseVkeys(`${PETER.vkey}\nnothing\n`))).toBe('key');
  });

  it.each(['a', 'example.com/a-b_c', 'é', '名'])('may be called %j', (name) => expect(isKeyName(name)).toBe(true));
  it.each([
    '',
    ' ',
    'a b',
    'a\tb',
    'a\u00a0b',
    'a\u2003b',
    'a\u2028b',
    'a+b',
    '\ud800',
  ])('may not be called %j', (name) => expect(isKeyName(name)).toBe(false));
});

describe('a note', () => {
  it('lists the keys that signed it, known and unknown', () => {
    const note = `${TEXT}\n${BY_PETER}${BY_ENOCH}`;
    expect(openNote(note, [PETER])).toEqual({ text: TEXT, verified: [peter], unknown: [enoch] });
    expect(openNote(note, [ENOCH, PETER])).toEqual({ text: TEXT, verified: [peter, enoch], unknown: [] });
    expect(openNote(note, [])).toEqual({ text: TEXT, verified: [], unknown: [peter, enoch] });
  });

  it('is refused as a whole when a known key did not sign it, whatever others did', () => {
    expect(failure(() => openNote(`${TEXT}\n${spoilt(BY_PETER)}`, [PETER]))).toBe('signature');
    expect(failure(() => openNote(`${TEXT}\n${BY_ENOCH}${spoilt(BY_PETER)}`, [PETER, ENOCH]))).toBe('signature');
    expect(failure(() => openNote(`${TEXT}\n${BY_PETER}${spoilt(BY_PETER)}`, [PETER]))).toBe('signature');
    expect(failure(() => openNote(`${TEXT}more\n\n${BY_PETER}`, [PETER]))).toBe('signature');
  });

  it('counts a signature once', () => {
    const opened = openNote(`${TEXT}\n${BY_PETER}${BY_PETER}${BY_ENOCH}${BY_ENOCH}${spoilt(BY_ENOCH)}`, [PETER]);
    expect(opened).toEqual({ text: TEXT, verified: [peter], unknown: [enoch, enoch] });
  });

  it('takes a key for known only by its name and its id', () => {
    const misnamed = BY_PETER.replace('PeterNeumann', 'CarmenSandiego');
    expect(openNote(`${TEXT}\n${misnamed}`, [PETER])).toMatchObject({ verified: [], unknown: [{ keyId: 'c74f20a3' }] });
    const other = BY_PETER.replace('x08g', 'xxxx');
    expect(openNote(`${TEXT}\n${other}`, [PETER])).toMatchObject({ verified: [], unknown: [{ keyId: 'c71c71a3' }] });
    expect(failure(() => openNote(`${TEXT}\n${BY_ENOCH}`, [ENOCH, PETER, ENOCH]))).toBe('key');
    expect(openNote(`${TEXT}\n${BY_PETER}`, [ENOCH, PETER, ENOCH]).verified).toEqual([peter]);
  });

  it('is divided at its last blank line', () => {
    const text = 'one\n\ntwo\n\n\n';
    const { signer, verifier } = signerOf('a', keyOf(vectors.log_keys.Log[1]));
    expect(openNote(signNote(text, signer), [verifier])).toMatchObject({ text, verified: [{ name: 'a' }] });
    const quoted = `${TEXT}\n${BY_PETER}`;
    expect(openNote(signNote(quoted, signer), [verifier, PETER])).toMatchObject({ text: quoted, unknown: [] });
  });

  it.each([
    ['no signature', TEXT],
    ['nothing after the blank line', `${TEXT}\n`],
    ['no last line feed', `${TEXT}\n${BY_PETER.slice(0, -1)}`],
    ['a control character', `\u0001${TEXT}\n${BY_PETER}`],
    ['CR LF', `${TEXT}\n${BY_PETER}`.replaceAll('\n', '\r\n')],
    ['a tab', `\t${TEXT}\n${BY_PETER}`],
    ['a delete character', `${TEXT}\u007f\n\n${BY_PETER}`],
    ['a lone surrogate', `\ud800${TEXT}\n${BY_PETER}`],
    ['a name with a blank', `${TEXT}\n${BY_PETER.replace('PeterNeumann', 'Bad Name')}`],
    ['a name with a plus', `${TEXT}\n${BY_PETER.replace('PeterNeumann', 'Bad+Name')}`],
    ['no name', `${TEXT}\n${BY_PETER.replace('PeterNeumann', '')}`],
    ['another line', `${TEXT}\n${BY_PETER}Unexpected line.\n`],
    ['a hyphen for the dash', `${TEXT}\n${BY_PETER.replace('—', '-')}`],
    ['something behind the signature', `${TEXT}\n${BY_PETER.replace('=\n', '= more\n')}`],
    ['base64 with bits too many', `${TEXT}\n${BY_PETER.replace('AM=', 'AN=')}`],
    ['base64 for addresses', `${TEXT}\n${BY_PETER.replaceAll('/', '_')}`],
    ['base64 without its end', `${TEXT}\n${BY_PETER.replace('=\n', '\n')}`],
    ['an id alone', `${TEXT}\n— PeterNeumann x08gow==\n`],
    ['101 signatures', `${TEXT}\n${BY_PETER.repeat(101)}`],
    ['only a line feed', '\n'],
    ['nothing', ''],
  ])('with %s is malformed', (_, note) => {
    expect(failure(() => openNote(note, [PETER]))).toBe('malformed');
    expect(failure(() => openNote(note, []))).toBe('malformed');
  });

  it('may have a hundred signatures', () => {
    const others = Array.from({ length: 99 }, (_, i) => BY_ENOCH.replace('EnochRoot', `Enoch${i}`)).join('');
    expect(openNote(`${TEXT}\n${others}${BY_PETER}`, [PETER])).toMatchObject({ verified: [peter] });
  });

  it('is read as UTF-8, and nothing is put in place of what is not', () => {
    expect(noteText(Buffer.from(`${TEXT}\n${BY_PETER}`))).toBe(`${TEXT}\n${BY_PETER}`);
    expect(failure(() => noteText(Buffer.concat([Buffer.of(0xff), Buffer.from(TEXT)])))).toBe('malformed');
    expect(noteText(Buffer.from('\ufeffa'))).toBe('\ufeffa');
  });
});

describe('signing', () => {
  it.each(vectors.sign)('gives the published signature', ({ skey, sig_line, text }) => {
    const { signer } = signerOf('PeterNeumann', keyOf(skey));
    expect(signNote(text, signer)).toBe(`${text}\n${sig_line}\n`);
  });

  it('is refused for what no note can hold', () => {
    const { signer } = signerOf('a', keyOf(vectors.log_keys.Log[1]));
    expect(failure(() => signNote('no line feed', signer))).toBe('malformed');
    expect(failure(() => signNote('a\tb\n', signer))).toBe('malformed');
    expect(failure(() => signNote(TEXT, { ...signer, name: 'bad name' }))).toBe('malformed');
  });
});

describe('a cosignature', () => {
  const WITNESS = 'witness.example/ci+3157953a+BOpKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs';
  const COSIGNED = `audit-timeline.example/incident-42
7
dop7L+RA98Tj+zSatNjUuUXskRaOgu8Cp9URW4DlkSE=

— audit-timeline.example/incident-42 yKetEjxBrU3qGq0q4prqXXrmx8NznCo2W29NUzXrGLxjus1cY9ujpjnQZ1bjEjhzMgozYN0LxpH8I6y8eoiyD1GTNQg=
— witness.example/ci MVeVOgAAAABpy0bAN785HKfoR2VSBBiWQ50jQrJp4+5L8FIvKi2xXVSzwSTd1CxQ6eYTyhFscwn9rh7yEKd4bRYlhDJJPlK1rv2YDg==
`;

  it('says when a witness saw the note', () => {
    expect(openNote(COSIGNED, [parseVkey(WITNESS)])).toMatchObject({
      verified: [{ name: 'witness.example/ci', keyId: '3157953a', time: 1774929600 }],
      unknown: [{ name: 'audit-timeline.example/incident-42' }],
    });
  });

  it('holds for its text and its time only', () => {
    const key = parseVkey(WITNESS);
    expect(failure(() => openNote(COSIGNED.replace('\n7\n', '\n8\n'), [key]))).toBe('signature');
    expect(failure(() => openNote(COSIGNED.replace('AAAABpy0bA', 'AAAABpy0bB'), [key]))).toBe('signature');
    expect(failure(() => openNote(COSIGNED.replace('2YDg==', '2YDh=='), [key]))).toBe('malformed');
  });

  it('has its time in the eight bytes after the id', () => {
    const { base64, unix } = vectors.cosignature_timestamp;
    const line = Buffer.from(base64, 'base64');
    expect(parseVkey(WITNESS).time(line.subarray(4))).toBe(unix);
    expect(parseVkey(WITNESS).time(line)).toBeUndefined();
    expect(PETER.time(line.subarray(4))).toBeUndefined();
  });

  /** FiloSottile/sunlight @ ed0bc387, cmd/skylight/testdata/witness, ISC: signatures of type 0x05 and 0x04. */
  const SUNLIGHT = `rome2026h1.example.org
300
lCkHUpkmVBEms2r2T1K6Og69+wUuuN3MIEW1/ezu2v0=

— rome2026h1.example.org kVB1JgAAAZtxtEwABAMARzBFAiEAi+mTa2xjL1IdWpH82OeciGsGvwRAP+f1WkfKaSZCfFECIHoNPZ/Q3y6UNzvKOO9cuLr6V16vPNfhwhle9f6r5H/Z
— witness.example.org uKLPIAAAAABpVGeAhm2bOvKc3LaB9PFN1ruG19Y5yqslmcAAbhftnn1Zznmo0LXFZq4LGvqKqLX8jWlwLKasxEGTLIqAVusneCBmBw==
`;

  it('of another log is good, and a signature of a type that is not known counts as unknown', () => {
    const witness = parseVkey('witness.example.org+b8a2cf20+BFLN3yikSfFkVAJtrnh/CiY3Zozkoy7clp+P7XB28qUN');
    expect(openNote(SUNLIGHT, [witness])).toMatchObject({
      verified: [{ name: 'witness.example.org', time: 1767139200 }],
      unknown: [{ name: 'rome2026h1.example.org' }],
    });
  });
});
