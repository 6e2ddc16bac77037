import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Major versions of npm that take part: the last of each. */
export const MAJORS = ['6', '8', '10', '11'];

/** Why the run did not take place. */
export class NotInstalled extends Error {}

/**
 * Installs a package from the registry that npm on this machine is configured for.
 * @returns {string} the folder of the package
 * @throws {NotInstalled}
 */
function install(folder, name, range, overrides = {}) {
  mkdirSync(folder, { recursive: true });
  const manifest = { private: true, dependencies: { [name]: range }, overrides };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status, stderr, error } = spawnSync(npm, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  const installed = join(folder, 'node_modules', name);
  if (status === 0 && existsSync(installed)) return installed;
  const said =
    error?.message ?? stderr.split('\n').find((line) => /code E|notarget|404/.test(line)) ?? `exit ${status}`;
  throw new NotInstalled(`${name}@${range} cannot be installed: ${said}`);
}

/** A server, and a client of each major version. */
export function installTools(folder) {
  // Verdaccio names one of its dependencies by a dist-tag, which not every mirror keeps.
  const server = install(join(folder, 'server'), 'verdaccio', '6', { 'node-fetch': '2.6.7' });
  const clients = MAJORS.map((major) => ({ major, folder: install(join(folder, `npm-${major}`), 'npm', major) }));
  return { server: join(server, 'bin', 'verdaccio'), clients: clients.map((client) => started(client)) };
}

/** A client that this Node can run, with the version that it gives for itself. */
function started({ major, folder }) {
  const script = join(folder, 'bin', 'npm-cli.js');
  const { status, stdout } = spawnSync(process.execPath, [script, '--version'], { encoding: 'utf8', stdio: 'pipe' });
  if (status !== 0) throw new NotInstalled(`npm@${major} does not run on Node ${process.version}`);
  return { major, script, version: stdout.trim() };
}
