import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/core/action.ts';
import format from '../../src/formats/verdaccio.ts';
import { eventsOf, expectConserved, expectHalvesAlike, read, recordsOf, score } from '../support/verdaccio.ts';

const START = 1_774_917_600_000;

interface Request {
  readonly method: string;
  readonly url: string;
  readonly ip?: string;
  readonly command?: string;
}

function line(at: number, members: object): string {
  return JSON.stringify({ level: 25, time: START + at, pid: 7, hostname: 'reg', ...members });
}

function requested(at: number, { method, url, ip = '203.0.113.7', command }: Request): string {
  const headers = { 'user-agent': 'npm/11.19.1 node/v20.20.2 linux x64', 'npm-command': command };
  return line(at, { level: 30, sub: 'in', req: { method, url, headers, remoteAddress: ip }, ip });
}

function answered(at: number, { method, url, ip = '203.0.113.7' }: Request, status: number, out: number): string {
  return line(at, {
    sub: 'in',
    request: { method, url },
    user: 'alice',
    remoteIP: ip,
    status,
    bytes: { in: 0, out },
  });
}

function act(request: Request, status: number): string[] {
  return [requested(0, request), answered(1, request, 200, 0), answered(9, request, status, 50)];
}

const WIDGET = '/@acme%2fwidget';
const TARBALL = '/@acme/widget/-/widget-1.0.1.tgz';

/** Request, command of the client and status, and what they must become. */
const TABLE: readonly (readonly [string, string, string | undefined, number, Action, string])[] = [
  ['PUT', WIDGET, 'publish', 201, 'package.published', 'PUT publish'],
  ['PUT', WIDGET, undefined, 201, 'package.published', 'PUT package'],
  ['PUT', WIDGET, 'deprecate', 201, 'package.deprecated', 'PUT deprecate'],
  ['PUT', WIDGET, 'undeprecate', 201, 'package.undeprecated', 'PUT undeprecate'],
  ['PUT', WIDGET, 'star', 201, 'package.metadata_changed', 'PUT star'],
  ['PUT', `${WIDGET}/-rev/8-a`, 'owner', 201, 'package.metadata_changed', 'npm owner'],
  ['PUT', `${WIDGET}/-rev/8-a`, 'unpublish', 201, 'package.version_deleted', 'PUT unpublish'],
  ['PUT', `${WIDGET}/-rev/8-a`, undefined, 201, 'package.metadata_changed', 'PUT package'],
  ['DELETE', `${TARBALL}/-rev/9-b`, 'unpublish', 201, 'package.version_deleted', 'DELETE unpublish'],
  ['DELETE', `${WIDGET}/-rev/9-b`, 'unpublish', 201, 'package.unpublished', 'DELETE unpublish'],
  ['PUT', '/-/package/@acme%2fwidget/dist-tags/beta', 'dist-tag', 201, 'package.dist_tag_changed', 'PUT dist-tag'],
  [
    'DELETE',
    '/-/package/@acme%2fwidget/dist-tags/beta',
    'dist-tag',
    201,
    'package.dist_tag_changed',
    'DELETE dist-tag',
  ],
  ['GET', '/-/package/@acme%2fwidget/dist-tags', 'dist-tag', 200, 'artifact.metadata_read', 'GET dist-tags'],
  ['PUT', '/-/user/org.couchdb.user:alice', undefined, 201, 'auth.login', 'PUT login'],
  ['PUT', '/-/user/org.couchdb.user:alice', undefined, 401, 'auth.login_failed', 'PUT login'],
  ['PUT', '/-/user/org.couchdb.user:alice', undefined, 409, 'auth.login_failed', 'PUT login'],
  ['POST', '/-/verdaccio/sec/login', undefined, 200, 'auth.login', 'POST login'],
  ['POST', '/-/v1/login', 'login', 200, 'auth.login', 'POST login-web'],
  ['POST', '/-/v1/login', 'login', 404, 'other', 'POST login-web'],
  ['POST', '/-/v1/login', 'login', 401, 'auth.login_failed', 'POST login-web'],
  ['POST', '/-/npm/v1/tokens', 'token', 200, 'auth.token.created', 'POST token'],
  ['POST', '/-/npm/v1/tokens', 'token', 401, 'auth.login_failed', 'POST token'],
  ['POST', '/-/npm/v1/tokens', 'token', 422, 'auth.token.created', 'POST token'],
  ['DELETE', '/-/npm/v1/tokens/token/8d61', 'token', 200, 'auth.token.revoked', 'DELETE token'],
  ['GET', '/-/npm/v1/tokens', 'token', 200, 'other', 'GET token-list'],
  ['GET', '/-/whoami', 'whoami', 200, 'other', 'GET whoami'],
  ['GET', '/-/npm/v1/user', 'profile', 200, 'other', 'GET profile'],
  ['POST', '/-/npm/v1/user', 'profile', 200, 'other', 'POST profile'],
  ['POST', '/-/npm/v1/security/advisories/bulk', 'install', 404, 'other', 'POST audit'],
  ['GET', WIDGET, 'install', 200, 'artifact.metadata_read', 'GET metadata'],
  ['GET', WIDGET, 'install', 304, 'artifact.metadata_read', 'GET metadata'],
  ['GET', TARBALL, 'install', 200, 'artifact.downloaded', 'GET tarball'],
  ['GET', TARBALL, 'install', 404, 'artifact.downloaded', 'GET tarball'],
  ['GET', TARBALL, 'install', 401, 'artifact.download_denied', 'GET tarball'],
  ['GET', TARBALL, 'install', 403, 'artifact.download_denied', 'GET tarball'],
  ['GET', '/-/verdaccio/data/packages?x=1', undefined, 200, 'other', 'GET /-/verdaccio/data/packages'],
  ['OPTIONS', '/', undefined, 204, 'other', 'OPTIONS /'],
];

