import type { FindingDraft } from '../core/finding.ts';
import type { Rule } from '../core/rule.ts';
import { durationText } from '../core/time.ts';
import { judgedHistories, type KnownRelease, type PackageHistory } from '../registry/history/history.ts';
import { type HabitMeasure, habitOf, habitsOf } from './releases/habits.ts';
import { aboutOf, BRING_MANIFEST, isAttested, isPublisherKnown, isTrusted, publisherOf } from './releases/publisher.ts';
import { verdictOfReleases } from './releases/verdicts.ts';
import { regularPlaces } from './releases/walk.ts';
import type { Judgement } from './verdict.ts';
import { nameOf } from './wording.ts';

const rule: Rule = {
  id: 'publish-auth-downgrade',
  title: 'published with a credential of an account where a trusted publisher did it before',
  severity: 'high',
  phase: 'detonation',
  amplifier: false,
  revision: 1,
  looksFor:
    'a version that an account published by token or session, less than 180 days after a trusted publisher (OIDC) published any line of the package. Info where the version carries provenance all the same, or where the same account with the same address has published that line by token on another day, with a trusted publish in between, and a quarter of the line came so: then the package mixes both',
  why: 'a stolen token does not need the workflow: axios 1.14.1 on a line published by OIDC, and 0.30.4 on one that never was (2026), Mastra (2026). Silent where the workflow itself was taken over, and where it always published by token: nx (2025)',
  needs:
    'a packument snapshot from before the takedown: curl -s https://registry.example/<name>; or notices of npm by mail',
  falsePositives:
    'a release by hand while CI is out; npm prefers a token over OIDC if the workflow has both; projects that mix both',
  limits: {
    window: { value: 180, unit: 'days', meaning: 'how long ago a trusted publish may be' },
    apart: { value: 1, unit: 'days', meaning: 'how far apart publishes by hand must be to show a habit' },
    share: { value: 25, unit: 'percent', meaning: 'how many publishes of a line must be by hand to be a habit' },
  },
  judge: (view, { window = 0, apart = 0, share = 0 }) =>
    verdictOfReleases(judgedHistories(view).map((history) => judgeAll(history, window, { apart, share }))),
  examples: async () => (await import('./publish-auth-downgrade.examples.ts')).default,
};

export default rule;

function judgeAll(history: PackageHistory, window: number, measure: HabitMeasure): readonly Judgement[] {
  const habits = habitsOf(history, isTrusted, measure);
  let last: KnownRelease | undefined;
  let known = 0;
  return Array.from(regularPlaces(history), (place): Judgement => {
    const { release } = place;
    const before = last;
    const blind = known === 0 && place.earlierRegular.length > 0;
    if (isTrusted(release)) last = release;
    if (isMethodKnown(release)) known++;
    if (isTrusted(release)) return [];
    if (!isMethodKnown(release) || (blind && before === undefined)) return missing(release, blind);
    if (before === undefined || release.at - before.at > window) return [];
    return [finding(release, before, habitOf(release, habits))];
  });
}

function missing(release: KnownRelease, blind: boolean): Judgement {
  const why = blind
    ? 'how it or the versions before it were published is in no evidence'
    : 'how it was published is in no evidence';
  return { subject: nameOf(release), why, bring: `${BRING_MANIFEST}, or npm's notice by mail` };
}

const BY_ACCOUNT: ReadonlySet<string> = new Set(['token', 'granular_token', 'session', 'password', 'api_key']);

/** A manifest names the account that published; a notice by mail or a log of the registry names the credential. */
function isMethodKnown(release: KnownRelease): boolean {
  return isPublisherKnown(release) || release.steps.some(({ members }) => BY_ACCOUNT.has(members.auth_method ?? ''));
}

function finding(release: KnownRelease, before: KnownRelease, habit: KnownRelease | undefined): FindingDraft {
  const details = circumstances(release, before, habit);
  const mixed = habit !== undefined || isAttested(release);
  const witnesses = habit === undefined ? [before] : [before, habit];
  return {
    subject: nameOf(release),
    about: aboutOf(release),
    severity: mixed ? 'info' : 'high',
    certainty: 'certain',
    when: { after: release.at, before: release.at },
    fact: factOf(release, before),
    ...(details.length > 0 && { details }),
    data: { by: publisherOf(release)?.account ?? null, trusted: before.version },
    citations: [release.citation, ...witnesses.map(({ citation }) => citation)],
    steps: [release.step.id, ...witnesses.map(({ step }) => step.id)],
  };
}

function factOf(release: KnownRelease, before: KnownRelease): string {
  const by = publisherOf(release)?.account;
  const how = by === undefined ? 'not by OIDC' : `by ${by}, not by OIDC`;
  return `${how}; ${before.version} was, ${durationText(release.at - before.at)} before`;
}

function circumstances(release: KnownRelease, before: KnownRelease, habit: KnownRelease | undefined): string[] {
  const details: string[] = [];
  if (release.line !== before.line) details.push(`${before.version} is on another line`);
  if (isAttested(release)) details.push('it carries provenance: a workflow published it, with a token');
  if (habit !== undefined) {
    details.push(`the package mixes both: ${habit.version} came by token from the same account, on another day`);
  }
  return details;
}
