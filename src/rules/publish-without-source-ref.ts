import type { FindingDraft } from '../core/finding.ts';
import type { Missing, Rule, RuleView } from '../core/rule.ts';
import { durationText } from '../core/time.ts';
import { isRegular, judgedHistories, type KnownRelease, type PackageHistory } from '../registry/history/history.ts';
import { repositoryOf } from './publishers.ts';
import { ownTagNames, type RefSource, refSources, tagNames } from './source-refs.ts';
import { type Judgement, nothingToJudge, verdictOf } from './verdict.ts';
import { accountsOf, nameOf } from './wording.ts';

const rule: Rule = {
  id: 'publish-without-source-ref',
  title: 'published without a tag, release or commit in its repository',
  severity: 'medium',
  phase: 'detonation',
  amplifier: false,
  revision: 1,
  looksFor:
    'a version without a tag, a release or a known commit in the repository, where at least 80 % of the ten versions before it had one; high where all of them had',
  why: 'whoever publishes with a stolen credential rarely touches the repository: axios 1.14.1 and 0.30.4 (2026), ngx-bootstrap and eslint-config-prettier (2025), found by users who looked for the tag. Silent where the pipeline itself made tag and release',
  needs:
    "the refs of the repository, taken 15 minutes after the publish or later: git for-each-ref --format='%(refname)%09%(objectname)%09%(*objectname)%09%(creatordate:iso-strict)%09%(taggername)%09%(taggeremail)', or its releases; git log --all to look up commits",
  falsePositives: 'a tag that is pushed late, a new style of tags, a release from a private mirror of the repository',
  limits: {
    lookback: { value: 10, unit: 'versions', meaning: 'how many versions before it are looked at' },
    earlier: { value: 2, unit: 'versions', meaning: 'how many there have to be at least' },
    share: { value: 80, unit: 'percent', meaning: 'how many of them have to have a tag, release or commit' },
    grace: { value: 15, unit: 'minutes', meaning: 'how long after the publish a tag may still be pushed' },
    wave: {
      value: 7,
      unit: 'days',
      meaning: 'how long the newest versions without any do not count as the new custom',
    },
  },
  judge: (view, { lookback = 10, earlier = 2, share = 80, grace = 900e6, wave = 604_800e6 }) => {
    const histories = judgedHistories(view);
    const limits = { lookback, earlier, share, grace, wave };
    const why = 'no time of any version is in evidence';
    if (histories.length === 0) return nothingToJudge({ subject: 'any package', why, bring: 'a packument' });
    return verdictOf(histories.flatMap((history) => judge(view, history, limits)));
  },
  examples: async () => (await import('./publish-without-source-ref.examples.ts')).default,
};

export default rule;

type Numbers = Readonly<Record<'lookback' | 'earlier' | 'share' | 'grace' | 'wave', number>>;

const BRING =
  "its refs: git for-each-ref --format='%(refname)%09%(objectname)%09%(*objectname)%09%(creatordate:iso-strict)%09%(taggername)%09%(taggeremail)', or gh api --paginate repos/<owner>/<repo>/releases";

function judge(view: RuleView, history: PackageHistory, limits: Numbers): readonly Judgement[] {
  const { name, releases } = history;
  const why = 'no time of any of its versions is in evidence';
  if (releases.length === 0) return [{ subject: name, why, bring: 'a packument, npm view <name> time --json' }];
  const sources = refSources(view).filter((source) => belongs(view, source, history));
  if (sources.length === 0) return [nothingOfIts(history)];
  const regular = releases.filter((release) => isRegular(history, release));
  return new Custom(sources, limits).judgeAll(regular);
}

function nothingOfIts({ name, releases }: PackageHistory): Missing {
  const repo = releases.map(repositoryOf).find((found) => found !== undefined);
  const why = `no refs or releases of its repository${repo === undefined ? '' : ` ${repo}`} are in evidence`;
  return { subject: name, why, bring: BRING };
}

/**
 * Whether an export is of the package's repository. Most do not say of which they are: then the package is the one whose
 * versions it names most, or one of the same repository, or the only one there is.
 */
function belongs(view: RuleView, source: RefSource, history: PackageHistory): boolean {
  const repos = repositories(history);
  if (source.repo !== undefined && repos.size > 0) return repos.has(source.repo);
  if (view.packages().length === 1) return true;
  const { best, repos: theirs } = view.shared(ownersOf).get(source) ?? NOBODY;
  if (best.has(history.name) || [...repos].some((repo) => theirs.has(repo))) return true;
  return history.releases.some(({ version }) => ownTagNames(history.name, version).some((tag) => source.tags.has(tag)));
}

/** Packages whose versions an export names most, and their repositories. */
interface Owners {
  readonly best: ReadonlySet<string>;
  readonly repos: ReadonlySet<string>;
}

const NOBODY: Owners = { best: new Set(), repos: new Set() };

function ownersOf(view: RuleView): ReadonlyMap<RefSource, Owners> {
  const all = judgedHistories(view);
  return new Map(
    refSources(view).map((source): [RefSource, Owners] => {
      const scores = all.map((history) => ({ history, score: score(source, history) }));
      const most = scores.reduce((best, next) => Math.max(best, next.score), 1);
      const best = scores.filter((each) => each.score === most).map(({ history }) => history);
      const repos = new Set(best.flatMap((history) => [...repositories(history)]));
      return [source, { best: new Set(best.map(({ name }) => name)), repos }];
    }),
  );
}

