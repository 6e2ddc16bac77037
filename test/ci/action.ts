import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Build, type Origin, ROOT } from './repositories.ts';

export interface Step {
  readonly name: string;
  readonly shell: string;
  readonly env: Readonly<Record<string, string>>;
  readonly run: string;
}

/** `action.yml`, as far as a composite action goes. */
export interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const ACTION = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;

type Contexts = Readonly<Record<string, string>>;

/** An expression of the kind that the action has: names, and `||` between them. */
function evaluate(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => {
    const values = expression.split('||').map((name) => contexts[name.trim()] ?? '');
    return values.find((value) => value !== '') ?? '';
  });
}

/**
 * Does what a runner does with a composite action: its steps one after the other, expressions put into `env`, each
 * script a file that bash runs, folders for PATH handed on by `GITHUB_PATH`, until one fails.
 * @param github values of the `github` context: `github.base_ref`
 */
export function runAction(origin: Origin, checkout: string, inputs: Contexts, github: Contexts): Build {
  const folder = mkdtempSync(join(origin.folder, 'runner-'));
  const paths = join(folder, 'paths');
  writeFileSync(paths, '');
  const defaults = Object.entries(ACTION.inputs).map(([name, input]) => [`inputs.${name}`, input.default]);
  const given = Object.entries(inputs).map(([name, value]) => [`inputs.${name}`, value]);
  const contexts: Contexts = { ...Object.fromEntries([...defaults, ...given]), ...github };
  let log = '';
  for (const [i, step] of ACTION.runs.steps.entries()) {
    const script = join(folder, `${i}.sh`);
    writeFileSync(script, step.run);
    const env = Object.fromEntries(Object.entries(step.env).map(([name, text]) => [name, evaluate(text, contexts)]));
    const added = readFileSync(paths, 'utf8').trim().split('\n');
    const build = origin.build(checkout, 'bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      ...env,
      PATH: [...added.filter((path) => path !== ''), process.env['PATH']].join(':'),
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION_PATH: ROOT,
      GITHUB_PATH: paths,
      RUNNER_TEMP: folder,
    });
    log += build.log;
    if (build.exitCode !== 0) return { exitCode: build.exitCode, log };
  }
  return { exitCode: 0, log };
}
