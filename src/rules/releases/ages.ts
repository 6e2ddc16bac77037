import type { RuleView } from '../../core/rule.ts';
import type { Citation, Step } from '../../core/step.ts';
import { durationText } from '../../core/time.ts';
import type { KnownRelease } from '../../registry/history/history.ts';
import { type Dependency, type Resolved, resolve } from './dependencies.ts';

/** How young a dependency was when a release asked for it. */
export interface Ages extends Resolved {
  readonly dependency: Dependency;
  /** Age of the name, microseconds; undefined where no document of it says when it was created. */
  readonly name: number | undefined;
  /** How long after the release the name was created, where it was not there yet. */
  readonly later: number | undefined;
  /** Age of the version that npm took; undefined where it is not known which that was. */
  readonly version: number | undefined;
}

export function agesOf(view: RuleView, dependency: Dependency, moment: number): Ages {
  const resolved = resolve(view, dependency, moment);
  const { created, chosen } = resolved;
  const first = resolved.releases[0]?.at;
  const born = created === undefined ? undefined : Math.min(created.at, first ?? created.at);
  return {
    ...resolved,
    dependency,
    name: born === undefined || born > moment ? undefined : moment - born,
    later: born !== undefined && born > moment ? born - moment : undefined,
    version: chosen === undefined ? undefined : moment - chosen.at,
  };
}

/** The first advisory on a package within a range; no release says what it holds better. */
export function advisoryOn(view: RuleView, name: string, since: number, until: number): Step | undefined {
  return view
    .shared(advisories)
    .get(name)
    ?.find(({ sort }) => sort >= since && sort <= until);
}

function advisories(view: RuleView): ReadonlyMap<string, readonly Step[]> {
  const byPackage = new Map<string, Step[]>();
  for (const step of view.query({ actions: ['advisory.published'] })) {
    const name = step.members.package ?? '';
    const steps = byPackage.get(name) ?? [];
    byPackage.set(name, steps);
    steps.push(step);
  }
  return byPackage;
}

const SUBJECT = /^(?:package|npm-view|npm-manifest|package-json):(@?[^@]+)/;

/** Whether the case has anything of a package: a copy, a manifest, a publish. Asked before the dear questions. */
export function isInEvidence(view: RuleView, name: string): boolean {
  return view.shared(namesInEvidence).has(name);
}

function namesInEvidence(view: RuleView): ReadonlySet<string> {
  const named = view.subjects().flatMap((subject) => SUBJECT.exec(subject)?.[1] ?? []);
  return new Set([...named, ...view.packages()]);
}

/** `22 min 46 s`, `18 h 25 min`: seconds only where the whole is less than an hour. */
export function ageText(micros: number): string {
  if (Math.abs(micros) < 3600e6) return durationText(micros);
  return durationText(Math.round(micros / 60e6) * 60e6).replace(/ 0 s$/, '');
}

export function hasInstallScript({ manifest }: KnownRelease): boolean {
  return (manifest?.installScripts.length ?? 0) > 0 || manifest?.hasInstallScript === true;
}

/** Where it stands what is said of a dependency. */
export function citationsOf({ created, chosen }: Resolved): readonly Citation[] {
  return [created?.citation, chosen?.citation].flatMap((citation) => citation ?? []);
}