describe('requests', () => {
  it.each(TABLE)('%s %s by %s with %i is %s', (method, url, command, status, action, native) => {
    const events = eventsOf(read(act({ method, url, ...(command !== undefined && { command }) }, status)));
    const outcome = status === 401 || status === 403 ? 'denied' : status < 400 ? 'success' : 'failure';
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ action, native_action: native, outcome, status, grade: 'server' });
  });

  it('give the time of the answer and the client of the announcement', () => {
    const [event] = eventsOf(read(act({ method: 'PUT', url: WIDGET, command: 'publish' }, 201)));
    expect(event).toMatchObject({
      actor: 'alice',
      actor_type: 'user',
      basis: 'request_end',
      client: 'npm/11.19.1',
      ip: '203.0.113.7',
      package: '@acme/widget',
      time: '2026-03-31T00:40:00.009Z',
    });
  });

  it('stand on the record of the answer, and name the other two', () => {
    expect(read(act({ method: 'GET', url: WIDGET }, 200))).toMatchObject([{ kind: 'event', records: [2, 0, 1] }]);
  });
});

describe('pairing', () => {
  const get = { method: 'GET', url: TARBALL };

  it('ends after 60 s of log time', () => {
    const lines = [
      requested(0, get),
      answered(60_000, get, 200, 5),
      requested(100_000, get),
      answered(160_001, get, 200, 5),
    ];
    expect(read(lines).map(recordsOf)).toEqual([[1, 0], [2], [3]]);
  });

  it('does not reach over clients', () => {
    const other = { ...get, ip: '198.51.100.1' };
    expect(read([requested(0, get), answered(5, other, 200, 5)]).map(recordsOf)).toEqual([[1], [0]]);
  });

  it('holds at most 10,000 requests, and gives up the oldest', () => {
    const lines = Array.from({ length: 10_001 }, (_, n) => requested(0, { method: 'GET', url: `/p${n}` }));
    const reading = format.open({ name: 'x', taken: { basis: 'unknown' }, survey: [] });
    const outs = lines.map((text, number) =>
      reading.push({ number, at: { start: 0, end: 0 }, text, json: JSON.parse(text) }),
    );
    expect(outs.flat()).toHaveLength(1);
    expect(outs.at(-1)).toMatchObject([{ records: [0], event: { outcome: 'unknown' } }]);
    expect(reading.end()).toHaveLength(10_000);
  });

  it('takes an empty answer for one where another line like it came first', () => {
    const head = { method: 'HEAD', url: WIDGET };
    const lines = [requested(0, head), answered(1, head, 200, 0), answered(2, head, 200, 0)];
    expect(eventsOf(read(lines))).toMatchObject([{ outcome: 'success', status: 200 }]);
  });

  it('never counts a line that precedes an answer as success', () => {
    const put = { method: 'PUT', url: WIDGET, command: 'publish' };
    const [event, ...more] = eventsOf(read([requested(0, put), answered(1, put, 200, 0)]));
    expect(event).toMatchObject({ action: 'package.published', outcome: 'unknown' });
    expect(event?.status).toBeUndefined();
    expect(more).toEqual([]);
  });

  it('gives what changes a package to the write that has been read', () => {
    const first = { method: 'PUT', url: WIDGET, ip: '198.51.100.1', command: 'publish' };
    const second = { method: 'PUT', url: WIDGET, command: 'deprecate' };
    const change = line(5, {
      level: 30,
      name: '@acme/widget',
      version: '1.0.0',
      msg: 'deprecating @acme/widget@1.0.0',
    });
    const outs = read([
      requested(0, first),
      requested(1, second),
      answered(2, second, 200, 0),
      change,
      answered(9, second, 201, 9),
    ]);
    expect(outs[0]).toMatchObject({ records: [4, 1, 2, 3], event: { action: 'package.deprecated', version: '1.0.0' } });
  });
});

