import { AppError } from '../../core/errors.ts';
import { type Checkpoint, parseCheckpoint } from '../../integrity/checkpoint.ts';
import { NoteError, noteText, openNote, type Signed } from '../../integrity/note.ts';
import type { Verifier } from '../../integrity/vkey.ts';
import type { Findings } from '../../store/verify/finding.ts';
import { type NamedFile, readSmall } from './files.ts';

/** A checkpoint that somebody kept, and who signed it. */
export interface OpenedCheckpoint extends Checkpoint {
  readonly name: string;
  /** The whole file, signatures included. */
  readonly note: string;
  /** The part that is signed. */
  readonly text: string;
  /** Good signatures by known keys. */
  readonly verified: readonly Signed[];
}

/** @throws {AppError} `checkpoint-malformed`, `key-unreadable`, and as reading a file */
export function openFile(file: NamedFile, keys: readonly Verifier[], findings: Findings): OpenedCheckpoint {
  const note = inSentence(file.name, () => noteText(readSmall(file)));
  return openCheckpoint(file.name, note, keys, findings);
}

/**
 * Reads a checkpoint. A signature that does not verify is a finding, and so is the lack of one by a known key; what the
 * checkpoint says is given all the same, so that the checks after this one can be made.
 * @throws {AppError} `checkpoint-malformed`, `key-unreadable`
 */
export function openCheckpoint(
  name: string,
  note: string,
  keys: readonly Verifier[],
  findings: Findings,
): OpenedCheckpoint {
  return inSentence(name, () => {
    const { text, unknown } = openNote(note, []);
    const verified = verifiedIn(name, note, keys, findings);
    if (verified?.length === 0) findings.add('I-UNKNOWN-KEY', `${name}: ${unknownText(unknown, keys)}`);
    return { ...parseCheckpoint(text), name, note, text, verified: verified ?? [] };
  });
}

/** Undefined where a known key did not sign what is there. */
function verifiedIn(
  name: string,
  note: string,
  keys: readonly Verifier[],
  findings: Findings,
): readonly Signed[] | undefined {
  try {
    return openNote(note, keys).verified;
  } catch (error) {
    if (!(error instanceof NoteError) || error.code !== 'signature') throw error;
    findings.add('F-CHECKPOINT-SIGNATURE', `${name}: ${error.message}`);
    return undefined;
  }
}

function unknownText(unknown: readonly Signed[], keys: readonly Verifier[]): string {
  const signers = unknown.map(({ name, keyId }) => `${name}+${keyId}`).join(', ');
  return keys.length === 0 ? `signed by ${signers}; no key was given to check it with` : `signed by ${signers} only`;
}

/** Work on the text of a file; what is wrong with it becomes a sentence that names the file. */
export function inSentence<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof NoteError ? malformed(name, error) : error;
  }
}

export function malformed(name: string, error: NoteError): AppError {
  const code = error.code === 'key' ? 'key-unreadable' : 'checkpoint-malformed';
  return new AppError(code, `${name}: ${error.message}`, 'take it again from where it was kept', { cause: error });
}
