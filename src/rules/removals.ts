import type { Action } from '../core/action.ts';
import type { When } from '../core/finding.ts';
import type { Missing, RuleView } from '../core/rule.ts';
import type { Step } from '../core/step.ts';
import { momentText } from '../core/time.ts';
import type { KnownRelease, PackageHistory } from '../registry/history/history.ts';
import { listsAllVersions } from '../registry/history/packument.ts';
import { publishersOf } from './publishers.ts';
import { isLogged } from './registry-logs.ts';

const REMOVAL: readonly Action[] = ['package.version_deleted', 'package.unpublished'];
const HELD: Action = 'package.security_held';

/** What the case knows of removals from one package. */
export interface Removals {
  /** That a version is gone, read off its documents: by version. By whom is not known. */
  readonly gone: ReadonlyMap<string, Step>;
  /** Acts of taking out single versions, by version. */
  readonly acts: ReadonlyMap<string, Step>;
  /** Acts of taking out everything. */
  readonly whole: readonly Step[];
  /** Placeholders that npm put in its place. */
  readonly held: readonly Step[];
}

/** Where a package's removals would be read. */
export const REMOVALS_FROM =
  'packument snapshots (curl -s https://registry.example/<name>), the log of the registry that took the unpublish';

/** Removals from one package; computed once per view. */
export function removalsOf(view: RuleView, { name }: Pick<PackageHistory, 'name'>): Removals {
  const known = view.shared(removals);
  const found = known.get(name) ?? makeRemovals(view, name);
  known.set(name, found);
  return found;
}

function removals(): Map<string, Removals> {
  return new Map();
}

function makeRemovals(view: RuleView, name: string): Removals {
  const steps = [...view.query({ packages: [name], actions: [...REMOVAL, HELD] })].filter(isDone);
  const told = steps.filter(({ members, inference }) => inference === undefined && members.action !== HELD);
  return {
    gone: byVersion(steps.filter(({ inference }) => inference !== undefined)),
    acts: byVersion(told),
    whole: told.filter(({ members }) => members.version === undefined && members.action === 'package.unpublished'),
    held: steps.filter(({ members }) => members.action === HELD),
  };
}

function isDone({ members }: Step): boolean {
  return members.outcome === 'success' || members.outcome === 'unknown';
}

/** The oldest of each version. */
function byVersion(steps: readonly Step[]): ReadonlyMap<string, Step> {
  return new Map(
    steps.toReversed().flatMap((step) => versionsOf(step).map((version): [string, Step] => [version, step])),
  );
}

function versionsOf({ members }: Step): readonly string[] {
  if (members.version !== undefined) return [members.version];
  return members.action === 'package.version_deleted' ? (members.versions ?? []) : [];
}

/** All acts of removal by somebody, of any package, oldest first. Not what machines purge by themselves. */
export function removalActs(view: RuleView): readonly Step[] {
  return view.shared(actsOf);
}

function actsOf(view: RuleView): readonly Step[] {
  const steps = [...view.query({ actions: REMOVAL })];
  return steps.filter(
    (step) =>
      step.inference === undefined &&
      step.bounded === 0 &&
      isDone(step) &&
      step.members.package !== undefined &&
      step.members.actor_type !== 'system',
  );
}

/** Undefined where a removal of a version would show; else why it would not. */
export function blindToRemovals(view: RuleView, history: PackageHistory): Missing | undefined {
  const { gone, acts, whole, held } = removalsOf(view, history);
  const shown = gone.size + acts.size + whole.length + held.length > 0;
  if (shown || history.snapshots.some(({ state }) => listsAllVersions(state))) return undefined;
  if (history.releases.some(({ steps }) => steps.some((step) => isLogged(view, step)))) return undefined;
  const why = 'no full document of it and no log of its registry is in evidence';
  return { subject: history.name, why, bring: REMOVALS_FROM };
}

/**
 * Whether someone took out what was his own: he published the version. Where its publisher is not known, or was a
 * workflow, whoever published the package before, or owned it, counts.
 */
export function isByPublisher(view: RuleView, name: string, act: Step, release: KnownRelease | undefined): boolean {
  const { actor } = act.members;
  if (actor === undefined) return false;
  if (release?.account !== undefined && !release.oidc) return release.account === actor;
  const owners = release?.manifest?.maintainers ?? [];
  return publishersOf(view, name).has(actor) || owners.some(({ name: owner }) => owner === actor);
}

/** When a step happened, as findings say it. */
export function whenOf({ bounded, low, sort }: Step): When {
  if (bounded === 0) return { after: sort, before: sort };
  return { ...(low !== undefined && { after: low }), before: sort };
}

/** `2026-03-31 03:15:30`, UTC. */
export function clockText(micros: number): string {
  return momentText(micros)
    .replace('T', ' ')
    .replace(/(?:\.000)?Z$/, '');
}
