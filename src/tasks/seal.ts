import { randomBytes } from 'node:crypto';
import { type CaseKey, KEY_SIZE, keyDigest } from '../core/case-key.ts';
import { type CommandInput, textOption } from '../core/command.ts';
import type { CaseEntry } from '../core/entry.ts';
import { AppError } from '../core/errors.ts';
import { SEAL_KINDS, type SealKind } from '../core/seal-members.ts';
import type { CaseWriter } from '../store/case-writer.ts';

/** `--seal actor,ip,email`: sorted, each once. @throws {AppError} `usage` */
export function sealOption(input: CommandInput): readonly SealKind[] | undefined {
  const text = textOption(input, 'seal');
  if (text === undefined) return undefined;
  const named = new Set(text.split(',').map((word) => word.trim()));
  const unknown = [...named].find((word) => !SEAL_KINDS.some((kind) => kind === word));
  if (unknown !== undefined)
    throw new AppError('usage', `--seal does not know "${unknown}"`, `name some of: ${SEAL_KINDS.join(',')}`);
  return SEAL_KINDS.filter((kind) => named.has(kind));
}

/** Entry 0 of a new case, and its key where personal data is to be sealed. */
export function sealedCase(
  entry: CaseEntry,
  seal: readonly SealKind[] | undefined,
): { readonly entry: CaseEntry; readonly key?: CaseKey } {
  if (seal === undefined) return { entry };
  const key = randomBytes(KEY_SIZE);
  return { entry: { ...entry, key: keyDigest(key), seal }, key };
}

/**
 * What a case seals. It does so from its first entry on, or not at all: one record in the clear would tell what the
 * others hide. @throws {AppError} `usage` where something else is asked for
 */
export function sealOf(writer: CaseWriter, asked: readonly SealKind[] | undefined): readonly SealKind[] {
  const first = writer.entry(0);
  const seal = first.entry === 'case' ? (first.seal ?? []) : [];
  if (asked === undefined || asked.join() === seal.join()) return seal;
  const what = seal.length === 0 ? 'does not seal' : `seals ${seal.join(',')}`;
  throw new AppError('usage', `${writer.path} ${what}, and that cannot be changed`, 'make a new case: --db');
}

/** For whoever shares the case. */
export function sealHint(seal: readonly string[]): string[] {
  if (seal.length === 0) return [];
  return [
    `sealed ${seal.join(', ')}: it stands beside the entries, and \`redact\` can remove it. Names of files are not sealed`,
  ];
}
