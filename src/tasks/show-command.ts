import { type CommandInput, flag, listOption, textOption } from '../core/command.ts';
import { AppError } from '../core/errors.ts';
import { isRange } from '../core/ip.ts';
import type { Report } from '../core/report.ts';
import { tokenFingerprint } from '../core/secrets.ts';
import type { Citation } from '../core/step.ts';
import { parseDuration, parseTimeArgument } from '../core/time-argument.ts';
import { INFERENCES } from '../inference/index.ts';
import { RULES } from '../rules/index.ts';
import { CaseReader } from '../store/case-reader.ts';
import { casePath, numberOption, timeOption } from './options.ts';
import { type ShowOptions, show } from './show.ts';
import { CaseView } from './view.ts';
import { glob, type Predicate, parseWhere } from './where.ts';

const WINDOW = '5m';

/** Options of `show` -> report. */
export async function run(input: CommandInput): Promise<Report> {
  const db = casePath(input);
  const actions = listOption(input, 'action').map(glob);
  const where = textOption(input, 'where');
  const limit = numberOption(input, 'limit', '--limit');
  const ips = addresses(input);
  const predicates = [...(where === undefined ? [] : [parseWhere(where)]), ...rangePredicates(ips)];
  const options: ShowOptions = {
    db,
    roles: await roles(input),
    ...range(input, db),
    ...(actions.length > 0 && { action: (action: string) => actions.some((matches) => matches(action)) }),
    ...(predicates.length > 0 && { where: all(predicates) }),
    ...(limit !== undefined && { limit }),
    descending: descending(input),
    raw: flag(input, 'raw'),
    strict: flag(input, 'strict'),
    inferences: INFERENCES,
    rules: RULES,
    only: flag(input, 'only'),
    why: flag(input, 'why'),
    depth: depth(input),
    downloads: flag(input, 'downloads'),
  };
  return show(options);
}

function all(predicates: readonly Predicate[]): Predicate {
  return (step, whole) => predicates.every((predicate) => predicate(step, whole));
}

/** @throws {AppError} `usage` */
function addresses(input: CommandInput): readonly string[] {
  const ips = listOption(input, 'ip');
  const wrong = ips.find((ip) => !isRange(ip));
  if (wrong === undefined) return ips;
  throw new AppError(
    'usage',
    `"${wrong}" is no address and no range`,
    'write 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32',
  );
}

/** Plain addresses go through the index; ranges are a filter. */
function rangePredicates(ips: readonly string[]): Predicate[] {
  if (!ips.some((ip) => ip.includes('/'))) return [];
  const tests = ips.map((ip) => parseWhere(`ip:${ip}`));
  return [(step, whole) => tests.some((test) => test(step, whole))];
}

async function roles(input: CommandInput): Promise<ShowOptions['roles']> {
  const ips = listOption(input, 'ip');
  const given = {
    package: listOption(input, 'package'),
    account: listOption(input, 'actor'),
    token: await Promise.all(listOption(input, 'token').map((text) => fingerprint(text, input))),
    ip: ips.some((ip) => ip.includes('/')) ? [] : ips,
    repo: listOption(input, 'repo'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, values]) => values.length > 0));
}

/** A fingerprint as it is given; `-` reads the token itself. @throws {AppError} `usage` for a token as an argument */
async function fingerprint(text: string, { host }: CommandInput): Promise<string> {
  if (text !== '-') {
    if (tokenFingerprint(text) === undefined) return text;
    throw new AppError(
      'usage',
      'a token as an argument stays in the shell history and in the process list',
      'use --token - and type or pipe it in',
    );
  }
  const token = await readSecret(host.stdin);
  const found = tokenFingerprint(token);
  if (found === undefined)
    throw new AppError('usage', 'that is no token of a known shape', 'npm, GitHub and JWT tokens can be looked for');
  return found;
}

/** One line, not echoed on a terminal, kept nowhere. */
async function readSecret(stdin: CommandInput['host']['stdin']): Promise<string> {
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: stdin, terminal: stdin.isTTY === true, historySize: 0 });
  for await (const line of lines) {
    lines.close();
    return line.trim();
  }
  return '';
}

/** @throws {AppError} `usage` */
function depth(input: CommandInput): number {
  const text = textOption(input, 'depth') ?? '1';
  if (!/^[012]$/.test(text)) throw new AppError('usage', `--depth is 0, 1 or 2, not "${text}"`);
  return Number(text);
}

function descending(input: CommandInput): boolean {
  const order = textOption(input, 'order') ?? 'asc';
  if (order !== 'asc' && order !== 'desc') throw new AppError('usage', `--order is asc or desc, not "${order}"`);
  return order === 'desc';
}

function range(input: CommandInput, db: string): { readonly since?: number; readonly until?: number } {
  const around = textOption(input, 'around');
  const window = parseDuration(textOption(input, 'window') ?? WINDOW);
  if (around === undefined) {
    const [since, until] = [timeOption(input, 'since'), timeOption(input, 'until')];
    return { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
  }
  const middle = /^EV-/i.test(around) ? timeOfEvidence(db, around) : parseTimeArgument(around, input.host.now());
  return { since: middle - window, until: middle + window };
}

/** Time of the first event that stands at a place of some evidence. @throws {AppError} `no-such-evidence` */
function timeOfEvidence(db: string, text: string): number {
  const [, prefix = '', place = ''] = /^EV-([0-9a-f]+)(.*)$/i.exec(text) ?? [];
  const reader = new CaseReader(db);
  try {
    for (const { sort, bounded, citations } of new CaseView(reader).query({})) {
      if (bounded !== 2 && citations.some((citation) => standsAt(citation, prefix, place))) return sort;
    }
    throw new AppError(
      'no-such-evidence',
      `no event stands at ${text}`,
      'see `audit-timeline evidence` for what is there, and `show` for the places',
    );
  } finally {
    reader.close();
  }
}

function standsAt(citation: Citation, prefix: string, place: string): boolean {
  if (!citation.evidence.startsWith(prefix.toLowerCase())) return false;
  return place === '' || citation.place === place || citation.place.startsWith(`${place}+`);
}
