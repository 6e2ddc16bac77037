import type { RuleView } from '../../core/rule.ts';
import type { KnownRelease } from '../../registry/history/history.ts';
import { agesOf, ageText, hasInstallScript, isInEvidence } from './ages.ts';
import type { Circumstance } from './circumstances.ts';
import { type Dependency, dependenciesOf } from './dependencies.ts';
import { hooksOf, hookText, isFetching } from './hooks.ts';

/** A version with an install script that a release newly installs along. */
export interface Carried {
  readonly key: string;
  readonly release: KnownRelease;
  /** Its scripts. */
  readonly text: string;
  readonly circumstances: readonly Circumstance[];
}

/** @param young age under which a dependency is odd by itself, microseconds */
export function carriedBy(
  view: RuleView,
  release: KnownRelease,
  compared: readonly KnownRelease[],
  young: number,
): readonly Carried[] {
  const asked = dependenciesOf(release).filter(({ name }) => isInEvidence(view, name));
  if (asked.length === 0) return [];
  const had = new Set(compared.flatMap(dependenciesOf).map(({ name }) => name));
  return asked.filter(({ name }) => !had.has(name)).flatMap((added) => carried(view, release, added, young) ?? []);
}

function carried(view: RuleView, { at }: KnownRelease, dependency: Dependency, young: number): Carried | undefined {
  const { chosen, name } = agesOf(view, dependency, at);
  if (chosen === undefined || !hasInstallScript(chosen)) return undefined;
  const hooks = [...hooksOf(chosen)];
  const circumstances: Circumstance[] = [];
  if (name !== undefined && name < young) {
    circumstances.push({ text: `${dependency.name} was ${ageText(name)} old`, strong: true });
  }
  if (hooks.some(([, script]) => isFetching(script))) {
    circumstances.push({ text: 'it fetches something, or runs code that stands in no file', strong: false });
  }
  const text = hooks.map(hookText).join(', ');
  return { key: `in ${dependency.name}`, release: chosen, text, circumstances };
}
