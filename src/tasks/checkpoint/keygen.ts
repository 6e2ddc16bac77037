import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { AppError, EXIT } from '../../core/errors.ts';
import { type Report, textReport } from '../../core/report.ts';
import { CaseTree } from '../../store/case-tree.ts';
import { type NamedFile, writeDurably, writeSecret } from './files.ts';
import { keyWarnings, signerNamed, witnessNamed } from './keys.ts';

export interface KeygenOptions {
  readonly keyFile: NamedFile;
  /** Name of the key; else the origin of the case. */
  readonly name?: string;
  readonly db: string;
  /** Where to write the public key too. */
  readonly vkeyFile?: NamedFile;
  /** For a witness, whose signatures say when. */
  readonly isWitness: boolean;
}

/**
 * Makes an Ed25519 key that checkpoints are signed with. The private half is written, and shown nowhere.
 * @throws {AppError} `output-exists`: no key is ever replaced; `usage` without a name
 */
export function keygen({ keyFile, name, db, vkeyFile, isWitness }: KeygenOptions): Report {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pairNamed = isWitness ? witnessNamed : signerNamed;
  const { verifier } = pairNamed(name ?? originOf(db), privateKey, keyFile.name);
  if (vkeyFile !== undefined && existsSync(vkeyFile.path))
    throw new AppError('output-exists', `${vkeyFile.name} exists already`, 'choose another name');
  writeSecret(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  if (vkeyFile !== undefined) writeDurably(vkeyFile, `${verifier.vkey}\n`);
  const lines = [
    { text: `private key written to ${keyFile.name}: keep it away from the case, and from git` },
    ...keyWarnings(keyFile.path, db).map((text) => ({ text, style: 'warning' as const })),
    { text: 'public key, for whoever checks (--vkey-file):' },
    { text: verifier.vkey, indent: 2, whole: true },
  ];
  return textReport(lines, { vkey: verifier.vkey }, EXIT.ok);
}

/** @throws {AppError} `usage` where there is no case to name the key after */
function originOf(db: string): string {
  if (!existsSync(db))
    throw new AppError(
      'usage',
      `the key needs a name, and there is no case at ${db} to take it from`,
      'give one with --name example.com/incident-42, or the case with --db',
    );
  const tree = new CaseTree(db);
  try {
    return tree.origin;
  } finally {
    tree.close();
  }
}
