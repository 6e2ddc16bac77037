import { type Command, textOption } from '../core/command.ts';

const command: Command = {
  id: 'note',
  summary: 'write down a reported fact: when, what kind, from whom',
  arguments: '<text...>',
  options: [
    { flags: '--at <time>', description: "when it happened; '~2026-03-31 01:00Z' for about" },
    { flags: '--not-before <time>', description: 'when it happened at the earliest' },
    { flags: '--not-after <time>', description: 'when it happened at the latest' },
    {
      flags: '--kind <kind>',
      description: 'detected, reported, contacted, revoked, rotated, contained, restored, published or other',
    },
    { flags: '--source <name>', description: 'who says so' },
    { flags: '--package <name>', description: 'package it is about' },
    { flags: '--package-version <version>', description: 'version it is about' },
    { flags: '--actor <account>', description: 'account it is about' },
    { flags: '--recorded-at <time>', description: 'time to write into the entry instead of now' },
    { flags: '--recorded-by <name>', description: 'who does this, to be written beside the time' },
  ],
  examples: [
    {
      line: "audit-timeline note --at '~2026-03-31 01:00Z' --kind reported --source 'issue tracker' --package axios 'first issue filed'",
      what: 'something a person says',
    },
  ],
  run: async (input) => {
    const { note } = await import('../tasks/note.ts');
    const { casePath, momentOption, recordedBy } = await import('../tasks/options.ts');
    const fields = {
      at: textOption(input, 'at'),
      not_before: textOption(input, 'notBefore'),
      not_after: textOption(input, 'notAfter'),
      kind: textOption(input, 'kind') ?? 'other',
      source: textOption(input, 'source'),
      package: textOption(input, 'package'),
      version: textOption(input, 'packageVersion'),
      actor: textOption(input, 'actor'),
      text: input.args.join(' '),
    };
    return note({
      db: casePath(input),
      fields,
      recordedAt: momentOption(input, 'recordedAt')?.text ?? input.host.now(),
      ...recordedBy(input),
    });
  },
};

export default command;
