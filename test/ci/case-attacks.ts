import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { expect } from 'vitest';
import { chainHash, leafHash, packedRoot } from '../../src/core/merkle.ts';
import { ask, hexEdit, hexLiteral, sqlite, unguarded } from './attacker.ts';
import type { CaseAttack, Scene } from './scene.ts';

const LAST = '(SELECT max(seq) FROM ledger_tail WHERE text LIKE \'%"actor":"%\')';
const OTHER_ACTOR = `replace(text, '"actor":"', '"actor":"x')`;

/** Gives the changed rows of the tail the hashes that they would have, and derives the index from them again. */
async function rehash(scene: Scene): Promise<void> {
  const rows = ask<{ seq: number; text: string }>(scene.file, 'SELECT seq, text FROM ledger_tail');
  const leaf = ({ seq, text }: { seq: number; text: string }): string =>
    `UPDATE ledger_tail SET leaf = ${hexLiteral(leafHash(text))} WHERE seq = ${seq};`;
  unguarded(scene.file, rows.map(leaf).join('\n'));
  await scene.run('reindex', '--db', scene.file);
}

interface Block {
  readonly z: Buffer;
  readonly leaves: Buffer;
}

/** Another actor in an entry of the first block; all hashes of the block are made anew, or none. */
function rewriteBlock({ file }: Scene, hashes: boolean): void {
  const [block] = ask<Block>(file, 'SELECT z, leaves FROM ledger_block WHERE first = 0');
  const texts = inflateSync(block?.z ?? '')
    .toString('utf8')
    .split('\n');
  const place = texts.findIndex((text) => text.includes('"actor":"'));
  const text = (texts[place] ?? '').replace('"actor":"', '"actor":"x');
  const packed = Buffer.from(texts.with(place, text).join('\n'));
  const leaves = Buffer.from(block?.leaves ?? '');
  if (hashes) leafHash(text).copy(leaves, 32 * place);
  const root = packedRoot(leaves);
  const values = {
    leaves: hexLiteral(leaves),
    root: hexLiteral(root),
    chain: hexLiteral(chainHash(Buffer.alloc(32), root)),
    size: packed.length,
    z: hexLiteral(deflateSync(packed)),
  };
  const set = Object.entries(values).map(([name, value]) => `${name} = ${value}`);
  unguarded(file, `UPDATE ledger_block SET ${set.join(', ')} WHERE first = 0`);
}

/** A name in the index of names, not in the table, with another last letter: a header of three bytes, name, row id. */
function editIndexPage(file: string): void {
  const bytes = readFileSync(file);
  const places = bytes.toString('latin1').matchAll(/\x03%[\x01-\x09]@acme\/widget/g);
  for (const { index } of places) bytes.write('@acme/widgeu', index + 3);
  writeFileSync(file, bytes);
}

function says(file: string, pragma: string): string {
  const [row] = ask<Record<string, string>>(file, `PRAGMA ${pragma}`);
  return row?.[pragma] ?? '';
}

const SWAP = `CREATE TEMP TABLE two AS SELECT seq, text, leaf FROM ledger_tail ORDER BY seq DESC LIMIT 2;
UPDATE ledger_tail SET (text, leaf) = (SELECT text, leaf FROM two WHERE two.seq <> ledger_tail.seq)
WHERE seq IN (SELECT seq FROM two)`;

