import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How long a command of npm may take before it counts as hanging, in milliseconds. */
const LONGEST = 60_000;

/** Settings of the npm that runs this script must not reach the npm that is tried. */
function cleanEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
}

/** An npm of one version on a machine of its own: home, settings and caches. */
export class Client {
  constructor({ script, major, version }, { folder, registry }) {
    this.major = major;
    this.version = version;
    this.folder = folder;
    this.script = script;
    this.registry = registry;
    this.printed = [];
    mkdirSync(join(folder, 'home'), { recursive: true });
  }

  /** npm's settings as another account on the same machine. */
  settings(account) {
    return join(this.folder, `npmrc-${account}`);
  }

  cache(name = 'cache') {
    return join(this.folder, name);
  }

  /**
   * Runs npm. `answers` are typed in their order, each when npm asks for it.
   * @returns {Promise<{code: number, output: string}>}
   */
  run(account, args, { cwd = this.folder, cache = 'cache', answers = [] } = {}) {
    const settings = [
      ...['--registry', this.registry, '--userconfig', this.settings(account), '--cache', this.cache(cache)],
      ...['--no-update-notifier', '--no-audit', '--no-fund', '--no-color'],
    ];
    const child = spawn(process.execPath, [this.script, ...args, ...settings], {
      cwd,
      env: { ...cleanEnvironment(), HOME: join(this.folder, 'home'), NO_COLOR: '1' },
      timeout: LONGEST,
    });
    let output = '';
    let asked = 0;
    const waiting = [...answers];
    const take = (part) => {
      output += part;
      const [next] = waiting;
      if (next === undefined || !next.prompt.test(output.slice(asked))) return;
      asked = output.length;
      waiting.shift();
      child.stdin.write(`${next.answer}\n`);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => {
        resolve({ code: code ?? -1, output });
      });
    });
  }

  /** Name and password asked and typed, as `--auth-type legacy` does it: a PUT of the account. */
  login(account, password) {
    const legacy = this.major === '6' ? [] : ['--auth-type', 'legacy'];
    return this.run(account, ['adduser', ...legacy], {
      answers: [
        { prompt: /username/i, answer: account },
        { prompt: /password/i, answer: password },
        { prompt: /email/i, answer: `${account}@example.test` },
      ],
    });
  }

  async createToken(account, password) {
    const named = this.major === '11' ? ['--name', 'ci'] : [];
    const answers = [{ prompt: /password/i, answer: password }];
    const done = await this.run(account, ['token', 'create', ...named], { answers });
    this.printed.push(...(done.output.match(/[\w+/=-]{40,}/g) ?? []));
    return done;
  }

  publish(account, name, version) {
    const cwd = join(this.folder, `source-${version}`);
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, 'package.json'), JSON.stringify({ name, version, main: 'index.js' }));
    writeFileSync(join(cwd, 'index.js'), `module.exports = '${version}';\n`);
    return this.run(account, ['publish'], { cwd });
  }

  /** On a machine that has nothing of it. */
  install(account, spec) {
    const cwd = join(this.folder, 'project');
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, 'package.json'), JSON.stringify({ name: 'project', version: '1.0.0', private: true }));
    return this.run(account, ['install', spec], { cwd, cache: 'fresh-cache' });
  }

  /** Tokens that npm keeps, and those that it printed. */
  tokens(accounts) {
    const files = accounts.map((account) => this.settings(account)).filter((file) => existsSync(file));
    const kept = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/_authToken="?([^"\s]+)/g)]);
    return [...kept.map(([, token]) => token), ...this.printed];
  }
}
