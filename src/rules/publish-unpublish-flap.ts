import type { FindingDraft } from '../core/finding.ts';
import type { Rule, RuleView } from '../core/rule.ts';
import type { Citation, Step } from '../core/step.ts';
import { durationText } from '../core/time.ts';
import { judgedHistories, type PackageHistory } from '../registry/history/history.ts';
import { compareVersions } from '../registry/lines.ts';
import { byPublisher, type PublishAct, publishActs } from './publishers.ts';
import { blindToRemovals, REMOVALS_FROM, removalsOf } from './removals.ts';
import { type Judgement, nothingToJudge, verdictOf } from './verdict.ts';
import { accountsOf } from './wording.ts';

const rule: Rule = {
  id: 'publish-unpublish-flap',
  title: 'published, unpublished, and the next one published',
  severity: 'medium',
  phase: 'preparation',
  amplifier: false,
  revision: 1,
  looksFor:
    'a version that its own publisher took out within 72 hours and who published something else within the next 24; where only documents of packages show that it is gone, of another package, and as possible',
  why: 'an attacker tries on a package that few use, and covers it up: eslint-config-eslint 5.0.2 was published at 09:49 and unpublished at 10:25, 15 minutes before eslint-scope 3.7.2 (2018)',
  needs: 'the log of the registry that took the unpublish, or packument snapshots from before and after',
  falsePositives: 'a release with a mistake in it that its author takes back and makes again',
  limits: {
    live: { value: 72, unit: 'hours', meaning: 'how long the version may have been there' },
    next: { value: 24, unit: 'hours', meaning: 'how soon the next publish follows' },
  },
  judge: (view, { live = 259_200e6, next = 86_400e6 }) => {
    const histories = judgedHistories(view);
    const why = 'no document of any package is in evidence';
    if (histories.length === 0) return nothingToJudge({ subject: 'any package', why, bring: REMOVALS_FROM });
    return verdictOf(histories.flatMap((history) => judge(view, history, { live, next })));
  },
  examples: async () => (await import('./publish-unpublish-flap.examples.ts')).default,
};

export default rule;

type Numbers = Readonly<Record<'live' | 'next', number>>;

/** A version that somebody published, and that is gone. */
interface Flap {
  readonly name: string;
  /** `name@version`; of a log that does not say which version, the package. */
  readonly subject: string;
  readonly account: string;
  readonly published: number;
  /** Whether it is known that this publish was of this version. */
  readonly exact: boolean;
  readonly removal: Step;
  readonly citations: readonly Citation[];
  readonly steps: readonly string[];
}

function judge(view: RuleView, history: PackageHistory, limits: Numbers): readonly Judgement[] {
  const blind = blindToRemovals(view, history);
  if (blind !== undefined) return [blind];
  const { gone, acts } = removalsOf(view, history);
  const versions = [...new Set([...gone.keys(), ...acts.keys()])].sort(compareVersions);
  const releases = new Map(history.releases.map((release) => [release.version, release]));
  const told = versions.map((version): Judgement => {
    const removal = acts.get(version) ?? gone.get(version);
    if (removal === undefined) return [];
    const release = releases.get(version);
    const flap = release === undefined ? logged(view, history.name, version, removal) : flapOf(release, removal);
    if (flap !== undefined) return judgeOne(view, flap, limits);
    const subject = `${history.name}@${version}`;
    const bring = 'a packument from before it was removed, the log of the registry';
    return release?.oidc === true ? [] : { subject, why: 'who published it is in no evidence', bring };
  });
  return told.length > 0 ? [...told, ...wholly(view, history, limits)] : [wholly(view, history, limits).flat()];
}

/** Versions that went with the whole package. */
function wholly(view: RuleView, history: PackageHistory, limits: Numbers): readonly (readonly FindingDraft[])[] {
  return removalsOf(view, history).whole.map((removal) => {
    const last = history.releases.findLast(({ at }) => at <= removal.sort);
    const flap = last && flapOf(last, removal);
    return flap === undefined ? [] : judgeOne(view, flap, limits);
  });
}

function flapOf(release: PackageHistory['releases'][number], removal: Step): Flap | undefined {
  const [account] = accountsOf(release);
  if (account === undefined) return undefined;
  const subject = `${release.package}@${release.version}`;
  const citations = [release.citation, ...removal.citations];
  const steps = [release.step.id, removal.id];
  return { name: release.package, subject, account, published: release.at, exact: true, removal, citations, steps };
}

/** The log of a registry may say that an account published, and not which version: its last publish before counts. */
function logged(view: RuleView, name: string, version: string, removal: Step): Flap | undefined {
  const { actor } = removal.members;
  const own = actor === undefined ? [] : publishesBy(view, actor).filter((act) => act.package === name);
  const last = own.findLast((act) => act.version === undefined && act.at <= removal.sort);
  if (actor === undefined || last === undefined) return undefined;
  const citations = [last.citation, ...removal.citations];
  const steps = [last.step.id, removal.id];
  return {
    name,
    subject: `${name}@${version}`,
    account: actor,
    published: last.at,
    exact: false,
    removal,
    citations,
    steps,
  };
}

function publishesBy(view: RuleView, account: string): readonly PublishAct[] {
  return view.shared(publishesByAll).get(account) ?? [];
}

function publishesByAll(view: RuleView): ReadonlyMap<string, readonly PublishAct[]> {
  return byPublisher(publishActs(view).filter(({ account }) => account !== undefined));
}

function judgeOne(view: RuleView, flap: Flap, { live, next }: Numbers): readonly FindingDraft[] {
  const { removal, account, published } = flap;
  const exact = removal.bounded === 0;
  const { actor } = removal.members;
  if (exact && actor !== undefined && actor !== account) return [];
  if (removal.sort < published || (exact ? removal.sort : (removal.low ?? published)) - published > live) return [];
  if (actor === undefined && isTakenDown(view, flap.name)) return [];
  const after = publishesBy(view, account).find(
    (act) =>
      act.at > removal.sort &&
      act.at <= removal.sort + next &&
      `${act.package}@${act.version}` !== flap.subject &&
      (actor !== undefined || act.package !== flap.name),
  );
  return after === undefined ? [] : [finding(flap, after)];
}

/** A registry that takes a bad version down publishes an advisory: then it was not the account. */
function isTakenDown(view: RuleView, name: string): boolean {
  return view.shared(takenDown).has(name);
}

function takenDown(view: RuleView): ReadonlySet<string | undefined> {
  const steps = view.query({ actions: ['advisory.published', 'package.security_held'] });
  return new Set([...steps].map(({ members }) => members.package));
}

function finding(flap: Flap, after: PublishAct): FindingDraft {
  const { name, subject, account, published, removal } = flap;
  const next = after.version === undefined ? after.package : `${after.package}@${after.version}`;
  const known = removal.members.actor !== undefined;
  const [gone, later] = [durationText(removal.sort - published), durationText(after.at - removal.sort)];
  const bound = removal.bounded === 0 ? '' : 'at most ';
  const who = known ? `by the same account, ${account}` : `by whom is not in evidence, published by ${account}`;
  return {
    subject,
    about: {
      packages: [...new Set([name, after.package])].sort(),
      releases: after.version === undefined ? [subject] : [subject, next],
      accounts: [account],
    },
    severity: 'medium',
    certainty: known && flap.exact ? 'certain' : 'possible',
    when: { after: published, before: removal.sort },
    fact: `removed ${bound}${gone} after its publish, ${who}; ${next} followed ${known ? '' : 'at least '}${later} later`,
    citations: [...flap.citations, after.citation],
    steps: [...flap.steps, after.step.id],
  };
}
