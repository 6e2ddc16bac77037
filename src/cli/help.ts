import type { Command } from '../core/command.ts';
import { EXIT } from '../core/errors.ts';

/** What each exit code means, the same for all commands. */
export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'done, and what was asked holds',
  badNews: 'bad news that CI must stop on: alteration proven, or findings',
  couldNotRun: 'could not run: usage, missing path, not a case, interrupted write',
  incomplete: 'ran, nothing bad found, but incomplete',
  bug: 'a bug in this program; its trace is on stderr',
  interrupted: 'interrupted by Ctrl-C; what was done is saved',
};

const names = Object.keys(EXIT) as (keyof typeof EXIT)[];
const codes = names.map((name) => `  ${String(EXIT[name]).padEnd(5)}${EXIT_MEANINGS[name]}`);

const EXIT_CODES = ['', 'Exit codes:', ...codes].join('\n');

/** What stands under the options: examples of the command, if it is the help of one, and the exit codes. */
export function helpFoot(command?: Command): string {
  const examples = command?.examples ?? [];
  if (examples.length === 0) return EXIT_CODES;
  const lines = examples.flatMap(({ line, what }) => [`  # ${what}`, `  ${line}`]);
  return ['', 'Examples:', ...lines, EXIT_CODES].join('\n');
}
