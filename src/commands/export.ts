import type { Command } from '../core/command.ts';

const command: Command = {
  id: 'export',
  summary: 'give the events of the case to others, in a form of theirs',
  arguments: '',
  options: [
    { flags: '--to <form>', description: 'the form: audit-log/v1' },
    { flags: '--origin <name>', description: 'name of the exported log (default: made of the name of the case)' },
    { flags: '--key-file <file>', description: 'private key: write a signed checkpoint beside the file of -o' },
    { flags: '--name <name>', description: 'name of that key in the checkpoint (default: the name of the log)' },
    { flags: '--first-seq <n>', description: 'a slice: only the entries from this number on' },
    { flags: '--strict', description: 'exit 3 when evidence was not wholly understood' },
  ],
  examples: [
    { line: 'audit-timeline export --to audit-log/v1 -o case.jsonl', what: 'a log that anybody can check' },
    {
      line: 'audit-timeline export --to audit-log/v1 -o case.jsonl --origin registry.example/incident-42 --key-file key.pem',
      what: 'the same with case.jsonl.checkpoint, to be published apart from it',
    },
  ],
  run: async (input) => (await import('../tasks/export/index.ts')).run(input),
};

export default command;