/** What is done to the bytes and rows of a case: integrity.md 1.2 and 2.5. */
export const CASE_ATTACKS: readonly CaseAttack[] = [
  {
    what: 'changes an entry',
    tool: 'sqlite3',
    alone: '1 F-INDEX F-LEAF',
    anchored: '1 F-INDEX F-LEAF F-ROOT',
    act: ({ file }) => unguarded(file, `UPDATE ledger_tail SET text = ${OTHER_ACTOR} WHERE seq = ${LAST}`),
  },
  {
    what: 'changes an entry in a block',
    tool: 'sqlite3, zlib',
    alone: '1 F-BLOCK F-INDEX F-LEAF',
    anchored: '1 F-BLOCK F-INDEX F-LEAF F-ROOT',
    act: (scene) => rewriteBlock(scene, false),
  },
  {
    what: 'changes an entry, makes its hash and the index anew',
    tool: 'sqlite3, OpenSSL',
    alone: '3 I-NO-ANCHOR',
    anchored: '1 F-REWRITTEN F-ROOT',
    act: (scene) => {
      unguarded(scene.file, `UPDATE ledger_tail SET text = ${OTHER_ACTOR} WHERE seq = ${LAST}`);
      return rehash(scene);
    },
  },
  {
    what: 'changes an entry in a block, makes all hashes and the index anew',
    tool: 'sqlite3, zlib, OpenSSL',
    alone: '3 I-NO-ANCHOR',
    anchored: '1 F-REWRITTEN F-ROOT',
    act: async (scene) => {
      rewriteBlock(scene, true);
      await scene.run('reindex', '--db', scene.file);
    },
  },
  {
    what: 'drops the last entries',
    tool: 'sqlite3',
    alone: '3 I-NO-ANCHOR',
    anchored: '1 F-TRUNCATED',
    act: async ({ file, run, lastFile }) => {
      unguarded(file, `DELETE FROM ledger_tail WHERE seq >= ${lastFile}`);
      await run('reindex', '--db', file);
    },
  },
  {
    what: "puts back yesterday's file",
    tool: 'cp, git',
    alone: '3 I-NO-ANCHOR',
    anchored: '1 F-TRUNCATED',
    act: ({ file, yesterday }) => copyFileSync(yesterday, file),
  },
  {
    what: 'exchanges two entries, with their hashes',
    tool: 'sqlite3',
    alone: '1 F-INDEX',
    anchored: '1 F-INDEX F-REWRITTEN F-ROOT',
    act: ({ file }) => unguarded(file, SWAP),
  },
  {
    what: 'exchanges two entries, with their hashes and the index',
    tool: 'sqlite3',
    alone: '3 I-NO-ANCHOR',
    anchored: '1 F-REWRITTEN F-ROOT',
    act: async ({ file, run }) => {
      unguarded(file, SWAP);
      await run('reindex', '--db', file);
    },
  },
  {
    what: 'changes a column of the timeline',
    tool: 'sqlite3',
    alone: '1 F-INDEX',
    anchored: '1 F-INDEX',
    act: ({ file }) => sqlite(file, 'UPDATE timeline SET actor = 1 WHERE seq = (SELECT max(seq) FROM timeline)'),
  },
  {
    what: 'changes a name in a page of an index: queries miss it, `quick_check` is ok',
    tool: 'hex editor',
    alone: '1 F-INDEX F-SQLITE',
    anchored: '1 F-INDEX F-SQLITE',
    act: ({ file }) => {
      editIndexPage(file);
      expect([says(file, 'quick_check'), says(file, 'integrity_check')]).toEqual([
        'ok',
        expect.stringContaining('missing'),
      ]);
    },
  },
  {
    what: 'changes a byte of an entry: `integrity_check` is ok',
    tool: 'hex editor',
    alone: '1 F-INDEX F-LEAF',
    anchored: '1 F-INDEX F-LEAF F-ROOT',
    act: ({ file }) => {
      hexEdit(file, '"entry":"event","event":{"action":"', '"entry":"event","event":{"actiom":"');
      expect(says(file, 'integrity_check')).toBe('ok');
    },
  },
  {
    what: 'adds bytes at the end of the file',
    tool: 'hex editor',
    alone: '1 F-HEADER',
    anchored: '1 F-HEADER',
    act: ({ file }) => appendFileSync(file, Buffer.alloc(8192)),
  },
  {
    what: 'adds a view that hides a table',
    tool: 'sqlite3',
    alone: '1 F-SCHEMA',
    anchored: '1 F-SCHEMA',
    act: ({ file }) => unguarded(file, 'CREATE VIEW event AS SELECT 1'),
  },
  {
    what: 'drops a guard',
    tool: 'sqlite3',
    alone: '1 F-SCHEMA I-COPIED',
    anchored: '1 F-SCHEMA I-COPIED',
    act: ({ file }) => sqlite(file, 'DROP TRIGGER ledger_tail_update'),
  },
  {
    what: 'edits the schema itself (`writable_schema`)',
    tool: 'sqlite3',
    alone: '1 F-SCHEMA',
    anchored: '1 F-SCHEMA',
    act: ({ file }) =>
      sqlite(file, "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'ledger_tail_update';"),
  },
  {
    what: 'plants a `-wal` beside the case',
    tool: 'cp',
    alone: '2 E-SIDE-FILE',
    anchored: '2 E-SIDE-FILE',
    act: ({ file }) => writeFileSync(`${file}-wal`, 'planted'),
  },
  {
    what: 'plants a `-journal` beside the case',
    tool: 'cp',
    alone: '2 E-SIDE-FILE',
    anchored: '2 E-SIDE-FILE',
    act: ({ file }) => writeFileSync(`${file}-journal`, 'planted'),
  },
  {
    what: 'plants a node of the tree',
    tool: 'sqlite3',
    alone: '1 F-CACHE',
    anchored: '1 F-CACHE',
    act: ({ file }) => sqlite(file, 'INSERT INTO ledger_node VALUES (16, 0, zeroblob(32))'),
  },
  {
    what: 'empties an entry as if it was redacted',
    tool: 'sqlite3',
    alone: '1 F-INDEX F-UNEXPLAINED-GAP',
    anchored: '1 F-INDEX F-UNEXPLAINED-GAP',
    act: ({ file }) => unguarded(file, `UPDATE ledger_tail SET text = '' WHERE seq = ${LAST}`),
  },
  {
    what: 'says that it is another kind of file',
    tool: 'sqlite3',
    alone: '2 E-NOT-A-LOG',
    anchored: '2 E-NOT-A-LOG',
    act: ({ file }) => sqlite(file, 'PRAGMA application_id = 0'),
  },
  {
    what: 'says that a newer program wrote it',
    tool: 'sqlite3',
    alone: '2 E-NEWER',
    anchored: '2 E-NEWER',
    act: ({ file }) => sqlite(file, 'PRAGMA user_version = 3'),
  },
  {
    what: 'writes false entries at the end',
    tool: 'this program',
    alone: '3 I-NO-ANCHOR',
    anchored: '0',
    strict: '3 I-NOT-ANCHORED',
    act: ({ file, run }) => run('note', 'it was not us', '--at', '2026-04-01', '--db', file),
  },
  {
    what: 'replaces it by another case',
    tool: 'this program',
    alone: '3 I-NO-ANCHOR',
    anchored: '1 F-ORIGIN F-REWRITTEN F-ROOT',
    act: async ({ run, folder, evidence, file }) => {
      const other = join(folder, 'other.db');
      await run('ingest', ...evidence, '--db', other, '--origin', 'audit.example/incident-43');
      copyFileSync(other, file);
    },
  },
];
