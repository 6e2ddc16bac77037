import { isVersion } from './lines.ts';
import { packageName, percentDecoded, tarballVersion } from './names.ts';
import { withoutPrefix } from './prefix.ts';

/** What the URL of a request names. */
interface Named {
  /** Whether the request asks for a change: neither GET nor HEAD. */
  readonly write: boolean;
  readonly package?: string;
  readonly version?: string;
  readonly tag?: string;
  readonly user?: string;
  readonly org?: string;
  readonly team?: string;
  /** SHA-512 of a token in hex, or whatever the registry calls a token by. Never the token. */
  readonly tokenKey?: string;
}

type OfVersion = { readonly kind: 'tarball' | 'delete-tarball'; readonly package: string; readonly version: string };
type OfPackage = {
  readonly kind:
    | 'metadata'
    | 'publish-or-deprecate'
    | 'rev-put'
    | 'delete-package'
    | 'dist-tag-list'
    | 'collaborators'
    | 'oidc-exchange';
  readonly package: string;
};
type OfTag = { readonly kind: 'dist-tag-set' | 'dist-tag-remove'; readonly package: string; readonly tag: string };
type OfAccount = {
  readonly kind:
    | 'login'
    | 'login-web'
    | 'whoami'
    | 'token-list'
    | 'token-create'
    | 'token-revoke'
    | 'profile-read'
    | 'profile-change'
    | 'team'
    | 'org'
    | 'audit'
    | 'search'
    | 'ping'
    | 'other';
};

/** What a request to an npm registry asks for, as far as method and URL tell. */
export type RegistryRequest = Named & (OfVersion | OfPackage | OfTag | OfAccount);
export type RequestKind = RegistryRequest['kind'];

const LONGEST_URL = 16_384;

/**
 * Classifies a request by method and URL, whichever registry or proxy it went to. Never throws.
 * @param url path or full URL; query and fragment are ignored
 */
export function classifyRequest(method: string, url: string): RegistryRequest {
  const verb = method.toUpperCase() === 'HEAD' ? 'GET' : method.toUpperCase();
  const other: RegistryRequest = { kind: 'other', write: verb !== 'GET' && verb !== 'OPTIONS' };
  const steps = pathSteps(url);
  if (steps === undefined) return other;
  const path = withoutPrefix(steps);
  const dash = path.findIndex((step, index) => step === '-' && index < path.length - 1);
  if (dash < 0) return documentRequest(verb, path) ?? other;
  const after = path.slice(dash + 1);
  return fileRequest(verb, path.slice(0, dash), after) ?? serviceRequest(verb, after) ?? other;
}

