import { describe, expect, it } from 'vitest';
import { readSpec, scopeOf } from '../../src/registry/spec.ts';

describe('a dependency of the registry', () => {
  it.each([
    '^1.0.0',
    '~1.2.3',
    '1.x',
    '*',
    '',
    'latest',
    '>=1 <3 || 4',
    'v1.0.0',
    '1.0.0 - 2.0.0',
    '~ 1.2',
  ])('%s', (text) => {
    expect(readSpec('widget', text)).toEqual({ kind: 'registry', name: 'widget', range: text });
  });

  it('stands under its own name, whatever the alias', () => {
    expect(readSpec('lodash', 'npm:1odash@^4')).toEqual({ kind: 'registry', name: '1odash', range: '^4' });
    expect(readSpec('lodash', 'npm:@acme/glue@1.2.3')).toEqual({
      kind: 'registry',
      name: '@acme/glue',
      range: '1.2.3',
    });
    expect(readSpec('lodash', 'npm:@acme/glue')).toEqual({ kind: 'registry', name: '@acme/glue', range: '' });
    expect(readSpec('lodash', 'npm:../x')).toEqual({ kind: 'other', where: 'npm:../x' });
  });
});

describe('a dependency from elsewhere', () => {
  it.each([
    ['git', 'git://host.example/a/b.git'],
    ['git', 'git+ssh://git@host.example/a/b.git#main'],
    ['git', 'git+https://host.example/a/b'],
    ['git', 'git@host.example:a/b.git'],
    ['git', 'github:a/b#0123'],
    ['git', 'gitlab:a/b'],
    ['git', 'gist:0123'],
    ['git', 'a/b'],
    ['git', 'a/b#semver:^1'],
    ['url', 'https://files.example/a.tgz'],
    ['url', 'HTTP://files.example/a.tgz'],
    ['file', 'file:../a'],
    ['file', './a'],
    ['file', '../a/b'],
    ['file', '/a/b'],
    ['file', '~/a'],
    ['file', 'C:\\a'],
    ['file', 'link:../a'],
    ['other', 'workspace:*'],
    ['other', 'catalog:'],
  ])('%s: %s', (kind, text) => {
    expect(readSpec('widget', text)).toEqual({ kind, where: text });
  });
});

it('a scope is what stands before the slash', () => {
  expect(scopeOf('@acme/widget')).toBe('@acme');
  expect(scopeOf('widget')).toBeUndefined();
});
