import { resolve } from 'node:path';
import { checkExact } from './cli/exact.ts';
import { failureOf } from './cli/failure.ts';
import { type Io, pageOf } from './cli/io.ts';
import { Notes } from './cli/notes.ts';
import { type Globals, parse, type Run } from './cli/program.ts';
import { fileSink, type Sink, streamSink } from './cli/sink.ts';
import { version } from './cli/version.ts';
import { COMMANDS } from './commands/index.ts';
import type { Host } from './core/command.ts';
import { AppError, EXIT, type ExitCode } from './core/errors.ts';
import type { Output, Page } from './core/output.ts';
import type { Foot, Report } from './core/report.ts';
import { OUTPUTS } from './outputs/index.ts';

/**
 * Runs one command line.
 * @param argv words after the program's name
 * @param overrides parts of the world to replace, for tests
 * @returns the exit code
 */
export async function main(argv: readonly string[], overrides: Partial<Io> = {}): Promise<ExitCode> {
  const io = { ...realIo(), ...overrides };
  let notes = new Notes(io.stderr, { quiet: false, progress: false });
  let verbose = false;
  try {
    const request = parse(argv, { commands: COMMANDS, version: version(), width: pageOf(io, 'never', false).width });
    if (request.kind === 'help') return await print(request.text, io);
    if (request.kind === 'list-formats') return await print(formatList(), io);
    verbose = request.globals.verbose;
    notes = new Notes(io.stderr, { ...request.globals, term: io.env['TERM'] });
    return await run(request, io, notes);
  } catch (error) {
    const failure = failureOf(error, verbose);
    for (const line of failure.lines) notes.error(line);
    return failure.exitCode;
  } finally {
    notes.clear();
  }
}

async function run({ command, args, options, globals }: Run, io: Io, notes: Notes): Promise<ExitCode> {
  const output = outputOf(globals);
  const now = await clockOf(globals, io);
  const sink = await sinkOf(globals, io);
  const interrupt = new AbortController();
  const release = io.onInterrupt(() => {
    interrupt.abort();
    notes.error('interrupted: finishing what is at hand; press Ctrl-C again to stop at once');
  });
  const host: Host = {
    cwd: io.cwd,
    env: io.env,
    stdin: io.stdin,
    now,
    signal: interrupt.signal,
    progress: (line) => notes.progress(line),
    warn: (line) => notes.note(line),
  };
  try {
    const report = await command.run({ args, options: { ...options, db: caseOf(globals, io) }, host });
    if (report.exact !== undefined) checkExact(globals, !toFile(globals) && io.stdout.isTTY === true);
    const page = pageOf(io, globals.color, toFile(globals));
    const foot = await deliver(report, output, page, { sink, notes });
    await sink.close();
    return interrupt.signal.aborted ? EXIT.interrupted : foot.exitCode;
  } catch (error) {
    await sink.discard();
    throw error;
  } finally {
    release();
  }
}

/** Writes a report. What the output leaves out of its end goes to stderr, so that nobody misses it. */
async function deliver(report: Report, output: Output, page: Page, to: { sink: Sink; notes: Notes }): Promise<Foot> {
  if (output.kinds?.includes(report.kind) === false) throw notGiven(output, report);
  let asked: Foot | Promise<Foot> | undefined;
  const foot = (): Foot | Promise<Foot> => {
    asked ??= report.foot();
    return asked;
  };
  for await (const text of report.exact ?? output.render({ ...report, foot }, page)) {
    to.notes.clear();
    await to.sink.write(text);
  }
  const isShown = asked !== undefined;
  const end = await foot();
  if (!isShown) for (const line of end.lines) to.notes.note(' '.repeat(line.indent ?? 0) + line.text);
  return report.following === undefined ? end : deliver(await report.following(), output, page, to);
}

function notGiven({ id, kinds = [] }: Output, { kind }: Report): AppError {
  return new AppError('usage', `${id} can show ${kinds.join(', ')}, not ${kind}`, 'take --json, or another --format');
}

function outputOf({ format, json }: Globals): Output {
  const id = format ?? (json ? 'json' : 'table');
  if (json && id !== 'json') throw new AppError('usage', `--json and --format ${id} contradict each other`, 'give one');
  const output = OUTPUTS.find((each) => each.id === id);
  if (output !== undefined) return output;
  const known = OUTPUTS.map((each) => each.id).join(', ');
  throw new AppError('usage', `there is no output format "${id}"`, `one of ${known}`);
}

async function clockOf({ now }: Globals, io: Io): Promise<() => string> {
  if (now === undefined) return io.now;
  const { parseTime } = await import('./core/time.ts');
  const time = parseTime(now);
  if (time.ok) return () => time.moment.text;
  throw new AppError('time-unreadable', `--now: "${now}" is not a time`, 'write it as 2026-03-31T04:30:00Z');
}

function toFile({ output }: Globals): boolean {
  return output !== undefined && output !== '-';
}

async function sinkOf(globals: Globals, io: Io): Promise<Sink> {
  const { output, force } = globals;
  if (output === undefined || !toFile(globals)) return streamSink(io.stdout, 'standard output');
  return fileSink(resolve(io.cwd, output), output, force);
}

function caseOf({ db }: Globals, { env }: Io): string {
  return db ?? (env['AUDIT_TIMELINE_DB'] || 'audit-timeline.db');
}

function formatList(): string {
  const width = Math.max(...OUTPUTS.map(({ id }) => id.length));
  return OUTPUTS.map(({ id, title }) => `${id.padEnd(width)}  ${title}\n`).join('');
}

async function print(text: string, io: Io): Promise<ExitCode> {
  const sink = streamSink(io.stdout, 'standard output');
  await sink.write(text);
  await sink.close();
  return EXIT.ok;
}

function realIo(): Io {
  const { stdin, stdout, stderr, env } = process;
  return {
    stdin,
    stdout,
    stderr,
    env,
    cwd: process.cwd(),
    now: () => new Date().toISOString(),
    onInterrupt(listener) {
      // Once only: after the first one Node's own answer is back, which ends the process.
      process.once('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
  };
}
