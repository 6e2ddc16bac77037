import { atLeast, type FindingDraft, raised, type Severity } from '../core/finding.ts';
import type { LimitValues, Rule, RuleView } from '../core/rule.ts';
import { durationText, momentOf } from '../core/time.ts';
import { snapshotOf } from '../registry/history/snapshot.ts';
import {
  type AccountRelease,
  accountReleases,
  judgeAccountReleases,
  releaseAbout,
  whenOf,
} from './acts/account-releases.ts';
import { coverAt, coversOf, formatsOf } from './acts/files.ts';
import { keep, within } from './acts/in-time.ts';
import { type NewToken, newTokens } from './acts/new-tokens.ts';
import type { Judgement } from './verdict.ts';
import { nameOf } from './wording.ts';

const rule: Rule = {
  id: 'new-token-then-publish',
  title: 'published with a token that was just made',
  severity: 'high',
  phase: 'preparation',
  amplifier: false,
  wide: true,
  revision: 1,
  looksFor:
    'the first publish with a token, or where no record names the token the publishes of the account, within 24 h of its making (high) or 14 days (medium, the first publish only)',
  why: 'whoever took over an account makes a token of his own and uses it soon: eslint-scope (2018), DuckDB (2025)',
  needs:
    'npm token list --json > tokens.<UTC stamp>.json, taken before the tokens are revoked, or the log of the registry that shows tokens being made',
  falsePositives: 'the day on which tokens are rotated, a new CI, a new machine',
  limits: {
    soon: { value: 24, unit: 'hours', meaning: 'a publish within this time of the making of the token is high' },
    window: { value: 14, unit: 'days', meaning: 'the first publish within this time is medium' },
    habit: { value: 4, unit: 'publishes', meaning: 'tokens made in the time before, from which on new ones are usual' },
    habitTime: { value: 90, unit: 'days', meaning: 'the time before in which they are counted' },
  },
  judge(view, limits) {
    const hits = hitsOf(view, limits);
    return judgeAccountReleases(view, (publish) => judge(view, publish, hits.get(publish) ?? [], limits));
  },
  examples: async () => (await import('./new-token-then-publish.examples.ts')).default,
};

export default rule;

/** A publish that may have been made with a new token. */
interface Hit {
  readonly token: NewToken;
  readonly severity: Severity;
  readonly certain: boolean;
}

/** Publishes with the new tokens before them. */
function hitsOf(view: RuleView, limits: LimitValues): ReadonlyMap<AccountRelease, readonly Hit[]> {
  const { soon = 0, window = 0 } = limits;
  const candidates = view.shared(candidatesOf);
  const owners = view.shared(ownersOfLists);
  const hits = new Map<AccountRelease, Hit[]>();
  for (const token of unusualTokens(view, limits)) {
    const after = within(candidates(token), ({ release }) => release.at, token.low, token.high + window).filter(
      (publish) => isPossible(token, publish, owners),
    );
    for (const [i, publish] of after.entries()) {
      const early = publish.release.at - Math.min(token.high, publish.release.at) <= soon;
      if (i > 0 && !early) break;
      keep(hits, publish, hitOf(token, publish, soon));
    }
  }
  return hits;
}

/** Publishes that a token may have made, by the account it belongs to and by its name: oldest first. */
function candidatesOf(view: RuleView): (token: NewToken) => readonly AccountRelease[] {
  const { known } = accountReleases(view);
  const byAccount = new Map<string, AccountRelease[]>();
  const byToken = new Map<string, AccountRelease[]>();
  for (const publish of known) {
    keep(byAccount, publish.account, publish);
    for (const name of publish.tokens) keep(byToken, name, publish);
  }
  return ({ account, names }) => {
    if (account === undefined) return known;
    const own = byAccount.get(account) ?? [];
    const named = names.flatMap((name) => byToken.get(name) ?? []).filter((publish) => publish.account !== account);
    return named.length === 0 ? own : [...own, ...named].sort((a, b) => a.release.at - b.release.at);
  };
}

/** Nobody makes so many tokens by hand within the time before and after one. */
const MANY = 20;

/** When each owner made tokens, oldest first. */
type Times = Map<string, number[]>;

/** Tokens whose making says something. A machine that makes one for each of its publishes makes them all the time. */
function unusualTokens(view: RuleView, limits: LimitValues): readonly NewToken[] {
  const times: Times = new Map();
  const tokens: NewToken[] = [];
  for (const token of newTokens(view)) {
    if (token.account !== undefined) keep(times, ownerOf(token), token.high);
    if (Number.isFinite(token.low) && !isHabit(token, times, limits)) tokens.push(token);
  }
  return tokens.filter((token) => !isOfCrowd(token, times, limits));
}

function isHabit(token: NewToken, times: Times, { habit = 0, habitTime = 0, soon = 0 }: LimitValues): boolean {
  return madeBetween(token, times, token.high - habitTime, token.high - soon) >= habit;
}

function isOfCrowd(token: NewToken, times: Times, { soon = 0 }: LimitValues): boolean {
  return madeBetween(token, times, token.high - soon, token.high + soon) > MANY;
}

function madeBetween(token: NewToken, times: Times, from: number, to: number): number {
  const own = token.account === undefined ? [] : (times.get(ownerOf(token)) ?? []);
  return within(own, (time) => time, from, to).length;
}

function ownerOf({ account, realm }: NewToken): string {
  return JSON.stringify([realm, account]);
}

