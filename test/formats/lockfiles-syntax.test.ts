import { describe, expect, it } from 'vitest';
import { gitOrigin, originOf } from '../../src/formats/lockfile/origin.ts';
import { pnpmKey } from '../../src/formats/lockfile/pnpm-key.ts';
import { flowMap, splitYaml, yamlScalar } from '../../src/formats/lockfile/yaml.ts';
import { rangesOf } from '../../src/formats/lockfile/yarn-entry.ts';
import pnpm from '../../src/formats/pnpm-lock.ts';
import { readNaively } from '../support/naive.ts';

const COMMIT = '4f1d0b6a9c2e7d3b8a5f60112233445566778899';

describe('where a package comes from', () => {
  it.each([
    [`git+ssh://git@git.example.test/acme/gear.git#${COMMIT}`, { kind: 'git', repo: 'acme/gear', commit: COMMIT }],
    [`git+https://user:pass@git.example.test:8443/acme/sub/gear#${COMMIT}`, { kind: 'git', repo: 'acme/sub/gear' }],
    [`git@git.example.test:acme/gear.git#${COMMIT}`, { kind: 'git', repo: 'acme/gear', commit: COMMIT }],
    [`https://git.example.test/acme/gear.git#workspace=a&commit=${COMMIT}`, { kind: 'git', commit: COMMIT }],
    [`gitlab:acme/gear#${COMMIT}`, { kind: 'git', repo: 'acme/gear', commit: COMMIT }],
    ['github:acme/gear#v1.0.0', { kind: 'git', repo: 'acme/gear', commit: undefined }],
    ['gist:0123456789abcdef', { kind: 'git', repo: undefined }],
    ['git+file:///srv/gear', { kind: 'git', repo: undefined }],
    [`https://codeload.github.com/acme/gear/tar.gz/${COMMIT}`, { kind: 'git', repo: 'acme/gear', commit: COMMIT }],
    ['https://codeload.github.com/acme/gear/tar.gz/main', { kind: 'git', repo: 'acme/gear', commit: undefined }],
    [
      `${'https://registry.example/left/-/left-1.0.1.tgz'}#${COMMIT}`,
      { kind: 'remote', shasum: COMMIT, url: 'https://registry.example/left/-/left-1.0.1.tgz' },
    ],
    [
      'https://files.example.test/left.tgz#readme',
      { kind: 'remote', url: 'https://files.example.test/left.tgz#readme' },
    ],
    ['file:../left-1.0.1.tgz', { kind: 'file' }],
    ['./left.tar.gz', { kind: 'file' }],
    ['C:\\left.tgz', { kind: 'file' }],
    ['file:packages/left', { kind: 'folder' }],
    ['link:../left', { kind: 'folder' }],
    ['portal:../left', { kind: 'folder' }],
    ['x'.repeat(20_000), { kind: 'remote' }],
  ])('is read from %s', (text, found) => expect(originOf(text)).toMatchObject(found));

  it('is a repository where the lockfile says so', () => {
    expect(gitOrigin(`https://git.example.test/acme/gear#${COMMIT}`)).toMatchObject({ kind: 'git', repo: 'acme/gear' });
  });
});

