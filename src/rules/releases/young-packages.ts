import type { RuleView } from '../../core/rule.ts';
import type { Citation } from '../../core/step.ts';
import { firstPublished, judgedHistories, type KnownRelease } from '../../registry/history/history.ts';

/** A package that an address stands on. */
interface Bearer {
  readonly name: string;
  /** When it was first published, microseconds. */
  readonly first: number;
  readonly citation: Citation;
}

export interface YoungPackage {
  readonly name: string;
  /** How long before the release it was first seen, microseconds. */
  readonly age: number;
  readonly citation: Citation;
}

/** Other packages with the address of the publisher that were first published shortly before a release. */
export function youngPackagesWith(
  view: RuleView,
  release: KnownRelease,
  email: string,
  youngest: number,
): readonly YoungPackage[] {
  const bearers = view.shared(bearersByAddress).get(email) ?? [];
  return bearers
    .filter(({ name }) => name !== release.package)
    .map(({ name, first, citation }) => ({ name, age: release.at - first, citation }))
    .filter(({ age }) => age >= 0 && age <= youngest);
}

function bearersByAddress(view: RuleView): ReadonlyMap<string, readonly Bearer[]> {
  const byAddress = new Map<string, Bearer[]>();
  for (const history of judgedHistories(view)) {
    const first = firstPublished(history);
    if (first === undefined) continue;
    for (const [email, citation] of addressesIn(history.releases)) {
      const bearers = byAddress.get(email) ?? [];
      byAddress.set(email, bearers);
      bearers.push({ name: history.name, first, citation });
    }
  }
  return byAddress;
}

/** Of publishers and owners, each with the first place that shows it. */
function addressesIn(releases: readonly KnownRelease[]): ReadonlyMap<string, Citation> {
  const found = new Map<string, Citation>();
  for (const { manifest, email, citation } of releases) {
    const owners = manifest?.maintainers.map((person) => person.email) ?? [];
    for (const address of [email, manifest?.publisher?.email, ...owners]) {
      const folded = address?.toLowerCase();
      if (folded !== undefined && !found.has(folded)) found.set(folded, citation);
    }
  }
  return found;
}
