import { createPrivateKey, type KeyObject } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../../core/errors.ts';
import { NoteError, noteText } from '../../integrity/note.ts';
import { cosignerOf, type KeyPair, signerOf } from '../../integrity/signer.ts';
import { parseVkeys, type Verifier } from '../../integrity/vkey.ts';
import { type NamedFile, readSmall } from './files.ts';

/**
 * The signer of a key file under a name. No message ever holds what stands in the file.
 * @throws {AppError} `key-unreadable`, `path-missing`, `path-unreadable`
 */
export function readSigner(file: NamedFile, name: string): KeyPair {
  return signerNamed(name, privateKey(file), file.name);
}

/** The same as a witness at a time, in seconds since 1970. @throws {AppError} as above */
export function readCosigner(file: NamedFile, name: string, time: number): KeyPair {
  const key = privateKey(file);
  return named(() => cosignerOf(name, key, time), key, file.name);
}

/** @param file what to call it in a message @throws {AppError} `key-unreadable` */
export function signerNamed(name: string, key: KeyObject, file: string): KeyPair {
  return named(() => signerOf(name, key), key, file);
}

/** The public key of a witness. @throws {AppError} `key-unreadable` */
export function witnessNamed(name: string, key: KeyObject, file: string): KeyPair {
  return named(() => cosignerOf(name, key, 0), key, file);
}

function named(make: () => KeyPair, key: KeyObject, file: string): KeyPair {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    throw new AppError('key-unreadable', `${file}: ${error.message}`, nameRemedy(key));
  }
}

function nameRemedy(key: KeyObject): string {
  return key.asymmetricKeyType === 'ed25519'
    ? 'give the key another name: --name example.com/incident-42'
    : 'make one with `audit-timeline checkpoint keygen`';
}

function privateKey(file: NamedFile): KeyObject {
  const pem = readSmall(file);
  try {
    return createPrivateKey({ key: pem, format: 'pem' });
  } catch {
    throw new AppError(
      'key-unreadable',
      `${file.name} is not a private key in PEM form (PKCS#8, without a password)`,
      'make one with `audit-timeline checkpoint keygen`',
    );
  }
}

/** The public keys in some files, each once. @throws {AppError} `key-unreadable`, `path-missing`, `path-unreadable` */
export function readVkeys(files: readonly NamedFile[]): readonly Verifier[] {
  const keys = new Map<string, Verifier>();
  for (const file of files) for (const key of vkeysIn(file)) keys.set(key.vkey, key);
  return [...keys.values()];
}

function vkeysIn(file: NamedFile): readonly Verifier[] {
  try {
    return parseVkeys(noteText(readSmall(file)));
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    throw new AppError(
      'key-unreadable',
      `${file.name}: ${error.message}`,
      'it is the line that `checkpoint keygen` printed',
    );
  }
}

/** What is unwise about where a private key lies. */
export function keyWarnings(path: string, db: string | undefined): string[] {
  const warnings: string[] = [];
  const folder = dirname(path);
  if (db !== undefined && existsSync(db) && dirname(resolve(db)) === folder)
    warnings.push(`the key lies beside the case: whoever can change the case can sign it too. Move it elsewhere`);
  if (inWorkTree(folder)) warnings.push('the key lies in a git work tree: one careless `git add` publishes it');
  if (isOpenToOthers(path)) warnings.push('others on this machine can read the key: chmod 600');
  return warnings;
}

function inWorkTree(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return true;
    if (dirname(at) === at) return false;
  }
}

/** Windows has no such bits: there they say nothing. */
function isOpenToOthers(path: string): boolean {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  return platform() !== 'win32' && (mode & 0o077) !== 0;
}
