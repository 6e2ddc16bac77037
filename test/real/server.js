import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ADDRESS = '127.0.0.1';
const START_SECONDS = 60;

/**
 * A Verdaccio of its own: log, storage and accounts in `folder`, nothing behind it. Only `owners[name]` may write to the
 * package of that name.
 */
export async function startServer(script, folder, owners) {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'config.yaml');
  const port = await freePort();
  const log = join(folder, 'verdaccio.log');
  const storage = join(folder, 'storage');
  writeFileSync(config, configText({ log, storage, accounts: join(folder, 'htpasswd'), owners }));
  const child = spawn(process.execPath, [script, '--config', config, '--listen', `${ADDRESS}:${port}`], {
    cwd: folder,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const url = `http://${ADDRESS}:${port}/`;
  const stop = () => {
    child.kill();
    return ended;
  };
  for (let tries = 0; tries < START_SECONDS * 4; tries++) {
    if (child.exitCode !== null) break;
    if (await answers(url)) return { url, log, storage, stop };
    await pause(250);
  }
  await stop();
  throw new Error('Verdaccio does not answer');
}

/** JSON is YAML. */
function configText({ log, storage, accounts, owners }) {
  const packages = Object.entries(owners).map(([name, owner]) => [
    name,
    { access: '$all', publish: owner, unpublish: owner },
  ]);
  return JSON.stringify({
    storage,
    auth: { htpasswd: { file: accounts, max_users: 100 } },
    packages: { ...Object.fromEntries(packages), '**': { access: '$all', publish: '$authenticated' } },
    log: { type: 'file', path: log, format: 'json', level: 'http' },
    web: { enable: false },
  });
}

async function answers(url) {
  try {
    return (await fetch(`${url}-/ping`)).ok;
  } catch {
    return false;
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, ADDRESS, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
