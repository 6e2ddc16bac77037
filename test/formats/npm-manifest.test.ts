import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { membersOf } from '../../src/core/event.ts';
import manifest from '../../src/formats/npm-manifest.ts';
import packument from '../../src/formats/npm-packument.ts';
import view from '../../src/formats/npm-view.ts';
import packageJson from '../../src/formats/package-json.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const FORMATS = [manifest, packument, view, packageJson];
const DIST = { integrity: 'sha512-AAAA', tarball: 'https://registry.example/a/-/a-1.0.0.tgz' };

/** The one format that says it is its own. */
function claimedBy(document: unknown): readonly string[] {
  const sample = sampleOf(parseNaively(JSON.stringify(document)));
  return FORMATS.filter((format) => format.recognise(sample) > 0).map(({ id }) => id);
}

describe('documents that have a name and a version', () => {
  const named = { name: 'acme-widget', version: '1.0.0' };

  it.each([
    ['a manifest', { ...named, dist: DIST, scripts: { test: 'x' } }, ['npm-manifest']],
    ['manifests in an array', [{ ...named, dist: DIST }], ['npm-manifest']],
    ['npm view of a package', { ...named, dist: DIST, versions: ['1.0.0'], time: {} }, ['npm-view']],
    ['npm view of chosen fields', { ...named, dist: DIST, 'dist-tags': { latest: '1.0.0' } }, ['npm-view']],
    ['a packument', { ...named, versions: { '1.0.0': {} }, 'dist-tags': {} }, ['npm-packument']],
    ['a package.json', { ...named, scripts: { test: 'x' } }, ['package-json']],
    ['a package.json with a folder dist', { ...named, dist: { dir: 'out' }, main: 'x.js' }, ['package-json']],
    ['a lockfile', { ...named, lockfileVersion: 1, dependencies: { a: { version: '1.0.0' } } }, []],
    ['a hidden lockfile', { ...named, lockfileVersion: 3, packages: {} }, []],
    ['npm ls', { ...named, dependencies: { a: { version: '1.0.0', resolved: 'x' } } }, []],
    ['npm ls with an error', { ...named, dependencies: {}, error: { code: 'ELSPROBLEMS' } }, []],
    ['an extension of a browser', { ...named, manifest_version: 3, type: 'x' }, []],
    ['no name of a package', { name: '../x', version: '1.0.0', dist: DIST, main: 'x' }, []],
    ['no version', { name: 'acme-widget', version: 'next', dist: DIST, main: 'x' }, []],
    ['name and version alone', named, []],
  ])('%s', (_, document, ids) => expect(claimedBy(document)).toEqual(ids));
});

describe('where a package.json stands', () => {
  const text = JSON.stringify({ name: 'acme-widget', version: '1.0.0', scripts: { install: 'x' } });
  const kinds = (name: string): readonly string[] => readNaively(packageJson, text, { name }).map(({ kind }) => kind);

  it.each([
    'package.json',
    'node_modules/acme-widget/package.json',
    'my-package/package.json',
    'package/package.json5',
  ])('%s is of a project: no event, no state', (name) => expect(kinds(name)).toEqual(['ignored']));

  it.each([
    'package/package.json',
    'x/package/package.json',
    'w-1.0.0.tgz!package/package.json',
    'package\\package.json',
  ])('%s is of a tarball', (name) => expect(kinds(name)).toEqual(['part', 'state']));
});

const SAMPLE = '../shared/samples/npm-version-manifest/dist-samples.json';

if (existsSync(SAMPLE)) {
  it('reads real manifests: the upload of each, and how it was published', () => {
    const outs = readNaively(manifest, readFileSync(SAMPLE, 'utf8'));
    const events = outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
    expect(events.map(({ package: name, time, auth_method: method }) => [name, time, method])).toEqual([
      ['@playwright/test', '2026-02-06T16:42:52.580Z', 'oidc'],
      ['typescript', '2025-09-30T21:19:38.540Z', 'unknown'],
      ['@types/node', '2026-02-28T20:39:12.466Z', 'unknown'],
    ]);
    expect(outs.filter(({ kind }) => kind === 'state').length).toBe(3);
    expect(outs.filter(({ kind }) => kind === 'problem')).toEqual([]);
  });
}
