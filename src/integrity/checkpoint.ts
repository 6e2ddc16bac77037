import { base64Hash, decimal } from './base64.ts';
import { NoteError } from './note-error.ts';

/** Size and root of a ledger at one moment (C2SP tlog-checkpoint), without its signatures. */
export interface Checkpoint {
  /** Which case it is of. */
  readonly origin: string;
  /** Number of entries. */
  readonly size: number;
  readonly root: Buffer;
}

/** The text that is signed. @throws {NoteError} `malformed` for an origin that cannot stand in a line */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${root.toString('base64')}\n`;
  parseCheckpoint(text);
  return text;
}

/**
 * Reads the text of an opened note: three lines. Lines of extension are refused: nothing could check them.
 * @throws {NoteError} `malformed`: what is wrong with it
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', sizeText = '', rootText = '', end, ...more] = text.split('\n');
  if (end !== '' || more.length > 0) throw new NoteError('malformed', 'a checkpoint has three lines');
  if (origin === '') throw new NoteError('malformed', 'it does not say of which case it is');
  const size = decimal(sizeText);
  if (size === undefined) throw new NoteError('malformed', sizeFault(sizeText));
  const root = base64Hash(rootText);
  if (root === undefined) throw new NoteError('malformed', 'the root is not 32 bytes in base64');
  return { origin, size, root };
}

function sizeFault(text: string): string {
  return /^0\d+$/.test(text) ? 'size has a leading zero' : 'the size is not a number of entries';
}
