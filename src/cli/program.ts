import { Command as Commander, CommanderError, Option } from 'commander';
import type { Command, CommandInput, OptionSpec } from '../core/command.ts';
import { AppError } from '../core/errors.ts';
import { helpFoot } from './help.ts';
import type { ColorChoice } from './io.ts';

const NAME = 'audit-timeline';

/** Options that every command takes, before or after its name. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { flags: '--db <file>', description: 'case file (default: audit-timeline.db, or AUDIT_TIMELINE_DB)' },
  { flags: '--format <name>', description: 'output format; "list" names them' },
  { flags: '--json', description: 'short for --format json' },
  { flags: '-o, --output <file>', description: 'write the report to a file' },
  { flags: '--force', description: 'let -o replace a file' },
  { flags: '--color <when>', description: 'whether to use colours' },
  { flags: '-q, --quiet', description: 'no notes and no progress on stderr' },
  { flags: '-v, --verbose', description: 'say more, also about errors' },
  { flags: '--no-progress', description: 'no progress on stderr' },
];

const CLOCK: OptionSpec = { flags: '--now <time>', description: 'fixed clock' };

/** What the shell itself takes from a command line. */
export interface Globals {
  readonly db?: string;
  readonly format?: string;
  readonly json: boolean;
  readonly output?: string;
  readonly force: boolean;
  readonly color: ColorChoice;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly progress: boolean;
  readonly now?: string;
}

export interface Run extends Omit<CommandInput, 'host'> {
  readonly kind: 'run';
  readonly command: Command;
  readonly globals: Globals;
}

/** What a command line asks for. */
export type Request = Run | { readonly kind: 'list-formats' } | { readonly kind: 'help'; readonly text: string };

export interface Setting {
  readonly commands: readonly Command[];
  readonly version: string;
  /** Columns for help. */
  readonly width: number;
}

/**
 * Reads a command line. Nothing is run, nothing is printed.
 * @throws {AppError} of code `usage`
 */
export function parse(argv: readonly string[], setting: Setting): Request {
  let text = '';
  let request: Request | undefined;
  const program = programOf(setting, (part) => {
    text += part;
  });
  for (const command of setting.commands) {
    const sub = subcommandOf(program, command);
    sub.action(() => {
      const args = sub.processedArgs.flat().filter((arg) => typeof arg === 'string');
      const options = optionsOf(program, sub);
      request = { kind: 'run', command, args, options, globals: globalsOf(options) };
    });
  }
  const failure = attempt(() => program.parse(argv.length > 0 ? [...argv] : ['--help'], { from: 'user' }));
  if ([program, ...program.commands].some((each) => each.opts()['format'] === 'list')) return { kind: 'list-formats' };
  if (failure === undefined && request !== undefined) return request;
  if (failure === undefined || failure.exitCode === 0 || failure.code === 'commander.help')
    return { kind: 'help', text };
  throw usageError(failure, argv, setting.commands);
}

function attempt(parsing: () => void): CommanderError | undefined {
  try {
    parsing();
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error;
    throw error;
  }
}

function programOf({ version, width }: Setting, collect: (text: string) => void): Commander {
  const program = new Commander(NAME)
    .description('Forensic timeline of a package registry incident: what happened, and how it is known.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .usage('<command> [options]')
    .enablePositionalOptions()
    .configureHelp({ subcommandTerm: (sub) => `${sub.name()} ${sub.usage().replace(/ ?\[options\]$/, '')}` })
    .exitOverride()
    .configureOutput({
      writeOut: collect,
      // An error of use is shown by whoever catches it; help that nobody asked for arrives here too.
      writeErr: (part) => (part.startsWith('error:') ? undefined : collect(part)),
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText('after', helpFoot());
  addGlobals(program);
  return program;
}

function subcommandOf(program: Commander, command: Command): Commander {
  const sub = program
    .command(command.id)
    .description(command.summary)
    .usage(`${command.arguments} [options]`.trim())
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', helpFoot(command));
  if (command.arguments !== '') sub.arguments(command.arguments);
  for (const spec of command.options) sub.addOption(optionOf(spec));
  addGlobals(sub);
  return sub;
}

function addGlobals(to: Commander): void {
  for (const spec of GLOBAL_OPTIONS) {
    const option = optionOf(spec).helpGroup('Global options:');
    if (option.attributeName() === 'color') option.choices(['auto', 'always', 'never']);
    to.addOption(option);
  }
  to.addOption(optionOf(CLOCK).hideHelp());
}

function optionOf(spec: OptionSpec): Option {
  const option = new Option(spec.flags, spec.description);
  if (spec.default !== undefined) option.default(spec.default);
  if (spec.many === true) option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
  return option;
}

/** Options of the command; those given before its name count too, unless they stand after it as well. */
function optionsOf(program: Commander, sub: Commander): CommandInput['options'] {
  const options: Record<string, string | boolean | string[]> = sub.opts();
  for (const [name, value] of Object.entries(program.opts())) {
    const given = program.getOptionValueSource(name) === 'cli' && sub.getOptionValueSource(name) !== 'cli';
    if (given) options[name] = value;
  }
  return options;
}

function globalsOf(options: CommandInput['options']): Globals {
  const unset = { json: false, force: false, color: 'auto', quiet: false, verbose: false, progress: true } as const;
  return { ...unset, ...(options as Partial<Globals>) };
}

function usageError(failure: CommanderError, argv: readonly string[], commands: readonly Command[]): AppError {
  const command = commands.find(({ id }) => argv.includes(id));
  const where = [NAME, command?.id, '--help'].filter((word) => word !== undefined).join(' ');
  const message = failure.message.replace(/^error: /, '').replaceAll('\n', ' ');
  return new AppError('usage', message, `see ${where}`, { cause: failure });
}
