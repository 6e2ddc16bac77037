import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyRequest, type RegistryRequest } from '../../src/registry/request.ts';

const WIDGET = { package: '@acme/widget' };
const KEY = 'd6'.repeat(64);

type Row = readonly [request: string, expected: Partial<RegistryRequest>];

function check(rows: readonly Row[]): void {
  it.each(rows)('%s', (request, expected) => {
    const [method = '', url = ''] = request.split(/ (.*)/s);
    const write = expected.write ?? !/^(?:GET|HEAD)$/i.test(method);
    expect(classifyRequest(method, url)).toEqual({ ...expected, write });
  });
}

describe('package documents', () =>
  check([
    ['GET /axios', { kind: 'metadata', package: 'axios' }],
    ['HEAD /axios', { kind: 'metadata', package: 'axios' }],
    ['get /axios', { kind: 'metadata', package: 'axios' }],
    ['GET /npm', { kind: 'metadata', package: 'npm' }],
    ['GET /@acme%2fwidget', { kind: 'metadata', ...WIDGET }],
    ['GET /@acme%2Fwidget', { kind: 'metadata', ...WIDGET }],
    ['GET /%40acme%2fwidget', { kind: 'metadata', ...WIDGET }],
    ['GET /@acme/widget', { kind: 'metadata', ...WIDGET }],
    ['GET /@acme%2fwidget?write=true', { kind: 'metadata', ...WIDGET }],
    ['GET /@acme%2fwidget#readme', { kind: 'metadata', ...WIDGET }],
    ['GET https://registry.example/@acme%2fwidget', { kind: 'metadata', ...WIDGET }],
    ['GET http://user@registry.example:4873/@acme%2fwidget?x=/-/whoami', { kind: 'metadata', ...WIDGET }],
    ['GET //axios/', { kind: 'metadata', package: 'axios' }],
    ['GET /JSONStream', { kind: 'metadata', package: 'JSONStream' }],
    ['GET /-', { kind: 'metadata', package: '-' }],
    ['GET /axios/1.14.1', { kind: 'metadata', package: 'axios', version: '1.14.1' }],
    ['GET /npm/11.0.0', { kind: 'metadata', package: 'npm', version: '11.0.0' }],
    ['GET /axios/latest', { kind: 'metadata', package: 'axios', tag: 'latest' }],
    ['GET /@acme%2fwidget/beta', { kind: 'metadata', ...WIDGET, tag: 'beta' }],
    ['GET /@acme/widget/1.0.0-rc.1', { kind: 'metadata', ...WIDGET, version: '1.0.0-rc.1' }],
    ['PUT /@acme%2fwidget', { kind: 'publish-or-deprecate', ...WIDGET }],
    ['PUT /axios/1.14.1', { kind: 'publish-or-deprecate', package: 'axios', version: '1.14.1' }],
    ['PUT /@acme%2fwidget/-rev/8-d4bd10ada2a83c74', { kind: 'rev-put', ...WIDGET }],
    ['DELETE /@acme/widget/-rev/8-d4bd10ada2a83c74', { kind: 'delete-package', ...WIDGET }],
    ['DELETE /axios', { kind: 'delete-package', package: 'axios' }],
  ]));

describe('tarballs', () =>
  check([
    ['GET /axios/-/axios-1.14.1.tgz', { kind: 'tarball', package: 'axios', version: '1.14.1' }],
    ['HEAD /axios/-/axios-1.14.1.tgz', { kind: 'tarball', package: 'axios', version: '1.14.1' }],
    ['GET /npm/-/npm-11.0.0.tgz', { kind: 'tarball', package: 'npm', version: '11.0.0' }],
    ['GET /@acme/widget/-/widget-1.0.1.tgz', { kind: 'tarball', ...WIDGET, version: '1.0.1' }],
    ['GET /@acme%2fwidget/-/widget-1.0.1.tgz?cache=1', { kind: 'tarball', ...WIDGET, version: '1.0.1' }],
    ['GET /@acme/widget/-/@acme/widget-1.0.0.tgz', { kind: 'tarball', ...WIDGET, version: '1.0.0' }],
    ['GET /@acme%2fwidget/-/@acme%2fwidget-1.0.0.tgz', { kind: 'tarball', ...WIDGET, version: '1.0.0' }],
    ['GET /a-1/-/a-1-2.0.0-beta.3.tgz', { kind: 'tarball', package: 'a-1', version: '2.0.0-beta.3' }],
    ['GET /x/-/x-1.0.0%2bbuild.5.tgz', { kind: 'tarball', package: 'x', version: '1.0.0+build.5' }],
    ['GET /axios/-/other-1.14.1.tgz', { kind: 'other', package: 'axios' }],
    ['GET /axios/-/axios-newest.tgz', { kind: 'other', package: 'axios' }],
    ['DELETE /@acme/widget/-/widget-1.0.1.tgz/-rev/9-c7', { kind: 'delete-tarball', ...WIDGET, version: '1.0.1' }],
    ['DELETE /axios/-/axios-1.14.1.tgz', { kind: 'delete-tarball', package: 'axios', version: '1.14.1' }],
    ['PUT /npm-local/axios/-/axios-1.14.1.tgz', { kind: 'publish-or-deprecate', package: 'axios', version: '1.14.1' }],
  ]));

