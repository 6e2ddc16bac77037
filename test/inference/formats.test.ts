import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Format } from '../../src/core/format.ts';
import type { StateView } from '../../src/core/inference.ts';
import type { Json } from '../../src/core/json.ts';
import { momentOf } from '../../src/core/time.ts';
import npmPackument from '../../src/formats/npm-packument.ts';
import npmProfile from '../../src/formats/npm-profile.ts';
import npmTokenList from '../../src/formats/npm-token-list.ts';
import npmTokenParseable from '../../src/formats/npm-token-parseable.ts';
import accountEmailChanged from '../../src/inference/account-email-changed.ts';
import distTagMoved from '../../src/inference/dist-tag-moved.ts';
import profileChanged from '../../src/inference/profile-changed.ts';
import tokenRevoked from '../../src/inference/token-revoked.ts';
import versionVanished from '../../src/inference/version-vanished.ts';
import { parseNaively, readNaively, recordsOf } from '../support/naive.ts';
import { infer, said, stateOf } from './support.ts';

/** The states that a format makes of a text: inferences must know its subjects and parts by their names. */
function statesOf(format: Format, text: string, evidence: string, taken?: string): StateView[] {
  const records = recordsOf(parseNaively(text), format);
  const at = momentOf(taken);
  const outs = readNaively(format, text, {
    taken: at === undefined ? { basis: 'unknown' } : { at, basis: 'taken-at' },
  });
  const parts = outs.filter((out) => out.kind === 'part');
  const states = outs.filter((out) => out.kind === 'state');
  return states.map(({ subject, newest }) => {
    const own = parts.filter((part) => part.subject === subject);
    const values = own.map(
      ({ name, records: [number = 0] }) => [name, parsedOrText(records[number]?.text ?? '')] as const,
    );
    return stateOf(subject, new Map(values), { evidence, ...(at && { taken: at.text }) }, newest?.text);
  });
}

function parsedOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

const [FIRST, SECOND] = ['2026-04-01T00:00:00.000Z', '2026-04-02T00:00:00.000Z'];

function packument(modified: string, versions: Readonly<Record<string, object>>, latest: string): string {
  const time = {
    created: '2026-01-05T09:00:00.000Z',
    '1.0.0': '2026-01-05T09:00:00.500Z',
    '1.0.1': '2026-03-31T00:21:58.168Z',
    modified,
  };
  return JSON.stringify({ _id: 'acme-widget', name: 'acme-widget', 'dist-tags': { latest }, versions, time });
}

it('knows the parts of a packument', () => {
  const both = packument('2026-03-31T00:21:58.500Z', { '1.0.0': {}, '1.0.1': {} }, '1.0.1');
  const one = packument('2026-03-31T03:15:30.000Z', { '1.0.0': {} }, '1.0.0');
  const states = [...statesOf(npmPackument, both, 'both'), ...statesOf(npmPackument, one, 'one', FIRST)];
  expect(said(infer(versionVanished, states))).toEqual([
    {
      action: 'package.version_deleted',
      package: 'acme-widget',
      version: '1.0.1',
      not_before: '2026-03-31T00:21:58.500Z',
      not_after: '2026-03-31T03:15:30.000Z',
    },
  ]);
  expect(said(infer(distTagMoved, states))).toMatchObject([{ tag: 'latest', old: '1.0.1', new: '1.0.0' }]);
});

it('knows the parts of a profile', () => {
  const profile = {
    name: 'alice',
    email: 'a@example.test',
    email_verified: true,
    tfa: null,
    created: '2020-01-01T00:00:00.000Z',
  };
  const states = [
    ...statesOf(npmProfile, JSON.stringify({ ...profile, tfa: { pending: false, mode: 'auth-only' } }), 'a', FIRST),
    ...statesOf(npmProfile, JSON.stringify({ ...profile, email: 'eve@example.test' }), 'b', SECOND),
  ];
  expect(said(infer(profileChanged, states)).map(({ action, user, old }) => [action, user, old])).toEqual([
    ['auth.email_changed', 'alice', 'a@example.test'],
    ['auth.2fa.disabled', 'alice', 'auth-only'],
  ]);
});

describe('the tokens of a list', () => {
  const [ci, laptop] = ['a1'.repeat(64), 'b2'.repeat(64)];
  const rows = [ci, laptop].map((key, i) => ({
    key,
    token: 'npm_aB',
    id: key.slice(0, 6),
    name: ['ci', 'laptop'][i],
    created: FIRST,
    readonly: false,
    cidr_whitelist: null,
  }));
  const after = statesOf(npmTokenList, JSON.stringify(rows.slice(1)), 'after', SECOND);
  const revoked = {
    token_fp: `sha512:${ci}`,
    token_name: 'ci',
    token_id: 'a1a1a1',
    not_before: FIRST,
    not_after: SECOND,
  };

  it('as JSON', () => {
    const before = statesOf(npmTokenList, JSON.stringify(rows), 'before', FIRST);
    expect(said(infer(tokenRevoked, [...before, ...after]))).toMatchObject([revoked]);
  });

  it('as columns', () => {
    const lines = rows.map(({ key, token, id, name, created }) =>
      [key, token, id, name, created, 'false', ''].join('\t'),
    );
    const text = ['key\ttoken\tid\tname\tcreated\treadonly\tCIDRs', ...lines].join('\n');
    const before = statesOf(npmTokenParseable, text, 'before', FIRST);
    expect(said(infer(tokenRevoked, [...before, ...after]))).toMatchObject([revoked]);
  });
});

const SAMPLES = '../shared/samples/npm-packument';

it('finds what changed in a real packument, if it is at hand', () => {
  const file = `${SAMPLES}/pacote-abbrev-packument-full.json`;
  const states = existsSync(file) ? statesOf(npmPackument, readFileSync(file, 'utf8'), file) : [];
  const gone = infer(versionVanished, states).map(({ members }) => members.version);
  expect(gone).toEqual(states.length === 0 ? [] : ['1.0.1', '1.0.2', '1.0.3-1']);
  const addresses = infer(accountEmailChanged, states).map(({ members }) => [
    members.user,
    members.not_after?.slice(0, 10),
  ]);
  expect(addresses).toEqual(
    states.length === 0
      ? []
      : [
          ['isaacs', '2015-05-21'],
          ['isaacs', '2016-06-15'],
        ],
  );
});

it('leaves the unpublished package to its own event, if it is at hand', () => {
  const file = `${SAMPLES}/unpublished.json`;
  const states = existsSync(file) ? statesOf(npmPackument, readFileSync(file, 'utf8'), file) : [];
  expect(infer(versionVanished, states)).toEqual([]);
});
