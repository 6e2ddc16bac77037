import type { FindingDraft } from '../core/finding.ts';
import type { Missing, Rule } from '../core/rule.ts';
import { durationText } from '../core/time.ts';
import { isRegular, judgedHistories, type KnownRelease, type PackageHistory } from '../registry/history/history.ts';
import { burstsOf, endsOf } from './bursts.ts';
import { byPublisher, publisherOf } from './publishers.ts';
import { type Judgement, nothingToJudge, verdictOf } from './verdict.ts';
import { accountsOf, listText, nameOf } from './wording.ts';

const rule: Rule = {
  id: 'repeat-publish-same-package',
  title: 'the same package published again within minutes',
  severity: 'info',
  phase: 'detonation',
  amplifier: true,
  revision: 1,
  looksFor:
    'two or more versions of a package on one release line by one account within 15 minutes; or exactly two consecutive patch versions of each of three or more packages within a day',
  why: 'attackers correct their own mistakes, and worms publish twice: TanStack (2026), AsyncAPI (2025), litellm, Ledger connect-kit and Solana web3.js (2023 to 2026)',
  needs: 'packuments that still have the versions: curl -s https://registry.example/<name>',
  falsePositives: 'a release that is corrected at once, which is usual: therefore never an alert of its own',
  limits: {
    span: { value: 15, unit: 'minutes', meaning: 'how close together the versions on one line have to be' },
    versions: { value: 2, unit: 'versions', meaning: 'how many versions on one line' },
    packages: { value: 3, unit: 'packages', meaning: 'how many packages with two patch versions each' },
    pairSpan: { value: 24, unit: 'hours', meaning: 'how close together these pairs have to be' },
  },
  judge: (view, { span = 900e6, versions = 2, packages = 3, pairSpan = 86_400e6 }) => {
    const why = 'no publish is in evidence';
    const histories = judgedHistories(view);
    if (histories.length === 0) return nothingToJudge({ subject: 'any package', why, bring: BRING });
    const known = histories.map((history) => ({ history, groups: groupsOf(history) }));
    const pairs = known.flatMap(({ groups }) => groups.flatMap((group) => pairsOf(group, pairSpan)));
    const twice = [...byPublisher(pairs.sort(byTime))].flatMap(([publisher, own]) =>
      burstsOf(own, pairSpan, packages, ({ first }) => first.package).map((burst) => pairFinding(publisher, burst)),
    );
    const told = new Set(twice.flatMap(({ about }) => about.releases ?? []));
    return verdictOf([
      ...known.flatMap(({ history, groups }) => judge(history, groups, { span, versions }, told)),
      ...twice.map((finding) => [finding]),
    ]);
  },
  examples: async () => (await import('./repeat-publish-same-package.examples.ts')).default,
};

export default rule;

const BRING = 'a packument from before the takedown, npm view --json, the log of the registry';

/** Releases of one package on one line by one publisher, oldest first. */
interface Group {
  readonly publisher: string;
  readonly line: string;
  readonly releases: readonly KnownRelease[];
}

function groupsOf(history: PackageHistory): readonly Group[] {
  const groups = new Map<string, { publisher: string; line: string; releases: KnownRelease[] }>();
  for (const release of history.releases) {
    const publisher = publisherOf(release);
    const { line } = release;
    if (publisher === undefined || line === undefined || !isRegular(history, release)) continue;
    const key = JSON.stringify([line, publisher]);
    const group = groups.get(key) ?? { publisher, line, releases: [] };
    group.releases.push(release);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** @param told releases that another finding is about */
function judge(
  history: PackageHistory,
  groups: readonly Group[],
  { span, versions }: { readonly span: number; readonly versions: number },
  told: ReadonlySet<string>,
): readonly Judgement[] {
  const unknown = unknownOf(history);
  if (groups.length === 0)
    return [unknown ?? { subject: history.name, why: 'no version of it in evidence', bring: BRING }];
  const findings = groups.flatMap((group) =>
    burstsOf(group.releases, span, versions, ({ version }) => version)
      .filter((burst) => !burst.every((release) => told.has(nameOf(release))))
      .map((burst) => finding(group, burst)),
  );
  if (unknown === undefined) return [findings];
  // Silence would say something of those too, of which nobody knows who published them.
  return findings.length === 0 ? [unknown] : [findings, unknown];
}

function unknownOf({ name, releases }: PackageHistory): Missing | undefined {
  const versions = releases.filter((release) => publisherOf(release) === undefined).map(({ version }) => version);
  if (versions.length === 0) return undefined;
  return { subject: name, why: `who published ${listText(versions)} is in no evidence`, bring: BRING };
}

function finding({ line }: Group, burst: readonly KnownRelease[]): FindingDraft {
  const [first, last] = endsOf(burst);
  const names = burst.map(({ version }) => version);
  return {
    subject: nameOf(last),
    about: { packages: [last.package], releases: burst.map(nameOf), accounts: accountsOf(last) },
    severity: 'info',
    certainty: 'certain',
    when: { after: first.at, before: last.at },
    fact: `${names.length} versions on line ${line} within ${durationText(last.at - first.at)}: ${listText(names)}`,
    data: { versions: names, seconds: Math.round((last.at - first.at) / 1e6) },
    citations: burst.map(({ citation }) => citation),
    steps: burst.map(({ step }) => step.id),
  };
}

/** Two consecutive patch versions of a package. */
interface Pair {
  readonly at: number;
  readonly publisher: string;
  readonly first: KnownRelease;
  readonly second: KnownRelease;
}

/** Exactly two: nothing else on the line by the same publisher close to them. */
function pairsOf({ publisher, releases }: Group, span: number): readonly Pair[] {
  return releases.flatMap((first, i): Pair[] => {
    const [before, second, after] = [releases[i - 1], releases[i + 1], releases[i + 2]];
    if (second === undefined || second.at - first.at > span || !isNextPatch(first.version, second.version)) return [];
    const alone = [before && first.at - before.at, after && after.at - second.at].every(
      (gap) => (gap ?? span + 1) > span,
    );
    return alone ? [{ at: second.at, publisher, first, second }] : [];
  });
}

function isNextPatch(version: string, next: string): boolean {
  const [one, two] = [version, next].map((text) => /^(\d{1,15}\.\d{1,15})\.(\d{1,15})$/.exec(text));
  return one?.[1] !== undefined && one[1] === two?.[1] && Number(one[2]) + 1 === Number(two[2]);
}

function byTime(a: Pair, b: Pair): number {
  if (a.at !== b.at) return a.at - b.at;
  return nameOf(a.second) < nameOf(b.second) ? -1 : 1;
}

function pairFinding(publisher: string, pairs: readonly Pair[]): FindingDraft {
  const releases = pairs.flatMap(({ first, second }) => [first, second]);
  const times = releases.map(({ at }) => at).sort((a, b) => a - b);
  const [start, end] = endsOf(times);
  const packages = [...new Set(pairs.map(({ first }) => first.package))].sort();
  const span = durationText(end - start);
  return {
    subject: publisher,
    about: { packages, releases: releases.map(nameOf), accounts: [...new Set(releases.flatMap(accountsOf))].sort() },
    severity: 'info',
    certainty: 'certain',
    when: { after: start, before: end },
    fact: `two consecutive patch versions of each of ${packages.length} packages within ${span}: ${listText(packages)}`,
    data: { packages, seconds: Math.round((end - start) / 1e6) },
    citations: releases.map(({ citation }) => citation),
    steps: releases.map(({ step }) => step.id),
  };
}
