import type { Command } from '../core/command.ts';

const command: Command = {
  id: 'ingest',
  summary: 'read evidence into the case: files, folders, globs, or - for standard input',
  arguments: '[path...]',
  options: [
    {
      flags: '--as <format>',
      description: 'take the evidence for this format instead of recognising it (see `formats`)',
    },
    { flags: '--assume-tz <offset>', description: 'zone of logs that state none: +02:00, -0500, Z' },
    { flags: '--taken-at <time>', description: 'when the snapshots were taken, if nothing in the files says so' },
    { flags: '--recorded-at <time>', description: 'time to write into the receipts instead of now' },
    { flags: '--origin <name>', description: 'name of a new case, bound into its first entry' },
    {
      flags: '--max-record <bytes>',
      description: 'largest record that is read whole; larger ones become problems (default 67108864)',
    },
    { flags: '--max-problems <n>', description: 'problems up to this number, or share (5%), still exit 0 (default 0)' },
    { flags: '--recover', description: 'roll back an interrupted write, and nothing else' },
  ],
  examples: [
    { line: 'audit-timeline ingest evidence/', what: 'everything in a folder' },
    { line: 'npm token list --json | audit-timeline ingest - --taken-at now', what: 'from a pipe' },
    { line: 'audit-timeline ingest proxy.log.gz --assume-tz +02:00', what: 'a log whose times have no zone' },
  ],
  run: async (input) => (await import('../tasks/ingest-command.ts')).run(input),
};

export default command;
