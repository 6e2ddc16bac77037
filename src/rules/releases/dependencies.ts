import { at } from '../../core/json.ts';
import type { RuleView } from '../../core/rule.ts';
import type { Citation } from '../../core/step.ts';
import { momentOf } from '../../core/time.ts';
import { historyOf, type KnownRelease, type PackageHistory } from '../../registry/history/history.ts';
import { cite } from '../../registry/history/snapshot.ts';
import { highestMatching } from '../../registry/lines.ts';
import { readSpec, type Spec } from '../../registry/spec.ts';

/** A dependency as a manifest has it, under the name it is installed from. */
export interface Dependency {
  /** Name of the package that npm fetches: the target of an alias. */
  readonly name: string;
  readonly range: string;
  /** The key in the manifest, where it is another. */
  readonly alias: string | undefined;
}

/** What a release installs along from the registry. */
export function dependenciesOf({ manifest }: KnownRelease): readonly Dependency[] {
  return [...(manifest?.dependencies ?? [])].flatMap(([key, text]) => {
    const spec = readSpec(key, text);
    if (spec.kind !== 'registry') return [];
    return [{ name: spec.name, range: spec.range, alias: spec.name === key ? undefined : key }];
  });
}

/** What a release installs along from elsewhere: key, and where from. */
export function foreignDependenciesOf({
  manifest,
}: KnownRelease): readonly (readonly [string, Exclude<Spec, { kind: 'registry' }>])[] {
  return [...(manifest?.dependencies ?? [])].flatMap(([key, text]) => {
    const spec = readSpec(key, text);
    return spec.kind === 'registry' ? [] : [[key, spec] as const];
  });
}

/** A dependency at the moment when a release that wants it was published. */
export interface Resolved {
  readonly history: PackageHistory;
  /** When the name was first published, where the registry's own document says so; microseconds. */
  readonly created: Created | undefined;
  /** Releases of it until then. */
  readonly releases: readonly KnownRelease[];
  /** The one that npm took. */
  readonly chosen: KnownRelease | undefined;
}

interface Created {
  readonly at: number;
  readonly citation: Citation;
}

/** @param moment microseconds */
export function resolve(view: RuleView, { name, range }: Dependency, moment: number): Resolved {
  const history = historyOf(view, name);
  const releases = history.releases.filter((each) => each.at <= moment && !wasGone(each, moment));
  const version = highestMatching(
    range,
    releases.map((each) => each.version),
  );
  const chosen = version === undefined ? undefined : releases.findLast((each) => each.version === version);
  return { history, created: createdOf(view, history), releases, chosen };
}

function wasGone({ removed }: KnownRelease, moment: number): boolean {
  return removed !== undefined && removed.sort <= moment;
}

/** `time.created` of any copy of the document; a list of releases alone may lack the first ones. */
function createdOf(view: RuleView, { name, snapshots }: PackageHistory): Created | undefined {
  const states = [...snapshots.map(({ state }) => state), ...view.states(`npm-view:${name}`)];
  const found = states.flatMap((state): Created[] => {
    const moment = momentOf(at(state.value('time'), 'created'));
    return moment === undefined ? [] : [{ at: moment.micros, citation: cite(state, 'time') }];
  });
  return found.reduce<Created | undefined>((a, b) => (a !== undefined && a.at <= b.at ? a : b), undefined);
}
