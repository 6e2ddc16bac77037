import type { Command } from '../core/command.ts';

const command: Command = {
  id: 'verify',
  summary: 'check that the case is what was written: exit 0 proven, 1 altered, 2 could not run, 3 not proven',
  arguments: '[file]',
  options: [
    { flags: '--expect <size:root>', description: 'size and root noted elsewhere when the case was written' },
    {
      flags: '--checkpoint <file>',
      description: 'signed size and root, kept elsewhere (more than one: all must hold)',
      many: true,
    },
    { flags: '--vkey-file <file>', description: 'public keys that count: lines of name+id+base64', many: true },
    { flags: '--from-checkpoint <file>', description: 'read again only what is newer than this signed checkpoint' },
    { flags: '--origin <name>', description: 'the name that the case must have' },
    { flags: '--max-age <time>', description: 'exit 3 if no witness signed the checkpoint within this time: 30d' },
    { flags: '--timestamp <file>', description: 'RFC 3161 time stamp over the first checkpoint' },
    {
      flags: '--tsa-cert <file>',
      description: 'certificates of the time stamp authorities that count, PEM',
      many: true,
    },
    { flags: '--evidence <folder>', description: 'hash the original files again and compare with the receipts' },
    {
      flags: '--deep',
      description: 'also the canonical form of every entry, and what the originals give when read again',
    },
    { flags: '--allow-unanchored', description: 'exit 0 without anything from outside to compare with' },
    { flags: '--strict', description: 'entries newer than the anchor, and remarks, exit 3' },
    {
      flags: '--trust-on-first-use <folder>',
      description: 'write there what later runs compare with (not where CI is set)',
    },
    { flags: '--open', description: 'for a log in the format audit-log/v1 that is still growing' },
  ],
  examples: [
    {
      line: 'audit-timeline verify --expect 247:dop7L+RA98Tj+zSatNjUuUXskRaOgu8Cp9URW4DlkSE=',
      what: 'against what was written down',
    },
    {
      line: 'audit-timeline verify --checkpoint .audit/checkpoint --vkey-file .audit/vkey',
      what: 'in CI, with both from the base branch',
    },
    { line: 'audit-timeline verify --allow-unanchored', what: 'in itself only' },
  ],
  run: async (input) => {
    const { run } = await import('../tasks/verify/command.ts');
    return run(input);
  },
};

export default command;