function repositories({ releases }: PackageHistory): ReadonlySet<string> {
  return new Set(releases.flatMap((release) => repositoryOf(release)?.toLowerCase() ?? []));
}

function score(source: RefSource, { name, releases }: PackageHistory): number {
  return releases.filter((release) => hasTag(source, name, release.version) || hasCommit(source, release)).length;
}

function hasTag({ tags }: RefSource, name: string, version: string): boolean {
  return tags.size > 0 && tagNames(name, version).some((tag) => tags.has(tag));
}

function hasCommit(source: RefSource, { manifest }: KnownRelease): boolean {
  return manifest?.commit !== undefined && source.commits().has(manifest.commit.toLowerCase());
}

/** A version that was judged before: whether it had something in the repository. */
interface Earlier {
  readonly release: KnownRelease;
  /** By the number of the source. */
  readonly had: readonly boolean[];
}

/** What is usual for a package, version by version. */
class Custom {
  readonly #sources: readonly RefSource[];
  readonly #limits: Numbers;
  readonly #settled: Earlier[] = [];
  /** The newest ones without any: they do not count yet, so that the first bad version does not excuse the next. */
  #pending: Earlier[] = [];

  constructor(sources: readonly RefSource[], limits: Numbers) {
    this.#sources = sources;
    this.#limits = limits;
  }

  /** @param releases oldest first */
  judgeAll(releases: readonly KnownRelease[]): readonly Judgement[] {
    return releases.map((release) => this.#judge(release));
  }

  #judge(release: KnownRelease): Judgement {
    const had = this.#sources.map(
      (source) => hasTag(source, release.package, release.version) || hasCommit(source, release),
    );
    const earlier = this.#before(release.at);
    this.#pending.push({ release, had });
    if (had.includes(true)) {
      this.#settle(this.#pending.length);
      return [];
    }
    const fresh = this.#sources.map(({ taken }) => taken !== undefined && taken >= release.at + this.#limits.grace);
    if (!fresh.includes(true)) return this.#tooOld(release);
    const usual = earlier.filter((each) => each.had.some((there, i) => there && fresh[i] === true));
    const enough = earlier.length >= this.#limits.earlier && usual.length * 100 >= earlier.length * this.#limits.share;
    const sources = this.#sources.filter((_, i) => fresh[i] === true);
    return enough ? [finding(release, sources, usual, earlier.length)] : [];
  }

  /** Those without any count as soon as the wave is over, or a later one has something again. */
  #before(at: number): readonly Earlier[] {
    const within = this.#pending.findIndex(({ release }) => release.at >= at - this.#limits.wave);
    this.#settle(within === -1 ? this.#pending.length : within);
    return this.#settled.slice(-this.#limits.lookback);
  }

  #settle(count: number): void {
    if (count === 0) return;
    this.#settled.push(...this.#pending.slice(0, count));
    this.#pending = this.#pending.slice(count);
  }

  #tooOld(release: KnownRelease): Missing {
    const dated = this.#sources.some(({ taken }) => taken !== undefined);
    const why = dated
      ? `the refs in evidence were taken before, or less than ${durationText(this.#limits.grace)} after its publish`
      : 'when the refs in evidence were taken is not known';
    const bring = dated ? BRING : 'a collected.tsv with the time, or that time in the name: refs.20260331T043500Z.tsv';
    return { subject: nameOf(release), why, bring };
  }
}

function finding(
  release: KnownRelease,
  sources: readonly RefSource[],
  usual: readonly Earlier[],
  of: number,
): FindingDraft {
  const taken = Math.max(...sources.map((source) => source.taken ?? 0));
  const witnesses = usual.slice(-2).map((each) => each.release);
  const commit = commitText(release, sources);
  const repos = [...new Set(sources.flatMap(({ repo }) => repo ?? []))].sort();
  const custom = usual.length === of ? `all ${of} before it had one` : `${usual.length} of ${of} before it had one`;
  return {
    subject: nameOf(release),
    about: {
      packages: [release.package],
      releases: [nameOf(release)],
      accounts: accountsOf(release),
      ...(repos.length > 0 && { repos }),
    },
    severity: usual.length === of ? 'high' : 'medium',
    certainty: commit.certain ? 'certain' : 'possible',
    when: { after: release.at, before: release.at },
    fact: `no tag or release of it ${durationText(taken - release.at)} after its publish; ${custom}`,
    details: [commit.text],
    data: { had: usual.length, of, with: witnesses.map(({ version }) => version) },
    citations: [release, ...witnesses].map(({ citation }) => citation).concat(sources.map(({ citation }) => citation)),
    steps: [release, ...witnesses].map(({ step }) => step.id),
  };
}

/** What its `gitHead` adds. */
function commitText({ manifest }: KnownRelease, sources: readonly RefSource[]) {
  if (manifest === undefined) {
    return { certain: false, text: 'its manifest is in no evidence: whether it names a commit is not known' };
  }
  if (manifest.commit === undefined) return { certain: true, text: 'its manifest names no commit' };
  const short = manifest.commit.slice(0, 12);
  if (sources.some(({ listsCommits }) => listsCommits)) {
    return { certain: true, text: `the commit that its manifest names, ${short}, is not in the repository` };
  }
  return {
    certain: false,
    text: `whether commit ${short} of its manifest is in the repository: git log --all would tell`,
  };
}
