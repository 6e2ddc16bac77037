import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/core/action.ts';
import { type EventMembers, membersOf } from '../../src/core/event.ts';
import type { Context, Out } from '../../src/core/format.ts';
import { beginsLog } from '../../src/formats/debug-log/line.ts';
import format from '../../src/formats/npm-debug-log.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const SAMPLES = '../shared/samples/npm-cli-debug-log';
const HOST = 'https://registry.example';
const START = '2026-03-31T00_39_55_120Z';

function score(text: string): number {
  return format.recognise(sampleOf(parseNaively(text)));
}

/** The lines of a run, numbered. */
function log(title: string, lines: readonly string[], exit: number | null = 0): string {
  const words = title.split(' ').slice(1);
  const all = [
    'verbose cli /usr/bin/node /usr/bin/npm',
    'info using npm@11.19.1',
    `verbose title ${title}`,
    `verbose argv ${words.map((word) => JSON.stringify(word)).join(' ')}`,
    `verbose logfile /home/dev/.npm/_logs/${START}-debug-0.log`,
    ...lines,
    ...(exit === null ? [] : [`verbose exit ${exit}`]),
  ];
  return all.map((text, n) => `${n} ${text}`).join('\n');
}

function eventsOf(outs: readonly Out[]): EventMembers[] {
  return outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
}

function read(text: string, context: Partial<Context> = {}): EventMembers[] {
  return eventsOf(readNaively(format, text, context));
}

function problems(text: string, name = `${START}-debug-0.log`): string[] {
  return readNaively(format, text, { name }).flatMap((out) => (out.kind === 'problem' ? [out.message] : []));
}

const WIDGET = `${HOST}/@acme%2fwidget`;
const KEY = 'ab'.repeat(64);

/** Run, request, and what they must become. */
const TABLE: readonly (readonly [string, string, Action, object])[] = [
  ['npm publish', `PUT 200 ${WIDGET}`, 'package.published', { package: '@acme/widget', outcome: 'success' }],
  ['npm publish', `PUT 409 ${WIDGET}`, 'package.published', { outcome: 'failure', status: 409 }],
  ['npm publish', `PUT 403 ${WIDGET}`, 'package.published', { outcome: 'denied' }],
  [
    'npm deprecate @acme/widget@1.0.0 bad',
    `PUT 200 ${WIDGET}`,
    'package.deprecated',
    { version: '1.0.0', deprecated: 'bad' },
  ],
  ['npm deprecate @acme/widget@<2 bad', `PUT 200 ${WIDGET}`, 'package.deprecated', { resource: '@acme/widget@<2' }],
  ['npm undeprecate @acme/widget@1.0.0', `PUT 200 ${WIDGET}`, 'package.undeprecated', { version: '1.0.0' }],
  ['npm star @acme/widget', `PUT 200 ${WIDGET}`, 'package.metadata_changed', {}],
  [
    'npm unpublish @acme/widget@1.0.1',
    `DELETE 200 ${HOST}/@acme/widget/-/widget-1.0.1.tgz/-rev/9-b`,
    'package.version_deleted',
    { version: '1.0.1' },
  ],
  ['npm unpublish @acme/widget@1.0.1', `PUT 201 ${WIDGET}/-rev/9-b`, 'package.version_deleted', { version: '1.0.1' }],
  ['npm unpublish @acme/widget', `DELETE 200 ${WIDGET}/-rev/9-b`, 'package.unpublished', { package: '@acme/widget' }],
  [
    'npm dist-tag add @acme/widget@1.0.1 beta',
    `PUT 201 ${HOST}/-/package/@acme%2fwidget/dist-tags/beta`,
    'package.dist_tag_changed',
    { tag: 'beta', version: '1.0.1' },
  ],
  [
    'npm dist-tags rm @acme/widget beta',
    `DELETE 200 ${HOST}/-/package/@acme%2fwidget/dist-tags/beta`,
    'package.dist_tag_changed',
    { tag: 'beta', native_action: 'npm dist-tag rm' },
  ],
  [
    'npm owner add bob @acme/widget',
    `PUT 200 ${WIDGET}/-rev/9-b`,
    'package.owner_added',
    { user: 'bob', package: '@acme/widget' },
  ],
  ['npm author rm bob @acme/widget', `PUT 200 ${WIDGET}/-rev/9-b`, 'package.owner_removed', { user: 'bob' }],
  ['npm adduser', `PUT 201 ${HOST}/-/user/org.couchdb.user:alice`, 'auth.login', { actor: 'alice' }],
  [
    'npm login',
    `PUT 401 ${HOST}/-/user/org.couchdb.user:alice`,
    'auth.login_failed',
    { user: 'alice', outcome: 'denied' },
  ],
  ['npm login', `POST 200 ${HOST}/-/v1/login`, 'auth.login', { outcome: 'success' }],
  ['npm logout', `DELETE 200 ${HOST}/-/user/token/x`, 'auth.logout', {}],
  ['npm token create', `POST 200 ${HOST}/-/npm/v1/tokens`, 'auth.token.created', {}],
  [
    'npm token revoke abab',
    `DELETE 200 ${HOST}/-/npm/v1/tokens/token/${KEY}`,
    'auth.token.revoked',
    { token_fp: `sha512:${KEY}` },
  ],
  ['npm profile enable-2fa', `POST 200 ${HOST}/-/npm/v1/user`, 'auth.2fa.enabled', {}],
  ['npm profile get', `GET 200 ${HOST}/-/npm/v1/user`, 'other', { native_action: 'npm profile get', status: 200 }],
  ['npm access list packages', `GET 200 ${HOST}/-/org/acme/package`, 'other', { native_action: 'npm access list' }],
  [
    'npm i axios',
    `POST 200 ${HOST}/-/npm/v1/security/audits/quick`,
    'other',
    { native_action: 'npm install', resource: 'axios' },
  ],
  ['npm', `GET 200 ${HOST}/-/ping`, 'other', { native_action: 'npm' }],
];