function isPossible(token: NewToken, { account, realms, release, tokens }: AccountRelease, owners: Owners): boolean {
  if (!realms.has(token.realm) || release.at <= token.low) return false;
  if (comparable(token, tokens)) return token.names.some((name) => tokens.includes(name));
  if (token.account !== undefined) return token.account === account;
  return owners === undefined || owners.has(account);
}

/** Whether both name the token in the same way. */
function comparable({ names }: NewToken, tokens: readonly string[]): boolean {
  const kinds = new Set(names.map(kindOf));
  return tokens.some((name) => kinds.has(kindOf(name)));
}

function kindOf(name: string): string {
  return name.slice(0, name.indexOf(':'));
}

function hitOf(token: NewToken, { release, tokens }: AccountRelease, soon: number): Hit {
  const longest = release.at - token.low;
  const certain = token.high <= release.at && token.names.some((name) => tokens.includes(name));
  const bypass = token.steps.some(({ members }) => members.text?.includes('bypasses 2FA') === true);
  return { token, certain, severity: raised(longest <= soon ? 'high' : 'medium', bypass ? 'high' : 'medium') };
}

/** Accounts that the lists of tokens may belong to; undefined: nobody knows. */
type Owners = ReadonlySet<string> | undefined;
const PROFILE = 'npm-profile:';

/** Lists of tokens do not say whose they are; whoever saved them saved the profile too. */
function ownersOfLists(view: RuleView): Owners {
  const names = view.subjects().filter((subject) => subject.startsWith(PROFILE));
  return names.length === 0 ? undefined : new Set(names.map((subject) => subject.slice(PROFILE.length)));
}

function judge(view: RuleView, publish: AccountRelease, hits: readonly Hit[], limits: LimitValues): Judgement {
  const nearest = hits.toSorted((a, b) => b.token.high - a.token.high)[0];
  if (nearest !== undefined) return [finding(publish, nearest, hits)];
  const { release, account } = publish;
  if (wouldShow(view, publish, limits)) return [];
  const why = `no record of tokens of ${account} being made in the ${durationText(limits['soon'] ?? 0)} before it`;
  const bring = `npm token list --json of ${account} from after it and before tokens were revoked, the log of the registry; npm support knows when each token was made`;
  return { subject: nameOf(release), why, bring };
}

/** Logs that have a record of each token that is made. */
const TOKEN_LOGS = /^(?:verdaccio|artifactory-|nexus-audit|audit-log$)/;

function wouldShow(view: RuleView, { account, realms, release }: AccountRelease, { soon = 0 }: LimitValues): boolean {
  const owners = view.shared(ownersOfLists);
  const isOwner = owners === undefined || owners.has(account);
  if (isOwner && (view.shared(newestList) ?? Number.NEGATIVE_INFINITY) >= release.at) return true;
  const kinds = realms.has('registry') ? TOKEN_LOGS : /^(?:github-audit|gitlab-audit)/;
  const logs = new Set(release.steps.flatMap((step) => formatsOf(view, step)).filter((format) => kinds.test(format)));
  const cover = coverAt(
    coversOf(view, (format) => logs.has(format), soon),
    release.at,
  );
  return cover !== undefined && cover.first <= release.at - soon;
}

/** When the newest list of tokens was taken, at the earliest. */
function newestList(view: RuleView): number | undefined {
  const times = view.states('npm-tokens').map((state) => snapshotOf(state).state);
  return times.map(({ taken, newest }) => momentOf(taken ?? newest)?.micros ?? 0).sort((a, b) => b - a)[0];
}

function finding(publish: AccountRelease, nearest: Hit, hits: readonly Hit[]): FindingDraft {
  const { release } = publish;
  const gravest = hits.reduce<Severity>((most, { severity }) => (atLeast(severity, most) ? severity : most), 'info');
  const steps = hits.flatMap(({ token }) => token.steps);
  const about = releaseAbout(publish);
  const tokens = [...new Set([...(about.tokens ?? []), ...hits.flatMap(({ token }) => token.names)])];
  return {
    subject: nameOf(release),
    about: { ...about, ...(tokens.length > 0 && { tokens }) },
    severity: gravest,
    certainty: hits.some(({ certain }) => certain) ? 'certain' : 'possible',
    when: whenOf(nearest.token.steps[0]),
    fact: factText(nearest, release.at),
    details: detailsOf(nearest, hits),
    citations: [release.citation, ...steps.flatMap(({ citations }) => citations)],
    steps: [release.step.id, ...steps.map(({ id }) => id)],
  };
}

function factText({ token, certain }: Hit, at: number): string {
  const whose = token.account === undefined ? '' : ` by ${token.account}`;
  const used = certain ? ', and used for it' : '';
  if (token.low !== token.high)
    return `${token.label} was made${whose} at most ${durationText(at - token.low)} before it`;
  return `${token.label} was made${whose} ${durationText(at - token.high)} before it${used}`;
}

function detailsOf(nearest: Hit, hits: readonly Hit[]): readonly string[] {
  const details: string[] = [];
  if (!nearest.certain) details.push('no record names the token of the publish itself');
  if (nearest.token.account === undefined) details.push('lists of tokens do not say whose they are');
  if (hits.length > 1) details.push(`${hits.length} tokens were made before it`);
  for (const { token } of hits) {
    const said = token.steps.find(({ members }) => members.text !== undefined)?.members.text;
    if (said !== undefined) details.push(`${token.label}: ${said}`);
  }
  return details;
}
