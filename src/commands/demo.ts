import type { Command } from '../core/command.ts';

const command: Command = {
  id: 'demo',
  summary: 'the axios incident of 2026-03-31 end to end, in a temporary case',
  arguments: '',
  options: [],
  examples: [{ line: 'audit-timeline demo', what: 'evidence in, story out, tampering found' }],
  run: async (input) => (await import('../tasks/demo.ts')).demo(input.host),
};

export default command;
