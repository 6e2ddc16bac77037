/**
 * npm run real [-- --keep]: real clients against a real Verdaccio, started for the purpose; then the timeline of what
 * they left behind. Ends with 0 (all as it should be), 1 (not so) or 3 (could not be installed: nothing was checked).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { act, partOf } from './acts.js';
import { checkStep, expectedSteps } from './checks.js';
import { searchCase } from './search.js';
import { startServer } from './server.js';
import { installTools, MAJORS, NotInstalled } from './tools.js';

const PROGRAM = fileURLToPath(new URL('../../bin/audit-timeline.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'audit-timeline-real-'));

function print(line) {
  process.stdout.write(`${line}\n`);
}

/** @throws {Error} with what our program said, if it did not end with 0 */
function ours(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`audit-timeline ${args[0]} ended with ${status}: ${stderr}${stdout.slice(-2000)}`);
  return [stdout, stderr];
}

async function actAll(tools) {
  const owners = Object.fromEntries(tools.clients.map(partOf).map(({ name, owner }) => [name, owner]));
  const server = await startServer(tools.server, join(folder, 'server'), owners);
  try {
    const all = [];
    for (const tool of tools.clients) {
      print(`npm ${tool.version} …`);
      const machine = join(folder, 'machines', `npm-${tool.major}`);
      all.push(await act(tool, { folder: machine, server, backup: join(folder, 'backup') }));
    }
    return { server, all };
  } finally {
    await server.stop();
  }
}

/** What a responder would collect: the server's log and documents, a backup of these, logs and caches of the machines. */
function evidence(server) {
  const documents = [server.storage, join(folder, 'backup')].flatMap((root) =>
    readdirSync(join(root, '@acme')).map((name) => join(root, '@acme', name, 'package.json')),
  );
  const caches = MAJORS.flatMap((major) =>
    ['cache', 'fresh-cache'].flatMap((cache) =>
      ['_logs', join('_cacache', 'index-v5')].map((part) => join(folder, 'machines', `npm-${major}`, cache, part)),
    ),
  );
  return [server.log, ...documents, ...caches.filter((path) => existsSync(path))];
}

function checkAll(clients, rows) {
  const seen = [];
  return clients.flatMap((tool) =>
    expectedSteps(tool).map(([what, expected]) => {
      const { isOne, step, why } = checkStep(rows, expected, seen);
      if (step !== undefined) seen.push(step.id);
      print(
        [
          `npm ${tool.version}`.padEnd(13),
          what.padEnd(19),
          isOne ? 'one step ' : 'NOT SO   ',
          `${step?.cites.length ?? 0} sources`.padEnd(10),
          isOne ? `${step.actor ?? '-'} ${step.ip ?? '-'} ${step.version ?? '-'} ${step.client}` : why,
        ].join(' '),
      );
      return isOne;
    }),
  );
}

async function main() {
  print('installing Verdaccio 6 and npm 6, 8, 10, 11 …');
  const tools = installTools(join(folder, 'tools'));
  const { server, all } = await actAll(tools);
  const db = join(folder, 'case.db');
  const outputs = [...ours('ingest', '--db', db, ...evidence(server)), ...ours('show', '--db', db, '--raw')];
  const [json] = ours('show', '--db', db, '--json', '--raw');
  const checks = checkAll(tools.clients, JSON.parse(json).rows);
  const unexpected = all.flatMap((each) => each.unexpected);
  for (const text of unexpected) print(`UNEXPECTED ${text}`);
  const secrets = [...new Set(all.flatMap((each) => each.secrets))];
  const { found, inflated } = searchCase(db, [...outputs, json], secrets);
  print(
    `${secrets.length} passwords and tokens looked for in ${inflated} inflated blocks, the rest of the case and the`,
  );
  print(`outputs: ${found.length === 0 ? 'none found' : `FOUND in ${[...new Set(found)].join(', ')}`}`);
  const good = checks.filter(Boolean).length;
  print(
    `${good} of ${checks.length} acts are one step that says what its sources know of version, actor, address and client`,
  );
  // What is no secret must be found, or the search says nothing.
  const searched = searchCase(
    db,
    [],
    tools.clients.map((tool) => partOf(tool).name),
  ).found;
  const enough = secrets.length >= tools.clients.length * 5 && searched.some((where) => where.endsWith('inflated'));
  if (!enough) print(`TOO LITTLE to say so: ${secrets.length} secrets, ${inflated} inflated blocks`);
  return good === checks.length && unexpected.length === 0 && found.length === 0 && enough ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof NotInstalled)) throw error;
  print(`DID NOT RUN: ${error.message}`);
  process.exitCode = 3;
} finally {
  if (process.argv.includes('--keep')) print(`kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}
