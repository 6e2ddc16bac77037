import type { FindingDraft } from '../core/finding.ts';
import { member } from '../core/json.ts';
import type { Rule } from '../core/rule.ts';
import { durationText } from '../core/time.ts';
import { judgedHistories, type KnownRelease, type PackageHistory } from '../registry/history/history.ts';
import { foreignDependenciesOf } from './releases/dependencies.ts';
import { aboutOf, BRING_MANIFEST } from './releases/publisher.ts';
import { verdictOfReleases } from './releases/verdicts.ts';
import { type Place, regularPlaces } from './releases/walk.ts';
import type { Judgement } from './verdict.ts';
import { listText, nameOf } from './wording.ts';

const rule: Rule = {
  id: 'non-registry-dependency-added',
  title: 'a dependency from outside the registry was added',
  severity: 'high',
  phase: 'detonation',
  amplifier: false,
  revision: 1,
  looksFor:
    'a version with a dependency from git, a hosting site, an address or a folder, where the version before it on its line had none of that name; every version with it that follows within a week. A folder is medium: npm cannot fetch it',
  why: 'what is fetched from git or an address is in no registry, can be changed or deleted by its owner, and runs its prepare script: TanStack, 84 versions with a git dependency (2026)',
  needs: 'a packument snapshot from before the takedown, or the tarballs: curl -s https://registry.example/<name>',
  falsePositives: 'a fork that waits for a fix to be released; a folder of a workspace left in by mistake',
  limits: {
    settled: { value: 7, unit: 'days', meaning: 'how long after the first such version others count as hits' },
  },
  judge: (view, { settled = 0 }) =>
    verdictOfReleases(judgedHistories(view).map((history) => judgeAll(history, settled))),
  examples: async () => (await import('./non-registry-dependency-added.examples.ts')).default,
};

export default rule;

/** A dependency from elsewhere, and the version in which it was new. */
interface Added {
  readonly name: string;
  readonly kind: 'git' | 'url' | 'file';
  readonly where: string;
  readonly first: KnownRelease;
}

/** First versions with each foreign dependency, by line and name. */
type Firsts = Map<string, KnownRelease>;

function judgeAll(history: PackageHistory, settled: number): readonly Judgement[] {
  const firsts: Firsts = new Map();
  return Array.from(regularPlaces(history), (place): Judgement => {
    const { release } = place;
    if (release.manifest === undefined) {
      const bring = `${BRING_MANIFEST}, or its tarball`;
      return { subject: nameOf(release), why: 'its dependencies are in no evidence', bring };
    }
    const added = addedIn(place, firsts).filter(({ first }) => release.at - first.at <= settled);
    const [main] = added;
    return main === undefined ? [] : [finding(release, added, main)];
  });
}

/** The very first version of a package adds nothing: it is what it is. */
function addedIn({ release, earlierOnLine, earlierRegular }: Place, firsts: Firsts): readonly Added[] {
  const before = lastKnown(earlierOnLine) ?? lastKnown(earlierRegular);
  if (before === undefined) return [];
  const had = new Set(foreignDependenciesOf(before).map(([name]) => name));
  return foreignDependenciesOf(release).flatMap(([name, spec]): Added[] => {
    if (spec.kind === 'other') return [];
    const key = JSON.stringify([release.line, name]);
    const first = had.has(name) ? firsts.get(key) : release;
    if (first === undefined) return [];
    firsts.set(key, first);
    return [{ name, kind: spec.kind, where: spec.where, first }];
  });
}

/** Looks back a little: a version whose manifest is gone says nothing. */
function lastKnown(releases: readonly KnownRelease[]): KnownRelease | undefined {
  return releases.slice(-20).findLast(({ manifest }) => manifest !== undefined);
}

function finding(release: KnownRelease, added: readonly Added[], main: Added): FindingDraft {
  const { first, where, name } = main;
  const others = added.slice(1).map((each) => each.name);
  const firsts = [...new Set(added.map((each) => each.first))].filter((each) => each !== release);
  return {
    subject: nameOf(release),
    about: aboutOf(release),
    severity: added.some(({ kind }) => kind !== 'file') || isOptional(release, added) ? 'high' : 'medium',
    certainty: 'certain',
    when: { after: release.at, before: release.at },
    fact: `adds ${name} from ${shortened(where)}${others.length > 0 ? `, and ${listText(others)}` : ''}`,
    details: detailsOf(release, added, first),
    data: { dependencies: Object.fromEntries(added.map((each) => [each.name, each.where])) },
    citations: [release.citation, ...firsts.map(({ citation }) => citation)],
    steps: [release.step.id, ...firsts.map(({ step }) => step.id)],
  };
}

const LONGEST_SHOWN = 120;

function shortened(where: string): string {
  return where.length <= LONGEST_SHOWN ? where : `${where.slice(0, LONGEST_SHOWN).toWellFormed()}…`;
}

function detailsOf(release: KnownRelease, added: readonly Added[], first: KnownRelease): readonly string[] {
  const details = added.map(({ name, where }) => `${name}: ${shortened(where)}`);
  if (first !== release) details.push(`first in ${first.version}, ${durationText(release.at - first.at)} before`);
  if (isOptional(release, added)) {
    details.push('raised: it stands in optionalDependencies, where a failed install goes unnoticed');
  }
  return details;
}

function isOptional(release: KnownRelease, added: readonly Added[]): boolean {
  const optional = member(release.json(), 'optionalDependencies');
  return added.some(({ name }) => member(optional, name) !== undefined);
}
