import { type Command, type CommandInput, flag } from '../core/command.ts';
import { AppError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';

const command: Command = {
  id: 'evidence',
  summary: 'list what is in the case, with digests and counts; with an id, its problems',
  arguments: '[id]',
  options: [
    { flags: '--history', description: 'every command that changed the case' },
    { flags: '--strict', description: 'exit 3 when something was not understood' },
  ],
  examples: [
    { line: 'audit-timeline evidence', what: 'everything' },
    { line: 'audit-timeline evidence --history', what: 'who did what with the case, as far as it can say' },
    { line: 'audit-timeline evidence EV-3f9a', what: 'one piece, with what could not be read' },
  ],
  run: async (input) => {
    const { evidence } = await import('../tasks/evidence.ts');
    const { casePath } = await import('../tasks/options.ts');
    const { FORMATS } = await import('../tasks/formats.ts');
    const [id] = input.args;
    if (flag(input, 'history')) return historyOf(input, id);
    return evidence({
      db: casePath(input),
      strict: flag(input, 'strict'),
      formats: FORMATS,
      ...(id !== undefined && { id }),
    });
  },
};

async function historyOf(input: CommandInput, id: string | undefined): Promise<Report> {
  const { history } = await import('../tasks/history.ts');
  const { casePath } = await import('../tasks/options.ts');
  if (id !== undefined) throw new AppError('usage', `--history is of the whole case, not of ${id}`, 'leave the id out');
  return history(casePath(input));
}

export default command;