describe('the syntax', () => {
  it.each([
    ['"a@^1", b@^2:', ['a@^1', 'b@^2']],
    ['"a@>= 1, < 2":', ['a@>= 1, < 2']],
    ['a@git+ssh://git@git.example.test/a.git:', ['a@git+ssh://git@git.example.test/a.git']],
    ['"a@^1"', undefined],
    ['a@^1, :', undefined],
    ['"a@^1" "b@^2":', undefined],
  ])('of the first line of a yarn entry is read: %s', (line, ranges) => expect(rangesOf(line)).toEqual(ranges));

  it.each([
    ['a: b', ['a', 'b']],
    ["'a: b': c", ['a: b', 'c']],
    ['"a\\"b":', ['a"b', '']],
    ['https://a.example.test/b: c', ['https://a.example.test/b', 'c']],
    ['a:b', undefined],
    ["'a: b", undefined],
    ["'a' b: c", undefined],
    [':', undefined],
  ])('of a YAML member is read: %s', (line, parts) => expect(splitYaml(line)).toEqual(parts));

  it.each([
    ['a b # c', 'a b'],
    ["'it''s' # c", "it's"],
    ['"\\x41\\u0042\\n"', 'AB\n'],
    ['"\\ud800"', undefined],
    ['"a" b', undefined],
    ['null', undefined],
    ['# c', undefined],
    ['*anchor', undefined],
    ['', undefined],
  ])('of a YAML scalar is read: %s', (text, value) => expect(yamlScalar(text)).toBe(value));

  it.each([
    ['{}', []],
    [
      '{a: b, \'c\': \'d, e\', "f": "g}"}',
      [
        ['a', 'b'],
        ['c', 'd, e'],
        ['f', 'g}'],
      ],
    ],
    ['{a: https://b.example.test:80/c#d, e: }', [['a', 'https://b.example.test:80/c#d']]],
    ['{a: b', undefined],
    ['{a: b} c', undefined],
    ['{a: {b: c}}', undefined],
    ['{a: b, a: c}', undefined],
    ['a: b', undefined],
    [`{a: ${'b'.repeat(20_000)}}`, undefined],
  ])('of a flow mapping is read: %s', (text, pairs) => {
    expect(flowMap(text)).toEqual(pairs === undefined ? undefined : new Map(pairs as [string, string][]));
  });
});

describe('a key of pnpm', () => {
  it.each([
    ['/left/1.0.1', { name: 'left', version: '1.0.1' }],
    ['/@acme/widget/1.1.0', { name: '@acme/widget', version: '1.1.0' }],
    ['/left/1.0.1-beta.2+5_right@1.0.0', { name: 'left', version: '1.0.1-beta.2+5' }],
    ['/left/1.0.1/right@1.0.0', { name: 'left', version: '1.0.1' }],
    ['/left@1.0.1', { name: 'left', version: '1.0.1' }],
    ['/@acme/widget@1.1.0(@acme/left@1.0.1)(right@1.0.0)', { name: '@acme/widget', version: '1.1.0' }],
    ['left@1.0.1', { name: 'left', version: '1.0.1' }],
    ['@acme/widget@1.1.0-rc.1', { name: '@acme/widget', version: '1.1.0-rc.1' }],
    ['left@latest', { name: 'left', version: 'latest' }],
    ['registry.example/left/1.0.1', { name: 'left', version: '1.0.1' }],
    ['registry.example/@acme/widget/1.1.0_left@1.0.1', { name: '@acme/widget', version: '1.1.0' }],
    ['registry.example/left@1.0.1', { name: 'left', version: '1.0.1' }],
    ['file:vendor/left.tgz', { origin: { kind: 'file', url: 'file:vendor/left.tgz' } }],
    [`git.example.test/acme/gear/${COMMIT}`, { origin: { url: `https://git.example.test/acme/gear/${COMMIT}` } }],
    [
      `cog@https://codeload.github.com/acme/cog/tar.gz/${COMMIT}(left@1.0.1)`,
      { name: 'cog', origin: { commit: COMMIT } },
    ],
    ['/left', {}],
  ])('says what %s is', (key, found) => expect(pnpmKey(key)).toMatchObject(found));
});

describe('a last line of pnpm without a line end', () => {
  it.each([
    ['    hasBin: true', true],
    ['    resolution: {integrity: sha512-abc==}', true],
    ['    resolution: {integrity: sha512-abc==', false],
    ['    hasBin: tr', false],
    [`  ${'a'.repeat(400_000)}`, false],
    [`  a${': {'.repeat(200_000)}`, false],
  ])('is whole or not: %.40s', (line, whole) => expect(pnpm.whole?.(line)).toBe(whole));
});

it('a key of pnpm with nothing below it is what is left of an entry', () => {
  const outs = readNaively(pnpm, "lockfileVersion: '9.0'\npackages:\n  left@1.0.1:\n    dev: true\n  right@1.0.0:\n");
  expect(outs.filter(({ kind }) => kind === 'event')).toHaveLength(1);
  expect(outs.filter(({ kind }) => kind === 'problem')).toMatchObject([{ message: '"right@1.0.0" has no members' }]);
});
