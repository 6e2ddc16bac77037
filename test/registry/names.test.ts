import { expect, it } from 'vitest';
import { packageName, tarballVersion } from '../../src/registry/names.ts';

it.each([
  ['axios', 'axios'],
  ['@acme%2fwidget', '@acme/widget'],
  ['%40acme%2Fwidget', '@acme/widget'],
  ['@acme/widget', '@acme/widget'],
  ['JSONStream', 'JSONStream'],
  ['@types/node', '@types/node'],
  ['@acme/_private', '@acme/_private'],
  ["is-it~old!'()*", "is-it~old!'()*"],
  ['a.b', 'a.b'],
  ['-', '-'],
  ['constructor', 'constructor'],
  ['a'.repeat(214), 'a'.repeat(214)],
])('%s is a package', (text, name) => expect(packageName(text)).toBe(name));

it.each([
  '',
  '.',
  '..',
  '.hidden',
  '_private',
  '__proto__',
  '@acme',
  '@acme/',
  '@/widget',
  '@acme/widget/more',
  '@acme/../x',
  '@../x',
  '@acme%252fwidget',
  'acme/widget',
  'a b',
  'axios\n',
  'axi\u001bos',
  'axios%00',
  'axios%',
  '%ff',
  'gün',
  'node_modules',
  'favicon.ico',
  'a'.repeat(215),
  '%61'.repeat(100_000),
])('%j is none', (text) => expect(packageName(text)).toBeUndefined());

it.each([
  ['axios', 'axios-1.14.1.tgz', '1.14.1'],
  ['@acme/widget', 'widget-1.1.0.tgz', '1.1.0'],
  ['@acme/widget', '@acme/widget-1.1.0.tgz', '1.1.0'],
  ['@acme/widget', '@acme%2fwidget-1.1.0.tgz', '1.1.0'],
  ['a-1', 'a-1-2.0.0-beta.1.tgz', '2.0.0-beta.1'],
  ['x', 'x-1.0.0+build.tgz', '1.0.0+build'],
  ['old', 'old-1.0.0beta.tgz', '1.0.0beta'],
])('of %s, %s is version %s', (name, file, version) => expect(tarballVersion(name, file)).toBe(version));

it.each([
  ['axios', 'axios.tgz'],
  ['axios', 'axios-.tgz'],
  ['axios', 'axios-1.14.1.zip'],
  ['axios', 'axios-1.14.1.tgz.sig'],
  ['axios', 'axios-extra-1.14.1.tgz'],
  ['axios', 'Axios-1.14.1.tgz'],
  ['axios', 'axios-1.14.1%.tgz'],
  ['axios', ''],
])('of %s, %s is no version', (name, file) => expect(tarballVersion(name, file)).toBeUndefined());
