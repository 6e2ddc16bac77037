import type { Command } from '../core/command.ts';

const command: Command = {
  id: 'redact',
  summary: 'remove personal data or whole entries from the case for good; every proof still holds',
  arguments: '[entry...]',
  options: [
    { flags: '--actor <account>', description: 'all entries that hold this account, wherever', many: true },
    { flags: '--ip <address>', description: 'all entries that hold this address, or one of this range', many: true },
    { flags: '--email <address>', description: 'all entries that hold this e-mail', many: true },
    { flags: '--text <text>', description: 'all entries that hold this text, also within a word', many: true },
    { flags: '--older-than <time>', description: 'all that certainly happened before: 90d, 2026-01-01' },
    {
      flags: '--erase-key',
      description: 'the key by which ids are made: nothing can be added afterwards to a case that seals',
    },
    { flags: '--reason <text>', description: 'why; it stays in the case in place of what is removed' },
    { flags: '--authority <text>', description: 'on whose order, or by which law' },
    { flags: '--dry-run', description: 'list what would be removed, and write nothing' },
    { flags: '--recorded-at <time>', description: 'time to write into the entry instead of now' },
    { flags: '--recorded-by <name>', description: 'who does this, to be written beside the time' },
  ],
  examples: [
    { line: 'audit-timeline redact --actor alice --dry-run', what: 'what holds it, and what cannot be removed' },
    {
      line: "audit-timeline redact --actor alice --email alice@example.com --reason 'erasure request 2026-17' --authority 'GDPR Art. 17'",
      what: 'one person, in all entries',
    },
    { line: "audit-timeline redact --older-than 90d --reason 'retention of 90 days'", what: 'by age' },
    { line: "audit-timeline redact EV-7c1e:17 --reason 'a secret of unknown shape'", what: 'one record' },
  ],
  run: async (input) => (await import('../tasks/redact/redact-command.ts')).run(input),
};

export default command;
