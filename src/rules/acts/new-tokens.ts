import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import { earliest, tokenNames } from './account-releases.ts';
import { type Realm, realmOf } from './files.ts';

/** A token that somebody made. */
export interface NewToken {
  /** The record that shows it best first: the one that says whose it is. */
  readonly steps: readonly [Step, ...Step[]];
  /** Absent where only a list of tokens has it: those do not say whose they are. */
  readonly account: string | undefined;
  readonly names: readonly string[];
  readonly label: string;
  readonly realm: Realm;
  /** Earliest and latest moment at which it may have been made, microseconds. */
  readonly low: number;
  readonly high: number;
}

/** Sessions that a client opens for each publish are no tokens that someone made to keep. */
const SESSION = /GetAuthorizationToken|GetServiceBearerToken|AssumeRole|Generate(?:Access|Id)Token|oidc/i;

/** A server logs the request some moments before or after the time that the token itself carries. */
const ONE_ACT = 5_000_000;

/** Tokens made, oldest first. Holds those of some moments: a machine may make hundreds of thousands. */
export function* newTokens(view: RuleView): Generator<NewToken> {
  const near: NewToken[] = [];
  for (const step of view.query({ actions: ['auth.token.created'] })) {
    if (!isKept(step)) continue;
    const token = tokenOf(view, step);
    const gone = near.findIndex(({ high }) => token.high - high <= ONE_ACT);
    yield* near.splice(0, gone === -1 ? near.length : gone);
    addTo(near, token);
  }
  yield* near;
}

/** The token that the same act made is the nearest one of those just before. */
function addTo(near: NewToken[], token: NewToken): void {
  const place = near.findLastIndex((other) => token.low - other.high <= ONE_ACT && isSame(token, other));
  const same = near[place];
  if (same === undefined) near.push(token);
  else near[place] = merged(same, token);
}

function isKept({ bounded, members }: Step): boolean {
  const { auth_method, outcome, native_action = '', action } = members;
  const done = outcome === 'success' || outcome === 'unknown';
  return (
    action === 'auth.token.created' && done && bounded < 2 && auth_method !== 'oidc' && !SESSION.test(native_action)
  );
}

function tokenOf(view: RuleView, step: Step): NewToken {
  const { actor, token_id, token_name, user } = step.members;
  const name = token_name ?? token_id;
  return {
    steps: [step],
    account: user ?? actor,
    names: tokenNames(step.members),
    label: name === undefined ? 'a token' : `token ${name}`,
    realm: realmOf(view, step),
    low: earliest(step),
    high: step.sort,
  };
}

/** One record names the token, another one at the same moment whoever made it. */
function isSame(a: NewToken, b: NewToken): boolean {
  const named = a.names.length > 0 && b.names.length > 0;
  const owned = a.account !== undefined && b.account !== undefined;
  return a.realm === b.realm && !named && !owned && Math.abs(a.high - b.high) <= ONE_ACT;
}

function merged(a: NewToken, b: NewToken): NewToken {
  const [owned, listed] = a.account === undefined ? [b, a] : [a, b];
  const label = listed.names.length > 0 ? listed.label : owned.label;
  const steps = [owned.steps[0], ...owned.steps.slice(1), ...listed.steps] as const;
  return { ...owned, steps, names: [...owned.names, ...listed.names], label };
}
