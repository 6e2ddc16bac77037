import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { readMaintainers, readManifest } from '../../src/registry/manifest.ts';

describe('readManifest', () => {
  it('reads who published, and how', () => {
    const publisher = { name: 'GitHub Actions', email: 'npm-oidc-no-reply@github.com' };
    const trustedPublisher = { id: 'github', oidcConfigId: 'oidc:00000000-0000-4000-8000-000000000001' };
    const manifest = readManifest({ _npmUser: { ...publisher, trustedPublisher, approver: { name: 'alice' } } });
    expect(manifest.publisher).toEqual(publisher);
    expect(manifest.trustedPublisher).toBe('github oidc:00000000-0000-4000-8000-000000000001');
    expect(manifest.approver).toEqual({ name: 'alice', email: undefined });
  });

  it('leaves out an id that npm struck out in its own output', () => {
    const trustedPublisher = { id: 'github', oidcConfigId: 'oidc:***' };
    expect(readManifest({ _npmUser: { trustedPublisher } }).trustedPublisher).toBe('github');
  });

  it.each([
    ['alice <alice@example.test>', 'alice', 'alice@example.test'],
    ['alice <alice@example.test> (https://example.test)', 'alice', 'alice@example.test'],
    ['Alice Example', 'Alice Example', undefined],
    ['<alice@example.test>', undefined, 'alice@example.test'],
    ['alice <', 'alice', undefined],
  ])('reads the person %s', (text, name, email) => {
    expect(readManifest({ _npmUser: text }).publisher).toEqual({ name, email });
  });
});

describe('readManifest, of what it holds', () => {
  it('lists install scripts in the order npm runs them', () => {
    const scripts = {
      postinstall: 'node c.js',
      test: 'x',
      install: 'node b.js',
      preinstall: 'node a.js',
      prepare: 'y',
    };
    const expected = ['preinstall: node a.js', 'install: node b.js', 'postinstall: node c.js'];
    expect(readManifest({ scripts }).installScripts).toEqual(expected);
  });

  it('gathers everything npm installs along, `__proto__` too', () => {
    const json = JSON.parse(
      '{"dependencies":{"a":"^1","__proto__":"2"},"optionalDependencies":{"b":"npm:c@1"},"peerDependencies":{"a":"0","d":7}}',
    ) as Json;
    const expected = new Map([
      ['a', '^1'],
      ['b', 'npm:c@1'],
      ['__proto__', '2'],
    ]);
    expect(readManifest(json).dependencies).toEqual(expected);
  });

  it.each([
    ['tmp/widget_1.1.0_1772359199848_0.42', '2026-03-01T09:59:59.848Z'],
    ['tmp/widget-1.1.0.tgz_1466016055839_0.7825860097073019', '2016-06-15T18:40:55.839Z'],
    ['tmp/widget_1.1.0_1772359199848_9.1e-7', '2026-03-01T09:59:59.848Z'],
    ['tmp/widget_1.1.0', undefined],
    ['tmp/widget_1.1.0_9999999999999_0.1', undefined],
  ])('reads the upload time in %s', (tmp, time) => {
    expect(readManifest({ _npmOperationalInternal: { tmp } }).uploaded?.text).toBe(time);
  });
});

describe('readManifest, of what the registry adds', () => {
  it.each([
    ['do not use', 'do not use'],
    ['', undefined],
    [false, undefined],
    [true, 'true'],
    [{ a: 1 }, undefined],
  ])('deprecated %j', (deprecated, expected) => {
    expect(readManifest({ deprecated }).deprecated).toBe(expected);
  });

  it('takes a commit for a commit, and nothing else', () => {
    const [sha1, sha256] = ['a'.repeat(40), 'b'.repeat(64)];
    const read = [sha1, sha256, 'main', 'c'.repeat(41), 7].map((gitHead) => readManifest({ gitHead }).commit);
    expect(read).toEqual([sha1, sha256, undefined, undefined, undefined]);
  });

  it('reads the rest of a manifest', () => {
    const manifest = readManifest({
      _npmVersion: '11.2.0',
      _nodeVersion: '24.1.0',
      hasInstallScript: true,
      repository: { type: 'git', url: 'git+https://github.com/acme/widget.git' },
      dist: {
        integrity: 'sha512-AAAA',
        shasum: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
        tarball: 'https://registry.example/w.tgz',
        attestations: { provenance: { predicateType: 'https://slsa.dev/provenance/v1' } },
      },
    });
    expect(manifest).toMatchObject({
      npmVersion: '11.2.0',
      nodeVersion: '24.1.0',
      hasInstallScript: true,
      repository: 'git+https://github.com/acme/widget.git',
      integrity: 'sha512-AAAA',
      shasum: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
      tarball: 'https://registry.example/w.tgz',
      provenance: 'https://slsa.dev/provenance/v1',
    });
  });

  it.each([
    undefined,
    null,
    7,
    'x',
    [],
    [{}],
    { dist: 7, scripts: 'x', _npmUser: 1, dependencies: [] },
  ])('takes %j', (json) => {
    const { maintainers, installScripts, dependencies, ...rest } = readManifest(json);
    expect([maintainers, installScripts, dependencies.size]).toEqual([[], [], 0]);
    expect(Object.values(rest).filter((value) => value !== undefined)).toEqual([]);
  });
});

describe('readMaintainers', () => {
  it('reads both forms, and leaves out what is neither', () => {
    const owners = readMaintainers([
      { name: 'alice', email: 'alice@example.test' },
      'bob <bob@example.test>',
      7,
      {},
      null,
    ]);
    expect(owners).toEqual([
      { name: 'alice', email: 'alice@example.test' },
      { name: 'bob', email: 'bob@example.test' },
    ]);
    expect(readMaintainers('alice')).toEqual([]);
  });
});
