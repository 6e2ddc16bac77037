import { type Command, type CommandInput, listOption } from '../core/command.ts';
import { AppError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';

const command: Command = {
  id: 'rules',
  summary: 'what can be found: list, check (lint), test and explain rules, your own in YAML (Sigma) too',
  arguments: '<list|lint|test|explain> [names...]',
  options: [
    { flags: '--rules <path>', description: 'file or folder of rules in YAML; may be given again', many: true },
  ],
  examples: [
    { line: 'audit-timeline rules list', what: 'the rules, and what each needs' },
    { line: 'audit-timeline rules explain provenance-downgrade', what: 'what it looks for, why, what else it may be' },
    { line: 'audit-timeline rules lint rules/', what: 'file and line of each error; exit code 2 if there is one' },
    { line: 'audit-timeline rules test rules/', what: 'run the examples in the rules' },
  ],
  run: async (input) => answer(input),
};

export default command;

/** @throws {AppError} `usage` */
async function answer(input: CommandInput): Promise<Report> {
  const [what, ...names] = input.args;
  const { cwd } = input.host;
  const rules = listOption(input, 'rules');
  switch (what) {
    case 'list':
      return (await import('../tasks/rules/list.ts')).listRules([...rules, ...names], cwd);
    case 'lint':
      return (await import('../tasks/rules/lint.ts')).lintRules([...rules, ...names], cwd);
    case 'test':
      return (await import('../tasks/rules/test.ts')).testRules([...rules, ...names], cwd);
    case 'explain':
      return (await import('../tasks/rules/explain.ts')).explainRule(names[0], [...rules, ...names.slice(1)], cwd);
    default:
      throw new AppError('usage', `rules does not know "${what ?? ''}"`, 'one of list, lint, test, explain');
  }
}
