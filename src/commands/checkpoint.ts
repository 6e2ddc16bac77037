import type { Command } from '../core/command.ts';

const command: Command = {
  id: 'checkpoint',
  summary: 'sign size and root of a case, prove what is in it: keygen, sign, prove, check, cosign',
  arguments: '<act> [names...]',
  options: [
    { flags: '--key-file <file>', description: 'private key (PKCS#8 PEM); keygen writes it, sign reads it' },
    {
      flags: '--vkey-file <file>',
      description: 'public keys that count, one a line; keygen and sign write a new one',
      many: true,
    },
    { flags: '--name <name>', description: 'name of the key, instead of the origin of the case' },
    { flags: '--witness', description: 'keygen: a key for cosign, whose signatures say when' },
    {
      flags: '--since <checkpoint>',
      description: 'an earlier checkpoint, kept elsewhere: the case must begin with it',
    },
    { flags: '--out <file>', description: 'where the checkpoint goes; with prove, the proof' },
    { flags: '--proof <file>', description: 'that the case only grew since then: sign writes it, cosign reads it' },
    { flags: '--timestamp <file>', description: 'check: RFC 3161 time stamp of the newest checkpoint file' },
    {
      flags: '--tsa-cert <file>',
      description: 'certificates (PEM) of the time stamp authorities that count',
      many: true,
    },
    { flags: '--checkpoint <file>', description: 'prove: the checkpoint that the proof leads to' },
    { flags: '--entry <file>', description: 'prove: where the text of the entry goes' },
  ],
  examples: [
    { line: 'audit-timeline checkpoint keygen --key-file ~/keys/case.pem', what: 'once; prints the public key' },
    {
      line: 'audit-timeline checkpoint sign --key-file ~/keys/case.pem --since old --out .audit/checkpoint --proof .audit/consistency',
      what: 'after each ingest',
    },
    {
      line: 'audit-timeline checkpoint check old .audit/checkpoint .audit/consistency --vkey-file vkey',
      what: 'in CI: three small files, no case',
    },
    {
      line: 'audit-timeline checkpoint prove EV-3f9a4c20:17 --checkpoint .audit/checkpoint --out x.tlog-proof --entry x.json',
      what: 'that a record is in the case',
    },
    { line: 'audit-timeline checkpoint check x.tlog-proof x.json --vkey-file vkey', what: 'the same, elsewhere' },
    {
      line: 'audit-timeline checkpoint cosign .audit/checkpoint --since last --proof .audit/consistency --key-file w.pem --name witness.example/ci --vkey-file vkey',
      what: 'a second party: it was there now, and follows the last one it saw',
    },
  ],
  run: async (input) => (await import('../tasks/checkpoint/command.ts')).run(input),
};

export default command;
