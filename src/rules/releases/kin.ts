import type { RuleView } from '../../core/rule.ts';
import { historyOf, type KnownRelease } from '../../registry/history/history.ts';
import { repositoryPath } from '../../registry/repository.ts';
import { scopeOf } from '../../registry/spec.ts';
import type { Ages } from './ages.ts';
import { isAttested, publisherOf } from './publisher.ts';

/** The repository that a manifest names, in small letters: hosts do not tell them apart. Anybody can name any. */
export function repositoryOf({ manifest }: KnownRelease): string | undefined {
  return repositoryPath(manifest?.repository)?.toLowerCase();
}

/** What is known of a package before one of its releases. */
export interface Project {
  /** Accounts that owned or published it. */
  readonly people: ReadonlySet<string>;
  /** Repositories that its manifests named. */
  readonly repositories: ReadonlySet<string>;
}

/** Names that stand on a placeholder, not on a package of somebody's. */
const NOBODY: ReadonlySet<string> = new Set(['npm', 'GitHub Actions']);

/** `own`: of the same people. `claimed`: it only says so, and who its people are is in no evidence. */
export type Kinship = 'own' | 'claimed' | 'strange';

/**
 * Whether a dependency is of the same people: same scope, or one of them owned or published both before, or it carries
 * provenance from the same repository: npm refuses one that does not fit the manifest. The repository in a manifest alone
 * is what its author wrote: plain-crypto-js named that of crypto-js (axios, 2026).
 */
export function kinshipOf(release: KnownRelease, { people, repositories }: Project, ages: Ages): Kinship {
  const { dependency, history, releases } = ages;
  if (isOfScope(dependency.name, release.package)) return 'own';
  const theirs = releases.length > 0 ? releases : history.releases;
  const names = theirs.flatMap(peopleOf).filter((name) => !NOBODY.has(name));
  if (names.some((name) => people.has(name))) return 'own';
  const there = theirs.filter((each) => repositories.has(repositoryOf(each) ?? ''));
  if (there.some(isAttested)) return 'own';
  return there.length > 0 && (names.length === 0 || people.size === 0) ? 'claimed' : 'strange';
}

function isOfScope(name: string, other: string): boolean {
  const scope = scopeOf(name);
  return scope !== undefined && scope === scopeOf(other);
}

/** Owners and publisher of a release, by account. */
export function peopleOf(release: KnownRelease): readonly string[] {
  const owners = release.manifest?.maintainers.flatMap(({ name }) => name ?? []) ?? [];
  const publisher = publisherOf(release)?.account;
  return publisher === undefined ? owners : [...owners, publisher];
}

/** How long before a moment somebody must have published something; microseconds. */
export interface Lately {
  readonly least: number;
  readonly most: number;
}

/**
 * A release of another package of the same project by the account: of the same scope, or with the same repository in its
 * manifest. Not one of the last days: who publishes everything within the hour has proven nothing.
 */
export function siblingBy(
  view: RuleView,
  account: string,
  release: KnownRelease,
  { least, most }: Lately,
): KnownRelease | undefined {
  const range = { since: release.at - most, until: release.at - least };
  const repository = repositoryOf(release);
  if (repository === undefined && scopeOf(release.package) === undefined) return undefined;
  for (const { members, sort } of view.query({ accounts: [account], actions: ['package.published'], ...range })) {
    const { actor, package: name, version } = members;
    if (actor !== account || name === undefined || name === release.package || sort > range.until) continue;
    const other = historyOf(view, name).releases.find((each) => each.version === version);
    if (other === undefined || other.removed !== undefined || publisherOf(other)?.account !== account) continue;
    const same = repository !== undefined && repositoryOf(other) === repository;
    if (same || isOfScope(name, release.package)) return other;
  }
  return undefined;
}
