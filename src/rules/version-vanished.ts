import type { FindingDraft } from '../core/finding.ts';
import type { Rule, RuleView } from '../core/rule.ts';
import type { Citation, Step } from '../core/step.ts';
import { durationText } from '../core/time.ts';
import { judgedHistories, type KnownRelease, type PackageHistory } from '../registry/history/history.ts';
import { compareVersions } from '../registry/lines.ts';
import {
  blindToRemovals,
  clockText,
  isByPublisher,
  REMOVALS_FROM,
  type Removals,
  removalsOf,
  whenOf,
} from './removals.ts';
import { type Judgement, nothingToJudge, verdictOf } from './verdict.ts';
import { accountsOf } from './wording.ts';

const rule: Rule = {
  id: 'version-vanished',
  title: 'a published version is gone',
  severity: 'medium',
  phase: 'response',
  amplifier: false,
  revision: 1,
  looksFor:
    'a version that the document of its package names a time of, or an older copy of it has, and that is no longer there; one that somebody other than its publisher removed; a security placeholder in place of a package. Info for a prerelease: those come and go, and for a placeholder that versions followed',
  why: 'npm takes bad versions down and keeps only their times: axios 1.14.1 and 0.30.4 (2026), chalk 5.6.1 and debug 4.4.2 (2025) are still found by it years later',
  needs:
    'a packument: curl -s https://registry.example/<name>; two of them, from before and after, also bound when it went',
  falsePositives:
    'an author who unpublishes his own version within 72 hours, where no log says that it was he; a document that was cut off',
  limits: {},
  judge: (view) => {
    const histories = judgedHistories(view);
    const why = 'no document of any package is in evidence';
    if (histories.length === 0) return nothingToJudge({ subject: 'any package', why, bring: REMOVALS_FROM });
    return verdictOf(histories.map((history) => judge(view, history)));
  },
  examples: async () => (await import('./version-vanished.examples.ts')).default,
};

export default rule;

const PLACEHOLDER = '0.0.1-security';

function judge(view: RuleView, history: PackageHistory): Judgement {
  const blind = blindToRemovals(view, history);
  if (blind !== undefined) return blind;
  const removals = removalsOf(view, history);
  const releases = new Map(history.releases.map((release) => [release.version, release]));
  const versions = [...new Set([...removals.gone.keys(), ...removals.acts.keys()])].sort(compareVersions);
  return [
    ...versions.flatMap((version) => gone(view, history.name, version, removals, releases.get(version))),
    ...removals.whole.flatMap((act) => wholePackage(view, history, act)),
    ...removals.held.map((step) => held(history, step)),
  ];
}

function gone(
  view: RuleView,
  name: string,
  version: string,
  removals: Removals,
  release: KnownRelease | undefined,
): readonly FindingDraft[] {
  const act = removals.acts.get(version);
  if (act !== undefined && isByPublisher(view, name, act, release)) return [];
  const step = act ?? removals.gone.get(version);
  return step === undefined ? [] : [finding(name, version, step, removals.gone.get(version), release)];
}

/** @param step the act, or else the inference */
function finding(
  name: string,
  version: string,
  step: Step,
  inferred: Step | undefined,
  release: KnownRelease | undefined,
): FindingDraft {
  const steps = [step, ...(inferred === undefined || inferred === step ? [] : [inferred])];
  const doubts = steps.some(({ remarks }) => remarks?.some((remark) => remark.startsWith('contradiction')));
  return {
    subject: `${name}@${version}`,
    about: {
      packages: [name],
      releases: [`${name}@${version}`],
      accounts: release ? accountsOf(release) : [],
    },
    severity: release?.prerelease === true ? 'info' : 'medium',
    certainty: doubts || (step.inference === undefined && release?.account === undefined) ? 'possible' : 'certain',
    when: whenOf(step),
    fact: factOf(step, release),
    details: detailsOf(step, inferred, release),
    citations: citationsOf(steps, release),
    steps: [...steps, ...(release ? [release.step] : [])].map(({ id }) => id),
  };
}

function citationsOf(steps: readonly Step[], release: KnownRelease | undefined): readonly Citation[] {
  const all = [...steps.flatMap(({ citations }) => citations), ...(release ? [release.citation] : [])];
  return [...new Map(all.map((citation) => [`${citation.evidence} ${citation.place}`, citation])).values()];
}

function factOf(step: Step, release: KnownRelease | undefined): string {
  const { actor } = step.members;
  const by = actor === undefined ? 'by whom is not in evidence' : `by ${actor}`;
  const end = step.members.not_after === undefined ? ', when is not in evidence' : ` by ${clockText(step.sort)}`;
  if (step.bounded !== 0) return `gone${end}; ${by}`;
  if (release === undefined || release.at > step.sort) return `removed at ${clockText(step.sort)}; ${by}`;
  const whose = release.account === undefined ? '' : ` by ${release.account}`;
  return `removed ${durationText(step.sort - release.at)} after its publish${whose}; ${by}`;
}

/** What is said of a bounded removal, and beside the point where a log has the moment. */
const OF_THE_RANGE = /^(?:installable|at the latest)/;

function detailsOf(step: Step, inferred: Step | undefined, release: KnownRelease | undefined): readonly string[] {
  const exact = step.bounded === 0 && release !== undefined && release.at <= step.sort;
  const exposure = exact && release ? [`installable ${durationText(step.sort - release.at)}`] : [];
  const remarks = (inferred?.remarks ?? []).filter((remark) => !(exact && OF_THE_RANGE.test(remark)));
  const kept = release?.manifest === undefined ? [] : ['its manifest is still in evidence'];
  return [...exposure, ...remarks.map((remark) => remark.replace(': see "not in evidence"', '')), ...kept];
}

function wholePackage(view: RuleView, { name, releases }: PackageHistory, act: Step): readonly FindingDraft[] {
  const { actor } = act.members;
  const own = isByPublisher(
    view,
    name,
    act,
    releases.find(({ account }) => account === actor),
  );
  if (own) return [];
  const versions = view.members(act).versions ?? [];
  const count = versions.length > 0 ? `, ${versions.length} versions` : '';
  return [
    {
      subject: name,
      about: {
        packages: [name],
        releases: versions.map((version) => `${name}@${version}`),
        accounts: actor === undefined ? [] : [actor],
      },
      severity: 'medium',
      certainty: 'certain',
      when: whenOf(act),
      fact: `the whole package was unpublished${count}; ${actor === undefined ? 'by whom is not in evidence' : `by ${actor}`}`,
      citations: act.citations,
      steps: [act.id],
    },
  ];
}

/** npm also holds names that nobody published, and gives them on: what came after the placeholder tells. */
function held({ name, releases }: PackageHistory, step: Step): FindingDraft {
  const subject = `${name}@${step.members.version ?? PLACEHOLDER}`;
  const next = releases.find(({ at, version }) => at > step.sort && !version.startsWith(PLACEHOLDER));
  return {
    subject,
    about: { packages: [name], releases: [subject] },
    severity: next === undefined ? 'medium' : 'info',
    certainty: 'certain',
    when: whenOf(step),
    fact: `npm put a security placeholder in place of the package at ${clockText(step.sort)}`,
    ...(next !== undefined && { details: [`${next.version} followed: the name was held, and given on`] }),
    citations: step.citations,
    steps: [step.id],
  };
}
