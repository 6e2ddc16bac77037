import { createPrivateKey } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { sha256 } from '../../src/core/digest.ts';
import { openNote, signNote } from '../../src/integrity/note.ts';
import { signerOf } from '../../src/integrity/signer.ts';
import { ACME } from '../support/cases.ts';
import { type Attack, type Left, ORIGIN, type Scene } from './scene.ts';

/** Evidence with one status of a log changed before anybody read it. */
function falseEvidence({ folder }: Scene): string {
  const evidence = join(folder, 'brought');
  cpSync(ACME, evidence, { recursive: true });
  const log = join(evidence, 'verdaccio.log');
  writeFileSync(log, readFileSync(log, 'utf8').replace('200', '404'));
  return evidence;
}

/** Another history under the same name, as long as the true one, and a checkpoint that this key signed. */
async function forged(scene: Scene, keyFile: string): Promise<{ readonly file: string; readonly checkpoint: string }> {
  const [file, checkpoint] = ['other.db', 'other.checkpoint'].map((name) => join(scene.folder, name));
  if (file === undefined || checkpoint === undefined) throw new Error('no names');
  const [, second = ''] = scene.evidence;
  await scene.run('ingest', falseEvidence(scene), second, '--db', file, '--origin', ORIGIN);
  await scene.run('checkpoint', 'sign', '--db', file, '--key-file', keyFile, '--out', checkpoint);
  return { file, checkpoint };
}

async function ownKey({ folder, file, run }: Scene): Promise<string> {
  const keyFile = join(folder, 'other.pem');
  await run('checkpoint', 'keygen', '--db', file, '--key-file', keyFile);
  return keyFile;
}

/** A case of one file, read and signed by honest people: what was wrong with the file, they do not know. */
async function brought(scene: Scene, name: string, text: string, ...words: readonly string[]): Promise<Left> {
  const evidence = join(scene.folder, 'brought');
  mkdirSync(evidence);
  writeFileSync(join(evidence, name), text);
  return honestly(scene, evidence, ...words);
}

async function honestly({ folder, run, keyFile, vkey }: Scene, ...words: readonly string[]): Promise<Left> {
  const [file, checkpoint] = [join(folder, 'other.db'), join(folder, 'other.checkpoint')];
  await run('ingest', ...words, '--db', file, '--origin', ORIGIN);
  await run('checkpoint', 'sign', '--db', file, '--key-file', keyFile, '--out', checkpoint);
  return { file, anchor: ['--checkpoint', checkpoint, '--vkey-file', vkey] };
}

/** The checkpoint with other words in it, signed or not. */
function otherCheckpoint({ folder, checkpoint, vkey }: Scene, change: (text: string) => string): Left {
  const path = join(folder, 'other.checkpoint');
  writeFileSync(path, change(readFileSync(checkpoint, 'utf8')));
  return { anchor: ['--checkpoint', path, '--vkey-file', vkey] };
}

function auditRecords(count: number): Record<string, string | number>[] {
  return Array.from({ length: count }, (_, seq) => ({
    '@timestamp': Date.UTC(2026, 2, 31, seq),
    _document_id: `d${seq}`,
    action: 'repo.access',
    actor: 'alice',
    repo: 'acme/x',
    seq,
  }));
}

