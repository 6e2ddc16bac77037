import { type Command, flag, textOption } from '../core/command.ts';

const command: Command = {
  id: 'verify',
  summary: 'check that the case is what was written: exit 0 proven, 1 altered, 2 could not run, 3 not proven',
  arguments: '[file]',
  options: [
    { flags: '--expect <size:root>', description: 'size and root noted elsewhere when the case was written' },
    { flags: '--evidence <folder>', description: 'hash the original files again and compare with the receipts' },
    { flags: '--deep', description: 'also check the canonical form of every entry' },
    { flags: '--allow-unanchored', description: 'exit 0 without anything from outside to compare with' },
    { flags: '--strict', description: 'entries newer than the anchor exit 3' },
  ],
  examples: [
    {
      line: 'audit-timeline verify --expect 247:dop7L+RA98Tj+zSatNjUuUXskRaOgu8Cp9URW4DlkSE=',
      what: 'against what was written down',
    },
    { line: 'audit-timeline verify --allow-unanchored', what: 'in itself only' },
  ],
  run: async (input) => {
    const { parseExpect, verify } = await import('../tasks/verify.ts');
    const { casePath } = await import('../tasks/options.ts');
    const { resolve } = await import('node:path');
    const [file] = input.args;
    const expect = textOption(input, 'expect');
    const evidence = textOption(input, 'evidence');
    return verify({
      db: file === undefined ? casePath(input) : resolve(input.host.cwd, file),
      deep: flag(input, 'deep'),
      allowUnanchored: flag(input, 'allowUnanchored'),
      strict: flag(input, 'strict'),
      progress: (line) => input.host.progress(line),
      ...(expect !== undefined && { expect: parseExpect(expect) }),
      ...(evidence !== undefined && { evidence: resolve(input.host.cwd, evidence) }),
    });
  },
};

export default command;
