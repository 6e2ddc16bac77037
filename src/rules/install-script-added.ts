import type { FindingDraft, Severity } from '../core/finding.ts';
import type { Rule, RuleView } from '../core/rule.ts';
import { durationText } from '../core/time.ts';
import { judgedHistories, type KnownRelease, type PackageHistory } from '../registry/history/history.ts';
import { type Carried, carriedBy } from './releases/carried.ts';
import { type Background, type Circumstance, publishOddities, scriptOddities } from './releases/circumstances.ts';
import { hookText, newHooks } from './releases/hooks.ts';
import { aboutOf, BRING_MANIFEST, publisherOf } from './releases/publisher.ts';
import { takenBackIn } from './releases/taken-back.ts';
import { verdictOfReleases } from './releases/verdicts.ts';
import { type Place, regularPlaces } from './releases/walk.ts';
import type { Judgement } from './verdict.ts';
import { listText, nameOf } from './wording.ts';

const rule: Rule = {
  id: 'install-script-added',
  title: 'a script that runs on install was added, or a dependency with one',
  severity: 'high',
  phase: 'detonation',
  amplifier: false,
  revision: 1,
  looksFor:
    'a version with preinstall, install or postinstall where the three versions before the first such one on its line had none of that name, or with a new dependency that has one; every version with it that follows within a week. Info alone. Medium if it runs before the install, fetches something, runs code that stands in no file, or comes in a patch and does more than call a build tool. High if the publisher or his address is new, provenance or the trusted publisher of the versions before is missing, another line gets it within the hour, or the dependency is younger than 72 hours',
  why: 'it runs on every machine that installs the version, before anybody looks: eslint-scope (2018), ua-parser-js and coa (2021), nx and Shai-Hulud (2025), axios through plain-crypto-js (2026)',
  needs:
    'a packument snapshot from before the takedown, abbreviated or full, or the tarballs: curl -s https://registry.example/<name>',
  falsePositives:
    'native modules, and tools that set something up: husky 5.1.0 added one. That is why a script without anything else is info',
  limits: {
    before: { value: 3, unit: 'versions', meaning: 'versions before it that must be without' },
    settled: { value: 7, unit: 'days', meaning: 'how long after the first such version others count as hits' },
    lines: { value: 60, unit: 'minutes', meaning: 'how soon another line gets it too' },
    young: { value: 72, unit: 'hours', meaning: 'age of a dependency that raises' },
  },
  judge: (view, { before = 3, settled = 0, lines = 0, young = 0 }) =>
    verdictOfReleases(
      judgedHistories(view).map((history) => judgeAll(view, history, { before, settled, lines, young })),
    ),
  examples: async () => (await import('./install-script-added.examples.ts')).default,
};

export default rule;

interface Measure {
  readonly before: number;
  readonly settled: number;
  readonly lines: number;
  readonly young: number;
}

/** A version with something new that runs on install. */
interface Hit {
  readonly release: KnownRelease;
  readonly hooks: ReadonlyMap<string, string | undefined>;
  readonly carried: readonly Carried[];
  readonly compared: readonly KnownRelease[];
  readonly circumstances: readonly Circumstance[];
}

/** What the walk through one package knows. */
interface Walk {
  readonly view: RuleView;
  readonly measure: Measure;
  /** Versions that others are compared with: not those that are hits themselves. By line, and all under `any`. */
  readonly clean: Map<string, KnownRelease[]>;
  /** First versions with a script, by its place: those right after are as new. */
  readonly firsts: Map<string, KnownRelease>;
  readonly accounts: Map<string, string[]>;
  readonly takenBack: ReadonlySet<KnownRelease>;
}

const ANY = 'any line';

function judgeAll(view: RuleView, history: PackageHistory, measure: Measure): readonly Judgement[] {
  const takenBack = takenBackIn(history);
  const walk: Walk = { view, measure, clean: new Map(), firsts: new Map(), accounts: new Map(), takenBack };
  const answers = Array.from(regularPlaces(history), (place) => {
    const answer = judge(place, walk);
    if (!('release' in answer)) remember(place.release, walk);
    return answer;
  });
  const hits = answers.flatMap((answer) => ('release' in answer ? [answer] : []));
  return answers.map((answer) => ('release' in answer ? [finding(answer, otherLines(answer, hits, measure))] : answer));
}

/** Hits are left out: what came with the first bad version is as new in the second. */
function remember(release: KnownRelease, { accounts }: Walk): void {
  const publisher = publisherOf(release);
  if (publisher === undefined) return;
  const addresses = accounts.get(publisher.account) ?? [];
  accounts.set(publisher.account, addresses);
  if (publisher.email !== undefined) addresses.push(publisher.email);
}