function jsonLines(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

function chained(records: readonly object[]): object[] {
  let before = '0'.repeat(64);
  return records.map((record) => {
    const linked = { ...record, prev_hash: before };
    before = sha256(canonicalize(linked) ?? '');
    return { ...linked, hash: before };
  });
}

/** A packument of npm with a real signature, and with the hash of another tarball. */
function falsePackument(): string {
  const text = readFileSync('fixtures/vectors/npm-registry-signatures/signatures.json', 'utf8');
  const vectors = JSON.parse(text) as Readonly<Record<'name' | 'version' | 'keyid' | 'sig', string>>[];
  const { name = '', version = '', keyid, sig } = vectors[3] ?? {};
  const dist = { integrity: `sha512-${'A'.repeat(86)}==`, signatures: [{ keyid, sig }] };
  const time = { created: '2026-05-01T00:00:00.000Z', [version]: '2026-05-01T00:00:00.000Z' };
  const versions = { [version]: { name, version, dist } };
  return JSON.stringify({ _id: name, name, 'dist-tags': {}, versions, time });
}

/** What is done with keys, with checkpoints and before anybody read: integrity.md 1.2. */
export const HISTORY_ATTACKS: readonly Attack[] = [
  {
    what: 'writes the history anew and signs it with the stolen key',
    tool: 'this program',
    alone: '3 I-NO-ANCHOR',
    anchored: '1 F-REWRITTEN F-ROOT',
    act: async (scene) => ({ file: (await forged(scene, scene.keyFile)).file }),
  },
  {
    what: 'the same, and shows the new checkpoint beside the old one',
    tool: 'this program',
    alone: '3 I-NO-ANCHOR',
    anchored: '1 F-FORK F-REWRITTEN F-ROOT',
    act: async (scene) => {
      const { file, checkpoint } = await forged(scene, scene.keyFile);
      const kept = ['--checkpoint', scene.checkpoint, '--vkey-file', scene.vkey];
      return { file, anchor: [...kept, '--checkpoint', checkpoint] };
    },
  },
  {
    what: 'writes the history anew and signs it with a key of his own',
    tool: 'this program',
    alone: '3 I-NO-ANCHOR',
    anchored: '3 I-UNKNOWN-KEY',
    act: async (scene) => {
      const { file, checkpoint } = await forged(scene, await ownKey(scene));
      return { file, anchor: ['--checkpoint', checkpoint, '--vkey-file', scene.vkey] };
    },
  },
  {
    what: 'shows two analysts two histories of one size; they compare their checkpoints',
    tool: 'this program',
    alone: '3 I-NO-ANCHOR',
    anchored: '1 F-FORK F-REWRITTEN F-ROOT',
    act: async (scene) => {
      const { checkpoint } = await forged(scene, scene.keyFile);
      const kept = ['--checkpoint', scene.checkpoint, '--vkey-file', scene.vkey];
      return { file: scene.file, anchor: [...kept, '--checkpoint', checkpoint] };
    },
  },
  {
    what: 'changes size or root in the checkpoint',
    tool: 'text editor',
    alone: '3 I-NO-ANCHOR',
    anchored: '1 F-CHECKPOINT-SIGNATURE',
    act: (scene) => otherCheckpoint(scene, (text) => text.replace(/^\d+$/m, (size) => String(Number(size) - 1))),
  },
  {
    what: 'signs another checkpoint under the name and id of the known key',
    tool: 'OpenSSL',
    alone: '3 I-NO-ANCHOR',
    anchored: '1 F-CHECKPOINT-SIGNATURE',
    act: async (scene) => {
      const key = createPrivateKey(readFileSync(await ownKey(scene), 'utf8'));
      const { signer } = signerOf(ORIGIN, key);
      const id = /\+([0-9a-f]{8})\+/.exec(readFileSync(scene.vkey, 'utf8'))?.[1] ?? '';
      return otherCheckpoint(scene, (text) => signNote(openNote(text, []).text, { ...signer, keyId: id }));
    },
  },
  {
    what: 'writes the size of a checkpoint in another way',
    tool: 'text editor',
    alone: '3 I-NO-ANCHOR',
    anchored: '2 E-CHECKPOINT-MALFORMED',
    act: (scene) => otherCheckpoint(scene, (text) => text.replace(/^(\d+)$/m, '0$1')),
  },
  {
    what: 'changes an original file after it was read (`--evidence`)',
    tool: 'text editor',
    alone: '1 F-EVIDENCE',
    anchored: '1 F-EVIDENCE',
    act: async (scene) => {
      const evidence = falseEvidence(scene);
      cpSync(ACME, evidence, { recursive: true });
      const left = await honestly(scene, evidence);
      const log = join(evidence, 'verdaccio.log');
      writeFileSync(log, readFileSync(log, 'utf8').replace('200', '404'));
      return { ...left, words: ['--evidence', evidence] };
    },
  },
  {
    what: 'changes an export before it is read: nothing in it vouches for it',
    tool: 'text editor',
    alone: '3 I-NO-ANCHOR',
    anchored: '0',
    act: (scene) => honestly(scene, falseEvidence(scene)),
  },
  {
    what: 'the same, in a log with a chain of its own (`ingest --chain`)',
    tool: 'text editor',
    alone: '1 F-SOURCE-CHAIN',
    anchored: '1 F-SOURCE-CHAIN',
    act: (scene) => {
      const text = jsonLines(chained(auditRecords(5)));
      const changed = text.replace('"d2","action":"repo.access"', '"d2","action":"repo.create"');
      return brought(scene, 'audit.ndjson', changed, '--chain', 'jcs-omit');
    },
  },
  {
    what: 'the same, in a packument that npm signed',
    tool: 'text editor',
    alone: '1 F-NPM-SIGNATURE',
    anchored: '1 F-NPM-SIGNATURE',
    act: (scene) => brought(scene, 'packument.20260601T000000Z.json', falsePackument()),
  },
  {
    what: 'leaves events out of an export',
    tool: 'text editor',
    alone: '3 I-NO-ANCHOR',
    anchored: '0',
    act: (scene) => brought(scene, 'audit.ndjson', jsonLines(auditRecords(9).filter(({ seq }) => seq !== 4))),
  },
  {
    what: 'the same, where the source numbers them without gaps (`ingest --sequence`)',
    tool: 'text editor',
    alone: '3 I-GAP I-NO-ANCHOR',
    anchored: '3 I-GAP',
    act: (scene) => {
      const text = jsonLines(auditRecords(9).filter(({ seq }) => seq !== 4));
      return brought(scene, 'audit.ndjson', text, '--sequence', 'npm-org=seq:dense');
    },
  },
];
