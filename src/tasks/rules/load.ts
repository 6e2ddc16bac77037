import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../core/errors.ts';
import type { Rule } from '../../core/rule.ts';
import { FORMATS } from '../../formats/index.ts';
import { walkFolder } from '../../readers/folder.ts';
import { RULES } from '../../rules/index.ts';
import { INFERRED } from '../../rules/sigma/logsources.actions.ts';
import { compareProblems, problemText, type RuleProblem } from '../../rules/sigma/problem.ts';
import { type RuleSet, readRuleSet } from '../../rules/sigma/rule-set.ts';
import { SHIPPED } from '../../rules/sigma/shipped.ts';
import type { LimitChanges } from '../detect/judge.ts';

/** The word for the rules that come with the program, in the place of a path. */
const SHIPPED_WORD = 'shipped';
const LARGEST = 1024 * 1024;
const MOST_FILES = 20_000;
const NAMED = 20;

export interface LoadedRules {
  readonly set: RuleSet;
  /** New values for limits of built-in rules. */
  readonly limits: LimitChanges;
  /** How many files were read. */
  readonly files: number;
}

/** What to load rules against. */
export interface LoadOptions {
  readonly cwd: string;
  /** Rules whose limits may be changed; default: the built-in ones. */
  readonly rules?: readonly Rule[];
}

/**
 * Rules, filters, correlations and limits of files and folders (`*.yml`, `*.yaml`, however deep), or of the word
 * `shipped`. Names are looked up across all of them.
 * @throws {AppError} `path-missing`, `path-empty`, `path-unreadable`; `usage` where any document cannot be read
 */
export async function loadRules(paths: readonly string[], options: LoadOptions): Promise<LoadedRules> {
  const { set, files } = await readRules(paths, options);
  if (set.problems.length > 0) throw unusable(set.problems);
  return { set, limits: set.limits, files };
}

/** The same with what is wrong in them, for `rules lint`. @throws {AppError} for paths only */
export async function readRules(
  paths: readonly string[],
  { cwd, rules = RULES }: LoadOptions,
): Promise<{ readonly set: RuleSet; readonly files: number }> {
  const texts = new Map<string, string>();
  const named = new Set<string>();
  for (const path of paths) {
    if (path === SHIPPED_WORD) for (const [name, text] of SHIPPED) texts.set(name, text);
    else
      for (const name of await filesAt(path, cwd)) {
        // A folder and a file in it: read once.
        if (named.has(resolve(cwd, name))) continue;
        named.add(resolve(cwd, name));
        texts.set(name, await textOf(name, cwd));
      }
  }
  return { set: withKnownFormats(readRuleSet(texts, rules)), files: texts.size };
}

/** `audit-timeline: formats` may name formats that there are. */
function withKnownFormats(set: RuleSet): RuleSet {
  const known: ReadonlySet<string> = new Set([INFERRED, ...FORMATS.map(({ id }) => id)]);
  const strangers = set.rules.flatMap((rule): RuleProblem[] => {
    const { file, line, title } = rule.head;
    const stranger = rule.kind === 'detection' ? rule.formats.find((format) => !known.has(format)) : undefined;
    const message = `there is no format "${stranger}": \`audit-timeline formats\` names them`;
    return stranger === undefined ? [] : [{ file, line, rule: title, message }];
  });
  return { ...set, problems: [...set.problems, ...strangers].sort(compareProblems) };
}

/** @throws {AppError} */
async function filesAt(path: string, cwd: string): Promise<readonly string[]> {
  const stats = await stat(resolve(cwd, path)).catch(() => undefined);
  if (stats === undefined) throw new AppError('path-missing', `there is no ${path}`, 'check the path');
  if (!stats.isDirectory()) return [path];
  const found = await walkFolder(resolve(cwd, path));
  const names = found.filter(({ path: name, reason }) => reason === undefined && /\.ya?ml$/i.test(name));
  if (names.length === 0)
    throw new AppError('path-empty', `${path} holds no rules`, 'files of rules end in .yml or .yaml');
  if (names.length > MOST_FILES)
    throw new AppError('usage', `${path} holds more than ${MOST_FILES} files of rules`, 'name a folder below it');
  return names.map(({ path: name }) => join(path, name).replaceAll('\\', '/'));
}

async function textOf(name: string, cwd: string): Promise<string> {
  const path = resolve(cwd, name);
  const { size } = await stat(path);
  // More than the reader of rules takes: it then says so.
  if (size > 4 * LARGEST) return 'x'.repeat(LARGEST + 1);
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new AppError('path-unreadable', `${name} cannot be read: ${error.code ?? 'unknown error'}`);
  });
}

/** @throws never; makes the error */
function unusable(problems: readonly RuleProblem[]): AppError {
  const named = problems.slice(0, NAMED).map(problemText);
  const more = problems.length > NAMED ? [`and ${problems.length - NAMED} more: audit-timeline rules lint`] : [];
  const what = problems.length === 1 ? 'a rule' : `${problems.length} places in rules`;
  return new AppError(
    'usage',
    `${what} cannot be read: ${[...named, ...more].join('; ')}`,
    'mend them, or leave them out',
  );
}
