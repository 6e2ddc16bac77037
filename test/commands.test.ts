import { Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { GLOBAL_OPTIONS, parse } from '../src/cli/program.ts';
import { COMMANDS } from '../src/commands/index.ts';
import { run } from './support/terminal.ts';

/** Words of a command line as a shell gives them: quotes, and nothing else of what a shell can do. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}

/** The part of an example that is ours: between pipes, lists and redirections. */
function ownPart(line: string): string[] {
  const parts = line.split(/\s(?:\||&&|\|\||;|<|>|2>)\s/).map(wordsOf);
  const own = parts.find(([program]) => program === 'audit-timeline');
  if (own === undefined) throw new Error(`not an example of this program: ${line}`);
  return own.slice(1);
}

/** Long and short names of an option. */
function namesOf(flags: string): string[] {
  const { long, short } = new Option(flags);
  return [long, short].filter((name) => name !== undefined && name !== null);
}

const setting = { commands: COMMANDS, version: '0.0.0', width: 80 };
const GLOBAL_NAMES = [...GLOBAL_OPTIONS.flatMap(({ flags }) => namesOf(flags)), '--now', '-h', '--help'];

describe.each(COMMANDS)('$id', (command) => {
  const names = command.options.flatMap(({ flags }) => namesOf(flags));

  it('says in one line what it does', () => {
    expect(command.summary).toMatch(/^\S.{5,110}[^.\s]$/);
  });

  it('has options of its own only', () => {
    expect(names.filter((name) => GLOBAL_NAMES.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    for (const { description } of command.options) expect(description).toMatch(/\S/);
  });

  it('shows how it is used', () => {
    expect(command.examples.length).toBeGreaterThan(0);
  });

  it.each(command.examples)('can be called as $line', ({ line, what }) => {
    expect(what).toMatch(/\S/);
    expect(parse(ownPart(line), setting)).toMatchObject({ kind: 'run', command: { id: command.id } });
  });

  it('has help that fits 80 columns and names every option', async () => {
    const { stdout, stderr, exitCode } = await run([command.id, '--help'], { columns: 80 });
    for (const name of [...names, ...GLOBAL_NAMES.filter((each) => each !== '--now')]) expect(stdout).toContain(name);
    const examples = new Set(command.examples.map(({ line }) => `  ${line}`));
    const lines = stdout.split('\n').filter((line) => !examples.has(line));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect([stderr, exitCode]).toEqual(['', 0]);
  });
});

describe('all commands', () => {
  it('stand in the help of the program', async () => {
    const { stdout } = await run([]);
    for (const { id } of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${id}\\b`, 'm'));
  });

  it('give an option the same meaning: with a value everywhere, or nowhere', () => {
    const shapes = new Map<string, string>();
    for (const { id, options } of COMMANDS) {
      for (const { flags } of options) {
        const { required, optional } = new Option(flags);
        const shape = `${required} ${optional}`;
        for (const name of namesOf(flags)) {
          expect([id, name, shapes.get(name) ?? shape]).toEqual([id, name, shape]);
          shapes.set(name, shape);
        }
      }
    }
    expect(shapes.size).toBeGreaterThan(0);
  });
});
