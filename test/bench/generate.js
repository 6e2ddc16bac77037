import { closeSync, openSync, writeSync } from 'node:fs';

/** A fixed-seed generator (mulberry32): the same file on every machine. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const START = Date.UTC(2026, 2, 1);
const ACTIONS = [
  'git.push',
  'git.clone',
  'git.fetch',
  'workflows.created_workflow_run',
  'workflows.completed_workflow_run',
  'repo.access',
  'org.add_member',
  'personal_access_token.create',
  'packages.package_version_published',
  'protected_branch.update_name',
  'team.add_member',
  'hook.create',
];
const AGENTS = [
  'git/2.44.0',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
  'npm/11.19.1 node/v20.20.2 linux x64 workspaces/false',
  'GitHub-Hookshot/7c1e',
];
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function pick(next, list) {
  return list[Math.floor(next() * list.length)];
}

function letters(next, count) {
  let text = '';
  for (let i = 0; i < count; i++) text += BASE64[Math.floor(next() * 64)];
  return text;
}

/** Each user has two tokens. */
function tokenOf(user, second) {
  return `${letters(random(second ? user + 100_000 : user), 43).replace(/[-_]/g, 'x')}=`;
}

/** About 600 bytes: a record as the GitHub audit log exports it. */
export function githubLine(next, i) {
  const time = START + i * 250 + Math.floor(next() * 200);
  const user = Math.floor(next() * 400);
  const action = pick(next, ACTIONS);
  const repo = Math.floor(next() * 300);
  const record = {
    '@timestamp': time,
    _document_id: letters(next, 22),
    action,
    actor: `user-${user}`,
    actor_id: 1000 + user,
    actor_ip: `203.0.${Math.floor(next() * 8)}.${Math.floor(next() * 250)}`,
    actor_is_bot: user % 10 === 0,
    actor_location: { country_code: pick(next, ['DE', 'US', 'JP', 'BR']) },
    business: 'acme',
    business_id: 7,
    created_at: time,
    hashed_token: tokenOf(user, next() < 0.3),
    operation_type: pick(next, ['create', 'modify', 'access', 'remove']),
    org: 'acme',
    org_id: 5,
    programmatic_access_type: 'Fine-grained personal access token',
    repo: `acme/service-${repo}`,
    repo_id: 20_000 + repo,
    request_id: letters(next, 24),
    user_agent: pick(next, AGENTS),
    visibility: 'private',
    ...(action.startsWith('packages.')
      ? {
          ecosystem: 'npm',
          package: i % 285 === 0 ? 'axios' : `pkg-${Math.floor(next() * 2000)}`,
          version: `1.${Math.floor(next() * 30)}.${Math.floor(next() * 9)}`,
        }
      : {}),
  };
  return JSON.stringify(record);
}

/** Three lines a request, as a Verdaccio server with a JSON log writes them. */
export function verdaccioLines(next, i) {
  const time = START + i * 900;
  const ip = `203.0.113.${Math.floor(next() * 200)}`;
  const name = `pkg-${Math.floor(next() * 2000)}`;
  const version = `1.${Math.floor(next() * 30)}.0`;
  const url = next() < 0.6 ? `/${name}/-/${name}-${version}.tgz` : `/${name}`;
  const status = next() < 0.97 ? 200 : 404;
  const base = { pid: 7, hostname: 'reg', sub: 'in' };
  const first = {
    level: 30,
    time,
    ...base,
    req: {
      method: 'GET',
      url,
      query: {},
      params: {},
      headers: { 'user-agent': AGENTS[2], 'npm-command': 'install', authorization: '<Classified>' },
      remoteAddress: ip,
      remotePort: 50_000 + (i % 9000),
    },
    ip,
    msg: `${ip} requested 'GET ${url}'`,
  };
  const line = (offset, code, out) => ({
    level: 25,
    time: time + offset,
    ...base,
    request: { method: 'GET', url },
    user: 'ci',
    remoteIP: ip,
    status: code,
    bytes: { in: 0, out },
    msg: `${code}, user: ci(${ip}), req: 'GET ${url}', bytes: 0/${out}`,
  });
  return [first, line(1, 200, 0), line(9, status, 4000 + Math.floor(next() * 90_000))]
    .map((record) => JSON.stringify(record))
    .join('\n');
}

/** Writes a log; gives its size in bytes. */
export function writeLog(path, kind, count) {
  const next = random(20_260_331);
  const make = kind === 'github' ? githubLine : verdaccioLines;
  const file = openSync(path, 'w');
  let bytes = 0;
  let lines = [];
  for (let i = 0; i < count; i++) {
    lines.push(make(next, i));
    if (lines.length === 5000 || i === count - 1) {
      bytes += writeSync(file, `${lines.join('\n')}\n`);
      lines = [];
    }
  }
  closeSync(file);
  return bytes;
}
