import type { Action } from '../core/action.ts';
import type { FindingDraft } from '../core/finding.ts';
import type { Missing, Rule, RuleView } from '../core/rule.ts';
import type { Step } from '../core/step.ts';
import { durationText } from '../core/time.ts';
import { historyOf, judgedHistories, type PackageHistory } from '../registry/history/history.ts';
import { compareVersions } from '../registry/lines.ts';
import { burstsOf, endsOf } from './bursts.ts';
import { publishersOf } from './publishers.ts';
import { blindToRemovals, REMOVALS_FROM, removalActs, removalsOf } from './removals.ts';
import { type Judgement, nothingToJudge, verdictOf } from './verdict.ts';
import { listText } from './wording.ts';

const rule: Rule = {
  id: 'mass-unpublish',
  title: 'many packages or versions unpublished at once',
  severity: 'high',
  phase: 'detonation',
  amplifier: false,
  wide: true,
  revision: 1,
  looksFor:
    'five or more packages, or twenty or more versions, unpublished by one account within 60 minutes, and after what; medium where most of them were published in the three days before, as in a clean-up',
  why: 'left-pad and 272 other packages were unpublished by their owner in 2016, and builds broke all over the world',
  needs: 'the log of the registry, or packuments of the packages: an unpublished one says when, and older ones by whom',
  falsePositives:
    'an owner who clears up test packages; a victim who takes down what an attacker published (Mastra, 2026)',
  limits: {
    packages: { value: 5, unit: 'packages', meaning: 'how many packages' },
    versions: { value: 20, unit: 'versions', meaning: 'or how many versions' },
    span: { value: 60, unit: 'minutes', meaning: 'within which time' },
    fresh: { value: 72, unit: 'hours', meaning: 'how young versions are that a clean-up takes out' },
    context: { value: 24, unit: 'hours', meaning: 'how long before it something counts as what it followed' },
  },
  judge: (view, { packages = 5, versions = 20, span = 3600e6, fresh = 259_200e6, context = 86_400e6 }) => {
    const histories = judgedHistories(view);
    const acts = removalActs(view);
    const why = 'no document of any package and no log of a registry is in evidence';
    if (histories.length + acts.length === 0) {
      return nothingToJudge({ subject: 'any account', why, bring: REMOVALS_FROM });
    }
    const limits = { packages, versions, span, fresh, context };
    const found = [...byRemover(view, acts)].flatMap(([, items]) =>
      runsOf(items, limits).map((run) => finding(view, run, limits)),
    );
    return verdictOf([...histories.map((history) => judge(view, history)), ...found.map((each) => [each])]);
  },
  examples: async () => (await import('./mass-unpublish.examples.ts')).default,
};

export default rule;

type Numbers = Readonly<Record<'packages' | 'versions' | 'span' | 'fresh' | 'context', number>>;

/** One version that was taken out, or a package of which no version is known. */
interface Item {
  readonly at: number;
  readonly package: string;
  readonly version: string | undefined;
  readonly act: Step;
  readonly remover: string | undefined;
}

/** Whether removals from a package could be seen, with whom to thank for them. */
function judge(view: RuleView, history: PackageHistory): Judgement {
  const blind = blindToRemovals(view, history);
  return blind ?? byNobody(view, history) ?? [];
}

function byNobody(view: RuleView, history: PackageHistory): Missing | undefined {
  const { gone, acts } = removalsOf(view, history);
  const versions = [...gone.keys()].filter((version) => !acts.has(version)).sort(compareVersions);
  if (versions.length === 0) return undefined;
  const bring = 'the log of the registry that took the unpublish; on npm, ask its support';
  return { subject: history.name, why: `who removed ${listText(versions)}, and when, is in no evidence`, bring };
}

/** By account. Where an unpublished document does not say who it was: whoever was its only publisher, else nobody. */
function byRemover(view: RuleView, acts: readonly Step[]): ReadonlyMap<string | undefined, readonly Item[]> {
  const all = new Map<string | undefined, Item[]>();
  for (const act of acts) {
    const { package: name = '', actor } = act.members;
    const publishers = actor === undefined ? [...publishersOf(view, name)] : [];
    const remover = actor ?? (publishers.length === 1 ? publishers[0] : undefined);
    const items = all.get(remover) ?? [];
    for (const item of itemsOf(view, act, remover)) items.push(item);
    all.set(remover, items);
  }
  return all;
}

function publishTimes(view: RuleView, name: string): ReadonlyMap<string, number> {
  return new Map(historyOf(view, name).releases.map((release) => [release.version, release.at]));
}

