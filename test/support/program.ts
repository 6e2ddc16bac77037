import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from './terminal.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PROGRAM = join(ROOT, 'bin', 'audit-timeline.js');

/** What a process ended with: an exit code, or the signal that ended it. */
export interface Ended extends Outcome {
  readonly signal: NodeJS.Signals | null;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Tests that run the built program need it. @throws {Error} that says how to build it */
export function needsProgram(): void {
  if (existsSync(join(ROOT, 'dist', 'bundle', 'cli.js'))) return;
  throw new Error('dist/bundle is missing: run `npm run build` first, or the tests by `npm test`, which builds');
}

/** Starts the built program in a process of its own. */
export function start(argv: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  needsProgram();
  const child = spawn(process.execPath, [PROGRAM, ...argv], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    texts.stdout += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    texts.stderr += part;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ ...texts, exitCode: code ?? -1, signal }));
  });
  return { child, ended };
}

/** Numbers from 0 to 1 that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
