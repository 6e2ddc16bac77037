import type { FindingDraft, Severity } from '../../core/finding.ts';
import type { JsonObject } from '../../core/json.ts';
import type { RuleView } from '../../core/rule.ts';
import type { Citation } from '../../core/step.ts';
import type { KnownRelease } from '../../registry/history/history.ts';
import { type Ages, advisoryOn, ageText, citationsOf, hasInstallScript } from './ages.ts';
import type { Dependency } from './dependencies.ts';
import type { Kinship } from './kin.ts';
import { recordOf, tenureOf } from './known-publishers.ts';
import { publisherOf } from './publisher.ts';

/** Microseconds, and a count. */
export interface AgeLimits {
  readonly name: number;
  readonly version: number;
  readonly few: number;
  readonly unproven: number;
  readonly advisory: number;
  /** How long somebody has published the dependency when a further version of his is nothing odd. */
  readonly tenure: number;
  /** How long somebody has published anything when a new name of his is less odd. */
  readonly established: number;
}

/** A dependency that hardly existed. */
export interface Young {
  readonly dependency: Dependency;
  readonly chosen: KnownRelease | undefined;
  readonly severity: Severity;
  readonly certainty: FindingDraft['certainty'];
  /** The gravest first. */
  readonly rank: number;
  readonly text: string;
  readonly details: readonly string[];
  readonly data: JsonObject;
  readonly citations: readonly Citation[];
  readonly steps: readonly string[];
}

/** What makes a dependency young at a moment; undefined where nothing does. */
export function youthOf(view: RuleView, ages: Ages, kinship: Kinship, limits: AgeLimits): Young | undefined {
  const grade = gradeOf(ages, limits);
  if (grade === undefined) return undefined;
  const { dependency, chosen, name, version, later } = ages;
  const raised = raisedBy(view, chosen);
  const lowered = raised.length > 0 ? undefined : loweredBy(view, ages, grade, kinship, limits);
  return {
    dependency,
    chosen,
    severity: raised.length > 0 ? 'high' : (lowered?.severity ?? grade),
    certainty: 'certain',
    rank: Math.min(name ?? Number.POSITIVE_INFINITY, version ?? Number.POSITIVE_INFINITY),
    text: textOf(ages),
    details: [...raised.map((text) => `raised: ${text}`), ...(lowered === undefined ? [] : [lowered.text])],
    data: {
      version: chosen?.version ?? null,
      version_age_s: seconds(version),
      name_age_s: seconds(name),
      created_later_s: seconds(later),
    },
    citations: citationsOf(ages),
    steps: chosen === undefined ? [] : [chosen.step.id],
  };
}

function gradeOf(ages: Ages, limits: AgeLimits): 'high' | 'medium' | undefined {
  const { name, version, later, created, releases } = ages;
  if (isUnder(name, limits.name) || isUnder(later, limits.name)) return 'high';
  if (isUnder(version, limits.version) && !isOrdinary(ages, limits)) return 'high';
  const few = created !== undefined && releases.length > 0 && releases.length < limits.few;
  return few && isUnder(name, limits.unproven) ? 'medium' : undefined;
}

/** A further version of a package that its publisher has published for a while: that one took the newest is nothing odd. */
function isOrdinary({ chosen, releases }: Ages, { few, tenure }: AgeLimits): boolean {
  const before = releases.filter((each) => each !== chosen);
  if (chosen === undefined || before.length < few || hasNewScript(chosen, before)) return false;
  return (tenureOf(chosen, before) ?? 0) >= tenure;
}

function hasNewScript(chosen: KnownRelease, before: readonly KnownRelease[]): boolean {
  return hasInstallScript(chosen) && !before.some(hasInstallScript);
}

function isUnder(age: number | undefined, limit: number): boolean {
  return age !== undefined && age < limit;
}

function raisedBy(view: RuleView, chosen: KnownRelease | undefined): readonly string[] {
  if (chosen === undefined) return [];
  const raised: string[] = [];
  const name = `${chosen.package}@${chosen.version}`;
  if (hasInstallScript(chosen)) raised.push(`${name} runs ${scriptText(chosen)} on install`);
  if (recordOf(view, chosen)?.unknown) {
    raised.push(`its publisher ${publisherOf(chosen)?.account ?? ''} has published no other package in evidence`);
  }
  return raised;
}

/** A name that somebody made for the purpose has a new account behind it, or one that just was taken over. */
function loweredBy(
  view: RuleView,
  { chosen }: Ages,
  grade: 'high' | 'medium',
  kinship: Kinship,
  { established }: AgeLimits,
): { readonly severity: Severity; readonly text: string } | undefined {
  const since = recordOf(view, chosen)?.since;
  if (chosen !== undefined && since !== undefined && chosen.at - since >= established) {
    const text = `${publisherOf(chosen)?.account ?? ''}, who published it, had published other packages for ${ageText(chosen.at - since)}`;
    return { severity: grade === 'high' ? 'medium' : 'low', text };
  }
  if (kinship !== 'claimed') return undefined;
  const text = 'it names the same repository; anybody can, and who publishes the two is in no evidence';
  return { severity: 'medium', text };
}

function scriptText({ manifest }: KnownRelease): string {
  return manifest?.installScripts.join(', ') || 'a script';
}

/** `version 4.2.1 22 min 46 s old, name 18 h 25 min`. */
function textOf({ name, version, later, chosen, releases }: Ages): string {
  if (later !== undefined) return `not there yet, created ${ageText(later)} later`;
  const parts: string[] = [];
  if (version !== undefined) parts.push(`version ${chosen?.version ?? ''} ${ageText(version)} old`);
  if (name !== undefined) parts.push(version === undefined ? `name ${ageText(name)} old` : `name ${ageText(name)}`);
  if (releases.length === 1) parts.push('its only version');
  return parts.join(', ');
}

function seconds(micros: number | undefined): number | null {
  return micros === undefined ? null : Math.round(micros / 1_000_000);
}

/** A dependency of which only an advisory is in evidence: that one came so soon says that it was not old. */
export function accusedOf(
  view: RuleView,
  dependency: Dependency,
  moment: number,
  { advisory }: AgeLimits,
): Young | undefined {
  const step = advisoryOn(view, dependency.name, moment - advisory, moment + advisory);
  if (step === undefined) return undefined;
  const apart = ageText(step.sort - moment);
  return {
    dependency,
    chosen: undefined,
    severity: 'medium',
    certainty: 'possible',
    rank: Number.POSITIVE_INFINITY,
    text: `first seen here; an advisory on it ${step.sort < moment ? `${apart} before` : `${apart} later`}`,
    details: [`how old it was is in no evidence: bring a packument snapshot of ${dependency.name}`],
    data: { version: null, version_age_s: null, name_age_s: null, created_later_s: null },
    citations: step.citations,
    steps: [step.id],
  };
}
