import { base64Hash, decimal, strictBase64 } from './base64.ts';
import { NoteError } from './note-error.ts';

/** More hashes than any tree of 2^63 leaves needs. */
const MOST_HASHES = 64;

/** That an entry stands in a ledger (C2SP tlog-proof), with the checkpoint it was made for. */
export interface InclusionProof {
  readonly index: number;
  readonly path: readonly Buffer[];
  /** The checkpoint as a note, signatures included. */
  readonly note: string;
}

/** That a ledger only grew (body of a C2SP tlog-witness request), with the newer checkpoint. */
export interface ConsistencyProof {
  readonly oldSize: number;
  readonly path: readonly Buffer[];
  /** The newer checkpoint as a note, signatures included. */
  readonly note: string;
}

const INCLUSION = 'c2sp.org/tlog-proof@v1';

export function inclusionText({ index, path, note }: InclusionProof): string {
  return proofText([INCLUSION, `index ${index}`], path, note);
}

export function consistencyText({ oldSize, path, note }: ConsistencyProof): string {
  return proofText([`old ${oldSize}`], path, note);
}

function proofText(head: readonly string[], path: readonly Buffer[], note: string): string {
  return `${[...head, ...path.map((hash) => hash.toString('base64'))].join('\n')}\n\n${note}`;
}

/** Whether a text is meant to be a proof of inclusion. */
export function isInclusionText(text: string): boolean {
  return text.startsWith(`${INCLUSION}\n`);
}

/** @throws {NoteError} `malformed` */
export function parseInclusion(text: string): InclusionProof {
  const { head, note } = divide(text);
  const [mark, ...after] = head;
  if (mark !== INCLUSION) throw fault(`it does not begin with ${INCLUSION}`);
  const [indexLine, ...hashes] = withoutExtra(after);
  return { index: numberIn(indexLine, 'index'), path: hashesOf(hashes), note };
}

/** @throws {NoteError} `malformed` */
export function parseConsistency(text: string): ConsistencyProof {
  const { head, note } = divide(text);
  const [sizeLine, ...hashes] = head;
  return { oldSize: numberIn(sizeLine, 'old'), path: hashesOf(hashes), note };
}

/** The checkpoint after the first blank line has blank lines of its own. */
function divide(text: string): { readonly head: readonly string[]; readonly note: string } {
  const split = text.indexOf('\n\n');
  if (split === -1) throw fault('no checkpoint in it');
  return { head: text.slice(0, split).split('\n'), note: text.slice(split + 2) };
}

/** What anybody may add to a proof. It is not covered by it: nothing is done with it. */
function withoutExtra(lines: readonly string[]): readonly string[] {
  const [first = '', ...rest] = lines;
  if (!first.startsWith('extra ')) return lines;
  if (strictBase64(first.slice('extra '.length)) === undefined) throw fault('the extra data is not base64');
  return rest;
}

function numberIn(line: string | undefined, word: string): number {
  const [name, text = '', ...rest] = line?.split(' ') ?? [];
  const value = decimal(text);
  if (name !== word || value === undefined || rest.length > 0) throw fault(`"${word}" and a number are missing`);
  return value;
}

function hashesOf(lines: readonly string[]): readonly Buffer[] {
  if (lines.length > MOST_HASHES) throw fault(`over ${MOST_HASHES} hashes`);
  return lines.map((line) => {
    const hash = base64Hash(line);
    if (hash === undefined) throw fault('a line is no SHA-256 hash in base64');
    return hash;
  });
}

function fault(message: string): NoteError {
  return new NoteError('malformed', message);
}