describe('services', () =>
  check([
    ['GET /-/package/@acme%2fwidget/dist-tags', { kind: 'dist-tag-list', ...WIDGET }],
    ['PUT /-/package/@acme%2fwidget/dist-tags/beta', { kind: 'dist-tag-set', ...WIDGET, tag: 'beta' }],
    ['PUT /-/package/@acme/widget/dist-tags/beta', { kind: 'dist-tag-set', ...WIDGET, tag: 'beta' }],
    ['DELETE /-/package/axios/dist-tags/legacy', { kind: 'dist-tag-remove', package: 'axios', tag: 'legacy' }],
    ['PUT /-/package/axios/dist-tags', { kind: 'other', package: 'axios' }],
    ['GET /-/package/axios/collaborators?format=cli', { kind: 'collaborators', package: 'axios' }],
    ['PUT /-/package/axios/collaborators', { kind: 'collaborators', package: 'axios' }],
    ['POST /-/package/@acme%2fwidget/access', { kind: 'other', ...WIDGET }],
    ['PUT /-/user/org.couchdb.user:alice', { kind: 'login', user: 'alice' }],
    ['PUT /-/user/org.couchdb.user%3Aalice/-rev/3-a', { kind: 'login', user: 'alice' }],
    ['GET /-/user/org.couchdb.user:alice', { kind: 'profile-read', user: 'alice' }],
    ['POST /-/verdaccio/sec/login', { kind: 'login' }],
    ['POST /-/v1/login', { kind: 'login-web' }],
    ['GET /-/whoami', { kind: 'whoami' }],
    ['GET /-/npm/v1/tokens?perPage=10', { kind: 'token-list' }],
    ['POST /-/npm/v1/tokens', { kind: 'token-create' }],
    [`DELETE /-/npm/v1/tokens/token/${KEY}`, { kind: 'token-revoke', tokenKey: KEY }],
    [`DELETE /-/user/token/[npm-token sha512:${KEY}]`, { kind: 'token-revoke', tokenKey: KEY }],
    ['GET /-/npm/v1/user', { kind: 'profile-read' }],
    ['POST /-/npm/v1/user', { kind: 'profile-change' }],
    ['POST /-/npm/v1/security/advisories/bulk', { kind: 'audit' }],
    ['POST /-/npm/v1/security/audits/quick', { kind: 'audit' }],
    ['PUT /-/team/acme/core/user', { kind: 'team', org: 'acme', team: 'core' }],
    ['DELETE /-/team/acme/core/package', { kind: 'team', org: 'acme', team: 'core' }],
    ['GET /-/org/acme/team', { kind: 'team', org: 'acme' }],
    ['PUT /-/org/acme/user', { kind: 'org', org: 'acme' }],
    ['POST /-/npm/v1/oidc/token/exchange/package/@acme%2fwidget', { kind: 'oidc-exchange', ...WIDGET }],
    ['GET /-/v1/search?text=widget&size=20', { kind: 'search' }],
    ['GET /-/all/since?startkey=0', { kind: 'search' }],
    ['GET /-/ping', { kind: 'ping' }],
    ['GET /-/npm/v1/keys', { kind: 'other' }],
    ['GET /-/v1/done?authId=1', { kind: 'other' }],
  ]));

