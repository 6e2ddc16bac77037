import type { RuleView } from '../../core/rule.ts';
import { compareSteps } from '../../core/step.ts';
import type { KnownRelease } from '../../registry/history/history.ts';
import { type Release, releasesOf } from '../../registry/history/releases.ts';
import { publisherOf } from './publisher.ts';

/** A publish that shows an account with its address. */
interface Sighting {
  readonly package: string;
  readonly version: string;
  readonly email: string;
  readonly at: number;
  readonly step: Release['step'];
}

/** A publish with an address that its account did not have. */
export interface Hit {
  readonly account: string;
  /** The last publish with an address that it had. */
  readonly before: Sighting;
  /** The first publish with the new one. */
  readonly first: Sighting;
}

/** By `name@version`. */
export interface Known {
  readonly hits: ReadonlyMap<string, Hit>;
  /** Publishes that there was an earlier one to compare with. */
  readonly compared: ReadonlySet<string>;
}

interface Measure {
  readonly publishes: number;
  readonly settled: number;
}

/** Follows each account through all its publishes in the case, also of packages that are not judged. */
export function hitsOf(view: RuleView, releases: readonly KnownRelease[], measure: Measure): Known {
  const hits = new Map<string, Hit>();
  const compared = new Set<string>();
  for (const [account, own] of sightingsIn(releases)) {
    for (const { sighting, hit } of follow(account, withOthers(view, account, own), measure)) {
      const key = keyOf(sighting);
      compared.add(key);
      if (hit !== undefined) hits.set(key, hit);
    }
  }
  return { hits, compared };
}

function keyOf({ package: name, version }: Pick<Sighting, 'package' | 'version'>): string {
  return `${name}@${version}`;
}

/** What the judged packages show, by account: also from manifests that no publish came with. */
function sightingsIn(releases: readonly KnownRelease[]): ReadonlyMap<string, readonly Sighting[]> {
  const byAccount = new Map<string, Sighting[]>();
  for (const release of releases) {
    const { account, email } = publisherOf(release) ?? {};
    if (account === undefined || email === undefined) continue;
    const own = byAccount.get(account) ?? [];
    byAccount.set(account, own);
    own.push({ package: release.package, version: release.version, email, at: release.at, step: release.step });
  }
  return byAccount;
}

function withOthers(view: RuleView, account: string, own: readonly Sighting[]): readonly Sighting[] {
  const known = new Set(own.map(keyOf));
  const steps = view.query({ accounts: [account], actions: ['package.published'] });
  const others = releasesOf(steps).filter((release) => release.account === account && !known.has(keyOf(release)));
  const shown = others.flatMap(({ package: name, version, email, step }) =>
    email === undefined ? [] : [{ package: name, version, email: email.toLowerCase(), at: step.sort, step }],
  );
  return [...own, ...shown].sort((a, b) => compareSteps(a.step, b.step));
}

/**
 * An address is new if none of the last publishes had it, and stays so for a while: the second bad version is as new as
 * the first. After that it is the account's own. The first publish of all gives nothing.
 */
function* follow(
  account: string,
  sightings: readonly Sighting[],
  { publishes, settled }: Measure,
): Generator<{ readonly sighting: Sighting; readonly hit: Hit | undefined }> {
  let own: readonly Sighting[] = [];
  const open = new Map<string, Hit>();
  for (const sighting of sightings) {
    const before = own.at(-1);
    const known = before === undefined || own.some(({ email }) => email === sighting.email);
    const hit = known ? undefined : (open.get(sighting.email) ?? { account, before, first: sighting });
    const isHit = hit !== undefined && sighting.at - hit.first.at <= settled;
    if (before !== undefined) yield { sighting, hit: isHit ? hit : undefined };
    if (isHit) open.set(sighting.email, hit);
    else own = [...own.slice(1 - publishes), sighting];
  }
}