function judge({ release, earlierRegular }: Place, walk: Walk): Judgement | Hit {
  if (release.manifest === undefined) {
    const bring = `${BRING_MANIFEST}, or its tarball`;
    return { subject: nameOf(release), why: 'its scripts are in no evidence', bring };
  }
  const onLine = walk.clean.get(release.line ?? '') ?? [];
  const compared = (onLine.length > 0 ? onLine : (walk.clean.get(ANY) ?? [])).slice(-walk.measure.before);
  const hit = compared.length === 0 ? undefined : hitOf(release, compared, onLine.length > 0, walk);
  if (hit !== undefined) return hit;
  settle(release, walk);
  if (compared.length > 0 || earlierRegular.length === 0) return [];
  const why = 'the scripts of the versions before it are in no evidence';
  return { subject: nameOf(release), why, bring: BRING_MANIFEST };
}

function settle(release: KnownRelease, { clean }: Walk): void {
  for (const key of new Set([release.line ?? '', ANY])) {
    const known = clean.get(key) ?? [];
    clean.set(key, known);
    known.push(release);
  }
}

function hitOf(release: KnownRelease, compared: readonly KnownRelease[], onLine: boolean, walk: Walk): Hit | undefined {
  const { view, measure, accounts } = walk;
  const hooks = new Map([...newHooks(release, compared)].filter(([name]) => isFresh(release, name, walk)));
  const carried = carriedBy(view, release, compared, measure.young).filter(({ key }) => isFresh(release, key, walk));
  if (hooks.size === 0 && carried.length === 0) return undefined;
  const background: Background = { compared, accounts };
  const circumstances = [
    ...publishOddities(release, background),
    ...scriptOddities(release, hooks, onLine ? compared.at(-1) : undefined),
    ...carried.flatMap((each) => each.circumstances),
  ];
  return { release, hooks, carried, compared, circumstances };
}

/** The first with it, or one of those that follow at once. A first one that was taken back settles nothing. */
function isFresh(release: KnownRelease, name: string, { firsts, takenBack, measure }: Walk): boolean {
  const key = JSON.stringify([release.line, name]);
  const first = firsts.get(key);
  if (first !== undefined && release.at - first.at <= measure.settled) return true;
  if (first !== undefined && !takenBack.has(first)) return false;
  firsts.set(key, release);
  return true;
}

function otherLines({ release }: Hit, hits: readonly Hit[], { lines }: Measure): readonly KnownRelease[] {
  return hits
    .map((hit) => hit.release)
    .filter((other) => other.line !== release.line && Math.abs(other.at - release.at) <= lines);
}

function finding(hit: Hit, others: readonly KnownRelease[]): FindingDraft {
  const { release, hooks, carried, compared } = hit;
  const before = compared.at(-1);
  const about = aboutOf(release);
  const circumstances = [...hit.circumstances, ...others.map((other) => lineText(release, other))];
  return {
    subject: nameOf(release),
    about: {
      ...about,
      brings: carried.map(({ release: { package: name } }) => name),
      releases: [...about.releases, ...carried.map((each) => nameOf(each.release))],
    },
    severity: severityOf(circumstances),
    certainty: 'certain',
    when: { after: release.at, before: release.at },
    fact: factOf(hit),
    details: circumstances.map(({ text }) => `raised: ${text}`),
    data: { scripts: [...hooks].map(hookText), dependencies: carried.map((each) => nameOf(each.release)) },
    citations: [
      release,
      ...(before === undefined ? [] : [before]),
      ...carried.map((each) => each.release),
      ...others,
    ].map(({ citation }) => citation),
    steps: [release.step.id, ...carried.map((each) => each.release.step.id)],
  };
}

function lineText(release: KnownRelease, other: KnownRelease): Circumstance {
  const apart = durationText(other.at - release.at);
  const text = `${other.version}, on another line, got it ${apart} ${other.at < release.at ? 'before' : 'later'}`;
  return { text, strong: true };
}

function severityOf(circumstances: readonly Circumstance[]): Severity {
  if (circumstances.some(({ strong }) => strong)) return 'high';
  return circumstances.length > 0 ? 'medium' : 'info';
}

function factOf({ hooks, carried, compared }: Hit): string {
  const versions = compared.map(({ version }) => version);
  const own = [...hooks].map(hookText);
  const inside = carried.map(({ release, text }) => `${text} in the dependency ${nameOf(release)}`);
  return `${listText([...own, ...inside])}; ${listText(versions)} had none`;
}
