/**
 * npm run bench [-- --events 1000000 --keep]: what this program does, beside what others do with the same file in the
 * same run. Figures are of whole processes; ratios travel better than seconds.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeLog } from './generate.js';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    peers: { type: 'string', default: 'sqlite-utils,jq,duckdb' },
    keep: { type: 'boolean', default: false },
  },
});
const events = Number(values.events);
const folder = mkdtempSync(join(tmpdir(), 'audit-timeline-bench-'));
const program = fileURLToPath(new URL('../../bin/audit-timeline.js', import.meta.url));
const results = [];

function print(line) {
  process.stdout.write(`${line}\n`);
}

/** Seconds and peak memory of a command, by GNU time where it is there. */
function measure(name, command, args, options = {}) {
  const timed = existsSync('/usr/bin/time');
  const start = process.hrtime.bigint();
  const run = spawnSync(timed ? '/usr/bin/time' : command, timed ? ['-f', 'peak %M', command, ...args] : args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const peak = Number(/peak (\d+)/.exec(run.stderr)?.[1] ?? 0) / 1024;
  const failed = run.error !== undefined || (run.status !== 0 && !(options.allowed ?? []).includes(run.status));
  results.push({ name, seconds, peak, failed });
  print(
    `${name.padEnd(44)} ${failed ? `failed (${run.error?.message ?? run.stderr.slice(-200)})` : `${seconds.toFixed(2).padStart(8)} s  ${peak.toFixed(0).padStart(6)} MB`}`,
  );
  return failed ? Number.NaN : seconds;
}

function ours(name, args, allowed = []) {
  return measure(`audit-timeline ${name}`, process.execPath, [program, ...args], { allowed });
}

function installed(command) {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

function size(path) {
  return existsSync(path) ? statSync(path).size : 0;
}

/** DuckDB is no dependency of ours: fetched here, used here. */
function duckdb(log) {
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, '@duckdb/node-api'], {
    stdio: 'ignore',
  });
  const script = `import { DuckDBInstance } from '@duckdb/node-api';
const db = await DuckDBInstance.create(${JSON.stringify(join(folder, 'duck.db'))});
const connection = await db.connect();
await connection.run("create table log as select * from read_json(${JSON.stringify(log).replaceAll('"', "'")}, format = 'newline_delimited')");`;
  return measure('duckdb create table from read_json', process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
  });
}

function github() {
  const log = join(folder, 'github.ndjson');
  const bytes = writeLog(log, 'github', events);
  print(`\nGitHub audit log: ${events} records, ${(bytes / 1e6).toFixed(0)} MB`);
  const db = join(folder, 'case.db');
  const ingest = ours('ingest', ['ingest', log, '--db', db]);
  const peers = values.peers.split(',');
  if (peers.includes('sqlite-utils') && installed('sqlite-utils')) {
    const theirs = measure('sqlite-utils insert --nl --flatten --pk', 'sqlite-utils', [
      'insert',
      join(folder, 'peer.db'),
      'log',
      log,
      '--nl',
      '--flatten',
      '--pk',
      '_document_id',
    ]);
    print(`  ingest is ${(theirs / ingest).toFixed(1)} times as fast as sqlite-utils (must: 3, aim: 6)`);
  }
  if (peers.includes('jq') && installed('jq'))
    measure('jq -c select(.action == "git.push")', 'jq', ['-c', 'select(.action == "git.push")', log]);
  if (peers.includes('duckdb')) duckdb(log);
  ours('verify', ['verify', '--allow-unanchored', '--db', db]);
  ours('show --package axios', ['show', '--package', 'axios', '--db', db]);
  ours('show --actor user-7', ['show', '--actor', 'user-7', '--db', db]);
  ours('detect, all rules', ['detect', '--db', db]);
  ours('show --json (all)', ['show', '--json', '--db', db]);
  ours('reindex', ['reindex', '--db', db]);
  ours('ingest again', ['ingest', log, '--db', db]);
  print(
    `  case ${(size(db) / 1e6).toFixed(0)} MB: ${(size(db) / bytes).toFixed(2)} of the evidence (must: 1, aim: 0.6)`,
  );
  print(`  ${(events / ingest).toFixed(0)} events/s`);
}

function verdaccio() {
  const log = join(folder, 'verdaccio.log');
  const requests = Math.round(events / 3);
  const bytes = writeLog(log, 'verdaccio', requests);
  const db = join(folder, 'verdaccio.db');
  print(`\nVerdaccio log: ${requests} requests in three lines each, ${(bytes / 1e6).toFixed(0)} MB`);
  const ingest = ours('ingest', ['ingest', log, '--db', db]);
  ours('verify', ['verify', '--allow-unanchored', '--db', db]);
  print(`  case ${(size(db) / bytes).toFixed(2)} of the evidence; ${((3 * requests) / ingest).toFixed(0)} lines/s`);
}

try {
  const bare = measure('node -e 0', process.execPath, ['-e', '0']);
  const help = ours('--help', ['--help']);
  print(`  --help costs ${((help - bare) * 1000).toFixed(0)} ms above bare Node (must: 70, aim: 40)`);
  github();
  verdaccio();
  const peak = Math.max(
    ...results.filter(({ name }) => name.startsWith('audit-timeline')).map(({ peak: megabytes }) => megabytes),
  );
  print(`\npeak memory of any of ours: ${peak.toFixed(0)} MB (must: 300, aim: 200)`);
} finally {
  if (values.keep) print(folder);
  else rmSync(folder, { recursive: true, force: true });
}