describe('commands', () => {
  it.each(TABLE)('%s with %s is %s', (title, request, action, members) => {
    const events = read(log(title, [`http fetch ${request} 20ms`]));
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ action, grade: 'client', client: 'npm/11.19.1', ...members });
  });

  it.each([
    ['npm publish', 'package.published', { outcome: 'failure' }],
    ['npm owner add bob @acme/widget', 'package.owner_added', { user: 'bob', package: '@acme/widget' }],
    ['npm dist-tag add @acme/widget@1.0.1 beta', 'package.dist_tag_changed', { version: '1.0.1', tag: 'beta' }],
    ['npm login', 'auth.login_failed', {}],
    ['npm ls', 'other', { outcome: 'failure' }],
  ])('%s that fails before any request is a failed %s', (title, action, members) => {
    expect(read(log(title, ['error code EWHATEVER', 'error it broke'], 1))).toMatchObject([
      { action, error: 'EWHATEVER', text: 'it broke', outcome: 'failure', ...members },
    ]);
  });

  it('that ends well without its request has changed nothing', () => {
    expect(read(log('npm owner add bob @acme/widget', ['info owner add Already a package owner']))).toMatchObject([
      { action: 'other', outcome: 'success' },
    ]);
  });

  it('that is cut before its end has an unknown outcome', () => {
    expect(read(log('npm publish', [], null))).toMatchObject([{ action: 'package.published', outcome: 'unknown' }]);
  });
});

describe('a run', () => {
  it('of unpublish folds its two requests into one act', () => {
    const put = `http fetch PUT 201 ${WIDGET}/-rev/8-a 20ms`;
    const remove = `http fetch DELETE 201 ${HOST}/@acme/widget/-/widget-1.0.1.tgz/-rev/9-b 20ms`;
    const outs = readNaively(format, log('npm unpublish @acme/widget@1.0.1', [put, remove]));
    expect(outs.filter(({ kind }) => kind === 'event')).toMatchObject([
      { records: [6, 5, 2, 1, 3, 4, 7], event: { action: 'package.version_deleted', version: '1.0.1' } },
    ]);
  });

  it('of login tries the browser, then the password, and is one act', () => {
    const tries = [
      `http fetch POST 404 ${HOST}/-/v1/login 9ms`,
      `http fetch PUT 201 ${HOST}/-/user/org.couchdb.user:alice 9ms`,
    ];
    expect(read(log('npm login', tries))).toMatchObject([{ action: 'auth.login', actor: 'alice', outcome: 'success' }]);
  });

  it('of login in the browser that ends badly has failed', () => {
    const events = read(log('npm login', [`http fetch POST 200 ${HOST}/-/v1/login 9ms`, 'error code ETIMEDOUT'], 1));
    expect(events).toMatchObject([{ action: 'auth.login_failed', outcome: 'failure' }]);
  });

  it('of deprecate with an empty text takes a deprecation back', () => {
    const text = log('npm deprecate @acme/widget@1.0.0', [`http fetch PUT 200 ${WIDGET} 9ms`]);
    expect(read(text.replace('"@acme/widget@1.0.0"', '"@acme/widget@1.0.0" ""'))).toMatchObject([
      { action: 'package.undeprecated', version: '1.0.0' },
    ]);
  });
});

describe('an E401', () => {
  it('is a refused login besides', () => {
    const outs = readNaively(format, log('npm publish', [`http fetch PUT 401 ${WIDGET} 9ms`, 'error code E401'], 1));
    const events = outs.filter((out) => out.kind === 'event');
    expect(events.map(({ event }) => [event.action, event.number])).toEqual([
      ['package.published', undefined],
      ['auth.login_failed', 1],
    ]);
    expect(events[0]?.records).toEqual(events[1]?.records);
  });
});

