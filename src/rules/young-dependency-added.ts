import { type FindingDraft, raised, type Severity } from '../core/finding.ts';
import type { Missing, Rule, RuleView } from '../core/rule.ts';
import { judgedHistories, type KnownRelease, type PackageHistory } from '../registry/history/history.ts';
import { agesOf, isInEvidence } from './releases/ages.ts';
import { type Dependency, dependenciesOf } from './releases/dependencies.ts';
import { kinshipOf, peopleOf, repositoryOf } from './releases/kin.ts';
import { aboutOf, BRING_MANIFEST } from './releases/publisher.ts';
import { verdictOfReleases } from './releases/verdicts.ts';
import { regularPlaces } from './releases/walk.ts';
import { type AgeLimits, accusedOf, type Young, youthOf } from './releases/youth.ts';
import type { Judgement } from './verdict.ts';
import { listText, nameOf } from './wording.ts';

const rule: Rule = {
  id: 'young-dependency-added',
  title: 'a dependency that hardly existed was added',
  severity: 'high',
  phase: 'detonation',
  amplifier: false,
  revision: 1,
  looksFor:
    'a version with a dependency that no version before it had, on any line, if the name of the dependency is younger than 72 hours, or the version that npm took younger than 24 hours, or not there yet (high); or if the name has fewer than three versions and is younger than 90 days (medium). Always high if that version has an install script or its publisher has published nothing else in evidence; one grade less where he has published other packages for a year. Not a further version by somebody who has published the dependency for a month, without a new install script. Every version that follows within 72 hours counts too',
  why: 'the bad code comes in a package made for the purpose, so that the package itself hardly changes: axios with plain-crypto-js, 22 min 46 s old (2026), Mastra (2026), event-stream with flatmap-stream (2018)',
  needs:
    'packument snapshots of the package and of what it newly depends on, from before the takedown: curl -s https://registry.example/<name>',
  falsePositives:
    'a team that splits a package; not told where the dependency has the scope of the package, one of its owners or earlier publishers, or provenance from its repository. That it only names the repository counts where nobody says who published either, and then makes it medium',
  limits: {
    name: { value: 72, unit: 'hours', meaning: 'how young the name of the dependency is' },
    version: { value: 24, unit: 'hours', meaning: 'how young the version of it is that npm took' },
    few: { value: 3, unit: 'versions', meaning: 'fewer versions than this are few' },
    unproven: { value: 90, unit: 'days', meaning: 'how young a name with few versions is' },
    advisory: { value: 7, unit: 'days', meaning: 'how soon an advisory on a dependency of unknown age counts' },
    tenure: {
      value: 30,
      unit: 'days',
      meaning: 'who has published the dependency for so long makes ordinary versions',
    },
    established: { value: 365, unit: 'days', meaning: 'who has published other packages for so long is known' },
  },
  judge: (view, { name = 0, version = 0, few = 0, unproven = 0, advisory = 0, tenure = 0, established = 0 }) => {
    const limits = { name, version, few, unproven, advisory, tenure, established };
    return verdictOfReleases(judgedHistories(view).map((history) => judgeAll(view, history, limits)));
  },
  examples: async () => (await import('./young-dependency-added.examples.ts')).default,
};

export default rule;

/** What the walk through one package knows. */
interface Walk {
  readonly view: RuleView;
  readonly limits: AgeLimits;
  /** The first version with each dependency. */
  readonly firsts: Map<string, KnownRelease>;
  /** The first version in which a dependency was a hit, or of unknown age: those right after are as new as it. */
  readonly hits: Map<string, KnownRelease>;
  /** Accounts that owned the package or published it before. */
  readonly people: Set<string>;
  /** Repositories that it named before. */
  readonly repositories: Set<string>;
}

function judgeAll(view: RuleView, history: PackageHistory, limits: AgeLimits): readonly Judgement[] {
  const walk: Walk = { view, limits, firsts: new Map(), hits: new Map(), people: new Set(), repositories: new Set() };
  return Array.from(regularPlaces(history), ({ release, earlierRegular }): Judgement => {
    if (release.manifest === undefined) return missingManifest(release);
    const dependencies = dependenciesOf(release);
    const judgement = earlierRegular.length === 0 ? [] : judge(release, dependencies, walk);
    for (const { name } of dependencies) if (!walk.firsts.has(name)) walk.firsts.set(name, release);
    if (!isHit(judgement)) remember(release, walk);
    return judgement;
  });
}

