import type { Action } from '../../core/action.ts';
import type { AuthMethod, EventDraft, Outcome } from '../../core/event.ts';
import { percentDecoded } from '../../registry/names.ts';
import { type Meaning, pathOf } from './meaning.ts';

/** One call of a product's own interface, which is not npm's. */
export interface RestCall {
  /** HTTP methods, separated by spaces. */
  readonly methods: string;
  /** Matches the whole path; its first group names the subject. */
  readonly path: RegExp;
  readonly action: Action;
  readonly subject?: 'user' | 'team' | 'resource' | 'token_id';
  /** How the caller proves who it is, where the call itself says so. */
  readonly auth?: AuthMethod;
  /** What the call leaves open. */
  readonly doubt?: string;
}

/** What a call means by the first row that fits; undefined where none does. */
export function restMeaning(
  calls: readonly RestCall[],
  method: string,
  url: string,
  outcome: Outcome,
): Meaning | undefined {
  const path = pathOf(url);
  for (const call of calls) {
    if (!call.methods.split(' ').includes(method)) continue;
    const match = call.path.exec(path);
    if (match !== null) return meaningOf(call, method, path, match[1], outcome);
  }
  return undefined;
}

function meaningOf(call: RestCall, method: string, path: string, named: string | undefined, outcome: Outcome): Meaning {
  const name = named === undefined ? undefined : (percentDecoded(named) ?? named);
  const subject: Partial<EventDraft> = call.subject === undefined ? {} : { [call.subject]: name };
  const refused = outcome === 'denied' || outcome === 'failure';
  return {
    action: call.action === 'auth.login' && refused ? 'auth.login_failed' : call.action,
    name: `${method} ${path.slice(0, 200)}`,
    subject: call.auth === undefined ? subject : { ...subject, auth_method: call.auth },
    doubt: outcome === 'success' ? call.doubt : undefined,
  };
}
