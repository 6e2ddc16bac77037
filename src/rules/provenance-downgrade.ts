import type { FindingDraft } from '../core/finding.ts';
import type { Rule } from '../core/rule.ts';
import {
  before,
  beforeOnLine,
  isRegular,
  judgedHistories,
  type KnownRelease,
  type PackageHistory,
} from '../registry/history/history.ts';
import { type Judgement, verdictOf } from './verdict.ts';
import { accountsOf, listText, nameOf } from './wording.ts';

const rule: Rule = {
  id: 'provenance-downgrade',
  title: 'published without the provenance that releases before it had',
  severity: 'high',
  phase: 'detonation',
  amplifier: false,
  revision: 1,
  looksFor:
    'a version without a provenance attestation on a release line where at least two earlier versions carry one; on a line with fewer versions, the newest versions of the package before it are compared',
  why: 'whoever publishes with a stolen credential does not run in the pipeline that makes the attestation: nx 21.5.0 and 20.9.0 (2025), axios 1.14.1 (2026). Silent where the pipeline itself was taken over',
  needs: 'a packument snapshot from before the takedown: curl -s https://registry.example/<name>',
  falsePositives: 'a hot fix made by hand, a CI outage, a move to another registry',
  limits: {
    lookback: { value: 10, unit: 'versions', meaning: 'how many versions before it on its line are looked at' },
    attested: { value: 2, unit: 'versions', meaning: 'earlier versions that have to carry provenance' },
  },
  judge: (view, { attested = 2, lookback = 10 }) =>
    verdictOf(
      judgedHistories(view).flatMap((history) =>
        history.releases.flatMap((release) =>
          isRegular(history, release) ? [judge(history, release, attested, lookback)] : [],
        ),
      ),
    ),
  examples: async () => (await import('./provenance-downgrade.examples.ts')).default,
};

export default rule;

function judge(history: PackageHistory, release: KnownRelease, attested: number, lookback: number): Judgement {
  if (release.manifest === undefined && !release.provenance) {
    const bring = 'a packument snapshot from before the takedown, npm view --json, the attestation';
    return { subject: nameOf(release), why: 'its manifest is in no evidence', bring };
  }
  if (release.provenance) return [];
  const had = compared(history, release, attested)
    .slice(0, lookback)
    .filter(({ provenance }) => provenance);
  return had.length < attested ? [] : [finding(release, had)];
}

/** Earlier versions on the line; where there are too few, the newest stable ones of the package. */
function compared(history: PackageHistory, release: KnownRelease, least: number): readonly KnownRelease[] {
  const onLine = beforeOnLine(history, release).filter((other) => isRegular(history, other));
  if (onLine.length >= least) return onLine;
  return before(history, release)
    .filter((other) => isRegular(history, other))
    .slice(0, least);
}

function finding(release: KnownRelease, had: readonly KnownRelease[]): FindingDraft {
  const versions = had.map(({ version }) => version);
  const witnesses = had.slice(0, 2);
  return {
    subject: nameOf(release),
    about: { packages: [release.package], releases: [nameOf(release)], accounts: accountsOf(release) },
    severity: 'high',
    certainty: 'certain',
    when: { after: release.at, before: release.at },
    fact: `no provenance; ${listText(versions)} had it`,
    data: { without: release.version, with: versions },
    citations: [release.citation, ...witnesses.map(({ citation }) => citation)],
    steps: [release.step.id, ...witnesses.map(({ step }) => step.id)],
  };
}
