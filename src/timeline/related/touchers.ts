import { compareSteps, type Step } from '../../core/step.ts';
import type { StoryWindow } from './window.ts';

/** By what those who touched a package can be found again. */
export type TouchRole = 'accounts' | 'tokens' | 'ips';

/** An account, a token or an address that changed a package. */
export interface Toucher {
  readonly role: TouchRole;
  readonly value: string;
  /** What it did to the package: a publish in question, else the act nearest to the first one. */
  readonly act: Step;
  /** Whether that is a publish in question. */
  readonly bad: boolean;
}

/** Who touched the packages within the window: by publishes, tags, owners, deprecations, removals. The most telling first. */
export function touchersOf(acts: readonly Step[], window: StoryWindow): readonly Toucher[] {
  const inQuestion = new Set(window.releases.flatMap(({ steps }) => steps.map(({ id }) => id)));
  const touches = acts.filter((step) => isTouch(step, window) && (window.questioned || inQuestion.has(step.id)));
  const distance = ({ sort }: Step): number => Math.abs(sort - window.first);
  const ordered = touches.toSorted(
    (a, b) =>
      Number(inQuestion.has(b.id)) - Number(inQuestion.has(a.id)) || distance(a) - distance(b) || compareSteps(a, b),
  );
  const found = new Map<string, Toucher>();
  for (const act of ordered) {
    for (const [role, value] of identitiesOf(act)) {
      const key = `${role} ${value}`;
      if (!found.has(key)) found.set(key, { role, value, act, bad: inQuestion.has(act.id) });
    }
  }
  return [...found.values()];
}

function isTouch({ members, sort, bounded }: Step, { since, until }: StoryWindow): boolean {
  const { action, grade } = members;
  // What the registry itself did, and what a person only tells of, is no trace of whoever did it.
  if (!action.startsWith('package.') || action === 'package.security_held' || grade === 'reported') return false;
  return bounded !== 2 && sort >= since && sort <= until;
}

function* identitiesOf({ members }: Step): Generator<readonly [TouchRole, string]> {
  const { actor, user, ip, auth_method } = members;
  // All publishes from CI by OIDC have one name.
  if (actor !== undefined && auth_method !== 'oidc') yield ['accounts', actor];
  if (user !== undefined && members.action.startsWith('package.owner_')) yield ['accounts', user];
  const token = tokenOf(members);
  if (token !== undefined) yield ['tokens', token];
  if (ip !== undefined) yield ['ips', ip];
}

/** The name by which uses of a token are found: its fingerprint, else its id. */
export function tokenOf({ token_fp, token_id }: Step['members']): string | undefined {
  return token_fp ?? (token_id === undefined ? undefined : `id:${token_id}`);
}
