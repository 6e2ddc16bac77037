import type { Action } from '../core/action.ts';
import type { Step } from '../core/step.ts';

/** Acts under which it matters by which address the account could be reached. */
const WITH_EMAIL: ReadonlySet<Action> = new Set([
  'package.published',
  'package.staged',
  'package.stage_approved',
  'package.security_held',
]);

/** Who did it, as far as the step shows: account, else the account acted upon, else address, else who says so. */
export function whoText({ members }: Step): string {
  const { actor, actor_email, user, ip, source_name } = members;
  return actor ?? actor_email ?? user ?? ip ?? source_name ?? '';
}

/** ` (alice@example.test)` under acts where the address matters; nothing where it stands for the account already. */
export function addressOfAccount({ members }: Step): string {
  const { action, actor, actor_email } = members;
  return actor !== undefined && actor_email !== undefined && WITH_EMAIL.has(action) ? ` (${actor_email})` : '';
}
