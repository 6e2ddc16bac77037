import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ACME, MORNING_AFTER } from '../support/cases.ts';
import { needsProgram } from '../support/program.ts';

export const ROOT = join(import.meta.dirname, '..', '..');

/** What a build ended with. */
export interface Build {
  readonly exitCode: number;
  /** Both streams, as a log of CI shows them. */
  readonly log: string;
}

type Env = Readonly<Record<string, string>>;

/** Keeps git and the program to what is in the folder: no settings, no keys, no name of the person at this machine. */
function environment(folder: string): Env {
  return {
    PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
    HOME: join(folder, 'home'),
    TMPDIR: join(folder, 'tmp'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    ...Object.fromEntries(['AUTHOR', 'COMMITTER'].map((who) => [`GIT_${who}_NAME`, 'Alice'])),
    ...Object.fromEntries(['AUTHOR', 'COMMITTER'].map((who) => [`GIT_${who}_EMAIL`, 'alice@acme.example'])),
  };
}

/** Evidence in folders of these names; only the last brings something that nobody can prove. */
const EVIDENCE: Readonly<Record<string, string>> = {
  evidence: ACME,
  'new-evidence': 'fixtures/incidents/nx-2025',
  'more-evidence': 'fixtures/incidents/event-stream-2018',
  'odd-evidence': MORNING_AFTER,
};

/** A bare `origin` with the branch `main`, and whoever works with it, each in a folder. */
export class Origin {
  readonly folder: string;
  readonly env: Env;

  constructor(folder: string) {
    needsProgram();
    this.folder = folder;
    this.env = environment(folder);
    for (const name of ['bin', 'tmp', 'home/keys']) mkdirSync(join(folder, name), { recursive: true });
    symlinkSync(join(ROOT, 'bin', 'audit-timeline.js'), join(folder, 'bin', 'audit-timeline'));
    this.sh(folder, 'git init --quiet --bare --initial-branch main origin.git');
    this.sh(folder, 'git clone --quiet "file://$PWD/origin.git" owner 2>&1 && git -C owner checkout --quiet -b main');
  }

  /** Runs what must succeed; gives what it printed. @throws {Error} with the log, if it fails */
  sh(cwd: string, script: string, env: Env = {}): string {
    const { exitCode, log } = this.build(cwd, 'sh', ['-e', '-c', script], env);
    if (exitCode !== 0) throw new Error(`exit ${exitCode}: ${script}\n${log}`);
    return log.trim();
  }

  /** Runs what may fail, with nothing of this process's environment. */
  build(cwd: string, shell: string, words: readonly string[], env: Env = {}): Build {
    const { status, stdout, stderr } = spawnSync(shell, words, {
      cwd,
      encoding: 'utf8',
      env: { ...this.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { exitCode: status ?? -1, log: stdout + stderr };
  }

  /** The folder of the one who holds the key; changes there go to `main`. */
  get owner(): string {
    return join(this.folder, 'owner');
  }

  /** Gives a folder evidence under a name, as a person would copy it there. */
  bring(cwd: string, name: string): void {
    cpSync(join(ROOT, EVIDENCE[name] ?? name), join(cwd, name), { recursive: true });
  }

  /** A new clone of `main`, on a branch of its own, to work in. */
  branch(name: string): string {
    const folder = join(this.folder, 'branches', name);
    mkdirSync(join(this.folder, 'branches'), { recursive: true });
    this.sh(this.folder, 'git clone --quiet "file://$PWD/origin.git" "$FOLDER"', { FOLDER: folder });
    this.sh(folder, 'git checkout --quiet -b "$NAME"', { NAME: name });
    return folder;
  }

  /** Commits and pushes what stands in the folder of a branch. */
  push(folder: string, name: string): void {
    const script =
      'git add -f -A . && git commit --quiet --allow-empty -m change && git push --quiet origin "HEAD:$NAME"';
    this.sh(folder, script, { NAME: `refs/heads/${name}` });
  }

  /** What CI has: a shallow checkout of one branch and nothing of `main`. */
  checkout(name: string, ...words: readonly string[]): string {
    const folder = mkdtempSync(join(this.folder, 'checkout-'));
    const depth = words.length === 0 ? ['--depth', '1'] : words;
    const clone = ['clone', '--quiet', ...depth, '--branch', name, `file://${resolve(this.folder, 'origin.git')}`];
    const { exitCode, log } = this.build(this.folder, 'git', [...clone, folder]);
    if (exitCode !== 0) throw new Error(log);
    return folder;
  }

  /** A script as a file outside of every checkout. */
  script(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }
}
