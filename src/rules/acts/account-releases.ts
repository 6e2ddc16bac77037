import type { FindingDraft } from '../../core/finding.ts';
import type { Missing, RuleView, Verdict } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import { judgedReleases, type KnownRelease } from '../../registry/history/history.ts';
import { type Judgement, nothingToJudge, verdictOf } from '../verdict.ts';
import { accountsOf, nameOf } from '../wording.ts';
import { type Realm, realmOf } from './files.ts';

/** A publish that someone made with an account or a token, not a workflow as trusted publisher. */
export interface AccountRelease {
  readonly release: KnownRelease;
  readonly account: string;
  readonly realms: ReadonlySet<Realm>;
  /** Names of the token that a log gives for the publish: fingerprint, `id:` and native id. */
  readonly tokens: readonly string[];
}

export interface AccountReleases {
  /** Oldest first. */
  readonly known: readonly AccountRelease[];
  /** Publishes of which nobody says who made them. */
  readonly unknown: readonly Missing[];
}

/** All publishes by accounts; computed once per view. */
export function accountReleases(view: RuleView): AccountReleases {
  return view.shared(gather);
}

function gather(view: RuleView): AccountReleases {
  const known: AccountRelease[] = [];
  const unknown: Missing[] = [];
  for (const release of judgedReleases(view)) {
    const [account] = accountsOf(release);
    if (account !== undefined) known.push(accountRelease(view, release, account));
    else if (!release.oidc && release.account === undefined) unknown.push(nobody(release));
  }
  return { known, unknown };
}

function accountRelease(view: RuleView, release: KnownRelease, account: string): AccountRelease {
  const { steps } = release;
  const realms = realmsOf(view, steps);
  const tokens = new Set(steps.flatMap(({ members }) => tokenNames(members)));
  return { release, account, realms, tokens: tokens.size === 0 ? NONE : [...tokens] };
}

const NONE: readonly string[] = [];

/** Nearly every publish stands in records of one service: those share their sets. */
const ONE_REALM: Readonly<Record<Realm, ReadonlySet<Realm>>> = {
  github: new Set(['github']),
  gitlab: new Set(['gitlab']),
  registry: new Set(['registry']),
};

function realmsOf(view: RuleView, steps: readonly Step[]): ReadonlySet<Realm> {
  const realms = new Set(steps.map((step) => realmOf(view, step)));
  const [first] = realms;
  return first !== undefined && realms.size === 1 ? ONE_REALM[first] : realms;
}

/** As the index names a token: by its fingerprint, by `id:` and the id its service gave it. */
export function tokenNames(members: {
  readonly token_fp?: string | undefined;
  readonly token_id?: string | undefined;
}): readonly string[] {
  const id = members.token_id === undefined ? [] : [`id:${members.token_id}`];
  return members.token_fp === undefined ? id : [members.token_fp, ...id];
}

function nobody(release: KnownRelease): Missing {
  const bring = 'a packument snapshot from before the takedown, npm view --json, the log of the registry';
  return { subject: nameOf(release), why: 'who published it is in no evidence', bring };
}

/** Asks about each publish by an account; says so where there is none. */
export function judgeAccountReleases(view: RuleView, judge: (publish: AccountRelease) => Judgement): Verdict {
  const { known, unknown } = accountReleases(view);
  const verdict = verdictOf([...known.map(judge), ...unknown]);
  if (verdict.judged > 0 || verdict.missing.length > 0) return verdict;
  const why = 'no publish by an account is in evidence';
  return nothingToJudge({ subject: 'any package', why, bring: 'npm view <name> --json, a log of the registry' });
}

/** What a finding about such a publish has in any case. */
export function releaseAbout({ release, account, tokens }: AccountRelease): FindingDraft['about'] {
  const ips = release.steps.flatMap(({ members: { ip } }) => ip ?? []);
  return {
    packages: [release.package],
    releases: [nameOf(release)],
    accounts: [account],
    ...(tokens.length > 0 && { tokens }),
    ...(ips.length > 0 && { ips: [...new Set(ips)] }),
  };
}

/** Earliest possible moment of a step; minus infinity where no record bounds it. */
export function earliest({ bounded, low, sort, members }: Step): number {
  if (bounded !== 1) return sort;
  return members.not_before === undefined ? Number.NEGATIVE_INFINITY : (low ?? sort);
}

/** Latest possible moment of a step; infinity where no record bounds it. */
export function latest({ bounded, sort, members }: Step): number {
  return bounded === 1 && members.not_after === undefined ? Number.POSITIVE_INFINITY : sort;
}

/** When a step happened, for a finding. */
export function whenOf(step: Step): FindingDraft['when'] {
  const [after, before] = [earliest(step), latest(step)];
  return { ...(Number.isFinite(after) && { after }), before: Number.isFinite(before) ? before : step.sort };
}
