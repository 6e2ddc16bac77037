import type { KnownRelease } from '../../registry/history/history.ts';
import type { Manifest } from '../../registry/manifest.ts';
import { accountsOf } from '../wording.ts';

/** Who published a release, as far as it is a person or a machine with an account of its own. */
export interface Publisher {
  readonly account: string;
  /** In small letters: addresses that differ in case only are one. */
  readonly email: string | undefined;
}

/** Undefined where nobody says who it was, and for a trusted publisher. */
export function publisherOf(release: KnownRelease): Publisher | undefined {
  const known = PUBLISHERS.get(release);
  if (known !== undefined) return known === NOBODY ? undefined : known;
  const publisher = readPublisher(release);
  PUBLISHERS.set(release, publisher === undefined ? NOBODY : single(publisher));
  return publisher;
}

/** Asked for by several rules, of each release many times. */
const PUBLISHERS = new WeakMap<KnownRelease, Publisher>();
const NOBODY: Publisher = { account: '', email: undefined };

/** Thousands of releases share a publisher. So many are kept to be shared. */
const SHARED = 1000;
const shared = new Map<string, Publisher>();

function single(publisher: Publisher): Publisher {
  const key = JSON.stringify([publisher.account, publisher.email]);
  const known = shared.get(key);
  if (known !== undefined) return known;
  if (shared.size >= SHARED) shared.clear();
  shared.set(key, publisher);
  return publisher;
}

function readPublisher(release: KnownRelease): Publisher | undefined {
  const { manifest, oidc } = release;
  const account = release.account ?? manifest?.publisher?.name;
  if (account === undefined || accountsOf({ account, oidc: oidc || isTrusted(release) }).length === 0) return undefined;
  const own = manifest?.publisher?.name === account ? manifest.publisher.email : undefined;
  return { account, email: (release.email ?? own)?.toLowerCase() };
}

/** Whether a workflow published without any token of an account. */
export function isTrusted({ oidc, account, manifest }: KnownRelease): boolean {
  const name = account ?? manifest?.publisher?.name;
  return oidc || manifest?.trustedPublisher !== undefined || (name !== undefined && isService(name));
}

function isService(account: string): boolean {
  return accountsOf({ account, oidc: false }).length === 0;
}

/** Whether it is known who published it, or that nobody's account did. */
export function isPublisherKnown(release: KnownRelease): boolean {
  return isTrusted(release) || publisherOf(release) !== undefined;
}

export function isAttested({ provenance, manifest }: KnownRelease): boolean {
  return provenance || manifest?.provenance !== undefined;
}

/** Whether the registry's own manifest is in evidence: the package.json of a tarball tells neither who nor how. */
export function isOfRegistry(manifest: Manifest | undefined): manifest is Manifest {
  if (manifest === undefined) return false;
  return [manifest.tarball, manifest.shasum, manifest.integrity, manifest.publisher].some((text) => text !== undefined);
}

/** Same account, and no other address than before. */
export function isSame(a: Publisher, b: Publisher): boolean {
  return a.account === b.account && (a.email === undefined || b.email === undefined || a.email === b.email);
}

/** Where a manifest may still be found once the registry dropped it. */
export const BRING_MANIFEST =
  'a packument snapshot from before the takedown (a mirror, a proxy, a colleague), or npm view <name>@<version> --json';

/** What a finding about one release always says. */
export function aboutOf(release: KnownRelease): {
  readonly packages: readonly string[];
  readonly releases: readonly string[];
  readonly accounts: readonly string[];
} {
  const publisher = publisherOf(release);
  return {
    packages: [release.package],
    releases: [`${release.package}@${release.version}`],
    accounts: publisher === undefined ? [] : [publisher.account],
  };
}
