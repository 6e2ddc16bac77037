import { type Moment, momentOf } from '../../core/time.ts';
import { packageName } from '../../registry/names.ts';
import { ALIASES, WITH_VALUE } from '../npm-debug-log.actions.ts';
import type { LogLine } from './line.ts';

/** What a run of npm says of itself, as far as it has been read. */
export interface Facts {
  npm?: string;
  node?: string;
  os?: string;
  /** `publish`, `dist-tag add`: as npm itself calls it. */
  command?: string;
  /** What follows the command and its subcommand. */
  args: readonly string[];
  /** All words of the command line, where npm shows them. */
  words: readonly string[];
  /** The command line as logged, secrets masked. */
  argv?: string;
  /** When the run began, from the name that npm gave to the log as the log itself states it. */
  started?: Moment;
  /** The same, from the name that the file has now. */
  named?: Moment;
  exit?: number;
  errorCode?: string;
  errorText?: string;
  /** `name@version` that an error speaks of. */
  pkgid?: string;
  tag?: string;
  dryRun?: boolean;
  /** `name@version` that a tag was set on or taken from. */
  tagged?: string;
  /** The tag was so before. */
  tagKept?: boolean;
  provenance?: string;
}

/** When the run began. Its own statement is part of the evidence, the name of the file is not. */
export function startOf({ started, named }: Facts): Moment | undefined {
  return started ?? named;
}

export function noFacts(): Facts {
  return { args: [], words: [] };
}

type Reader = (facts: Facts, groups: readonly (string | undefined)[]) => void;

