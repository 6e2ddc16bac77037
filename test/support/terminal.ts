import { PassThrough, Readable } from 'node:stream';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli.ts';

/** What is given to a run in place of a real terminal. */
export interface Setting {
  /** Width of a terminal on stdout; without it stdout is a pipe. */
  readonly columns?: number;
  /** Whether stderr is a terminal. */
  readonly watched?: boolean;
  readonly env?: Io['env'];
  readonly stdin?: string;
  readonly now?: string;
  readonly cwd?: string;
  /** Called with what presses Ctrl-C. */
  readonly interrupt?: (press: () => void) => void;
}

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Runs a command line in this process, as a terminal would show it. */
export async function run(argv: readonly string[], setting: Setting = {}): Promise<Outcome> {
  const stdout = collector({ isTTY: setting.columns !== undefined, columns: setting.columns });
  const stderr = collector({ isTTY: setting.watched === true, columns: 80 });
  const exitCode = await main(argv, {
    stdout: stdout.stream,
    stderr: stderr.stream,
    stdin: Readable.from(setting.stdin === undefined ? [] : [Buffer.from(setting.stdin)]),
    env: setting.env ?? {},
    cwd: setting.cwd ?? process.cwd(),
    now: () => setting.now ?? '2026-04-02T09:00:00.000Z',
    onInterrupt(listener) {
      setting.interrupt?.(listener);
      return () => undefined;
    },
  });
  return { stdout: stdout.text(), stderr: stderr.text(), exitCode };
}

function collector(terminal: { isTTY: boolean; columns: number | undefined }) {
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), terminal);
  let text = '';
  stream.on('data', (part: string) => {
    text += part;
  });
  return { stream: stream as Io['stdout'] & PassThrough, text: () => text };
}
