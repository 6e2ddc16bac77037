import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CommandInput, flag, textOption } from '../../core/command.ts';
import { AppError } from '../../core/errors.ts';
import { type Checkpoint, checkpointText, parseCheckpoint } from '../../integrity/checkpoint.ts';
import { noteText, openNote, type Signer, signNote } from '../../integrity/note.ts';
import type { Verifier } from '../../integrity/vkey.ts';
import { type NamedFile, readSmall, writeDurably } from '../checkpoint/files.ts';
import { keyWarnings, readSigner } from '../checkpoint/keys.ts';
import { inSentence } from '../checkpoint/open.ts';
import { casePath } from '../options.ts';

/** Size and root of a log while it is made. */
type Head = Pick<Checkpoint, 'size' | 'root'>;

/** Signs size and root of an exported log into a file beside it. */
export class LogSigner {
  readonly file: NamedFile;
  /** The public key, as a line of text. */
  readonly vkey: string;
  readonly #origin: string;
  readonly #signer: Signer;
  /** What the file that is to be replaced says of the same log. */
  readonly #earlier: Checkpoint | undefined;
  #agrees = false;

  constructor(file: NamedFile, origin: string, { signer, verifier }: { signer: Signer; verifier: Verifier }) {
    this.file = file;
    this.vkey = verifier.vkey;
    this.#origin = origin;
    this.#signer = signer;
    const earlier = existsSync(file.path) ? checkpointIn(file) : undefined;
    this.#earlier = earlier?.origin === origin ? earlier : undefined;
  }

  /** Takes note of the log as it is; to be called at every size. */
  pass(size: number, root: () => Buffer): void {
    if (this.#earlier?.size === size) this.#agrees = this.#earlier.root.equals(root());
  }

  /** @throws {AppError} `usage` where the log is not what was signed before and more: a key must not speak for both */
  sign({ size, root }: Head): void {
    if (this.#earlier !== undefined && !this.#agrees)
      throw new AppError(
        'usage',
        `${this.file.name} was signed for another history of ${this.#origin}: this one does not begin with it`,
        'give this log a name of its own with --origin',
      );
    const text = checkpointText({ origin: this.#origin, size, root });
    writeDurably(this.file, signNote(text, this.#signer));
  }
}

function checkpointIn(file: NamedFile): Checkpoint {
  return inSentence(file.name, () => parseCheckpoint(openNote(noteText(readSmall(file)), []).text));
}

/**
 * What signs an exported log into `FILE.checkpoint`, beside the file of `-o`; nothing without `--key-file`.
 * @param origin of the log, also the name of the key where no other is given
 * @throws {AppError} before anything is written
 */
export function logSigner(input: CommandInput, origin: string): LogSigner | undefined {
  const [keyFile, output] = [textOption(input, 'keyFile'), textOption(input, 'output')];
  if (keyFile === undefined) return undefined;
  const { cwd, warn } = input.host;
  if (output === undefined || output === '-')
    throw new AppError('usage', 'a checkpoint is written beside the file of -o', 'name that file: -o case.jsonl');
  const name = `${output}.checkpoint`;
  const file = { name, path: resolve(cwd, name) };
  const key = { name: keyFile, path: resolve(cwd, keyFile) };
  const pair = readSigner(key, textOption(input, 'name') ?? origin);
  if (existsSync(file.path) && !flag(input, 'force'))
    throw new AppError('output-exists', `${name} exists already`, 'choose another name, or replace it with --force');
  for (const warning of keyWarnings(key.path, casePath(input))) warn(warning);
  return new LogSigner(file, origin, pair);
}