/** Lines that tell what the run was, and what each gives. */
const TELLING: readonly (readonly [RegExp, Reader])[] = [
  [/^info using npm@(\d[\w.+-]*)$/, (facts, [npm]) => set(facts, { npm })],
  [/^info using node@(v?\d[\w.+-]*)$/, (facts, [node]) => set(facts, { node })],
  [/^verbose title npm ?(.*)$/, (facts, [title = '']) => readCommand(facts, title.split(' '))],
  [/^verbose argv (".*)$/, (facts, [argv = '']) => readArguments(facts, argv)],
  [/^verbose logfile .*?(\d{4}-\d\d-\d\dT\d\d_\d\d_\d\d_\d{3}Z)-/, (facts, [stamp = '']) => readStart(facts, stamp)],
  [
    /^verbose (?:os )?((?:Linux|Darwin|Windows_NT|FreeBSD|OpenBSD|SunOS|AIX) \S+)$/,
    (facts, [os]) => set(facts, { os }),
  ],
  [/^verbose pkgid (\S+)$/, (facts, [pkgid]) => set(facts, { pkgid })],
  [/^verbose (?:exit|code) (?:\[ )?(\d{1,3})\b/, (facts, [exit]) => set(facts, { exit: Number(exit) })],
  [/^info ok$/, (facts) => set(facts, { exit: facts.exit ?? 0 })],
  [/^(?:error|verbose) code (E[A-Z0-9_]+)$/, (facts, [code]) => set(facts, { errorCode: facts.errorCode ?? code })],
  [
    /^notice Publishing to \S+(?: with tag (\S+) and \S+ access)?( \(dry-run\))?$/,
    (facts, [tag, dryRun]) => set(facts, { tag, dryRun: dryRun !== undefined }),
  ],
  [/^notice publish (Provenance statement published .*)$/, (facts, [provenance]) => set(facts, { provenance })],
  [/^verbose dist-tag (?:add \S+ to|del \S+ from) (\S+)$/, (facts, [tagged]) => set(facts, { tagged })],
  [/^warn dist-tag add \S+ is already set to version /, (facts) => set(facts, { tagKept: true })],
];

const ERROR_TEXT = /^(?!code |errno |syscall |path |dest |A complete log |This is an error with npm)(\S.*)$/;

/** Notes what a line says of the run. False: nothing. */
export function readFacts(facts: Facts, { level, rest }: LogLine): boolean {
  const text = `${level} ${rest}`;
  for (const [pattern, read] of TELLING) {
    const match = pattern.exec(text);
    if (match === null) continue;
    read(facts, match.slice(1));
    return true;
  }
  const [, message] = level === 'error' && facts.errorText === undefined ? (ERROR_TEXT.exec(rest) ?? []) : [];
  set(facts, { errorText: message });
  return message !== undefined;
}

/** Sets what is known; what is not stays as it was. */
function set(facts: Facts, found: { readonly [K in keyof Facts]?: Facts[K] | undefined }): void {
  for (const [name, value] of Object.entries(found)) {
    if (value !== undefined) Object.assign(facts, { [name]: value });
  }
}

/** Commands whose next word says what they do. */
const WITH_SUBCOMMAND: ReadonlySet<string> = new Set([
  ...['access', 'cache', 'config', 'dist-tag', 'org', 'owner', 'pkg', 'profile', 'stage', 'team', 'token', 'trust'],
]);

function readCommand(facts: Facts, words: readonly string[]): void {
  const [word = '', ...rest] = words.filter((text) => text !== '');
  if (!/^[A-Za-z][A-Za-z-]{0,30}$/.test(word)) return;
  const command = ALIASES.get(word) ?? word;
  const [next] = rest;
  const split = WITH_SUBCOMMAND.has(command) && next !== undefined && /^[a-z][a-z0-9-]{0,20}$/.test(next);
  facts.command = split ? `${command} ${next}` : command;
  facts.args = split ? rest.slice(1) : rest;
}

/** npm 7 and older have no title, and their command line begins with node and npm themselves. */
function readArguments(facts: Facts, argv: string): void {
  const quoted = argv.slice(0, 16_384).match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  facts.argv = argv;
  facts.words = argumentsOf(quoted).map(unquoted);
  if (facts.command === undefined) readCommand(facts, withoutOptions(facts.words));
}

function withoutOptions(words: readonly string[]): readonly string[] {
  return words.filter((word, n) => !word.startsWith('-') && !takesValue(words[n - 1] ?? ''));
}

/** `--//registry.example/:_authToken` is an option too. */
function takesValue(option: string): boolean {
  return WITH_VALUE.has(option) || /^--(?:\/\/|_)[^=]*$/.test(option);
}

/** An absolute path, or one whose start was taken out (`~/bin/npm`). No command of npm looks like that. */
const PROGRAM = /^"(?:[A-Za-z]:)?[\\/]|[\\/](?:node|npm|npx)(?:-cli)?(?:\.(?:js|exe|cmd|ps1))?"$/i;
const NPX = /[\\/]npx(?:-cli)?(?:\.(?:js|exe|cmd|ps1))?"$/i;

/** What was given to the program: `node /usr/bin/npm publish`, `C:\…\npm.cmd publish`; `npx` stands for `npm exec`. */
function argumentsOf(quoted: readonly string[]): readonly string[] {
  const [first = '', second = ''] = quoted;
  if (!PROGRAM.test(first)) return quoted;
  const program = PROGRAM.test(second) ? second : first;
  const given = quoted.slice(program === second ? 2 : 1);
  return NPX.test(program) && given[0] !== '"exec"' ? ['"exec"', ...given] : given;
}

function unquoted(word: string): string {
  try {
    return String(JSON.parse(word));
  } catch {
    return word.slice(1, -1);
  }
}

function readStart(facts: Facts, stamp: string): void {
  const [, day, hour, minute, second, millis] = /^(.*)T(\d\d)_(\d\d)_(\d\d)_(\d{3})Z$/.exec(stamp) ?? [];
  const moment = momentOf(`${day}T${hour}:${minute}:${second}.${millis}Z`);
  if (moment !== undefined) facts.started = { ...moment, raw: stamp };
}

/** Name and version in `@acme/widget@1.0.0`; what is no name gives nothing. */
export function specOf(spec: string | undefined): { readonly package?: string; readonly version?: string } {
  const [, name = '', version] = /^(@?[^@]+)(?:@(.+))?$/.exec(spec ?? '') ?? [];
  const found = packageName(name);
  if (found === undefined) return {};
  return version === undefined ? { package: found } : { package: found, version };
}
