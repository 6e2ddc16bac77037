import type { Command } from '../core/command.ts';

const command: Command = {
  id: 'reindex',
  summary: 'derive the index again from the ledger (after an update of the program)',
  arguments: '',
  options: [],
  examples: [{ line: 'audit-timeline reindex', what: 'the ledger stays as it is' }],
  run: async (input) => {
    const { reindex } = await import('../tasks/reindex.ts');
    const { casePath } = await import('../tasks/options.ts');
    return reindex(casePath(input), (line) => input.host.progress(line));
  },
};

export default command;
