import { describe, expect, it } from 'vitest';
import type { Out } from '../../src/core/format.ts';
import format from '../../src/formats/access-log.ts';
import verdaccio from '../../src/formats/verdaccio.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const NPM = 'npm/11.19.1 node/v20.20.2 linux x64 workspaces/false';

function line(request: string, status = 200, agent = NPM): string {
  return `203.0.113.7 - - [31/Mar/2026:00:40:01 +0000] "${request} HTTP/1.1" ${status} 53 "-" "${agent}"`;
}

function score(text: string): number {
  return format.recognise(sampleOf(parseNaively(text)));
}

function one(text: string): Out {
  const outs = readNaively(format, text);
  expect(outs).toHaveLength(1);
  return outs[0] as Out;
}

function eventOf(text: string) {
  const out = one(text);
  if (out.kind !== 'event') throw new Error(JSON.stringify(out));
  return out.event;
}

describe('recognition', () => {
  it('knows both formats, and the combined one better', () => {
    expect(score(line('GET /widget'))).toBe(60);
    expect(score('203.0.113.7 - - [31/Mar/2026:00:40:01 +0000] "GET / HTTP/1.1" 200 -')).toBe(55);
  });

  it('tolerates a few other lines', () => {
    expect(score(`$ cat access.log\n${line('GET /widget')}\n${line('GET /widget')}\n`)).toBe(60);
  });

  it.each([
    ['nothing', ''],
    ['JSON', '{"remote_addr":"203.0.113.7"}'],
    [
      'the request log of Nexus',
      `203.0.113.7 - alice [31/Mar/2026:00:40:01 +0000] "GET /repository/npm/widget HTTP/1.1" 200 - 482133 128 "${NPM}" [qtp1-55]`,
    ],
    ['another log', '2026-03-31T00:40:01Z|a1|203.0.113.7|alice|GET|/api/npm/x|200|-1|10|5|npm'],
  ])('does not take %s', (_, text) => expect(score(text)).toBe(0));
});

/** The same request in the log of the registry itself. */
function verdaccioEvent(method: string, url: string, status: number) {
  const base = { time: 1774917601000, pid: 7, hostname: 'reg', sub: 'in' };
  const req = { method, url, headers: { 'user-agent': NPM }, remoteAddress: '203.0.113.7' };
  const answered = { request: { method, url }, remoteIP: '203.0.113.7', status, bytes: { in: 0, out: 53 } };
  const lines = [
    { ...base, level: 30, req, ip: '203.0.113.7', msg: 'requested' },
    { ...base, level: 25, ...answered, msg: 'answered' },
  ];
  const [out] = readNaively(verdaccio, lines.map((entry) => JSON.stringify(entry)).join('\n'));
  if (out?.kind !== 'event') throw new Error(JSON.stringify(out));
  return out.event;
}

const REQUESTS: readonly (readonly [string, string, readonly number[]])[] = [
  ['GET', '/@acme%2fwidget', [200, 304, 401, 404]],
  ['GET', '/@acme/widget/-/widget-1.1.1.tgz', [200, 302, 401, 403, 404, 500]],
  ['PUT', '/@acme%2fwidget', [200, 201, 401, 403, 409]],
  ['PUT', '/@acme%2fwidget/-rev/1-a', [201, 403]],
  ['DELETE', '/@acme%2fwidget/-/widget-1.1.1.tgz/-rev/1-a', [201, 403]],
  ['DELETE', '/@acme%2fwidget/-rev/1-a', [201, 403]],
  ['PUT', '/-/package/@acme%2fwidget/dist-tags/latest', [201, 401]],
  ['DELETE', '/-/package/@acme%2fwidget/dist-tags/old', [201, 401]],
  ['PUT', '/-/user/org.couchdb.user:alice', [201, 401, 409]],
  ['POST', '/-/v1/login', [200, 401, 404]],
  ['GET', '/-/whoami', [200, 401]],
  ['GET', '/-/npm/v1/tokens', [200, 401]],
  ['POST', '/-/npm/v1/tokens', [200, 401]],
  ['DELETE', `/-/npm/v1/tokens/token/${'ab'.repeat(64)}`, [200, 404]],
  ['GET', '/-/npm/v1/user', [200]],
  ['POST', '/-/npm/v1/user', [200]],
  ['POST', '/-/npm/v1/security/advisories/bulk', [200]],
  ['PUT', '/-/package/@acme%2fwidget/collaborators', [200]],
  ['PUT', '/-/team/acme/dev/user', [201]],
  ['PUT', '/-/org/acme/user', [201]],
  ['POST', '/-/npm/v1/oidc/token/exchange/package/@acme%2fwidget', [201, 401]],
];

describe('a request means what it means in the log of the registry', () => {
  const cases = REQUESTS.flatMap(([method, url, all]) => all.map((status) => [method, url, status] as const));

  it.each(cases)('%s %s %i', (method, url, status) => {
    const { action, outcome, native_action, text, package: name, version, tag } = verdaccioEvent(method, url, status);
    const same = { action, outcome, native_action, text, package: name, version, tag, status, url };
    expect(eventOf(line(`${method} ${url}`, status))).toMatchObject(same);
  });
});

describe('requests that are not for a registry', () => {
  it.each([
    ['a page', line('GET /about', 200, 'Mozilla/5.0 (X11; Linux x86_64)')],
    ['a file of a site', line('GET /robots.txt', 200, 'curl/8.5.0')],
    ['a path that is not there', line('GET /admin', 404, 'curl/8.5.0')],
    ['an upload elsewhere', line('PUT /shell.php', 405, 'curl/8.5.0')],
    ['a page of GitLab', line('GET /acme/web/-/issues/3', 200, 'Mozilla/5.0')],
    ['the root', line('GET /', 200, NPM)],
  ])('%s', (_, text) => {
    expect(one(text)).toMatchObject({ kind: 'ignored', rule: 'not-a-registry-request' });
  });

  it('leaves out nothing that changed something', () => {
    for (const agent of ['Mozilla/5.0 (X11; Linux x86_64)', 'curl/8.5.0', '-', 'evil']) {
      expect(eventOf(line('PUT /widget', 201, agent))).toMatchObject({
        action: 'package.published',
        package: 'widget',
      });
      expect(eventOf(line('PUT /widget', 403, agent))).toMatchObject({ outcome: 'denied' });
      expect(eventOf(line('DELETE /widget/-rev/1-a', 404, agent))).toMatchObject({ action: 'package.unpublished' });
    }
  });
});

describe('a line that ends without a line end', () => {
  it('is whole if agent and quotes are', () => {
    expect(format.whole?.(line('GET /widget'))).toBe(true);
    expect(format.whole?.(line('GET /widget').slice(0, -1))).toBe(false);
    expect(format.whole?.('203.0.113.7 - - [31/Mar/2026:00:40:01 +0000] "GET / HTTP/1.1" 200 53')).toBe(false);
  });
});

describe('long lines', () => {
  it('are read in no time', () => {
    for (const text of [
      ' '.repeat(20_000),
      `${'a '.repeat(300)}[`,
      `${'"\\'.repeat(9000)}`,
      `${line('GET /x')} ${'"'.repeat(9001)}`,
    ]) {
      expect(readNaively(format, `x${text}`)).toHaveLength(1);
    }
  });
});
