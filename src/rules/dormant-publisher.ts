import type { FindingDraft } from '../core/finding.ts';
import type { Rule, RuleView } from '../core/rule.ts';
import { durationText } from '../core/time.ts';
import { judgedHistories, type KnownRelease, type PackageHistory } from '../registry/history/history.ts';
import { siblingBy } from './releases/kin.ts';
import { aboutOf, BRING_MANIFEST, isAttested, isPublisherKnown, isTrusted, publisherOf } from './releases/publisher.ts';
import { takenBackIn } from './releases/taken-back.ts';
import { verdictOfReleases } from './releases/verdicts.ts';
import { type Place, places } from './releases/walk.ts';
import type { Judgement } from './verdict.ts';
import { nameOf } from './wording.ts';

const rule: Rule = {
  id: 'dormant-publisher',
  title: 'published by an account that never published the package, or after a long silence',
  severity: 'high',
  phase: 'detonation',
  amplifier: false,
  revision: 1,
  looksFor:
    'the first publish of a package by an account after at least three versions by others (high); a publish by an account that had not published the package for more than 365 days, or of a package that nobody had published for so long (medium). Not workflows, nor who published another package of the same scope or repository in the year before, nor who went on publishing the package for a month, or took turns with others a day later, and took nothing back',
  why: 'rights that nobody uses are the ones whose loss nobody notices: event-stream 3.3.6 (2018), coa 2.0.3 (2021), node-ipc 9.1.6 by an owner who had never published it (2026), Mastra (2026)',
  needs: 'a packument snapshot from before the takedown: curl -s https://registry.example/<name>',
  falsePositives:
    'a new release manager before he has published for a month; a project that is taken up again. A first publish with provenance, or by an account whose name says that it is a machine, is taken for a new pipeline',
  limits: {
    others: { value: 3, unit: 'versions', meaning: 'versions by others before a first publish counts' },
    silent: { value: 365, unit: 'days', meaning: 'how long a silence is' },
    stayed: { value: 30, unit: 'days', meaning: 'who still publishes the package after this is its publisher' },
    turns: { value: 1, unit: 'days', meaning: 'who publishes again after this and after others is its publisher' },
    project: {
      value: 30,
      unit: 'days',
      meaning: 'who published another package of the project so long before is no stranger',
    },
    burst: { value: 3, unit: 'days', meaning: 'versions by the account that are named along with the first' },
  },
  judge: (view, { others = 0, silent = 0, stayed = 0, turns = 0, project = 0, burst = 0 }) =>
    verdictOfReleases(
      judgedHistories(view).map((history) =>
        judgeAll(view, history, { others, silent, stayed, turns, project, burst }),
      ),
    ),
  examples: async () => (await import('./dormant-publisher.examples.ts')).default,
};

export default rule;

interface Measure {
  readonly others: number;
  readonly silent: number;
  readonly stayed: number;
  readonly turns: number;
  readonly project: number;
  readonly burst: number;
}

/** What is known of a package's publishers when the walk stands at a release. */
interface Past {
  readonly last: Map<string, KnownRelease>;
  /** Releases of which it is known who published them. */
  known: number;
  /** The newest release that was not taken back at once: by anyone. */
  newest: KnownRelease | undefined;
  /** Who published the last ten. */
  readonly recent: string[];
}

const RECENT = 10;

/** Where so many of the last ten were published by different accounts, one more is nothing new. */
const TEAM = 5;

function judgeAll(view: RuleView, history: PackageHistory, measure: Measure): readonly Judgement[] {
  const past: Past = { last: new Map(), known: 0, newest: undefined, recent: [] };
  const stands = standing(history);
  const judgements: Judgement[] = [];
  for (const place of places(history)) {
    const { release } = place;
    if (place.regular) judgements.push(judge(view, place, past, stands, measure));
    const account = publisherOf(release)?.account;
    if (account !== undefined) {
      past.last.set(account, release);
      past.recent.push(account);
      if (past.recent.length > RECENT) past.recent.shift();
    }
    if (isPublisherKnown(release)) past.known++;
    past.newest = release;
  }
  return judgements;
}

/** What became of the releases since. */
interface Standing {
  readonly byAccount: ReadonlyMap<string, readonly KnownRelease[]>;
  readonly takenBack: ReadonlySet<KnownRelease>;
  /** Place of each release in the order of times. */
  readonly places: ReadonlyMap<KnownRelease, number>;
}

function standing(history: PackageHistory): Standing {
  const order = new Map(history.releases.map((release, i) => [release, i]));
  return { byAccount: releasesByAccount(history), takenBack: takenBackIn(history), places: order };
}

function releasesByAccount({ releases }: PackageHistory): ReadonlyMap<string, readonly KnownRelease[]> {
  const byAccount = new Map<string, KnownRelease[]>();
  for (const release of releases) {
    const account = publisherOf(release)?.account;
    if (account === undefined) continue;
    const own = byAccount.get(account) ?? [];
    byAccount.set(account, own);
    own.push(release);
  }
  return byAccount;
}

