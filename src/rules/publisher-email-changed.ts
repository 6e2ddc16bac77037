import type { FindingDraft } from '../core/finding.ts';
import type { Rule, RuleView } from '../core/rule.ts';
import { durationText } from '../core/time.ts';
import { judgedHistories, type KnownRelease } from '../registry/history/history.ts';
import { type Hit, hitsOf, type Known } from './releases/addresses.ts';
import { domainOf, isPrivate } from './releases/mail-providers.ts';
import { aboutOf, BRING_MANIFEST, isTrusted, publisherOf } from './releases/publisher.ts';
import { verdictOfReleases } from './releases/verdicts.ts';
import { regularPlaces } from './releases/walk.ts';
import { type YoungPackage, youngPackagesWith } from './releases/young-packages.ts';
import { type Judgement, nothingToJudge } from './verdict.ts';
import { nameOf } from './wording.ts';

const rule: Rule = {
  id: 'publisher-email-changed',
  title: 'published by a known account with an address that it did not have before',
  severity: 'high',
  phase: 'detonation',
  amplifier: false,
  revision: 1,
  looksFor:
    'a version whose publisher has another e-mail address than in the last three publishes by that account, of any package in evidence, before the first one with the new address; every version that follows within a week of the change',
  why: 'who takes an account over changes its address first, so that notices and recovery go to him: axios 1.14.1 and 0.30.4 (2026), Mastra (2026)',
  needs:
    'packument snapshots from before the takedown, also of the other packages of the account: curl -s https://registry.example/<name>',
  falsePositives: 'an account that moved to another address for good reasons: one alert a change',
  limits: {
    publishes: { value: 3, unit: 'publishes', meaning: 'how many earlier publishes by the account are compared' },
    settled: { value: 7, unit: 'days', meaning: 'how long after the change versions still count as hits' },
    young: { value: 7, unit: 'days', meaning: 'age of another package with the same address that is worth a line' },
  },
  judge: (view, { publishes = 3, settled = 0, young = 0 }) => {
    const packages = judgedHistories(view).map((history) =>
      Array.from(regularPlaces(history), ({ release }) => release),
    );
    const all = judgedHistories(view).flatMap(({ releases }) => releases);
    const known = hitsOf(view, all, { publishes, settled });
    const judgements = packages.map((releases) =>
      releases.flatMap((release) => judge(view, release, known, young) ?? []),
    );
    const verdict = verdictOfReleases(judgements);
    const { judged, missing } = verdict;
    return judged > 0 || missing.length > 0 ? verdict : nothingToJudge(NOTHING);
  },
  examples: async () => (await import('./publisher-email-changed.examples.ts')).default,
};

export default rule;

const NOTHING = {
  subject: 'any package',
  why: 'no account in evidence has published more than once with an address',
  bring: 'packument snapshots of the package and of the other packages of its owners',
};

/** Nothing for the first publish of an account in evidence: there is no address to compare with. */
function judge(view: RuleView, release: KnownRelease, known: Known, young: number): readonly Judgement[] | undefined {
  if (isTrusted(release)) return [[]];
  const publisher = publisherOf(release);
  if (publisher?.email === undefined) {
    return [
      {
        subject: nameOf(release),
        why: 'who published it, and with which address, is in no evidence',
        bring: BRING_MANIFEST,
      },
    ];
  }
  const key = nameOf(release);
  const hit = known.hits.get(key);
  if (hit !== undefined)
    return [[finding(release, publisher.email, hit, youngPackagesWith(view, release, publisher.email, young))]];
  return known.compared.has(key) ? [[]] : undefined;
}

function finding(release: KnownRelease, email: string, hit: Hit, young: readonly YoungPackage[]): FindingDraft {
  const { before, first } = hit;
  const [oldDomain, newDomain] = [domainOf(before.email), domainOf(email)];
  const apart = oldDomain === newDomain ? `${before.email} -> ${email}` : `${oldDomain} -> ${newDomain}`;
  const citations = [before.step.citations[0], first.step.citations[0]].flatMap((citation) => citation ?? []);
  return {
    subject: nameOf(release),
    about: { ...aboutOf(release), packages: [release.package, ...young.map(({ name }) => name)] },
    severity: 'high',
    certainty: 'certain',
    when: { after: release.at, before: release.at },
    fact: `${apart}, ${durationText(release.at - before.at)} after ${nameOf(before)}`,
    details: detailsOf(release, email, hit, young),
    data: { account: hit.account, old: before.email, new: email },
    citations: [release.citation, ...citations, ...young.map(({ citation }) => citation)],
    steps: [release.step.id, before.step.id, first.step.id],
  };
}

function detailsOf(release: KnownRelease, email: string, hit: Hit, young: readonly YoungPackage[]): readonly string[] {
  const { account, before, first } = hit;
  const details = [`${account} published ${nameOf(before)} as ${before.email}, this as ${email}`];
  if (nameOf(first) !== nameOf(release)) details.push(`first used for ${nameOf(first)}`);
  if (isPrivate(email) && !isPrivate(before.email)) {
    details.push(`raised: ${domainOf(email)} is a provider for those who want to stay unknown`);
  }
  for (const { name, age } of young)
    details.push(`raised: the address is also on ${name}, first seen ${durationText(age)} before`);
  return details;
}
