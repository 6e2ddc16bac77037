import type { FindingDraft } from '../core/finding.ts';
import type { Rule, RuleView } from '../core/rule.ts';
import { durationText } from '../core/time.ts';
import { historyOf } from '../registry/history/history.ts';
import { isPrerelease } from '../registry/lines.ts';
import { burstsOf, endsOf } from './bursts.ts';
import { byPublisher, type PublishAct, publishActs, repositoryOf } from './publishers.ts';
import { isLogged } from './registry-logs.ts';
import { type Judgement, nothingToJudge, verdictOf } from './verdict.ts';
import { listText } from './wording.ts';

const rule: Rule = {
  id: 'actor-publish-burst',
  title: 'many packages published by one account at once',
  severity: 'info',
  phase: 'detonation',
  amplifier: true,
  wide: true,
  revision: 1,
  looksFor:
    'five or more packages published by one account within 10 minutes, or within 6 hours; publishes of a workflow count by repository',
  why: 'a worm, and whoever holds a token of a busy maintainer, publish all that the credential can reach: qix, Shai-Hulud (2025), TanStack, antv (2026)',
  needs:
    'the packuments of all packages of the account (npm access list packages <account> --json names them), or the log of the registry',
  falsePositives:
    'each release of a repository of many packages: two false alarms per account and month were measured, therefore never an alert of its own',
  limits: {
    packages: { value: 5, unit: 'packages', meaning: 'how many packages within the short time' },
    span: { value: 10, unit: 'minutes', meaning: 'the short time' },
    slowPackages: { value: 5, unit: 'packages', meaning: 'how many packages within the long time' },
    slowSpan: { value: 6, unit: 'hours', meaning: 'the long time' },
  },
  judge: (view, { packages = 5, span = 600e6, slowPackages = 5, slowSpan = 21_600e6 }) => {
    const limits = { packages, span, slowPackages, slowSpan };
    const acts = publishActs(view).filter(({ version }) => version === undefined || !isPrerelease(version));
    const why = 'no publish by a known account is in evidence';
    if (acts.length === 0) return nothingToJudge({ subject: 'any account', why, bring: BRING });
    return verdictOf([...byPublisher(acts)].map(([publisher, own]) => judge(view, publisher, own, limits)));
  },
  examples: async () => (await import('./actor-publish-burst.examples.ts')).default,
};

export default rule;

const BRING =
  'packuments of all packages of the account (npm access list packages <account> --json), or its registry log';

type Numbers = Readonly<Record<'packages' | 'span' | 'slowPackages' | 'slowSpan', number>>;

function judge(view: RuleView, publisher: string, acts: readonly PublishAct[], limits: Numbers): Judgement {
  const known = new Set(acts.map(({ package: name }) => name)).size;
  if (known < Math.min(limits.packages, limits.slowPackages) && !acts.some(({ step }) => isLogged(view, step))) {
    const why = `only ${known} of the packages it can publish ${known === 1 ? 'is' : 'are'} in evidence`;
    return { subject: publisher, why, bring: BRING };
  }
  const packageOf = ({ package: name }: PublishAct): string => name;
  const fast = burstsOf(acts, limits.span, limits.packages, packageOf);
  const told = new Set(fast.flat());
  const slow = burstsOf(acts, limits.slowSpan, limits.slowPackages, packageOf);
  const asked = new Set(view.packages());
  return [...fast, ...slow.filter((burst) => !burst.some((act) => told.has(act)))]
    .filter((burst) => burst.some(({ package: name }) => asked.has(name)))
    .map((burst) => finding(view, publisher, burst));
}

function finding(view: RuleView, publisher: string, burst: readonly PublishAct[]): FindingDraft {
  const [first, last] = endsOf(burst);
  const packages = [...new Set(burst.map(({ package: name }) => name))].sort();
  const releases = burst.flatMap(({ package: name, version }) => (version === undefined ? [] : [`${name}@${version}`]));
  const repos = [...new Set(packages.flatMap((name) => repositoryNamed(view, name) ?? []))].sort();
  const from = repos.length > 1 ? [`from ${repos.length} repositories: ${listText(repos)}`] : [];
  const service = first.account === undefined ? ['published by a workflow, as a release of all its packages is'] : [];
  return {
    subject: publisher,
    about: {
      packages,
      releases: [...new Set(releases)],
      accounts: first.account === undefined ? [] : [first.account],
    },
    severity: 'info',
    certainty: 'certain',
    when: { after: first.at, before: last.at },
    fact: `${packages.length} packages within ${durationText(last.at - first.at)}: ${listText(packages)}`,
    details: [...from, ...service],
    data: { packages: packages.length, seconds: Math.round((last.at - first.at) / 1e6), repositories: repos },
    citations: burst.map(({ citation }) => citation),
    steps: burst.map(({ step }) => step.id),
  };
}

function repositoryNamed(view: RuleView, name: string): string | undefined {
  const newest = historyOf(view, name).releases.findLast((release) => repositoryOf(release) !== undefined);
  return newest && repositoryOf(newest);
}
