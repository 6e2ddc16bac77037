import { type CommandInput, flag, listOption, textOption } from '../../core/command.ts';
import { AppError } from '../../core/errors.ts';
import type { Report } from '../../core/report.ts';
import { maskSecrets } from '../../core/secrets.ts';
import { VALUE_KINDS } from '../../core/value-search.ts';
import { casePath, momentOption, recordedBy, timeOption } from '../options.ts';
import { ageChoice } from './age.ts';
import { type Choice, namedChoice, valueChoice } from './choices.ts';
import { checkGrounds, redact } from './redact.ts';

/** Options of `redact` -> report. @throws {AppError} `usage` */
export async function run(input: CommandInput): Promise<Report> {
  const choices = choicesOf(input);
  const eraseKey = flag(input, 'eraseKey');
  const before = timeOption(input, 'olderThan');
  checkWhat(choices, before, eraseKey);
  const dryRun = flag(input, 'dryRun');
  const reason = maskSecrets(textOption(input, 'reason') ?? '').trim();
  const authority = textOption(input, 'authority');
  if (reason === '' && !dryRun)
    throw new AppError(
      'usage',
      'redact needs a --reason: it stays in the case in place of what is removed',
      '--reason "erasure request 2026-17"; try it with --dry-run first',
    );
  checkGrounds(choices, [reason, authority ?? '', textOption(input, 'recordedBy') ?? '']);
  return redact({
    db: casePath(input),
    choices: (reader) => (before === undefined ? choices : [ageChoice(reader, before)]),
    eraseKey,
    reason,
    recordedAt: momentOption(input, 'recordedAt')?.text ?? input.host.now(),
    ...recordedBy(input),
    dryRun,
    progress: (line) => input.host.progress(line),
    ...(authority !== undefined && { authority: maskSecrets(authority) }),
  });
}

function choicesOf(input: CommandInput): Choice[] {
  const values = VALUE_KINDS.flatMap((kind) => listOption(input, kind).map((value) => valueChoice(kind, value)));
  return [...input.args.map(namedChoice), ...values];
}

/** @throws {AppError} `usage` */
function checkWhat(choices: readonly Choice[], before: number | undefined, eraseKey: boolean): void {
  if (before !== undefined && choices.length > 0)
    throw new AppError('usage', '--older-than goes by age alone', 'name entries or values in a run of their own');
  if (choices.length > 0 || before !== undefined || eraseKey) return;
  throw new AppError(
    'usage',
    'redact needs to be told what',
    'name entries (17, EV-7c1e:17), a value (--actor, --ip, --email, --text) or an age (--older-than 90d)',
  );
}
