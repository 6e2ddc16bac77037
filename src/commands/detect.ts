import type { Command } from '../core/command.ts';

const command: Command = {
  id: 'detect',
  summary: 'say what is suspicious and why: findings, incidents, what answered them, what the evidence cannot show',
  arguments: '',
  options: [
    { flags: '--package <name>', description: 'judge only this package', many: true },
    { flags: '--rule <id>', description: 'run only this rule', many: true },
    {
      flags: '--rules <path>',
      description: 'also run Sigma rules, or change limits, from this file or folder',
      many: true,
    },
    { flags: '--since <time>', description: 'only findings from this time on: 2026-03-31T00:00Z, 2d' },
    { flags: '--until <time>', description: 'only findings up to this time' },
    {
      flags: '--fail-on <severity>',
      description: 'exit 1 on a new finding of info, low, medium, high or critical, or graver',
    },
    { flags: '--baseline <file>', description: 'an earlier `detect --json`: what it names is not new' },
    { flags: '--ack <id>', description: 'write into the case that this finding was looked at; needs --reason' },
    { flags: '--reason <text>', description: 'why it is acknowledged' },
    { flags: '--recorded-at <time>', description: 'time to write into the entry of --ack instead of now' },
    { flags: '--recorded-by <name>', description: 'who does this, to be written beside the time' },
    { flags: '--require <rule>', description: 'exit 3 when this rule could not run', many: true },
    { flags: '--strict', description: 'exit 3 when any rule could not run' },
  ],
  examples: [
    { line: 'audit-timeline detect', what: 'everything that is suspicious in the case' },
    {
      line: 'audit-timeline detect --fail-on high --baseline last-week.json',
      what: 'a weekly job that fails only on what is new',
    },
    { line: "audit-timeline detect --ack a91c --reason 'planned hot fix'", what: 'a finding that was looked at' },
  ],
  run: async (input) => (await import('../tasks/detect/detect-command.ts')).run(input),
};

export default command;