describe('a log', () => {
  const typical = readFileSync('fixtures/formats/verdaccio/typical/input.log', 'utf8');

  it('gives the same events in halves', () => expectHalvesAlike(typical));

  it('keeps every record, whatever is done to its lines', () => {
    const lines = typical.trim().split('\n');
    for (let seed = 1; seed < 50; seed++) {
      const order = lines.map((text, n) => ({ text, key: (Math.imul(n + 1, 2_654_435_761) * seed) >>> 8 }));
      const shuffled = order.sort((a, b) => a.key - b.key).map(({ text }) => text);
      expectConserved(read(shuffled), lines.length);
    }
  });

  it('keeps every record whose members have other types', () => {
    const lines = typical.trim().split('\n');
    const values = ['null', '[]', '{}', '0', '""', 'true', '{"__proto__":1}', '"\\ud800"'];
    for (const value of values) {
      for (const name of [
        'time',
        'req',
        'request',
        'headers',
        'user',
        'status',
        'bytes',
        'msg',
        'name',
        'url',
        'remoteIP',
      ]) {
        const changed = lines.map((text) => JSON.stringify(replaced(JSON.parse(text), name, JSON.parse(value))));
        expectConserved(read(changed), lines.length);
      }
    }
  });
});

function replaced(value: unknown, name: string, by: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === name ? by : replaced(inner, name, by)]),
  );
}

describe('recognition', () => {
  it('needs a request in Verdaccio shape', () => {
    expect(score(requested(0, { method: 'GET', url: '/x' }))).toBe(85);
    expect(score(`[${answered(0, { method: 'GET', url: '/x' }, 200, 1)}]`)).toBe(85);
  });

  it('takes a start of the server for less', () => {
    expect(score(line(0, { msg: 'http address - http://0.0.0.0:4873/ - verdaccio/6.8.0' }))).toBe(55);
  });

  it.each([
    [
      'another program that logs with pino',
      line(0, { req: { method: 'GET', url: '/' }, res: { statusCode: 200 }, msg: 'x' }),
    ],
    ['a pino line without a request', line(0, { msg: 'hello' })],
    ['an object', '{"level":30}'],
    ['text', 'http <-- 200'],
    ['nothing', ''],
  ])('does not take %s', (_, text) => expect(score(text)).toBe(0));
});
