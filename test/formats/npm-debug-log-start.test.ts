import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type EventMembers, membersOf } from '../../src/core/event.ts';
import type { Context } from '../../src/core/format.ts';
import { momentOf } from '../../src/core/time.ts';
import { beginsLog } from '../../src/formats/debug-log/line.ts';
import format from '../../src/formats/npm-debug-log.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

function score(text: string): number {
  return format.recognise(sampleOf(parseNaively(text)));
}

function read(text: string, context: Partial<Context> = {}): EventMembers[] {
  return readNaively(format, text, context).flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
}

describe('a command line of npm 7 and older', () => {
  it.each([
    ['"/usr/bin/node" "/usr/lib/npm/bin/npm-cli.js" "publish"', 'npm publish'],
    ['"/usr/bin/node" "/usr/bin/npm" "publish"', 'npm publish'],
    ['"/opt/node/bin/node18" "/home/dev/.npm-global/bin/npm" "publish" "--tag" "next"', 'npm publish'],
    ['"C:\\\\nodejs\\\\node.exe" "C:\\\\nodejs\\\\npm.cmd" "publish"', 'npm publish'],
    ['"C:\\nodejs\\node.exe" "C:\\nodejs\\node_modules\\npm\\bin\\npm-cli.js" "publish"', 'npm publish'],
    ['"~/bin/node" "~/bin/npm" "publish"', 'npm publish'],
    ['"/usr/bin/npm" "publish"', 'npm publish'],
    ['"/usr/bin/node" "/usr/bin/npm" "--registry" "https://registry.example/" "publish"', 'npm publish'],
    ['"/usr/bin/node" "/usr/bin/npm" "--//registry.example/:_authToken" "abc" "publish"', 'npm publish'],
    ['"/usr/bin/node" "/usr/bin/npx" "widget"', 'npm exec'],
    ['"/usr/bin/node" "/usr/lib/npm/bin/npx-cli.js" "exec" "widget"', 'npm exec'],
    ['"publish" "/opt/npm"', 'npm publish'],
    ['"exec" "--" "npm" "publish"', 'npm exec'],
    ['"/usr/bin/node" "/usr/bin/npm"', 'npm'],
  ])('%s is %s', (argv, expected) => {
    const [event] = read(`0 verbose cli [\n1 info using npm@7.24.2\n2 verbose argv ${argv}\n3 verbose exit 1`);
    expect(event?.native_action).toBe(expected);
  });

  it('does not count the value of an option among its words', () => {
    const argv = '"/usr/bin/node" "/usr/bin/npm" "install" "--registry" "https://registry.example/" "axios"';
    const [event] = read(`0 verbose cli [\n1 info using npm@7.24.2\n2 verbose argv ${argv}\n3 verbose exit 0`);
    expect(event).toMatchObject({ native_action: 'npm install', resource: 'axios' });
  });
});

describe('the start of a log', () => {
  it.each([
    ['0 verbose cli /usr/bin/node /usr/bin/npm', true],
    ['0 verbose cli [', true],
    ["0 verbose cli [ '/usr/bin/node', '/usr/bin/npm', 'ls' ]", true],
    ['0 info it worked if it ends with ok', true],
    ["0 verbose cli   '/usr/bin/node',", false],
    ['0 verbose cli ]', false],
    ['10 verbose cli [', false],
    ['0 verbose client', false],
  ])('%s: %s', (line, expected) => expect(beginsLog(line)).toBe(expected));
});

describe('recognition', () => {
  it.each([
    ['a log', '0 verbose cli node npm', 80],
    ['a log of npm 6', '0 info it worked if it ends with ok\n1 verbose cli [', 80],
    ['a log after other lines', '+ cat x\n0 verbose cli node npm', 80],
    ['a log without its start', '7 silly a\n7 silly b\n8 http c\n9 verbose d\n10 info e', 60],
    ['a few such lines', '7 silly a\n8 silly b', 0],
    ['numbers and words', '1 a\n2 b\n3 c\n4 d\n5 e\n6 f', 0],
    ['JSON', '{"a":1}', 0],
    ['nothing', '', 0],
  ])('of %s', (_, text, expected) => expect(score(text)).toBe(expected));

  it('knows that the last line is whole', () => {
    expect(format.whole?.('34 info ok')).toBe(true);
    expect(format.whole?.('30 verbose exit [ 1, true ]')).toBe(true);
    expect(format.whole?.('30 verbose exit [ 1, true')).toBe(false);
    expect(format.whole?.('34 verbose exit 1')).toBe(false);
  });
});

describe('the refused publish of the incident acme-2026', () => {
  const name = '2026-06-09T03_40_12_377Z-debug.log';
  const at = momentOf('2026-06-09T03:40:12.377Z');
  const taken: Context['taken'] = at === undefined ? { basis: 'unknown' } : { at, basis: 'file-name' };

  it('is one event with the fingerprint of the token', () => {
    const events = read(readFileSync(`fixtures/incidents/acme-2026/${name}`, 'utf8'), { name, taken });
    const tokens = JSON.parse(readFileSync('fixtures/incidents/acme-2026/token-list.20260609T055500Z.json', 'utf8'));
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      action: 'package.published',
      outcome: 'failure',
      time: '2026-06-09T03:40:12.377Z',
      package: '@acme/widget',
      version: '1.4.2',
      error: 'EPUBLISHCONFLICT',
    });
    const keys = (tokens as { key: string }[]).map(({ key }) => `sha512:${key}`);
    expect(keys).toContain(events[0]?.token_fp);
  });
});

describe('a line that says again what an earlier one said', () => {
  it('accounts for that one, also where its own number is a problem', () => {
    const cached = 'http cache axios@https://registry.example/axios/-/axios-1.14.1.tgz 0ms (cache hit)';
    const text = `0 verbose cli a b\n1 ${cached}\n7 ${cached}\n8 verbose exit 0`;
    const outs = readNaively(format, text);
    const named = new Set(outs.flatMap((out) => ('records' in out ? out.records : [])));
    expect([...named].sort()).toEqual([0, 1, 2, 3]);
    expect(outs).toContainEqual({ kind: 'ignored', rule: 'cache-line-repeated', records: [1] });
    expect(outs).toContainEqual(expect.objectContaining({ kind: 'problem', records: [2] }));
  });
});

it('a log of which only the exchange of an identity is left accounts for that request', () => {
  const exchange =
    'http fetch POST 403 https://registry.example/-/npm/v1/oidc/token/exchange/package/@acme%2fwidget 300ms';
  const text = `22 notice\n23 ${exchange}`;
  expect(readNaively(format, text)).toContainEqual(expect.objectContaining({ kind: 'event', records: [1] }));
  expect(read(text)).toMatchObject([
    { action: 'auth.token.created', outcome: 'denied', status: 403, package: '@acme/widget' },
  ]);
});
