import { strictBase64 } from './base64.ts';
import { NoteError } from './note-error.ts';
import { isKeyName, type Verifier } from './vkey.ts';

export { NoteError } from './note-error.ts';

/** Who signed a note. */
export interface Signed {
  readonly name: string;
  /** 8 lower-case hex digits. */
  readonly keyId: string;
  /** Seconds since 1970, where the signature carries a time: cosignatures do. */
  readonly time?: number;
}

export interface OpenedNote {
  /** What is signed, its last line feed included. */
  readonly text: string;
  /** Signatures by the keys that were given; empty: nothing is proven. */
  readonly verified: readonly Signed[];
  /** Signatures by keys that nobody gave: they say nothing. */
  readonly unknown: readonly Signed[];
}

export interface Signer {
  readonly name: string;
  readonly keyId: string;
  sign(text: Uint8Array): Uint8Array;
}

interface SignatureLine extends Signed {
  readonly signature: Buffer;
}

const MARK = '\u2014 ';
const ID_SIZE = 4;
/** Enough for any quorum; a limit keeps a hostile file from costing time. */
const MOST_SIGNATURES = 100;

/** Text of a file that holds a note. @throws {NoteError} `malformed` where it is not UTF-8 */
export function noteText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NoteError('malformed', 'not UTF-8');
  }
}

/**
 * Reads a signed note (C2SP signed-note). Every signature by one of the keys must be good, or the whole note is
 * refused; those by other keys are listed as unknown.
 * @throws {NoteError} `malformed`, `signature`; `key` where two of the keys have one name and id
 */
export function openNote(note: string, verifiers: readonly Verifier[]): OpenedNote {
  const { text, lines } = partsOf(note);
  const bytes = Buffer.from(text, 'utf8');
  const verified: Signed[] = [];
  const unknown: Signed[] = [];
  for (const { name, keyId, signature } of lines) {
    const verifier = keyFor(name, keyId, verifiers);
    if (verifier === undefined) unknown.push({ name, keyId });
    else if (!verifier.verify(bytes, signature))
      throw new NoteError('signature', `key ${name}+${keyId} does not verify`);
    else verified.push(signedBy(verifier, signature));
  }
  return { text, verified, unknown };
}

function signedBy(verifier: Verifier, signature: Buffer): Signed {
  const time = verifier.time(signature);
  return { name: verifier.name, keyId: verifier.keyId, ...(time !== undefined && { time }) };
}

function keyFor(name: string, keyId: string, verifiers: readonly Verifier[]): Verifier | undefined {
  const [key, other] = verifiers.filter((each) => each.name === name && each.keyId === keyId);
  if (other !== undefined) throw new NoteError('key', `two keys are called ${name}+${keyId}`);
  return key;
}

/** The text may hold blank lines itself: the last one divides it from the signatures. */
function partsOf(note: string): { readonly text: string; readonly lines: readonly SignatureLine[] } {
  if (!note.isWellFormed() || /(?!\n)\p{Cc}/u.test(note)) throw new NoteError('malformed', 'a control character in it');
  const split = note.lastIndexOf('\n\n');
  if (split === -1) throw new NoteError('malformed', 'no blank line before the signatures');
  if (!note.endsWith('\n') || note.length === split + 2) throw new NoteError('malformed', 'cut off');
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) throw new NoteError('malformed', `over ${MOST_SIGNATURES} signatures`);
  return { text: note.slice(0, split + 1), lines: [...new Set(lines)].map(signatureLine) };
}

function signatureLine(line: string): SignatureLine {
  const [name = '', encoded = '', ...rest] = line.startsWith(MARK) ? line.slice(MARK.length).split(' ') : [];
  const bytes = strictBase64(encoded);
  if (!isKeyName(name) || rest.length > 0 || bytes === undefined || bytes.length <= ID_SIZE)
    throw new NoteError('malformed', 'a line after the blank one is no signature');
  return { name, keyId: bytes.toString('hex', 0, ID_SIZE), signature: bytes.subarray(ID_SIZE) };
}

/** The note that a signer makes of a text. @throws {NoteError} `malformed` for a text that no note can hold */
export function signNote(text: string, signer: Signer): string {
  if (!text.endsWith('\n')) throw new NoteError('malformed', 'the text must end with a line feed');
  const note = `${text}\n${signatureText(text, signer)}`;
  partsOf(note);
  return note;
}

/** A note with one more signature, under those that are there. @throws {NoteError} `malformed` */
export function addSignature(note: string, signer: Signer): string {
  const signed = note + signatureText(partsOf(note).text, signer);
  partsOf(signed);
  return signed;
}

function signatureText(text: string, { name, keyId, sign }: Signer): string {
  const signature = Buffer.concat([Buffer.from(keyId, 'hex'), sign(Buffer.from(text, 'utf8'))]);
  return `${MARK}${name} ${signature.toString('base64')}\n`;
}
