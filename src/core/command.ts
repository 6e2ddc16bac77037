import type { Report } from './report.ts';

/** The world as a command sees it. Tests give a fixed one. */
export interface Host {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** The clock, ISO 8601 UTC. Used for receipts and relative times, never for events. */
  now(): string;
  /** Shows a line of progress on stderr, replacing the last one; nothing happens off a terminal or with --no-progress. */
  progress(line: string): void;
  /** Writes a line to stderr. */
  warn(line: string): void;
  /** Aborted by Ctrl-C: finish the record at hand, commit, stop. */
  readonly signal: AbortSignal;
}

export interface OptionSpec {
  /** As commander takes it: `--since <time>`, `-q, --quiet`, `--no-progress`. */
  readonly flags: string;
  readonly description: string;
  readonly default?: string | boolean;
  /** May be given more than once. */
  readonly many?: boolean;
}

export interface CommandInput {
  readonly args: readonly string[];
  /** By camel-cased name: string, true/false, or a list for `many`. */
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly host: Host;
}

export interface Command {
  /** Same as the file name, and the word on the command line. */
  readonly id: string;
  readonly summary: string;
  /** As commander takes it: `<path...>`, `[file]`, or empty. */
  readonly arguments: string;
  readonly options: readonly OptionSpec[];
  /** Shown in `--help`; each is run by a test as far as it can be. */
  readonly examples: readonly { readonly line: string; readonly what: string }[];
  run(input: CommandInput): Promise<Report>;
}

export function textOption(input: CommandInput, name: string): string | undefined {
  const value = input.options[name];
  return typeof value === 'string' ? value : undefined;
}

export function flag(input: CommandInput, name: string): boolean {
  return input.options[name] === true;
}

export function listOption(input: CommandInput, name: string): readonly string[] {
  const value = input.options[name];
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value : [];
}
