import { at, text } from '../../core/json.ts';
import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import { repositoryPath } from '../../registry/repository.ts';

/** A repository, and what says that a package comes from it. */
export interface NamedRepository {
  readonly name: string;
  readonly why: string;
}

/**
 * Repositories that provenance, runs or the newest documents of the packages name.
 * @param first the act that matters most, microseconds: the repository of the nearest one comes first
 */
export function repositoriesOf(
  view: Pick<RuleView, 'states'>,
  acts: readonly Step[],
  packages: readonly string[],
  first: number,
): readonly NamedRepository[] {
  const found = new Map<string, NamedRepository>();
  const distance = ({ sort }: Step): number => Math.abs(sort - first);
  for (const { members } of acts.toSorted((a, b) => distance(a) - distance(b))) {
    const { repo, provenance, package: name } = members;
    if (repo === undefined || found.has(repo)) continue;
    const by = provenance === undefined ? 'a record' : 'the provenance';
    found.set(repo, { name: repo, why: `${by} of ${name ?? 'the package'} names ${repo}` });
  }
  for (const name of packages) {
    const repo = repositoryIn(view, name);
    if (repo !== undefined && !found.has(repo))
      found.set(repo, { name: repo, why: `the manifest of ${name} names ${repo}` });
  }
  return [...found.values()];
}

/** `owner/name` in the newest document of a package. */
export function repositoryIn(view: Pick<RuleView, 'states'>, name: string): string | undefined {
  for (const subject of [`package:${name}`, `npm-view:${name}`]) {
    const values = view.states(subject).toReversed();
    for (const state of values) {
      const said = state.value('repository');
      const repo = repositoryPath(text(said) ?? text(at(said, 'url')));
      if (repo !== undefined) return repo;
    }
  }
  return undefined;
}
