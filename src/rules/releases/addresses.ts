import type { RuleView } from '../../core/rule.ts';
import { type Release, releasesOf } from '../../registry/history/releases.ts';
import { accountsOf } from '../wording.ts';

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
export function hitsOf(view: RuleView, accounts: readonly string[], measure: Measure): Known {
  const hits = new Map<string, Hit>();
  const compared = new Set<string>();
  for (const account of accounts) {
    for (const { sighting, hit } of follow(account, sightingsOf(view, account), measure)) {
      const key = `${sighting.package}@${sighting.version}`;
      compared.add(key);
      if (hit !== undefined) hits.set(key, hit);
    }
  }
  return { hits, compared };
}

function sightingsOf(view: RuleView, account: string): readonly Sighting[] {
  const steps = view.query({ accounts: [account], actions: ['package.published'] });
  const own = releasesOf(steps).filter((release) => release.account === account && accountsOf(release).length > 0);
  return own.flatMap(({ package: name, version, email, step }) =>
    email === undefined ? [] : [{ package: name, version, email: email.toLowerCase(), at: step.sort, step }],
  );
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