/** The decoded steps of a path; undefined where it is broken or climbs. `@acme%2fwidget` gives two steps. */
function pathSteps(url: string): string[] | undefined {
  if (url.length > LONGEST_URL) return undefined;
  const path = url.replace(/[?#][\s\S]*$/, '').replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/]*/, '');
  const steps: string[] = [];
  for (const step of path.split('/')) {
    const decoded = percentDecoded(step);
    if (decoded === undefined || decoded === '.' || decoded === '..') return undefined;
    if (/^@[^/]+\/[^/]+$/.test(decoded)) steps.push(...decoded.split('/'));
    else if (decoded !== '') steps.push(decoded);
  }
  return steps;
}

/** The package that a path ends with: its last step, or its last two where they are scope and name. */
function lastPackage(path: readonly string[]): string | undefined {
  const scoped = path.at(-2)?.startsWith('@') === true;
  return packageName(path.slice(scoped ? -2 : -1).join('/'));
}

/** `<name>`, `<name>/<version or tag>`, `<name>/-rev/<revision>`. */
function documentRequest(verb: string, path: readonly string[]): RegistryRequest | undefined {
  if (path.at(-2) === '-rev') return revisionRequest(verb, lastPackage(path.slice(0, -2)));
  const scope = path.findLastIndex((step) => step.startsWith('@'));
  const start = scope < 0 ? 0 : scope;
  const nameEnd = start + (scope < 0 ? 1 : 2);
  if (path.length < nameEnd || path.length > nameEnd + 1) return undefined;
  const name = packageName(path.slice(start, nameEnd).join('/'));
  if (name === undefined) return undefined;
  const last = path[nameEnd];
  if (last === undefined) return packageRequest(verb, name);
  if (isVersion(last)) return versionRequest(verb, name, last);
  const tagLike = scope < 0 ? last === 'latest' : /^[A-Za-z][\w-]*$/.test(last);
  return verb === 'GET' && tagLike ? { kind: 'metadata', write: false, package: name, tag: last } : undefined;
}

function packageRequest(verb: string, name: string): RegistryRequest | undefined {
  if (verb === 'GET') return { kind: 'metadata', write: false, package: name };
  if (verb === 'PUT') return { kind: 'publish-or-deprecate', write: true, package: name };
  return verb === 'DELETE' ? { kind: 'delete-package', write: true, package: name } : undefined;
}

/** Clients before npm 2 published to `<name>/<version>`. */
function versionRequest(verb: string, name: string, version: string): RegistryRequest | undefined {
  if (verb === 'GET') return { kind: 'metadata', write: false, package: name, version };
  return verb === 'PUT' ? { kind: 'publish-or-deprecate', write: true, package: name, version } : undefined;
}

function revisionRequest(verb: string, name: string | undefined): RegistryRequest | undefined {
  if (name === undefined) return undefined;
  if (verb === 'PUT') return { kind: 'rev-put', write: true, package: name };
  return verb === 'DELETE' ? { kind: 'delete-package', write: true, package: name } : undefined;
}

/** `<name>/-/<file>.tgz`, with the scope or (Gitea) the version before the file, and `-rev/<revision>` after it. */
function fileRequest(verb: string, before: readonly string[], after: readonly string[]): RegistryRequest | undefined {
  const file = after.at(-2) === '-rev' ? after.at(-3) : after.at(-1);
  const name = lastPackage(before);
  if (file === undefined || name === undefined || !file.endsWith('.tgz')) return undefined;
  const version = tarballVersion(name, file);
  if (version === undefined) return { kind: 'other', write: verb !== 'GET', package: name };
  if (verb === 'GET') return { kind: 'tarball', write: false, package: name, version };
  if (verb === 'DELETE') return { kind: 'delete-tarball', write: true, package: name, version };
  return verb === 'PUT' ? { kind: 'publish-or-deprecate', write: true, package: name, version } : undefined;
}

/** What stands after `/-/`: everything that is not a package document or a tarball. */
function serviceRequest(verb: string, path: readonly string[]): RegistryRequest | undefined {
  const write = verb !== 'GET';
  const [head, ...rest] = path;
  if (head === 'package') return packageService(verb, rest);
  if (head === 'user') return userService(verb, rest);
  if (head === 'npm' && rest[0] === 'v1') return npmService(verb, rest.slice(1));
  if (head === 'team' && rest.length >= 2)
    return { kind: 'team', write, ...named('org', rest[0]), ...named('team', rest[1]) };
  if (head === 'org' && rest.length >= 1)
    return { kind: rest[1] === 'team' ? 'team' : 'org', write, ...named('org', rest[0]) };
  return PLAIN.get(`${verb} ${path.join('/')}`) ?? (head === 'all' && !write ? { kind: 'search', write } : undefined);
}

const PLAIN: ReadonlyMap<string, RegistryRequest> = new Map<string, RegistryRequest>([
  ['GET whoami', { kind: 'whoami', write: false }],
  ['GET ping', { kind: 'ping', write: false }],
  ['GET v1/search', { kind: 'search', write: false }],
  ['POST v1/login', { kind: 'login-web', write: true }],
  ['POST verdaccio/sec/login', { kind: 'login', write: true }],
]);

/** `package/<name>/dist-tags[/<tag>]`, `package/<name>/collaborators`, and others of one package. */
function packageService(verb: string, path: readonly string[]): RegistryRequest | undefined {
  const nameEnd = path[0]?.startsWith('@') === true ? 2 : 1;
  const name = packageName(path.slice(0, nameEnd).join('/'));
  if (name === undefined) return undefined;
  const [service, tag] = path.slice(nameEnd);
  const write = verb !== 'GET';
  if (service === 'collaborators') return { kind: 'collaborators', write, package: name };
  if (service === 'dist-tags' && !write) return { kind: 'dist-tag-list', write, package: name };
  if (service !== 'dist-tags' || tag === undefined) return { kind: 'other', write, package: name };
  return { kind: verb === 'DELETE' ? 'dist-tag-remove' : 'dist-tag-set', write, package: name, tag };
}

/** `user/org.couchdb.user:<name>` logs in; `user/token/<token>` is how npm logs out, with the token in the URL. */
function userService(verb: string, path: readonly string[]): RegistryRequest | undefined {
  const [first = '', second = ''] = path;
  if (first === 'token' && verb === 'DELETE') {
    return { kind: 'token-revoke', write: true, ...named('tokenKey', /[0-9a-f]{128}/.exec(second)?.[0]) };
  }
  const user = /^org\.couchdb\.user:([\s\S]+)$/.exec(first)?.[1];
  if (user === undefined) return undefined;
  if (verb === 'GET') return { kind: 'profile-read', write: false, user };
  return verb === 'PUT' ? { kind: 'login', write: true, user } : undefined;
}

/** `npm/v1/…`: the services of npm itself, some of which other registries have too. */
function npmService(verb: string, path: readonly string[]): RegistryRequest | undefined {
  const [head, second, third] = path;
  const write = verb !== 'GET';
  if (head === 'tokens') return tokenService(verb, path.slice(1));
  if (head === 'user' && (verb === 'GET' || verb === 'POST'))
    return { kind: write ? 'profile-change' : 'profile-read', write };
  if (head === 'security' && (second === 'advisories' || second === 'audits')) return { kind: 'audit', write };
  if (head === 'oidc' && second === 'token' && third === 'exchange' && path[3] === 'package' && write) {
    const name = packageName(path.slice(4).join('/'));
    return name === undefined ? undefined : { kind: 'oidc-exchange', write, package: name };
  }
  return undefined;
}

function tokenService(verb: string, path: readonly string[]): RegistryRequest | undefined {
  if (path[0] === 'token' && verb === 'DELETE')
    return { kind: 'token-revoke', write: true, ...named('tokenKey', path[1]) };
  if (path.length > 0) return undefined;
  if (verb === 'GET') return { kind: 'token-list', write: false };
  return verb === 'POST' ? { kind: 'token-create', write: true } : undefined;
}

function named<K extends keyof Named>(key: K, value: string | undefined): { readonly [name in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [name in K]: string });
}
