import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { hexEdit, unguarded } from './attacker.ts';
import { cutTail, type Incident } from './incident.ts';

export interface Scenario {
  readonly name: string;
  /** Codes that may stay unproven. */
  readonly allow?: string;
  readonly exit: number;
  /** What the log must say. */
  readonly says: readonly string[];
  /** What is done in a clone of `main`, before it is committed on a branch. */
  readonly change: (incident: Incident, folder: string) => unknown;
}

function at(folder: string): string {
  return join(folder, 'incident.db');
}

const COMMAND = 'x\n::stop-commands::x\n###vso[task.complete result=Succeeded;]##[stop-commands]x';

const GREEN = ['ok: incident.db begins with what main vouches for'];

export const HONEST: readonly Scenario[] = [
  {
    name: 'a change of something else',
    exit: 0,
    says: GREEN,
    change: (_, folder) => writeFileSync(join(folder, 'notes.md'), 'nothing of the case\n'),
  },
  {
    name: 'new evidence, signed and proven',
    exit: 0,
    says: GREEN,
    change: (incident, folder) => incident.grow(folder, 'more-evidence'),
  },
  {
    name: 'personal data removed, and signed',
    exit: 0,
    says: ['N-REDACTED', ...GREEN],
    change: (incident, folder) => {
      incident.sh(folder, 'cp .audit/checkpoint "$TMPDIR"/last');
      incident.sh(folder, "audit-timeline redact --actor alice --reason 'erasure request' --db incident.db");
      incident.signGrowth(folder);
    },
  },
];

/** Evidence that brings what cannot be proven. */
export const ODD: readonly Scenario[] = [
  {
    name: 'evidence that cannot be proven',
    exit: 3,
    says: ['I-UNKNOWN-KEY'],
    change: (incident, folder) => {
      incident.growOddly(folder);
      incident.signGrowth(folder);
    },
  },
  {
    name: 'evidence that cannot be proven, and may',
    allow: 'I-GAP I-UNKNOWN-KEY',
    exit: 0,
    says: ['allowed: I-UNKNOWN-KEY', ...GREEN],
    change: (incident, folder) => {
      incident.growOddly(folder);
      incident.signGrowth(folder);
    },
  },
  {
    name: 'a checkpoint by an unknown key, where evidence may be by one',
    allow: 'I-UNKNOWN-KEY I-NO-PROOF F-TRUNCATED',
    exit: 3,
    says: ['allowed: I-UNKNOWN-KEY', 'change.checkpoint: signed by'],
    change: (incident, folder) => {
      incident.growOddly(folder);
      incident.signGrowth(folder, incident.newKey(folder, 'odd'));
    },
  },
];

export const ATTACKS: readonly Scenario[] = [
  {
    name: 'one byte changed',
    exit: 1,
    says: ['F-'],
    change: (_, folder) => hexEdit(at(folder), '@acme/widget', '@acme/widgeu'),
  },
  {
    name: 'a view whose name is a command to CI',
    exit: 1,
    says: ['F-SCHEMA', 'stop-commands::', '#vso['],
    change: (_, folder) => unguarded(at(folder), `CREATE VIEW "${COMMAND}" AS SELECT 1`),
  },
  {
    name: 'a cut tail, the file well-formed',
    exit: 1,
    says: ['F-TRUNCATED'],
    change: (incident, folder) => {
      cutTail(at(folder));
      incident.sh(folder, 'audit-timeline reindex --db incident.db');
      const { exitCode, log } = incident.build(folder, 'audit-timeline', ['verify', 'incident.db', '--json']);
      expect([exitCode, log.match(/"code":"[^"]*"/g)]).toEqual([3, ['"code":"I-NO-ANCHOR"']]);
    },
  },
  {
    name: "yesterday's file put back",
    exit: 1,
    says: ['F-TRUNCATED'],
    change: (incident, folder) => incident.putBack(folder, 'incident.db'),
  },
  {
    name: "yesterday's file, checkpoint and all put back",
    exit: 1,
    says: ['F-TRUNCATED'],
    change: (incident, folder) => incident.putBack(folder, 'incident.db .audit'),
  },
  {
    name: "only yesterday's checkpoint put back",
    exit: 1,
    says: ['F-TRUNCATED'],
    change: (incident, folder) => incident.putBack(folder, '.audit/checkpoint'),
  },
  {
    name: 'a rewrite, signed again with the stolen key',
    exit: 1,
    says: ['F-ROOT', 'F-REWRITTEN'],
    change: (incident, folder) => {
      incident.forge(folder);
      incident.sign(folder);
    },
  },
  {
    name: 'data, checkpoint and key replaced together',
    exit: 1,
    says: ['F-ROOT', 'F-REWRITTEN', 'I-UNKNOWN-KEY', '.audit/vkey is not that of main'],
    change: (incident, folder) => {
      incident.forge(folder);
      incident.sh(folder, 'rm -r .audit && mkdir .audit');
      incident.sign(folder, incident.newKey(folder, 'thief', '--vkey-file .audit/vkey'));
    },
  },
  {
    name: 'another log, with the key of this one',
    exit: 1,
    says: ['F-ORIGIN'],
    change: (incident, folder) => {
      incident.forge(folder, 'audit.example/incident-43');
      incident.sign(folder, '--key-file ~/keys/incident-42.pem --name audit.example/incident-42');
    },
  },
  {
    name: 'another key beside the known one',
    exit: 3,
    says: ['.audit/vkey is not that of main'],
    change: (incident, folder) => {
      incident.newKey(folder, 'more', '--vkey-file more');
      incident.sh(folder, 'cat more >> .audit/vkey && rm more');
    },
  },
  {
    name: 'the checkpoint removed',
    exit: 2,
    says: ['the change has no .audit/checkpoint'],
    change: (_, folder) => rmSync(join(folder, '.audit/checkpoint')),
  },
  {
    name: 'the checkpoint removed, and the data rewritten',
    exit: 1,
    says: ['the change has no .audit/checkpoint', 'F-ROOT'],
    change: (incident, folder) => {
      incident.forge(folder);
      rmSync(join(folder, '.audit/checkpoint'));
    },
  },
  {
    name: 'the checkpoint replaced by a link',
    exit: 2,
    says: ['E-CHECKPOINT-MALFORMED'],
    change: (incident, folder) => incident.sh(folder, 'ln -sf vkey .audit/checkpoint'),
  },
  {
    name: 'entries added and not signed',
    exit: 3,
    says: ['sign what was added in the same change'],
    change: (incident, folder) => {
      incident.bring(folder, 'more-evidence');
      incident.sh(folder, 'audit-timeline ingest more-evidence/ --db incident.db && rm -r more-evidence');
    },
  },
  {
    name: 'growth without its proof',
    exit: 3,
    says: ['I-NO-PROOF'],
    change: (incident, folder) => {
      incident.grow(folder, 'more-evidence');
      rmSync(join(folder, '.audit/consistency'));
    },
  },
  {
    name: 'a file planted beside the case',
    exit: 2,
    says: ['E-SIDE-FILE'],
    change: (_, folder) => writeFileSync(join(folder, 'incident.db-wal'), 'planted'),
  },
  {
    name: 'the case removed',
    exit: 2,
    says: ['E-NOT-A-LOG'],
    change: (_, folder) => rmSync(at(folder)),
  },
  {
    name: 'a pointer of Git LFS in place of the case',
    exit: 2,
    says: ['E-NOT-A-LOG'],
    change: (_, folder) => writeFileSync(at(folder), 'version git-lfs.example/spec/v1\noid sha256:00\nsize 1\n'),
  },
];