describe('time', () => {
  const named = {
    basis: 'file-name',
    at: { text: '2026-01-01T00:00:00.000Z', micros: 1_767_225_600_000_000, precision: 'ms' },
  } as const;

  it('is the start that the log states', () => {
    expect(read(log('npm ls', []))).toMatchObject([
      { time: '2026-03-31T00:39:55.120Z', basis: 'file_name', time_raw: START },
    ]);
  });

  it('is the start in the name of the file where the log states none', () => {
    const text = log('npm ls', []).replace(/^4 .*$/m, '4 silly x');
    expect(read(text, { taken: named })).toMatchObject([{ time: named.at.text, basis: 'file_name' }]);
  });

  it('is unknown otherwise', () => {
    const text = log('npm ls', []).replace(/^4 .*$/m, '4 silly x');
    for (const basis of ['unknown', 'collected', 'taken-at'] as const) {
      const [event] = read(text, { taken: { ...named, basis } });
      expect(event).not.toHaveProperty('time');
      expect(event).not.toHaveProperty('basis');
    }
  });

  it('of requests is bounded below only', () => {
    const [event] = read(log('npm i', [`http fetch GET 200 ${HOST}/axios/-/axios-1.14.1.tgz 60ms (cache miss)`]));
    expect(event).toMatchObject({ not_before: '2026-03-31T00:39:55.120Z', basis: 'log_window' });
    expect(event).not.toHaveProperty('time');
  });
});

describe('numbering', () => {
  const lines = log('npm ls', ['silly a', 'silly b', 'silly c']).split('\n');

  it('without a gap is no problem', () => expect(problems(lines.join('\n'))).toEqual([]));

  it('may repeat a number', () => {
    expect(problems(lines.join('\n').replace('5 silly a', '5 silly a\n5 silly more'))).toEqual([]);
  });

  it.each([
    [lines.filter((_, n) => n !== 6), ['line 6 is missing: numbering is gapless in every log npm writes']],
    [lines.slice(3), ['lines 0 to 2 are missing: numbering is gapless in every log npm writes']],
    [[...lines, '3 silly x'], ['the numbers fall from 8 to 3: npm never writes that']],
  ])('with a gap says so once', (text, expected) => expect(problems(text.join('\n'))).toEqual(expected));

  it('goes on in the next file of a long run', () => {
    expect(problems('50000 silly x\n50001 silly y', `${START}-debug-1.log`)).toEqual([]);
  });
});

describe('lines from the console', () => {
  it('are read without numbers', () => {
    const text = 'npm verbose title npm publish\nnpm notice name: widget\nnpm ERR! code E403\nnpm ERR! 403 Forbidden';
    expect(read(text)).toMatchObject([
      { action: 'package.published', error: 'E403', outcome: 'denied', package: 'widget' },
    ]);
  });
});

describe('many requests', () => {
  it('are each kept', () => {
    const writes = Array.from({ length: 1500 }, (_, n) => `http fetch PUT 200 ${HOST}/p${n} 1ms`);
    const cached = Array.from({ length: 10_500 }, (_, n) => `http cache q@${HOST}/q/-/q-1.0.${n}.tgz 0ms (cache hit)`);
    const events = read(log('npm publish', [...writes, ...cached]));
    expect(events.filter(({ action }) => action === 'package.published')).toHaveLength(1500);
    expect(events.filter(({ action }) => action === 'artifact.downloaded')).toHaveLength(10_500);
  });
});

function conserved(text: string): void {
  const outs = readNaively(format, text);
  const told = new Set(outs.flatMap((out) => (out.kind === 'state' ? [] : out.records)));
  expect(told.size).toBe(text.split('\n').filter((line) => line.trim() !== '').length);
}

describe('every record', () => {
  const folder = 'fixtures/formats/npm-debug-log';

  it.each(readdirSync(folder))('of %s is told of, cut anywhere', (name) => {
    const text = readFileSync(`${folder}/${name}/input.log`, 'utf8').replaceAll('\r', '');
    conserved(text);
    for (let cut = 1; cut < text.length; cut += 37) conserved(text.slice(0, cut));
    for (let cut = 1; cut < text.length; cut += 41) conserved(text.slice(cut));
  });
});

describe.runIf(existsSync(SAMPLES))('the real logs', () => {
  const names = existsSync(SAMPLES) ? readdirSync(SAMPLES).filter((name) => name.endsWith('.log')) : [];

  it.each(names)('%s', (name) => {
    const text = readFileSync(`${SAMPLES}/${name}`, 'utf8');
    expect(text.split('\n').some(beginsLog)).toBe(true);
    expect(score(text)).toBe(80);
    conserved(text);
    expect(problems(text, name)).toEqual([]);
    const expected: Action = name.includes('publish') ? 'package.published' : 'other';
    const events = read(text);
    const denied = name.includes('401') || name.includes('E403');
    const outcome = denied ? 'denied' : name.includes('conflict') ? 'failure' : 'success';
    expect(events.find(({ native_action }) => native_action?.startsWith('npm ') === true)).toMatchObject({
      action: expected,
      outcome,
    });
    expect(events.some(({ action }) => action === 'auth.login_failed')).toBe(name.includes('401'));
  });
});
