import type { Json } from '../../core/json.ts';
import { at, text } from '../../core/json.ts';
import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';

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
      const repo = repositoryName(state.value('repository'));
      if (repo !== undefined) return repo;
    }
  }
  return undefined;
}

/** `owner/name` of `git+https://github.com/owner/name.git`, `git@host:owner/name.git`, `github:owner/name`, `owner/name`. */
function repositoryName(json: Json | undefined): string | undefined {
  const url = (text(json) ?? text(at(json, 'url')))?.slice(0, 500).split('#')[0] ?? '';
  const path = url.replace(/^(?:[a-z+]+:\/\/)?(?:[^/@:]*@)?/i, '').replace(/\/$/, '');
  const parts = path.split(/[/:]/).filter((part) => part !== '');
  const host = parts.length > 2 || /^(?:github|gitlab|bitbucket)$/.test(parts[0] ?? '') ? 1 : 0;
  const [owner, name, ...more] = parts.slice(host);
  if (owner === undefined || name === undefined) return undefined;
  return [owner, name, ...more].join('/').replace(/\.git$/, '');
}
