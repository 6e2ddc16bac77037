import { expect, it } from 'vitest';
import { eventsOf, expectConserved, read } from '../support/verdaccio.ts';

const START = 1_774_917_600_000;
const DOCUMENT = { method: 'PUT', url: '/@acme%2fwidget/-rev/9-c72229f9eb89c2c3' };
const TARBALL = { method: 'DELETE', url: '/@acme/widget/-/widget-1.0.1.tgz/-rev/10-aa2229f9eb89c2c3' };

type Request = typeof DOCUMENT;

function line(at: number, members: object): string {
  return JSON.stringify({ level: 25, time: START + at, pid: 7, hostname: 'reg', ...members });
}

function announced(at: number, { method, url }: Request): string {
  const headers = { 'user-agent': 'npm/11.19.1 node/v20.20.2', 'npm-command': 'unpublish' };
  return line(at, { sub: 'in', req: { method, url, headers, remoteAddress: '203.0.113.7' }, ip: '203.0.113.7' });
}

function answered(at: number, request: Request, status = 201, user = 'alice'): string {
  return line(at, { sub: 'in', request, user, remoteIP: '203.0.113.7', status, bytes: { in: 9, out: 30 } });
}

function change(at: number, version = '1.0.1'): string {
  return line(at, { name: '@acme/widget', version, msg: `unpublishing @acme/widget@${version}` });
}

const FIRST = [announced(0, DOCUMENT), change(20), answered(50, DOCUMENT)];

function told(lines: readonly string[]): unknown[] {
  const outs = read(lines);
  expectConserved(outs, lines.length);
  return eventsOf(outs).map(({ action, version, time }) => [action, version, time?.slice(-7)]);
}

const GONE = 'package.version_deleted';

it('is one act, at the time of the document', () => {
  expect(told([...FIRST, announced(400, TARBALL), answered(450, TARBALL)])).toEqual([[GONE, '1.0.1', '00.050Z']]);
});

it('is one act where the log ends before the second answer, or begins before the first', () => {
  expect(told([...FIRST, announced(400, TARBALL)])).toEqual([[GONE, '1.0.1', '00.050Z']]);
  const end = [answered(50, DOCUMENT), announced(400, TARBALL), answered(450, TARBALL)];
  expect(told(end)).toEqual([[GONE, '1.0.1', '00.050Z']]);
});

it.each([
  ['another version', [announced(0, DOCUMENT), change(20, '1.0.0'), answered(50, DOCUMENT)], 201, 'alice', 400],
  ['another account', FIRST, 201, 'bob', 400],
  ['a refused deletion', FIRST, 403, 'alice', 400],
  ['a deletion a minute later', FIRST, 201, 'alice', 60_100],
] as const)('is not one act with %s', (_, first, status, user, at) => {
  const lines = [...first, announced(at, TARBALL), answered(at + 50, TARBALL, status, user)];
  expect(told(lines)).toHaveLength(2);
});
