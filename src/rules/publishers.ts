import type { RuleView } from '../core/rule.ts';
import type { Citation, Step } from '../core/step.ts';
import { historyOf, type KnownRelease } from '../registry/history/history.ts';
import { repositoryPath } from '../registry/repository.ts';
import { accountsOf } from './wording.ts';

/** The repository that the manifest or the provenance of a release names. */
export function repositoryOf({ manifest, steps }: Pick<KnownRelease, 'manifest' | 'steps'>): string | undefined {
  return repositoryPath(manifest?.repository) ?? steps.find(({ members }) => members.repo !== undefined)?.members.repo;
}

/**
 * Who published, as far as releases can be told apart by it: the account. A service publishes for the whole world: there
 * it is the repository, else the package. Undefined where nobody is named.
 */
export function publisherOf(release: KnownRelease): string | undefined {
  const [account] = accountsOf(release);
  if (account !== undefined) return account;
  if (release.account === undefined && !release.oidc) return undefined;
  return repositoryOf(release) ?? release.package;
}

/** That somebody published something; the log of a registry may not say which version. */
export class PublishAct {
  /** As `publisherOf`. */
  readonly publisher: string;
  /** Set where that is an account. */
  readonly account: string | undefined;
  readonly step: Step;

  constructor(step: Step, publisher: string, account: string | undefined) {
    this.step = step;
    this.publisher = publisher;
    this.account = account;
  }

  get at(): number {
    return this.step.sort;
  }

  get package(): string {
    return this.step.members.package ?? '';
  }

  get version(): string | undefined {
    return this.step.members.version;
  }

  get citation(): Citation {
    return this.step.citations[0] ?? { evidence: 'note', place: '' };
  }
}

/** All publishes of the case by somebody known, oldest first. */
export function publishActs(view: RuleView): readonly PublishAct[] {
  return view.shared(actsOf);
}

function actsOf(view: RuleView): readonly PublishAct[] {
  const releases = new Map<string, ReadonlyMap<string, KnownRelease>>();
  const releaseOf = (name: string, version: string): KnownRelease | undefined => {
    const known = releases.get(name) ?? byVersion(historyOf(view, name).releases);
    releases.set(name, known);
    return known.get(version);
  };
  const acts: PublishAct[] = [];
  for (const step of view.query({ actions: ['package.published'] })) {
    const act = actOf(step, releaseOf);
    if (act !== undefined) acts.push(act);
  }
  return acts;
}

function byVersion(releases: readonly KnownRelease[]): ReadonlyMap<string, KnownRelease> {
  return new Map(releases.map((release) => [release.version, release]));
}

function actOf(
  step: Step,
  releaseOf: (name: string, version: string) => KnownRelease | undefined,
): PublishAct | undefined {
  const { package: name, version, outcome, actor, auth_method } = step.members;
  if (step.bounded !== 0 || name === undefined) return undefined;
  if (outcome !== 'success' && outcome !== 'unknown') return undefined;
  const [account] = accountsOf({ account: actor, oidc: auth_method === 'oidc' });
  const release = account === undefined && version !== undefined ? releaseOf(name, version) : undefined;
  const publisher = account ?? (release && publisherOf(release));
  return publisher === undefined ? undefined : new PublishAct(step, publisher, account);
}

/** By publisher, the acts of each in order. */
export function byPublisher<T extends { readonly publisher: string }>(
  acts: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const all = new Map<string, T[]>();
  for (const act of acts) {
    const own = all.get(act.publisher);
    if (own === undefined) all.set(act.publisher, [act]);
    else own.push(act);
  }
  return all;
}

/** Accounts that published the package, any version. */
export function publishersOf(view: RuleView, name: string): ReadonlySet<string> {
  return view.shared(publishers).get(name) ?? NOBODY;
}

const NOBODY: ReadonlySet<string> = new Set();

function publishers(view: RuleView): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  for (const { package: name, account } of publishActs(view)) {
    if (account === undefined) continue;
    const known = all.get(name) ?? new Set();
    all.set(name, known.add(account));
  }
  return all;
}
