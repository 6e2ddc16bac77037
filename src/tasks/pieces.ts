import { AppError } from '../core/errors.ts';
import { unpack } from '../readers/archives/unpack.ts';
import type { Skipped } from '../readers/discover.ts';
import type { Found } from '../readers/found.ts';
import type { Failed, FileResult } from './file-result.ts';

/** What became of a file that was found, or of the members of an archive. */
export interface Pieces {
  readonly files: FileResult[];
  /** The system refused to read them. */
  readonly failed: Failed[];
  /** Files and members that are no evidence, and the first of them by name. */
  readonly passed: Skipped[];
  /** Members of an archive that could not be read, and what is wrong with the archive. */
  readonly refused: Skipped[];
}

export interface PieceReader {
  /** Reads one piece of evidence, or says why it is none. */
  read(file: Found): Promise<FileResult | Skipped>;
  readonly signal: AbortSignal;
  /** Why a file or member is left out, as the user wishes; an archive is asked for itself and for each member. */
  leftOut(name: string): string | undefined;
  /** Digest of the member whose reading was interrupted: it goes first. */
  readonly first: string | undefined;
}

/** Members that are named one by one. */
const NAMED = 50;

/** Reads a file, or the members of an archive one by one. A piece that fails costs itself only. */
export async function readPieces(file: Found, reader: PieceReader): Promise<Pieces> {
  const pieces: Pieces = { files: [], failed: [], passed: [], refused: [] };
  let more = 0;
  const pass = (piece: Skipped): void => {
    if (pieces.passed.length < NAMED) pieces.passed.push({ name: piece.name, reason: piece.reason });
    else more += 1;
  };
  try {
    let begun = await readFirst(file, reader);
    if (begun !== undefined && reader.signal.aborted) return { ...pieces, files: [begun] };
    for await (const piece of unpack(file)) {
      if (piece.kind === 'refused') pieces.refused.push(piece);
      else if (piece.kind === 'passed') pass(piece);
      else if (reader.leftOut(piece.file.name) !== undefined)
        pass({ name: piece.file.name, reason: reader.leftOut(piece.file.name) ?? '' });
      else if (begun !== undefined && piece.file.digest?.sha256 === begun.sha256) {
        pieces.files.push(begun);
        begun = undefined;
      } else await readPiece(piece.file, reader, pieces, pass);
      if (reader.signal.aborted && pieces.files.length > 0) return pieces;
    }
  } catch (error) {
    pieces.failed.push(refusalToRead(file, error));
  }
  if (more > 0)
    pieces.passed.push({ name: file.name, reason: `${more} more members that are no evidence or were left out` });
  return pieces;
}

/** Evidence whose reading was interrupted goes first: its entries must stay together. */
async function readFirst(file: Found, { read, first }: PieceReader): Promise<FileResult | undefined> {
  if (first === undefined) return undefined;
  for await (const piece of unpack(file)) {
    // Awaited here: what was unpacked is gone once the loop is left.
    if (piece.kind !== 'evidence' || piece.file.digest?.sha256 !== first) continue;
    const result = await read(piece.file);
    return 'sha256' in result ? result : undefined;
  }
  return undefined;
}

async function readPiece(
  file: Found,
  { read }: PieceReader,
  { files, failed }: Pieces,
  pass: (piece: Skipped) => void,
): Promise<void> {
  try {
    const result = await read(file);
    if ('sha256' in result) files.push(result);
    else pass(result);
  } catch (error) {
    failed.push(refusalToRead(file, error));
  }
}

/** What the system said of a file. @throws anything else */
function refusalToRead({ name }: Found, error: unknown): Failed {
  if (error instanceof AppError && error.code === 'path-unreadable') return { name, reason: error.message };
  throw error;
}