function remember(release: KnownRelease, { people, repositories }: Walk): void {
  for (const name of peopleOf(release)) people.add(name);
  const repository = repositoryOf(release);
  if (repository !== undefined) repositories.add(repository);
}

/** Who published a hit is nobody whom the next one could trust. */
function isHit(judgement: Judgement): boolean {
  return !('why' in judgement) && judgement.length > 0;
}

function missingManifest(release: KnownRelease): Missing {
  const bring = `${BRING_MANIFEST}, or its tarball`;
  return { subject: nameOf(release), why: 'its dependencies are in no evidence', bring };
}

function judge(release: KnownRelease, dependencies: readonly Dependency[], walk: Walk): Judgement {
  const young: Young[] = [];
  const unknown: string[] = [];
  for (const dependency of dependencies.filter(({ name }) => isNew(name, release, walk))) {
    const found = judgeDependency(release, dependency, walk);
    if (found === 'unknown') unknown.push(dependency.name);
    else if (found !== undefined) young.push(found);
  }
  for (const name of [...young.map(({ dependency }) => dependency.name), ...unknown]) {
    if (!walk.hits.has(name)) walk.hits.set(name, release);
  }
  const [main] = young.sort((a, b) => a.rank - b.rank);
  if (main !== undefined) return [finding(release, main, young, unknown)];
  return unknown.length === 0 ? [] : missingPackument(release, unknown);
}

/** Asked for by no version before, or first by one that was a hit a short while ago. */
function isNew(name: string, release: KnownRelease, { firsts, hits, limits }: Walk): boolean {
  const hit = hits.get(name);
  return !firsts.has(name) || (hit !== undefined && release.at - hit.at <= limits.name);
}

function judgeDependency(release: KnownRelease, dependency: Dependency, walk: Walk): Young | 'unknown' | undefined {
  const { view, limits } = walk;
  if (!isInEvidence(view, dependency.name)) return accusedOf(view, dependency, release.at, limits) ?? 'unknown';
  const ages = agesOf(view, dependency, release.at);
  const kinship = kinshipOf(release, walk, ages);
  if (kinship === 'own') return undefined;
  const known = ages.name ?? ages.later ?? ages.version;
  if (known === undefined) return accusedOf(view, dependency, release.at, limits) ?? 'unknown';
  return youthOf(view, ages, kinship, limits);
}

function missingPackument(release: KnownRelease, unknown: readonly string[]): Missing {
  const why = `it adds ${listText(unknown)}, first seen here; how old that was is in no evidence`;
  return { subject: nameOf(release), why, bring: `packument snapshots of ${listText(unknown)}` };
}

function finding(
  release: KnownRelease,
  main: Young,
  young: readonly Young[],
  unknown: readonly string[],
): FindingDraft {
  const { dependency, text, certainty } = main;
  const releases = young.flatMap(({ chosen }) => (chosen === undefined ? [] : [nameOf(chosen)]));
  const about = aboutOf(release);
  const others = young.length > 1 ? `; and ${listText(young.slice(1).map((each) => each.dependency.name))}` : '';
  return {
    subject: nameOf(release),
    about: {
      ...about,
      brings: young.map((each) => each.dependency.name),
      releases: [...about.releases, ...releases],
    },
    severity: young.reduce<Severity>((most, { severity }) => raised(most, severity), main.severity),
    certainty,
    when: { after: release.at, before: release.at },
    fact: `adds ${shown(dependency)}: ${text}${others}`,
    details: [...young.flatMap(({ details }) => details), ...unknownText(unknown)],
    data: Object.fromEntries(young.map((each) => [each.dependency.name, each.data])),
    citations: [release.citation, ...young.flatMap(({ citations }) => citations)],
    steps: [release.step.id, ...young.flatMap(({ steps }) => steps)],
  };
}

/** `plain-crypto-js`, or where an alias hides it: `plain-crypto-js (as lodash)`. */
function shown({ name, alias }: Dependency): string {
  return alias === undefined ? name : `${name} (as ${alias})`;
}

function unknownText(unknown: readonly string[]): readonly string[] {
  return unknown.length === 0 ? [] : [`how old ${listText(unknown)} was is in no evidence`];
}
