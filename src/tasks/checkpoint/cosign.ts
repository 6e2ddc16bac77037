import { AppError, EXIT } from '../../core/errors.ts';
import { jsonObject, type Report, textReport } from '../../core/report.ts';
import { addSignature, noteText, openNote } from '../../integrity/note.ts';
import { isSameKey, KEY_TYPE, type Verifier } from '../../integrity/vkey.ts';
import { exitCodeOf } from '../integrity-report.ts';
import { growthVerdict, oneVerdict } from './check.ts';
import { type NamedFile, readSmall, writeDurably } from './files.ts';
import { readCosigner } from './keys.ts';
import { inSentence } from './open.ts';
import { entries, verdictReport } from './verdict.ts';

export interface CosignOptions {
  /** The checkpoint to sign too. */
  readonly checkpoint: NamedFile;
  /** The last one that this witness signed; none: this is the first. */
  readonly since?: NamedFile;
  /** That the checkpoint begins with that one. */
  readonly proof?: NamedFile;
  readonly keyFile: NamedFile;
  /** Name of the witness. */
  readonly name: string;
  /** Where it goes with the new signature; else into its own place. */
  readonly out?: NamedFile;
  /** Public keys of those who may sign checkpoints of this case. */
  readonly keys: readonly Verifier[];
  /** Seconds since 1970, as the clock of this computer says. */
  readonly time: number;
}

/**
 * Signs a checkpoint as a witness: it was there at this time, and it begins with what this witness signed before.
 * Whatever `check` would not prove is not signed.
 * @throws {AppError} where a file cannot be read or written, or the key is that of the log
 */
export function cosign(options: CosignOptions): Report {
  const { checkpoint, since, proof, keys } = options;
  const verdict = since === undefined ? oneVerdict(checkpoint, keys) : growthVerdict(since, checkpoint, proof, keys);
  if (exitCodeOf(verdict.findings) !== EXIT.ok)
    return verdictReport({
      ...verdict,
      anchored: false,
      shown: [{ text: 'NOT SIGNED', style: 'bad' }, ...verdict.shown],
    });
  const { signer, verifier } = readCosigner(options.keyFile, options.name, options.time);
  if (keys.some((key) => key.type === KEY_TYPE.ed25519 && isSameKey(key, verifier)))
    throw new AppError(
      'usage',
      `${options.keyFile.name} is the key that signs the log: as a witness it proves nothing more`,
      'let somebody else cosign, with a key of their own: checkpoint keygen --witness',
    );
  const note = inSentence(checkpoint.name, () => {
    const signed = addSignature(noteText(readSmall(checkpoint)), signer);
    openNote(signed, [verifier]);
    return signed;
  });
  const out = options.out ?? checkpoint;
  writeDurably(out, note);
  const { origin, size, root } = verdict.head;
  const lines = [
    { text: `cosigned ${entries(size)} of ${origin} as ${verifier.name}+${verifier.keyId}`, style: 'good' as const },
    { text: 'public key of the witness, for whoever checks (--vkey-file):' },
    { text: verifier.vkey, indent: 2, whole: true },
  ];
  const data = { origin, size, root: root.toString('base64'), vkey: verifier.vkey, files: [out.name] };
  return textReport(lines, jsonObject(data), EXIT.ok);
}
