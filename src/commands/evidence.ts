import { type Command, flag } from '../core/command.ts';

const command: Command = {
  id: 'evidence',
  summary: 'list what is in the case, with digests and counts; with an id, its problems',
  arguments: '[id]',
  options: [{ flags: '--strict', description: 'exit 3 when something was not understood' }],
  examples: [
    { line: 'audit-timeline evidence', what: 'everything' },
    { line: 'audit-timeline evidence EV-3f9a', what: 'one piece, with what could not be read' },
  ],
  run: async (input) => {
    const { evidence } = await import('../tasks/evidence.ts');
    const { casePath } = await import('../tasks/options.ts');
    const { FORMATS } = await import('../tasks/formats.ts');
    const [id] = input.args;
    return evidence({
      db: casePath(input),
      strict: flag(input, 'strict'),
      formats: FORMATS,
      ...(id !== undefined && { id }),
    });
  },
};

export default command;
