import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import { type AccountRelease, tokenNames } from './account-releases.ts';
import { realmOf } from './files.ts';
import { networkOf } from './network.ts';

/** Acts of one account in the time before a publish that are looked at. */
const MOST = 5000;

/** The log of a client and that of its server tell of one try within this time, microseconds. */
const ONE_TRY = 60_000_000;

/** An act that names the token with which an account came from some networks. */
export interface NamedToken {
  /** The record that names the token, and where another one says from where it came, that too. */
  readonly steps: readonly [Step, ...Step[]];
  readonly name: string;
}

/**
 * The last act before a publish, at the same service and by the same account, that came from one of the networks and
 * names its token. A refused publish counts: it shows the token at that place just as well, and the client's own log
 * may name the token of a try of which the server's log has the address.
 */
export function tokenFrom(
  view: RuleView,
  publish: AccountRelease,
  networks: ReadonlySet<string>,
  since: number,
): NamedToken | undefined {
  const acts = actsFrom(view, publish, networks, since);
  const named = acts.findLast(({ members }) => tokenNames(members).length > 0);
  const [name] = named === undefined ? [] : tokenNames(named.members);
  return named === undefined || name === undefined ? tried(view, publish, acts, since) : { steps: [named], name };
}

/** What the account did from there, but for making tokens: that names one which it need not have used. */
function actsFrom(
  view: RuleView,
  { account, realms, release }: AccountRelease,
  networks: ReadonlySet<string>,
  since: number,
): readonly Step[] {
  const acts: Step[] = [];
  let count = 0;
  for (const step of view.query({ accounts: [account], since, until: release.at })) {
    if (count++ >= MOST) break;
    const { action, actor, ip } = step.members;
    if (actor !== account || ip === undefined || action === 'auth.token.created') continue;
    if (networks.has(networkOf(ip) ?? '') && realms.has(realmOf(view, step))) acts.push(step);
  }
  return acts;
}

/** A publish that the client's own log tells with its token, and the server's log with its address. */
function tried(
  view: RuleView,
  { release }: AccountRelease,
  acts: readonly Step[],
  since: number,
): NamedToken | undefined {
  const range = { since: since - ONE_TRY, until: release.at };
  const tries = [...view.query({ ...range, packages: [release.package], actions: ['package.published'] })];
  for (const step of tries.filter(({ members }) => members.grade === 'client').reverse()) {
    const [name] = tokenNames(step.members);
    const server = acts.find(
      ({ members, sort }) =>
        members.action === 'package.published' &&
        members.package === release.package &&
        Math.abs(sort - step.sort) <= ONE_TRY,
    );
    if (name !== undefined && server !== undefined) return { steps: [step, server], name };
  }
  return undefined;
}
