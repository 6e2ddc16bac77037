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
    { flags: '--mapping <file>', description: 'read JSON logs of any kind by this mapping (try it with `formats`)' },
    { flags: '--assume-tz <offset>', description: 'zone of logs that state none: +02:00, -0500, Z' },
    { flags: '--taken-at <time>', description: 'when the snapshots were taken, if nothing in the files says so' },
    {
      flags: '--include <glob>',
      description: 'read only files of such a name, also within folders and archives: "*.log"',
      many: true,
    },
    { flags: '--exclude <glob>', description: 'pass by files of such a name', many: true },
    { flags: '--since <time>', description: 'record only events from this time on (ISO, 2d, yesterday 14:00)' },
    { flags: '--until <time>', description: 'record only events up to this time' },
    {
      flags: '--chain <profile>',
      description:
        'the records are chained by hashes: audit-log/v1, jcs-omit, concat-hex,text=MEMBER or cloudtrail-digest; with hash=, prev=, genesis=',
    },
    {
      flags: '--sequence <member>',
      description:
        'the member that numbers the records without a gap: npm-org=seq, or seq:monotonic where gaps are normal',
    },
    { flags: '--on-error <what>', description: 'continue, or stop at the first problem (default continue)' },
    { flags: '--recorded-at <time>', description: 'time to write into the receipts instead of now' },
    { flags: '--recorded-by <name>', description: 'who does this, to be written beside the time' },
    {
      flags: '--seal <what>',
      description:
        'in a new case: keep actor, email, ip, token, user (a list with commas) beside the entries, removable',
    },
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
    {
      line: 'audit-timeline ingest logs.zip --include "*.log*" --since 2026-03-17 --until 2026-04-01',
      what: 'two weeks of the logs in an archive',
    },
  ],
  run: async (input) => (await import('../tasks/ingest-command.ts')).run(input),
};

export default command;
