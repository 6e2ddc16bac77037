import type { FindingDraft } from '../core/finding.ts';
import type { Rule } from '../core/rule.ts';
import { durationText } from '../core/time.ts';
import { judgedHistories, type KnownRelease, type PackageHistory } from '../registry/history/history.ts';
import { type HabitMeasure, type Habits, habitOf, habitsOf } from './releases/habits.ts';
import { aboutOf, BRING_MANIFEST, isAttested, isOfRegistry } from './releases/publisher.ts';
import { verdictOfReleases } from './releases/verdicts.ts';
import { type Place, regularPlaces } from './releases/walk.ts';
import type { Judgement } from './verdict.ts';
import { listText, nameOf } from './wording.ts';

const rule: Rule = {
  id: 'provenance-downgrade',
  title: 'published without the provenance that releases before it had',
  severity: 'high',
  phase: 'detonation',
  amplifier: false,
  revision: 1,
  looksFor:
    'a version without a provenance attestation on a release line where at least two earlier versions carry one, or all that there are; on a line with fewer versions, the newest versions of the package before it are compared. Info where the versions before it had none for a week already, or where the same person and the pipeline take turns on the line: then that is the habit',
  why: 'whoever publishes with a stolen credential does not run in the pipeline that makes the attestation: nx 21.5.0 and 20.9.0 (2025), axios 1.14.1 (2026). Silent where the pipeline itself was taken over',
  needs: 'a packument snapshot from before the takedown: curl -s https://registry.example/<name>',
  falsePositives: 'a hot fix made by hand, a CI outage, a move to another registry',
  limits: {
    lookback: { value: 10, unit: 'versions', meaning: 'how many versions before it on its line are looked at' },
    attested: { value: 2, unit: 'versions', meaning: 'earlier versions that have to carry provenance' },
    settled: { value: 7, unit: 'days', meaning: 'how long versions without provenance must stand to be the habit' },
    apart: { value: 1, unit: 'days', meaning: 'how far apart publishes by hand must be to show a habit' },
    share: { value: 25, unit: 'percent', meaning: 'how many publishes of a line must be by hand to be a habit' },
  },
  judge: (view, { attested = 2, lookback = 10, settled = 0, apart = 0, share = 0 }) =>
    verdictOfReleases(
      judgedHistories(view).map((history) => judgeAll(history, { attested, lookback, settled, apart, share })),
    ),
  examples: async () => (await import('./provenance-downgrade.examples.ts')).default,
};

export default rule;

interface Measure extends HabitMeasure {
  readonly attested: number;
  readonly lookback: number;
  readonly settled: number;
}

/** One pass: the lists of a place are only read while the walk stands at it. */
function judgeAll(history: PackageHistory, measure: Measure): readonly Judgement[] {
  const habits = habitsOf(history, isAttested, measure);
  return Array.from(regularPlaces(history), (place) => judge(place, habits, measure));
}

function judge(place: Place, habits: Habits, measure: Measure): Judgement {
  const { release } = place;
  if (isAttested(release)) return [];
  if (!isOfRegistry(release.manifest)) {
    const bring = `${BRING_MANIFEST}, or its attestations`;
    return { subject: nameOf(release), why: "the registry's manifest of it is in no evidence", bring };
  }
  const compared = comparedWith(place, measure);
  const had = compared.filter(isAttested);
  if (had.length < measure.attested && !isWholeLine(place, compared)) return [];
  const standing = compared.filter((other) => !habits.takenBack.has(other));
  return [finding(release, had, lastingOf(release, standing, measure.settled) ?? habitOf(release, habits))];
}

/** So few versions of the line that the rule cannot ask for more, but all of them have it. */
function isWholeLine({ earlierOnLine }: Place, compared: readonly KnownRelease[]): boolean {
  return compared.length > 0 && compared.length === earlierOnLine.length && compared.every(isAttested);
}

/** Earlier versions on the line, nearest first; where there are too few, the newest of the package. */
function comparedWith({ earlierOnLine, earlierRegular }: Place, { attested, lookback }: Measure): KnownRelease[] {
  const enough = earlierOnLine.length >= attested || (earlierOnLine.length > 0 && earlierOnLine.every(isAttested));
  return (enough ? earlierOnLine.slice(-lookback) : earlierRegular.slice(-attested)).reverse();
}

/** An earlier version without provenance that stood long enough, and no version with it since. */
function lastingOf(
  release: KnownRelease,
  compared: readonly KnownRelease[],
  settled: number,
): KnownRelease | undefined {
  const newest = compared.findIndex(isAttested);
  const since = newest < 0 ? compared : compared.slice(0, newest);
  return since.find((other) => isOfRegistry(other.manifest) && release.at - other.at >= settled);
}

function finding(release: KnownRelease, had: readonly KnownRelease[], habit: KnownRelease | undefined): FindingDraft {
  const versions = had.map(({ version }) => version);
  const witnesses = [...had.slice(0, 2), ...(habit === undefined ? [] : [habit])];
  return {
    subject: nameOf(release),
    about: aboutOf(release),
    severity: habit === undefined ? 'high' : 'info',
    certainty: 'certain',
    when: { after: release.at, before: release.at },
    fact: `no provenance; ${listText(versions)} had it`,
    details: detailsOf(release, had, habit),
    data: { without: release.version, with: versions },
    citations: [release.citation, ...witnesses.map(({ citation }) => citation)],
    steps: [release.step.id, ...witnesses.map(({ step }) => step.id)],
  };
}

function detailsOf(release: KnownRelease, had: readonly KnownRelease[], habit: KnownRelease | undefined): string[] {
  const few = had.length > 1 ? [] : [`no other earlier version of line ${release.line ?? ''} is in evidence`];
  return habit === undefined ? few : [...few, habitText(release, habit)];
}

function habitText(release: KnownRelease, habit: KnownRelease): string {
  const apart = durationText(release.at - habit.at);
  return `${habit.version}, ${apart} ${habit.at < release.at ? 'before' : 'after'} it, had none either and still stands`;
}
