import type { EventMembers } from '../../core/event.ts';
import type { RuleView } from '../../core/rule.ts';
import { type Citation, citationText, type Step, stepWith } from '../../core/step.ts';
import { cite, inOrder, snapshotOf } from '../../registry/history/snapshot.ts';
import { stamp, whenText } from '../when.ts';
import { wordOf } from '../words.ts';
import type { ExposedStep } from './jobs.ts';
import { type Compromise, doneBy, endOf, happened, places, type Rotation, startOf } from './rotation.ts';

/** Subject of the lists of npm's tokens; they do not say whose they are. */
const TOKENS = 'npm-tokens';

/** How the format of job logs calls a token that a step printed. */
const PRINTED = 'token in output';

/** Places that are cited of one token. */
const MOST_STEPS = 10;

interface Suspect {
  readonly steps: Step[];
  readonly why: Set<string>;
}

/**
 * Tokens that published what is bad, that a finding speaks of, or that were created in the time of the incident by one
 * of its accounts or by nobody knows whom, or that an exposed job printed. An account of which no token is known loses all that it has.
 */
export function tokenRotations(
  view: RuleView,
  compromise: Compromise,
  exposed: readonly ExposedStep[],
): readonly Rotation[] {
  const suspects = new Map<string, Suspect>();
  const published = publishesOf(view, compromise);
  for (const step of published) suspect(suspects, step, `published ${step.members.package}@${step.members.version}`);
  for (const step of createdIn(view, compromise)) suspect(suspects, step, `created ${whenText(step)}`);
  for (const { step, why } of exposed) {
    if (step.members.native_action === PRINTED) suspect(suspects, step, `printed in the log of ${why}`);
  }
  for (const token of compromise.tokens) note(suspects, nameIn(view, token), 'a finding speaks of it');
  const revoked = revocations(view, [...suspects.keys()]);
  const single = [...suspects].map(([token, found]) => rotation(view, token, found, revoked.get(token)));
  return [...single, ...unknownTokens(compromise, published)];
}

/** Findings may know a token by its fingerprint and by its id: acts that name both tell that it is one. */
function nameIn(view: RuleView, token: string): string {
  const [first] = firstOf(view, token);
  return (first && tokenIn(view.members(first))) ?? token;
}

/** All members: the index may lack the token. */
function publishesOf(view: RuleView, { bad }: Compromise): readonly Step[] {
  const names = new Set(bad.map((release) => `${release.package}@${release.version}`));
  const packages = [...new Set(bad.map((release) => release.package))];
  if (packages.length === 0) return [];
  const steps = [...view.query({ packages, actions: ['package.published'] })].filter(happened);
  const wanted = steps.filter(({ members }) => names.has(`${members.package}@${members.version}`));
  return wanted.map((step) => stepWith(step, { members: view.members(step) }));
}

function* createdIn(view: RuleView, compromise: Compromise): Generator<Step> {
  const accounts = new Set(compromise.accounts);
  const range = { since: startOf(compromise), until: endOf(compromise) };
  for (const step of view.query({ actions: ['auth.token.created'], ...range })) {
    const { actor, user } = step.members;
    const owner = user ?? actor;
    if (happened(step) && step.bounded !== 2 && (owner === undefined || accounts.has(owner))) yield step;
  }
}

function suspect(suspects: Map<string, Suspect>, step: Step, why: string): void {
  const token = tokenIn(step.members);
  if (token === undefined) return;
  const found = note(suspects, token, why);
  if (found.steps.length < MOST_STEPS) found.steps.push(step);
}

function note(suspects: Map<string, Suspect>, token: string, why: string): Suspect {
  const found = suspects.get(token) ?? { steps: [], why: new Set() };
  found.why.add(why);
  suspects.set(token, found);
  return found;
}

function tokenIn({ token_fp, token_id }: EventMembers): string | undefined {
  return token_fp ?? (token_id === undefined ? undefined : `id:${token_id}`);
}

function rotation(view: RuleView, token: string, { steps, why }: Suspect, revoked: Step | undefined): Rotation {
  const named = steps.some(({ members }) => members.token_name !== undefined);
  const acts = named ? [] : firstOf(view, token);
  const told = steps.length > 0 ? steps : acts.slice(0, 1);
  const listed = revoked === undefined ? listing(view, token) : undefined;
  const reasons = [...why, listed && `still listed in ${citationText({ ...listed, place: '' }, 8)}`];
  return {
    kind: 'token',
    what: nameOf([...told, ...acts], token),
    why: reasons.filter((reason) => reason !== undefined).join('; '),
    citations: [...places(told), ...(listed === undefined ? [] : [listed])],
    ...doneBy(revoked),
  };
}

/** The last revocation of each. One question for all: a machine makes thousands of tokens. */
function revocations(view: RuleView, tokens: readonly string[]): ReadonlyMap<string, Step> {
  const last = new Map<string, Step>();
  if (tokens.length === 0) return last;
  for (const step of view.query({ tokens, actions: ['auth.token.revoked'] })) {
    if (!happened(step)) continue;
    const { token_fp, token_id } = step.members;
    if (token_fp !== undefined) last.set(token_fp, step);
    if (token_id !== undefined) last.set(`id:${token_id}`, step);
  }
  return last;
}

/** A token of CI may have been used a million times. */
function firstOf(view: RuleView, token: string): readonly Step[] {
  const acts: Step[] = [];
  for (const step of view.query({ tokens: [token] })) {
    if (happened(step)) acts.push(step);
    if (acts.length >= MOST_STEPS) break;
  }
  return acts;
}

function nameOf(steps: readonly Step[], token: string): string {
  const named = steps.find(({ members }) => members.token_name !== undefined) ?? steps[0];
  const bare = token.startsWith('id:') ? { token_id: token.slice(3) } : { token_fp: token };
  return wordOf('token', named?.members ?? { action: 'other', grade: 'derived', outcome: 'success', ...bare }) ?? token;
}

/** The newest list of npm's tokens, if it has this one. */
function listing(view: RuleView, token: string): Citation | undefined {
  const newest = inOrder(view.states(TOKENS).map((state) => snapshotOf(state)))
    .filter(({ until }) => until !== undefined)
    .at(-1);
  const key = token.replace(/^(?:sha512|id):/, '');
  return newest?.state.digest(key) === undefined ? undefined : cite(newest.state);
}

/** A publish by an account, and no record says with which token. */
function unknownTokens({ accounts, last }: Compromise, published: readonly Step[]): readonly Rotation[] {
  return [...accounts].sort().flatMap((account): Rotation[] => {
    const own = published.filter(({ members }) => members.actor === account && members.auth_method !== 'oidc');
    if (own.length === 0 || own.some(({ members }) => tokenIn(members) !== undefined)) return [];
    const names = own.map(({ members }) => `${members.package}@${members.version}`).join(', ');
    const why = `it published ${names}, with which credential is not in evidence; all that were there by ${stamp(last)}`;
    return [{ kind: 'token', what: `every token and session of ${account}`, why, citations: places(own) }];
  });
}
