import { resolve } from 'node:path';
import { type CommandInput, flag, listOption, textOption } from '../../core/command.ts';
import { AppError, type ErrorCode } from '../../core/errors.ts';
import type { Report } from '../../core/report.ts';
import { parseTime } from '../../core/time.ts';
import { parseDuration } from '../../core/time-argument.ts';
import type { NamedFile } from '../checkpoint/files.ts';
import type { Stamp } from '../checkpoint/stamp.ts';
import { casePath } from '../options.ts';
import { type VerifyTaskOptions, verify } from '../verify.ts';
import { parseExpect } from './expect.ts';
import { refuseInCi } from './first-use.ts';
import { isLogFile, verifyLogFile } from './log-file.ts';

/** Codes of what ends `verify` before anything can be said: checks 1 to 3. */
const CODES: Readonly<Partial<Record<ErrorCode, string>>> = {
  'case-missing': 'E-NOT-A-LOG',
  'not-a-case': 'E-NOT-A-LOG',
  'newer-case': 'E-NEWER',
  'side-file': 'E-SIDE-FILE',
  'interrupted-write': 'E-SIDE-FILE',
  'checkpoint-malformed': 'E-CHECKPOINT-MALFORMED',
  'key-unreadable': 'E-KEY-MALFORMED',
};

/** Options of `verify` -> report. @throws {AppError} `usage`, and checks 1 to 3 with their codes */
export async function run(input: CommandInput): Promise<Report> {
  const options = optionsOf(input);
  try {
    if (await isLogFile(options.db)) {
      refuseForLogs(input);
      return await verifyLogFile({ ...options, file: options.db, open: flag(input, 'open') });
    }
    return await verify(options);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const code = CODES[error.code];
    const remedy = error.code === 'case-damaged' ? OF_DAMAGE : error.remedy;
    const message = code === undefined ? error.message : `${code} ${error.message}`;
    throw new AppError(error.code, message, remedy, { cause: error });
  }
}

/** Elsewhere the remedy begins with `verify`. */
const OF_DAMAGE =
  'keep this file as evidence, go on with a copy kept elsewhere, or ingest the originals into a new case';

/** What only a case has. */
const CASE_ONLY = ['fromCheckpoint', 'evidence', 'deep', 'trustOnFirstUse', 'maxAge', 'origin', 'timestamp'] as const;

function refuseForLogs({ options }: CommandInput): void {
  const given = CASE_ONLY.find((name) => options[name] !== undefined && options[name] !== false);
  if (given === undefined) return;
  const flags = given.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new AppError('usage', `--${flags} is for a case, and this is a log`, 'leave it out');
}

function optionsOf(input: CommandInput): VerifyTaskOptions {
  const { host } = input;
  const [file] = input.args;
  const [expect, evidence, maxAge] = ['expect', 'evidence', 'maxAge'].map((name) => textOption(input, name));
  const [origin, from, firstUse] = ['origin', 'fromCheckpoint', 'trustOnFirstUse'].map((name) =>
    textOption(input, name),
  );
  if (firstUse !== undefined) refuseInCi(host.env);
  const db = file === undefined ? casePath(input) : resolve(host.cwd, file);
  const now = parseTime(host.now());
  const stamp = stampOf(input);
  return {
    db,
    file: file ?? textOption(input, 'db') ?? db,
    deep: flag(input, 'deep'),
    allowUnanchored: flag(input, 'allowUnanchored'),
    strict: flag(input, 'strict'),
    now: now.ok ? now.moment.micros : 0,
    checkpoints: listOption(input, 'checkpoint').map((name) => named(input, name)),
    vkeyFiles: listOption(input, 'vkeyFile').map((name) => named(input, name)),
    progress: (line) => host.progress(line),
    ...(expect !== undefined && { expect: parseExpect(expect) }),
    ...(evidence !== undefined && { evidence: resolve(host.cwd, evidence) }),
    ...(maxAge !== undefined && { maxAge: parseDuration(maxAge) / 1_000_000 }),
    ...(origin !== undefined && { origin }),
    ...(stamp !== undefined && { stamp }),
    ...(from !== undefined && { fromCheckpoint: named(input, from) }),
    ...(firstUse !== undefined && { firstUse: named(input, firstUse) }),
  };
}

/** A time stamp is over a checkpoint, and counts by the word of an authority. @throws {AppError} `usage` */
function stampOf(input: CommandInput): Stamp | undefined {
  const name = textOption(input, 'timestamp');
  if (name === undefined) return undefined;
  if (listOption(input, 'checkpoint').length === 0 && textOption(input, 'fromCheckpoint') === undefined)
    throw new AppError('usage', '--timestamp is over a checkpoint', 'give that too: --checkpoint FILE');
  return { file: named(input, name), authorities: listOption(input, 'tsaCert').map((each) => named(input, each)) };
}

function named({ host }: CommandInput, name: string): NamedFile {
  return { name, path: resolve(host.cwd, name) };
}
