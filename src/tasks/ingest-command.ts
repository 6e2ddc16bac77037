import { execFileSync } from 'node:child_process';
import { basename, dirname, resolve } from 'node:path';
import { type CommandInput, flag, type Host, listOption, textOption } from '../core/command.ts';
import { AppError, EXIT } from '../core/errors.ts';
import { type Report, textReport } from '../core/report.ts';
import { FORMATS } from '../formats/index.ts';
import { parseChain } from '../integrity/chains/profile.ts';
import { parseSequence } from '../integrity/sequence.ts';
import { discover } from '../readers/discover.ts';
import { nameMatcher } from '../readers/glob.ts';
import { NOTE } from '../readers/own-files.ts';
import { DEFAULT_MAX_RECORD } from '../readers/read-item.ts';
import { type IngestOptions, ingestFiles } from './ingest.ts';
import { type Around, ingestReport, type ProblemLimit } from './ingest-report.ts';
import { mappingOption } from './mapping.ts';
import { casePath, momentOption, numberOption, recordedBy, timeOption, zoneOption } from './options.ts';
import type { Declared } from './proof/records.ts';
import { recover } from './recover.ts';
import { sealHint, sealOption } from './seal.ts';

/** Options of `ingest` -> report. */
export async function run(input: CommandInput): Promise<Report> {
  const db = casePath(input);
  if (input.args.length === 0) {
    if (flag(input, 'recover')) return recoverOnly(db, input.host);
    throw new AppError('usage', 'ingest needs at least one path', 'name files or folders, or - for standard input');
  }
  const as = textOption(input, 'as');
  if (as !== undefined && !FORMATS.some(({ id }) => id === as)) {
    throw new AppError('usage', `there is no format "${as}"`, `one of: ${FORMATS.map(({ id }) => id).join(', ')}`);
  }
  const recordedAt = momentOption(input, 'recordedAt')?.text ?? input.host.now();
  const taken = momentOption(input, 'takenAt');
  const assumeTz = zoneOption(input);
  const origin = textOption(input, 'origin');
  const seal = sealOption(input);
  const limit = problemLimit(textOption(input, 'maxProblems'));
  const maxRecord = numberOption(input, 'maxRecord', '--max-record') ?? DEFAULT_MAX_RECORD;
  const mapping = await mappingOption(input);
  const declared = declaredOption(input);
  const found = await discover(input.args, { cwd: input.host.cwd, stdin: input.host.stdin });
  try {
    recover(db, input.host);
    const result = await ingestFiles(found.files, {
      db,
      recordedAt,
      ...recordedBy(input),
      maxRecord,
      collected: found.collected,
      formats: FORMATS,
      signal: input.host.signal,
      progress: (line) => input.host.progress(line),
      leftOut: leftOut(input),
      stopAtProblem: stopsAtProblem(input),
      ...spanOption(input),
      ...(as !== undefined && { as }),
      ...mapping,
      ...declared,
      ...(taken !== undefined && { taken }),
      ...(assumeTz !== undefined && { assumeTz }),
      ...(origin !== undefined && { origin }),
      ...(seal !== undefined && { seal }),
    });
    const around: Around = {
      skipped: [...found.skipped, ...result.passed, ...found.notes.map((name) => ({ name, reason: NOTE }))],
      hints: [...sealHint(result.sealed), ...workTreeHint(db)],
      limit,
      db,
    };
    return ingestReport(result, around);
  } finally {
    found.dispose();
  }
}

function recoverOnly(db: string, host: Host): Report {
  const recovered = recover(db, host);
  const text = recovered
    ? 'rolled back, and the case is whole. The same ingest again goes on'
    : 'no write to it was interrupted';
  return textReport([{ text: `${basename(db)}: ${text}` }], { recovered }, EXIT.ok);
}

/** `--chain` and `--sequence`. @throws {AppError} `usage` */
function declaredOption(input: CommandInput): Declared {
  const [chain, sequence] = [textOption(input, 'chain'), textOption(input, 'sequence')];
  return {
    ...(chain !== undefined && { chain: parseChain(chain) }),
    ...(sequence !== undefined && { sequence: parseSequence(sequence) }),
  };
}

/** `--include` and `--exclude`: why a file is not read, or nothing. */
function leftOut(input: CommandInput): (name: string) => string | undefined {
  const [include, exclude] = [listOption(input, 'include'), listOption(input, 'exclude')];
  const [isIncluded, isExcluded] = [nameMatcher(include), nameMatcher(exclude)];
  return (name) => {
    if (isExcluded(name)) return 'left out by --exclude';
    return include.length === 0 || isIncluded(name) ? undefined : 'left out by --include';
  };
}

/** @throws {AppError} `usage` */
function stopsAtProblem(input: CommandInput): boolean {
  const text = textOption(input, 'onError') ?? 'continue';
  if (text === 'stop' || text === 'continue') return text === 'stop';
  throw new AppError('usage', `--on-error takes stop or continue, not "${text}"`);
}

/** @throws {AppError} `time-unreadable`; `usage` for a span that ends before it begins */
function spanOption(input: CommandInput): Pick<IngestOptions, 'since' | 'until'> {
  const [since, until] = [timeOption(input, 'since'), timeOption(input, 'until')];
  if (since !== undefined && until !== undefined && until < since)
    throw new AppError('usage', '--until lies before --since', 'swap them');
  return { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
}

/** @throws {AppError} `usage` */
function problemLimit(text: string | undefined): ProblemLimit {
  if (text === undefined) return { count: 0 };
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(%)?$/.exec(text);
  if (match === null)
    throw new AppError('usage', `--max-problems takes a number or a share, not "${text}"`, 'write 10 or 5%');
  return match[2] === undefined ? { count: Number(match[1]) } : { percent: Number(match[1]) };
}

/** A case holds personal data: warn when git would take it along. */
function workTreeHint(db: string): string[] {
  const folder = dirname(resolve(db));
  const git = (...args: string[]): boolean => {
    try {
      execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };
  if (!git('rev-parse', '--is-inside-work-tree') || git('check-ignore', '-q', basename(db))) return [];
  return [`${basename(db)} lies in a git work tree that does not ignore it: it holds addresses and e-mails`];
}