describe('registries under a prefix', () =>
  check([
    ['GET /repository/npm-proxy/axios/-/axios-1.14.1.tgz', { kind: 'tarball', package: 'axios', version: '1.14.1' }],
    ['GET /nexus/repository/npm-proxy/@acme%2fwidget', { kind: 'metadata', ...WIDGET }],
    ['PUT /repository/npm-hosted/-/user/org.couchdb.user:alice', { kind: 'login', user: 'alice' }],
    ['GET /repository', { kind: 'metadata', package: 'repository' }],
    ['GET /api/npm/npm-remote/axios', { kind: 'metadata', package: 'axios' }],
    ['PUT /artifactory/api/npm/npm-local/@acme%2fwidget', { kind: 'publish-or-deprecate', ...WIDGET }],
    ['GET /artifactory/api/npm/npm-local/-/whoami', { kind: 'whoami' }],
    ['GET /npm/npm-store/axios', { kind: 'metadata', package: 'axios' }],
    ['GET /npm/npm-store/axios/-/axios-1.14.1.tgz', { kind: 'tarball', package: 'axios', version: '1.14.1' }],
    ['GET /npm/@acme/widget', { kind: 'metadata', ...WIDGET }],
    ['PUT /api/v4/projects/42/packages/npm/@acme%2fwidget', { kind: 'publish-or-deprecate', ...WIDGET }],
    ['GET /api/v4/projects/acme%2fweb/packages/npm/@acme/widget', { kind: 'metadata', ...WIDGET }],
    [
      'GET /api/v4/projects/42/packages/npm/@acme/widget/-/@acme/widget-1.0.0.tgz',
      { kind: 'tarball', ...WIDGET, version: '1.0.0' },
    ],
    ['GET /api/v4/groups/7/-/packages/npm/@acme%2fwidget', { kind: 'metadata', ...WIDGET }],
    [
      'PUT /api/v4/packages/npm/-/package/@acme%2fwidget/dist-tags/beta',
      { kind: 'dist-tag-set', ...WIDGET, tag: 'beta' },
    ],
    [
      'GET /api/packages/acme/npm/@acme%2fwidget/-/1.0.0/widget-1.0.0.tgz',
      { kind: 'tarball', ...WIDGET, version: '1.0.0' },
    ],
    ['GET /acme/_packaging/main/npm/registry/axios', { kind: 'metadata', package: 'axios' }],
    [
      'GET https://feeds.example.test/acme/web/_packaging/main/npm/registry/axios/-/axios-1.14.1.tgz',
      { kind: 'tarball', package: 'axios', version: '1.14.1' },
    ],
    ['GET /mirror/deep/axios/-/axios-1.14.1.tgz', { kind: 'tarball', package: 'axios', version: '1.14.1' }],
  ]));

describe('what is no registry request, or hostile', () =>
  check([
    ['GET /', { kind: 'other' }],
    ['GET ', { kind: 'other' }],
    ['GET /assets/main.js', { kind: 'other' }],
    ['GET /favicon.ico', { kind: 'other' }],
    ['OPTIONS /axios', { kind: 'other', write: false }],
    ['PATCH /axios', { kind: 'other' }],
    ['GET /../../etc/passwd', { kind: 'other' }],
    ['GET /%2e%2e/axios', { kind: 'other' }],
    ['GET /@acme%252fwidget', { kind: 'other' }],
    ['GET /axios%00', { kind: 'other' }],
    ['GET /axi%1bos', { kind: 'other' }],
    ['GET /axios%', { kind: 'other' }],
    ['GET /%ff', { kind: 'other' }],
    ['GET /@acme%2f..', { kind: 'other' }],
    ['GET /@acme', { kind: 'other' }],
    [`GET /${'a'.repeat(215)}`, { kind: 'other' }],
    [`GET /${'a/'.repeat(20_000)}`, { kind: 'other' }],
    ['DELETE /-/user/token/npm_someTokenInClear', { kind: 'token-revoke' }],
    ['POST /-/npm/v1/oidc/token/exchange/package/..', { kind: 'other' }],
  ]));

it('never throws, and only names packages that can exist', () => {
  const piece = fc.constantFrom(
    '/',
    '-',
    '@acme',
    '%2f',
    '%',
    '..',
    'axios',
    '-rev',
    '.tgz',
    '1.0.0',
    '?',
    '#',
    'npm',
    'v1',
    'package',
    '\0',
  );
  const url = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join('')),
  );
  const method = fc.oneof(fc.constantFrom('GET', 'PUT', 'DELETE', 'POST'), fc.string());
  fc.assert(
    fc.property(method, url, (verb, path) => {
      const { package: name } = classifyRequest(verb, path);
      expect(name ?? 'a').toMatch(/^(?:@[^/\s\p{Cc}]+\/)?[^./\s\p{Cc}][^/\s\p{Cc}]*$/u);
    }),
  );
});
