import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/cases.ts';
import { ACTION, runAction } from './action.ts';
import { Incident } from './incident.ts';
import { between, script } from './readme.ts';
import type { Build } from './repositories.ts';
import { ATTACKS, HONEST, ODD } from './scenarios.ts';

/** The recipe of the README and the action, each tried in real repositories against each attack. */
const RECIPE = script('ci-recipe');
const incident = new Incident(temporaryFolder());
const check = incident.script('check.sh', RECIPE);

beforeAll(() => incident.begin(), 120_000);

describe('the recipe of the README', () => {
  it('is what the action runs', () => {
    expect(ACTION.runs.steps.at(-1)?.run.trim()).toBe(RECIPE.trim());
  });

  it('names every input of the action and its default', () => {
    const rows = between('action-inputs').trim().split('\n').slice(2);
    const cells = rows.map((row) =>
      row
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', ''))
        .slice(1),
    );
    expect(cells.map(([name = '']) => name)).toEqual(Object.keys(ACTION.inputs));
    for (const [name = '', value = ''] of cells)
      if (name !== 'base-ref') expect(value).toBe(ACTION.inputs[name]?.default);
  });
});

describe('the action', () => {
  it('puts nothing from outside into the text of a script', () => {
    for (const { run } of ACTION.runs.steps) expect(run).not.toContain('${{');
  });

  it('uses no other action', () => {
    expect(ACTION.runs.steps.filter((step) => 'uses' in step)).toEqual([]);
  });
});

describe.each([...HONEST, ...ODD, ...ATTACKS])('$name', ({ name, allow = '', exit, says, change }) => {
  const branch = name.replaceAll(/[^a-z]+/g, '-');
  let checkout = '';

  beforeAll(() => {
    const folder = incident.branch(branch);
    change(incident, folder);
    incident.push(folder, branch);
    checkout = incident.checkout(branch);
  }, 60_000);

  function holds({ exitCode, log }: Build): void {
    expect(exitCode, log).toBe(exit);
    for (const words of says) expect(log).toContain(words);
    expect(log).not.toMatch(/^\s*::(?!error |warning |notice )|##/m);
  }

  it(`exits ${exit} by sh`, { timeout: 60_000 }, () => {
    holds(incident.build(checkout, 'sh', [check], { ALLOW: allow }));
  });

  it(`exits ${exit} by the action, with annotations`, { timeout: 60_000 }, () => {
    const build = runAction(incident, checkout, { allow }, { 'github.base_ref': 'main' });
    holds(build);
    expect(/^::(?:error|warning) /m.test(build.log)).toBe(exit !== 0 || allow !== '');
  });
});
