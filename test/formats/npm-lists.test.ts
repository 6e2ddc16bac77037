import { describe, expect, it } from 'vitest';
import { membersOf } from '../../src/core/event.ts';
import type { Out, Taken } from '../../src/core/format.ts';
import { parseTime } from '../../src/core/time.ts';
import { subjectOfFile } from '../../src/formats/npm/file-subject.ts';
import { isNotice } from '../../src/formats/npm/notice.ts';
import error from '../../src/formats/npm-error.ts';
import owner from '../../src/formats/npm-owner.ts';
import tokenList from '../../src/formats/npm-token-list.ts';
import columns from '../../src/formats/npm-token-parseable.ts';
import { readNaively } from '../support/naive.ts';

describe('subjectOfFile', () => {
  it.each([
    ['owners-axios.20260331T043000Z.txt', 'npm-owner:owners-axios'],
    ['owners-axios.txt', 'npm-owner:owners-axios'],
    ['owners-axios.2026-03-31.txt.gz', 'npm-owner:owners-axios'],
    ['owners-axios-2026-03-31T04-30-00Z.txt', 'npm-owner:owners-axios'],
    ['owners-axios_20260331_0430.txt', 'npm-owner:owners-axios'],
    ['20260331T043000Z-owners.json', 'npm-owner:owners'],
    ['20260331T043000Z.json', 'npm-owner:unnamed'],
    ['.json', 'npm-owner:unnamed'],
    ['owners', 'npm-owner:owners'],
  ])('%s is %s', (file, subject) => expect(subjectOfFile('npm-owner', file)).toBe(subject));
});

describe('isNotice', () => {
  it.each([
    ['npm warn using --force', true],
    ['npm WARN config', true],
    ['npm notice New minor version', true],
    ['npm <npm@example.test>', false],
    ['npmwarn x', false],
  ])('%s: %s', (line, expected) => expect(isNotice(line)).toBe(expected));
});

describe('npm-owner', () => {
  it.each([
    ['alice <alice@example.test>', true],
    ['no admin found', true],
    ['alice <alice@exam', false],
    ['no admin', false],
  ])('knows whether the unterminated line %s is whole: %s', (line, whole) => expect(owner.whole?.(line)).toBe(whole));
});

describe('npm-token-parseable', () => {
  const row = 'd6b20f\tnpm_aB\t2026-01-05T09:00:00.000Z\tfalse\t';
  it.each([
    ['key\ttoken\tcreated\treadonly\tCIDRs', true],
    ['key\ttoken\tcreated\treadonly\tCIDR', false],
    [row, true],
    [row.trimEnd(), false],
    [`${row}203.0.113.0/24`, true],
    [`${row}203.0.113.0/24,10.0.0.0/8`, true],
    [`${row}203.0.113.0/2`, false],
    [`${row}203.0.113.0`, false],
    [`${row}203.0.113.0/24,`, false],
    [`${row}2001:db8::/64`, true],
    [`${row}2001:db8::/12`, false],
    [`${row}2001:db8::/128`, true],
    ['', false],
  ])('knows whether the unterminated line %j is whole: %s', (line, whole) => expect(columns.whole?.(line)).toBe(whole));
});

describe('npm-token-list', () => {
  it('does not mix up tokens whose key npm struck out', () => {
    const tokens = [{ key: '***', token: 'npm_aB', created: '2026-01-05T09:00:00.000Z' }];
    const [problem] = readNaively(tokenList, JSON.stringify(tokens));
    expect(problem).toMatchObject({ kind: 'problem', code: 'missing-field' });
  });
});

function taken(basis: Taken['basis']): Taken {
  const result = parseTime('2026-04-01T09:00:00Z');
  return result.ok ? { at: result.moment, basis } : { basis };
}

function problems(outs: readonly Out[]): readonly string[] {
  return outs.flatMap((out) => (out.kind === 'problem' ? [`${out.code}: ${out.message}`] : []));
}

describe('npm-error', () => {
  it.each([
    ['E401', 'auth.login_failed', 'denied', /Your account\? Then you were locked out when this was taken/],
    ['E403', 'auth.login_failed', 'denied', /it had no right to this when it was taken/],
    ['ENEEDAUTH', 'auth.login_failed', 'denied', /nobody was logged in/],
    ['EOTP', 'auth.login_failed', 'denied', /one-time password/],
    ['E404', 'artifact.metadata_read', 'failure', /not there, or this account may not see it/],
    ['E500', 'other', 'failure', /npm failed \(E500\)/],
  ])('%s is %s', (code, action, outcome, hint) => {
    const outs = readNaively(error, JSON.stringify({ error: { code, summary: 'x' } }), { taken: taken('file-name') });
    const [event] = outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
    expect(event).toMatchObject({ action, outcome, error: code, time: '2026-04-01T09:00:00.000Z', text: 'x' });
    expect(problems(outs)).toEqual([expect.stringMatching(/^npm-error: /)]);
    expect(problems(outs)[0]).toMatch(hint);
  });

  it.each([
    ['taken-at', 'reported'],
    ['http-date', 'event'],
    ['file-name', 'file_name'],
    ['collected', 'reported'],
  ] as const)('a time known from %s is %s', (from, basis) => {
    const outs = readNaively(error, '{"error":{"code":"E401"}}', { taken: taken(from) });
    const [event] = outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
    expect(event?.basis).toBe(basis);
  });

  it.each([
    ['Unauthorized', 'E401'],
    ['You must be logged in to publish packages.', 'E401'],
    ['Forbidden', 'E403'],
    ['not_found', 'E404'],
    ['version not found: 9.9.9', 'E404'],
  ])('reads the registry saying %s as %s', (sentence, code) => {
    const outs = readNaively(error, JSON.stringify({ error: sentence }), { taken: taken('http-date') });
    const [event] = outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
    expect(event?.error).toBe(code);
  });
});