function judge(view: RuleView, place: Place, past: Past, stands: Standing, measure: Measure): Judgement {
  const { release } = place;
  if (!isPublisherKnown(release)) {
    return { subject: nameOf(release), why: 'who published it is in no evidence', bring: BRING_MANIFEST };
  }
  const account = publisherOf(release)?.account;
  if (account === undefined || isTrusted(release)) return [];
  const reasons = reasonsOf(release, account, past, measure).filter(
    (reason) => !reason.first || !isColleague(view, account, release, measure),
  );
  const own = stands.byAccount.get(account) ?? [];
  if (reasons.length === 0 || hasStayed(release, own, stands, measure)) return [];
  const along = own.filter((other) => other.at > release.at && other.at - release.at <= measure.burst);
  return [finding(release, account, reasons, along, place)];
}

/** Who publishes the other packages of a project is not one whose rights nobody uses. */
function isColleague(view: RuleView, account: string, release: KnownRelease, { project, silent }: Measure): boolean {
  return siblingBy(view, account, release, { least: project, most: silent }) !== undefined;
}

/** Accounts that run in pipelines and say so: `acme-bot`, `acme-ci`, `release-automation`. */
const MACHINE = /(?:^|[-_.[])(?:bot|ci|cd|robot|actions|automation|releaser|deploy|deployer)\]?$/i;

function isMachine(account: string): boolean {
  return MACHINE.test(account);
}

/** Why a publish is odd, the gravest first, each with the release that shows it. */
interface Reason {
  readonly text: string;
  readonly first: boolean;
  readonly witness: KnownRelease | undefined;
}

function reasonsOf(release: KnownRelease, account: string, past: Past, { others, silent }: Measure): readonly Reason[] {
  const reasons: Reason[] = [];
  const own = past.last.get(account);
  const { newest } = past;
  const isTeam = new Set(past.recent).size >= TEAM;
  if (own === undefined && past.known >= others && !isTeam && !isAttested(release) && !isMachine(account)) {
    const text = `first publish by ${account}, after ${past.known} versions by others`;
    reasons.push({ text, first: true, witness: newest });
  }
  if (newest !== undefined && release.at - newest.at > silent) {
    const text = `nobody had published the package for ${durationText(release.at - newest.at)}`;
    reasons.push({ text, first: false, witness: newest });
  } else if (own !== undefined && release.at - own.at > silent) {
    const text = `${account} had not published it for ${durationText(release.at - own.at)}`;
    reasons.push({ text, first: false, witness: own });
  }
  return reasons;
}

/** Who went on for so long, or took turns with others, and took nothing back is one of its publishers. */
function hasStayed(
  release: KnownRelease,
  own: readonly KnownRelease[],
  { places: order, takenBack }: Standing,
  { stayed, turns }: Measure,
): boolean {
  if (takenBack.has(release)) return false;
  const [start, place] = [own.indexOf(release), order.get(release) ?? 0];
  return own.slice(start + 1).some((other, i) => {
    const turn = (order.get(other) ?? 0) - place > i + 1;
    return !takenBack.has(other) && other.at - release.at > (turn ? turns : stayed);
  });
}

function finding(
  release: KnownRelease,
  account: string,
  reasons: readonly Reason[],
  along: readonly KnownRelease[],
  { earlier }: Place,
): FindingDraft {
  const first = reasons.some((reason) => reason.first);
  const unknown = first ? earlier.filter((other) => !isPublisherKnown(other)).length : 0;
  const witnesses = [...new Set(reasons.flatMap(({ witness }) => witness ?? []))];
  return {
    subject: nameOf(release),
    about: { ...aboutOf(release), releases: [release, ...along].map(nameOf) },
    severity: first ? 'high' : 'medium',
    certainty: unknown > 0 ? 'possible' : 'certain',
    when: { after: release.at, before: release.at },
    fact: reasons[0]?.text ?? '',
    details: detailsOf(release, account, reasons, along, unknown),
    data: { account, first },
    citations: [release.citation, ...witnesses.map(({ citation }) => citation)],
    steps: [release.step.id, ...witnesses.map(({ step }) => step.id)],
  };
}

function detailsOf(
  release: KnownRelease,
  account: string,
  reasons: readonly Reason[],
  along: readonly KnownRelease[],
  unknown: number,
): readonly string[] {
  const details = reasons.slice(1).map(({ text }) => text);
  const owners = release.manifest?.maintainers.map(({ name }) => name) ?? [];
  if (owners.includes(account)) details.push(`${account} was an owner of the package then`);
  for (const other of along.slice(0, 10))
    details.push(`${nameOf(other)} followed ${durationText(other.at - release.at)} later`);
  if (unknown > 0) details.push(`who published ${unknown} of the versions before is not known`);
  return details;
}