function itemsOf(view: RuleView, act: Step, remover: string | undefined): readonly Item[] {
  const { package: name = '', version, action } = act.members;
  const item = (each: string | undefined): Item => ({ at: act.sort, package: name, version: each, act, remover });
  if (version !== undefined) return [item(version)];
  const listed = view.members(act).versions ?? [];
  if (listed.length > 0) return listed.map(item);
  const times = action === 'package.unpublished' ? [...publishTimes(view, name)] : [];
  const there = times.filter(([, at]) => at <= act.sort).map(([each]) => item(each));
  return there.length > 0 ? there : [item(undefined)];
}

function runsOf(items: readonly Item[], { packages, versions, span }: Numbers): readonly (readonly Item[])[] {
  const byPackages = burstsOf(items, span, packages, (item) => item.package);
  const told = new Set(byPackages.flat());
  const byVersions = burstsOf(items, span, versions, (item) => JSON.stringify([item.package, item.version]));
  return [...byPackages, ...byVersions.filter((run) => !run.some((item) => told.has(item)))];
}

function finding(view: RuleView, run: readonly Item[], limits: Numbers): FindingDraft {
  const [first, last] = endsOf(run);
  const { remover } = first;
  const named = run.every(({ act }) => act.members.actor !== undefined);
  const packages = [...new Set(run.map((item) => item.package))].sort();
  const releases = [
    ...new Set(run.flatMap((item) => (item.version === undefined ? [] : [`${item.package}@${item.version}`]))),
  ];
  const acts = [...new Set(run.map(({ act }) => act))];
  const young = youngOf(view, run, limits.fresh);
  const counts = `${counted(packages.length, 'package')}${releases.length > 0 ? ` (${counted(releases.length, 'version')})` : ''}`;
  return {
    subject: remover ?? packages[0] ?? '',
    about: { packages, releases, accounts: remover === undefined ? [] : [remover] },
    severity: young.most ? 'medium' : 'high',
    certainty: named ? 'certain' : 'possible',
    when: { after: first.at, before: last.at },
    fact: `${remover ?? 'somebody'} unpublished ${counts} within ${durationText(last.at - first.at)}: ${listText(packages)}`,
    details: [
      ...(named ? [] : ['by whom is not in evidence: the account is the only one known to have published them']),
      young.text,
      ...contextOf(view, first, packages, limits.context),
    ],
    data: { packages: packages.length, versions: releases.length },
    citations: acts.flatMap(({ citations }) => citations),
    steps: acts.map(({ id }) => id),
  };
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** A clean-up takes out what is young; left-pad was years old. */
function youngOf(
  view: RuleView,
  run: readonly Item[],
  fresh: number,
): { readonly most: boolean; readonly text: string } {
  const known = new Map([...new Set(run.map((item) => item.package))].map((name) => [name, publishTimes(view, name)]));
  const ages = run.flatMap((item) => {
    const published = known.get(item.package)?.get(item.version ?? '');
    return published === undefined ? [] : [item.at - published];
  });
  if (ages.length === 0) return { most: false, text: 'when they were published is not in evidence' };
  const young = ages.filter((age) => age <= fresh).length;
  const most = young * 5 >= ages.length * 4;
  const text = `${young} of ${counted(ages.length, 'version')} had been published less than ${durationText(fresh)} before`;
  return { most, text: most ? `${text}: as in a clean-up` : text };
}

const OF_PACKAGES: readonly Action[] = [
  'advisory.published',
  'incident.detected',
  'incident.reported',
  'incident.contacted',
  'package.owner_added',
  'package.owner_removed',
];
const OF_ACCOUNTS: readonly Action[] = [
  'auth.login',
  'auth.new_device',
  'auth.2fa.disabled',
  'auth.2fa.changed',
  'auth.2fa.recovered',
  'auth.password_changed',
  'auth.email_changed',
  'auth.token.created',
  'package.published',
];

/** What came before, newest of each kind. */
function contextOf(
  view: RuleView,
  { at, remover, act }: Item,
  packages: readonly string[],
  span: number,
): readonly string[] {
  const range = { since: at - span, until: at };
  const steps = [
    ...view.query({ packages, actions: OF_PACKAGES, ...range }),
    ...(remover === undefined ? [] : view.query({ accounts: [remover], actions: OF_ACCOUNTS, ...range })),
  ];
  const newest = new Map(steps.filter(({ sort }) => sort <= at).map((step) => [step.members.action, step]));
  const texts = [...newest.values()]
    .sort((a, b) => a.sort - b.sort)
    .map(({ members, sort }) => {
      const of = members.package === undefined ? '' : ` of ${members.package}`;
      const ip = members.ip === undefined ? '' : ` from ${members.ip}`;
      return `${members.action}${of}${ip} ${durationText(at - sort)} before`;
    });
  const { ip } = act.members;
  const after =
    texts.length === 0
      ? `nothing of it is in evidence in the ${durationText(span)} before`
      : `after ${texts.join(', ')}`;
  return [after, ...(ip === undefined ? [] : [`from ${ip}`])];
}
