import { at, entries, type Json, list, member, text } from '../core/json.ts';
import { type Moment, momentOf } from '../core/time.ts';

/** Someone as a manifest names them; either half may be missing. */
export interface Person {
  readonly name: string | undefined;
  readonly email: string | undefined;
}

/** What a version's manifest says about its publish. Every member may be missing: registries and mirrors drop them. */
export interface Manifest {
  /** `_npmUser`: the account that published. */
  readonly publisher: Person | undefined;
  /** `_npmUser.trustedPublisher`, as `github oidc:<id of the configuration>`. Only a publish through OIDC has it. */
  readonly trustedPublisher: string | undefined;
  /** Who approved a staged publish. */
  readonly approver: Person | undefined;
  /** Owners of the package when this version was published. */
  readonly maintainers: readonly Person[];
  /** What npm runs on install, in the order it runs them: `postinstall: node setup.js`. */
  readonly installScripts: readonly string[];
  /** Only the abbreviated form says it, and then leaves the scripts out. */
  readonly hasInstallScript: boolean | undefined;
  /** Name to range, of everything npm installs along: `dependencies`, `optionalDependencies`, `peerDependencies`. */
  readonly dependencies: ReadonlyMap<string, string>;
  readonly integrity: string | undefined;
  /** SHA-1 of the tarball, 40 hex digits. */
  readonly shasum: string | undefined;
  readonly tarball: string | undefined;
  /** Predicate type of the provenance attestation. */
  readonly provenance: string | undefined;
  /** `gitHead`, as the publisher's machine states it. */
  readonly commit: string | undefined;
  readonly npmVersion: string | undefined;
  readonly nodeVersion: string | undefined;
  /** Deprecation text; `true` where the manifest has only the flag. */
  readonly deprecated: string | undefined;
  readonly repository: string | undefined;
  /** When the tarball reached the registry, by the registry's clock: a second time besides the packument's `time`. */
  readonly uploaded: Moment | undefined;
}

/** What npm's own output puts in place of a UUID. */
const STRUCK_OUT = '***';
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'] as const;
const INSTALLED_ALONG = ['peerDependencies', 'optionalDependencies', 'dependencies'] as const;

/** What a manifest says of the people behind it. */
export type Publishers = Pick<Manifest, 'publisher' | 'trustedPublisher' | 'maintainers'>;

/** As `readManifest`, without the rest: the dependencies of thousands of versions take far longer to read. */
export function readPublishers(json: Json | undefined): Publishers {
  const user = member(json, '_npmUser');
  return {
    publisher: readPerson(user),
    trustedPublisher: readTrustedPublisher(member(user, 'trustedPublisher')),
    maintainers: readMaintainers(member(json, 'maintainers')),
  };
}

/** Reads a manifest as `versions.<v>` of a packument, `GET /<name>/<version>` or `npm view --json` give it. */
export function readManifest(json: Json | undefined): Manifest {
  const user = member(json, '_npmUser');
  const dist = member(json, 'dist');
  return {
    publisher: readPerson(user),
    trustedPublisher: readTrustedPublisher(member(user, 'trustedPublisher')),
    approver: readPerson(member(user, 'approver') ?? member(json, 'approver')),
    maintainers: readMaintainers(member(json, 'maintainers')),
    installScripts: readInstallScripts(member(json, 'scripts')),
    hasInstallScript: flag(member(json, 'hasInstallScript')),
    dependencies: readDependencies(json),
    integrity: text(member(dist, 'integrity')),
    shasum: text(member(dist, 'shasum')),
    tarball: text(member(dist, 'tarball')),
    provenance: text(at(dist, 'attestations', 'provenance', 'predicateType')),
    commit: readCommit(member(json, 'gitHead')),
    npmVersion: text(member(json, '_npmVersion')),
    nodeVersion: text(member(json, '_nodeVersion')),
    deprecated: readDeprecated(member(json, 'deprecated')),
    repository: text(member(json, 'repository')) ?? text(at(json, 'repository', 'url')),
    uploaded: readUpload(at(json, '_npmOperationalInternal', 'tmp')),
  };
}

/** Owners as a packument (`{name, email}`) or `npm view` (`name <email>`) lists them; unreadable rows are left out. */
export function readMaintainers(json: Json | undefined): readonly Person[] {
  return list(json)
    .map(readPerson)
    .filter((person) => person !== undefined);
}

/** `{name, email}`, or the text `name <email> (url)` of documents before 2010 and of `npm view`. */
function readPerson(json: Json | undefined): Person | undefined {
  const person = typeof json === 'string' ? personOfText(json) : personOfObject(json);
  return person.name === undefined && person.email === undefined ? undefined : person;
}

function personOfObject(json: Json | undefined): Person {
  return { name: text(member(json, 'name')), email: text(member(json, 'email')) };
}

function personOfText(value: string): Person {
  const [, name = '', email = ''] = /^([^<(]*)(?:<([^>]*)>)?/.exec(value) ?? [];
  return { name: text(name.trim()), email: text(email.trim()) };
}

function readTrustedPublisher(json: Json | undefined): string | undefined {
  const parts = [text(member(json, 'id')), text(member(json, 'oidcConfigId'))];
  return text(parts.filter((part) => part !== undefined && !part.includes(STRUCK_OUT)).join(' '));
}

function readInstallScripts(json: Json | undefined): readonly string[] {
  const scripts = INSTALL_SCRIPTS.map((name) => [name, text(member(json, name))] as const);
  return scripts.filter(([, script]) => script !== undefined).map(([name, script]) => `${name}: ${script}`);
}

function readDependencies(json: Json | undefined): ReadonlyMap<string, string> {
  const groups = INSTALLED_ALONG.flatMap((group) => entries(member(json, group)));
  return new Map(groups.filter((entry): entry is readonly [string, string] => typeof entry[1] === 'string'));
}

/** SHA-1, or SHA-256 of the newer kind of repository. Anything else in `gitHead` is not a commit. */
function readCommit(json: Json | undefined): string | undefined {
  return typeof json === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(json) ? json : undefined;
}

function readDeprecated(json: Json | undefined): string | undefined {
  return json === true ? 'true' : text(json);
}

function flag(json: Json | undefined): boolean | undefined {
  return typeof json === 'boolean' ? json : undefined;
}

/** `tmp/widget_1.1.0_1772359199848_0.42`, before 2018 `tmp/widget-1.1.0.tgz_1466016055839_0.78`: the epoch in ms. */
function readUpload(json: Json | undefined): Moment | undefined {
  const match = /_(\d{13})_[\d.e-]+$/.exec(typeof json === 'string' ? json : '');
  return match === null ? undefined : momentOf(match[1]);
}
