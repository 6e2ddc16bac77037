import type { KnownRelease } from '../../registry/history/history.ts';
import { isPatchOf } from '../../registry/lines.ts';
import { isFetching, isOrdinary } from './hooks.ts';
import { isAttested, isOfRegistry, isTrusted, publisherOf } from './publisher.ts';

/** Something else about a release with a new install script. Strong: it would be odd without the script too. */
export interface Circumstance {
  readonly text: string;
  readonly strong: boolean;
}

/** What the walk knew of the package when it stood at the release. */
export interface Background {
  /** The releases it is compared with, oldest first. */
  readonly compared: readonly KnownRelease[];
  /** Addresses of each account that published the package before, in order. */
  readonly accounts: ReadonlyMap<string, readonly string[]>;
}

/** What is odd about the publish itself. */
export function publishOddities(release: KnownRelease, { compared, accounts }: Background): readonly Circumstance[] {
  const texts: string[] = [];
  const publisher = publisherOf(release);
  const addresses = publisher && accounts.get(publisher.account);
  if (publisher !== undefined && addresses === undefined && accounts.size > 0 && !isAttested(release)) {
    texts.push(`${publisher.account} had not published the package before`);
  }
  if (publisher?.email !== undefined && addresses !== undefined && isNewAddress(publisher.email, addresses)) {
    texts.push(`${publisher.account} published it with another address before`);
  }
  if (isOfRegistry(release.manifest) && !isAttested(release) && hadAll(compared, isAttested)) {
    texts.push('the versions before had provenance');
  }
  if (publisher !== undefined && !isTrusted(release) && hadAll(compared, isTrusted)) {
    texts.push('a trusted publisher published the versions before');
  }
  return texts.map((text) => ({ text, strong: true }));
}

function hadAll(compared: readonly KnownRelease[], holds: (release: KnownRelease) => boolean): boolean {
  return compared.length > 0 && compared.every(holds);
}

/** None of the last three. */
function isNewAddress(email: string, addresses: readonly string[]): boolean {
  return addresses.length > 0 && !addresses.slice(-3).includes(email);
}

/** What is odd about the scripts of the release itself. */
export function scriptOddities(
  release: KnownRelease,
  hooks: ReadonlyMap<string, string | undefined>,
  before: KnownRelease | undefined,
): readonly Circumstance[] {
  const texts: string[] = [];
  const odd = [...hooks].filter(([, script]) => !isOrdinary(script));
  if (odd.some(([name]) => name === 'preinstall')) texts.push('it runs before anything is installed');
  if ([...hooks.values()].some(isFetching)) texts.push('it fetches something, or runs code that stands in no file');
  if (odd.length > 0 && before !== undefined && isPatchOf(release.version, before.version)) {
    texts.push(`a patch of ${before.version}: those add no script`);
  }
  return texts.map((text) => ({ text, strong: false }));
}
