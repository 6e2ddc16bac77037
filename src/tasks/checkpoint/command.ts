import { resolve } from 'node:path';
import { type CommandInput, flag, listOption, textOption } from '../../core/command.ts';
import { AppError } from '../../core/errors.ts';
import type { Report } from '../../core/report.ts';
import { parseTime } from '../../core/time.ts';
import type { Verifier } from '../../integrity/vkey.ts';
import { casePath } from '../options.ts';
import { checkFiles } from './check.ts';
import { cosign } from './cosign.ts';
import type { NamedFile } from './files.ts';
import { keygen } from './keygen.ts';
import { readVkeys } from './keys.ts';
import { prove } from './prove.ts';
import { sign } from './sign.ts';
import type { Stamp } from './stamp.ts';

type Act = (input: CommandInput, names: readonly string[]) => Report;

/** What `checkpoint` can do, and the options that mean something to each. */
const ACTS: Readonly<Record<string, { readonly run: Act; readonly takes: readonly string[] }>> = {
  keygen: { run: runKeygen, takes: ['keyFile', 'vkeyFile', 'name', 'witness'] },
  sign: { run: runSign, takes: ['keyFile', 'vkeyFile', 'name', 'since', 'out', 'proof'] },
  prove: { run: runProve, takes: ['vkeyFile', 'since', 'out', 'checkpoint', 'entry'] },
  check: { run: runCheck, takes: ['vkeyFile', 'timestamp', 'tsaCert'] },
  cosign: { run: runCosign, takes: ['keyFile', 'vkeyFile', 'name', 'since', 'out', 'proof'] },
};
const OPTIONS = new Set(Object.values(ACTS).flatMap(({ takes }) => takes));

/** Options of `checkpoint` -> report. @throws {AppError} `usage`, and whatever the acts throw */
export function run(input: CommandInput): Report {
  const [what = '', ...names] = input.args;
  const act = Object.hasOwn(ACTS, what) ? ACTS[what] : undefined;
  if (act === undefined) {
    throw new AppError('usage', `checkpoint does not know "${what}"`, `one of ${Object.keys(ACTS).join(', ')}`);
  }
  for (const [option, value] of Object.entries(input.options))
    if (OPTIONS.has(option) && value !== undefined && !act.takes.includes(option)) throw notTaken(what, option);
  return act.run(input, names);
}

/** An option that is passed over could be one that somebody relies on. */
function notTaken(what: string, option: string): AppError {
  const flagText = option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return new AppError('usage', `checkpoint ${what} takes no --${flagText}`, 'see `audit-timeline checkpoint --help`');
}

function runCheck(input: CommandInput, names: readonly string[]): Report {
  const files = names.map((name) => named(input, name));
  return checkFiles(files, keysOf(input), stampOf(input));
}

function runKeygen(input: CommandInput, names: readonly string[]): Report {
  noMore(names, 'keygen');
  const [name, vkeyFile] = [textOption(input, 'name'), oneVkeyFile(input)];
  return keygen({
    keyFile: required(input, 'keyFile', '--key-file'),
    db: casePath(input),
    isWitness: flag(input, 'witness'),
    ...(name !== undefined && { name }),
    ...(vkeyFile !== undefined && { vkeyFile }),
  });
}

function runSign(input: CommandInput, names: readonly string[]): Report {
  noMore(names, 'sign');
  const name = textOption(input, 'name');
  const [since, proof, vkeyFile] = [optional(input, 'since'), optional(input, 'proof'), oneVkeyFile(input)];
  return sign({
    db: casePath(input),
    keyFile: required(input, 'keyFile', '--key-file'),
    out: required(input, 'out', '--out'),
    progress: (line) => input.host.progress(line),
    ...(name !== undefined && { name }),
    ...(since !== undefined && { since }),
    ...(proof !== undefined && { proof }),
    ...(vkeyFile !== undefined && { vkeyFile }),
  });
}

function runProve(input: CommandInput, [entry, ...more]: readonly string[]): Report {
  noMore(more, 'prove');
  const [since, out, entryFile] = [optional(input, 'since'), optional(input, 'out'), optional(input, 'entry')];
  return prove({
    db: casePath(input),
    checkpoint: required(input, 'checkpoint', '--checkpoint'),
    keys: keysOf(input),
    ...(entry !== undefined && { entry }),
    ...(since !== undefined && { since }),
    ...(out !== undefined && { out }),
    ...(entryFile !== undefined && { entryFile }),
  });
}

function runCosign(input: CommandInput, [file, ...more]: readonly string[]): Report {
  noMore(more, 'cosign');
  const name = textOption(input, 'name');
  if (file === undefined || name === undefined)
    throw new AppError('usage', 'cosign needs a checkpoint and --name', 'see `audit-timeline checkpoint --help`');
  const [since, proof, out] = [optional(input, 'since'), optional(input, 'proof'), optional(input, 'out')];
  const now = parseTime(input.host.now());
  return cosign({
    checkpoint: named(input, file),
    keyFile: required(input, 'keyFile', '--key-file'),
    name,
    keys: keysOf(input),
    time: now.ok ? Math.floor(now.moment.micros / 1_000_000) : 0,
    ...(since !== undefined && { since }),
    ...(proof !== undefined && { proof }),
    ...(out !== undefined && { out }),
  });
}

function noMore(names: readonly string[], what: string): void {
  const [name] = names;
  if (name !== undefined)
    throw new AppError('usage', `checkpoint ${what} takes no "${name}"`, 'see `audit-timeline checkpoint --help`');
}

function named(input: CommandInput, name: string): NamedFile {
  return { name, path: resolve(input.host.cwd, name) };
}

function optional(input: CommandInput, option: string): NamedFile | undefined {
  const name = textOption(input, option);
  return name === undefined ? undefined : named(input, name);
}

function required(input: CommandInput, option: string, flag: string): NamedFile {
  const file = optional(input, option);
  if (file !== undefined) return file;
  throw new AppError('usage', `${flag} is missing`, 'see `audit-timeline checkpoint --help`');
}

function keysOf(input: CommandInput): readonly Verifier[] {
  return readVkeys(listOption(input, 'vkeyFile').map((name) => named(input, name)));
}

function stampOf(input: CommandInput): Stamp | undefined {
  const file = optional(input, 'timestamp');
  const authorities = listOption(input, 'tsaCert').map((name) => named(input, name));
  return file === undefined ? undefined : { file, authorities };
}

/** The file of public keys where one may be written. */
function oneVkeyFile(input: CommandInput): NamedFile | undefined {
  const [name, other] = listOption(input, 'vkeyFile');
  if (other !== undefined)
    throw new AppError('usage', '--vkey-file can be given once here', 'put all keys into one file');
  return name === undefined ? undefined : named(input, name);
}
