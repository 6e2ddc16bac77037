import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, unguarded } from './attacker.ts';
import { script } from './readme.ts';
import { Origin } from './repositories.ts';

const NAME = 'audit.example/incident-42';
const KEY = '--key-file ~/keys/incident-42.pem';

/** A repository with a case in `main`, made as the README says, and what people and attackers do in clones of it. */
export class Incident extends Origin {
  /** Commit of `main` after the first ingest: what an attacker goes back to. */
  yesterday = '';

  /** Follows the README: the set-up, and a second ingest. */
  begin(): void {
    this.bring(this.owner, 'evidence');
    this.sh(this.owner, script('ci-setup'));
    this.sh(this.owner, 'git push --quiet origin main');
    this.yesterday = this.sh(this.owner, 'git rev-parse HEAD');
    this.grow(this.owner, 'new-evidence');
    this.sh(this.owner, 'git push --quiet origin main');
  }

  /** As the README says, with this evidence. */
  grow(folder: string, evidence: string): void {
    this.bring(folder, evidence);
    const lines = script('ci-growth').replaceAll('new-evidence/', `${evidence}/`);
    this.sh(folder, lines.replaceAll('/tmp/', '"$TMPDIR"/'));
  }

  /** Adds evidence whose signatures are by keys that nobody knows; nothing is signed. */
  growOddly(folder: string): void {
    this.bring(folder, 'odd-evidence');
    const ingest = 'audit-timeline ingest odd-evidence/ --db incident.db --max-problems 9 && rm -r odd-evidence';
    this.sh(folder, `cp .audit/checkpoint "$TMPDIR"/last && ${ingest}`);
  }

  sign(folder: string, words = ''): void {
    const line = `audit-timeline checkpoint sign --db incident.db --out .audit/checkpoint ${words || KEY}`;
    this.sh(folder, `rm -f .audit/checkpoint && ${line}`);
  }

  /** Signs what was added, with the proof, by the key of the case or another. */
  signGrowth(folder: string, key = KEY): void {
    const since = '--since "$TMPDIR"/last --proof .audit/consistency';
    this.sign(folder, `${key} ${since} --vkey-file .audit/vkey`);
  }

  /** Makes a key; gives the words that name it. */
  newKey(folder: string, name: string, words = ''): string {
    const file = `--key-file ~/keys/${name}.pem`;
    const line = `audit-timeline checkpoint keygen --db incident.db ${file} ${words}`;
    this.sh(folder, `rm -f ~/keys/${name}.pem && ${line}`);
    return file;
  }

  /** A case of the same name, or another, with one status of a log changed: whoever has the tool can make one. */
  forge(folder: string, name = NAME): void {
    const folders = ['evidence', 'new-evidence'];
    for (const file of ['incident.db', ...folders]) rmSync(join(folder, file), { recursive: true, force: true });
    for (const evidence of folders) this.bring(folder, evidence);
    const log = join(folder, 'evidence', 'verdaccio.log');
    writeFileSync(log, readFileSync(log, 'utf8').replace('200', '404'));
    const line = 'audit-timeline ingest evidence/ new-evidence/ --db incident.db --origin "$NAME"';
    this.sh(folder, `${line} && rm -rf evidence new-evidence`, { NAME: name });
  }

  /** Takes files as they were. */
  putBack(folder: string, files: string): void {
    this.sh(folder, `git checkout --quiet "$THEN" -- ${files}`, { THEN: this.yesterday });
  }
}

/** Removes the entries of the last file, so that nothing in the case tells of it once it is reindexed. */
export function cutTail(file: string): void {
  const [last] = ask<{ seq: number }>(
    file,
    `SELECT seq FROM ledger_tail WHERE text LIKE '%"entry":"evidence",%' ORDER BY seq DESC LIMIT 1`,
  );
  unguarded(file, `DELETE FROM ledger_tail WHERE seq >= ${last?.seq ?? Number.NaN}`);
}
