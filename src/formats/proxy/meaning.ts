import type { Action } from '../../core/action.ts';
import type { EventDraft, Outcome } from '../../core/event.ts';
import type { RegistryRequest, RequestKind } from '../../registry/request.ts';
import { BY_KIND } from '../verdaccio.actions.ts';

/** What a request was for, as far as its line tells. */
export interface Meaning {
  readonly action: Action;
  /** How `native_action` calls it. */
  readonly name: string;
  /** Whom or what the URL names. */
  readonly subject: Partial<EventDraft>;
  /** What the line leaves open. */
  readonly doubt?: string | undefined;
}

/** What the answer to a request says of its end. */
export function outcomeOf(status: number | undefined): Outcome {
  if (status === undefined || status < 100) return 'unknown';
  if (status === 401 || status === 403) return 'denied';
  return status >= 200 && status < 400 ? 'success' : 'failure';
}

/** What a request in npm's own grammar means. */
export function registryMeaning(method: string, request: RegistryRequest, outcome: Outcome): Meaning {
  return {
    action: actionOf(method, request.kind, outcome),
    name: `${method} ${BY_KIND[request.kind].name}`,
    subject: subjectOf(request),
    doubt: outcome === 'success' ? DOUBTS.get(request.kind) : undefined,
  };
}

function actionOf(method: string, kind: RequestKind, outcome: Outcome): Action {
  const refused = outcome === 'failure' || outcome === 'denied';
  // The answer to a HEAD has no body: nothing was downloaded.
  if (kind === 'tarball' && method === 'HEAD') return 'artifact.metadata_read';
  if (kind === 'tarball' && outcome === 'denied') return 'artifact.download_denied';
  if (kind === 'login' && refused) return 'auth.login_failed';
  // A registry without web login answers 404, and npm goes on to the other login: nobody was refused.
  if (kind === 'login-web' && refused) return outcome === 'denied' ? 'auth.login_failed' : 'other';
  return BY_KIND[kind].action;
}

function subjectOf(request: RegistryRequest): Partial<EventDraft> {
  const { tokenKey } = request;
  return {
    package: request.package,
    version: request.version,
    tag: request.tag,
    user: request.user,
    org: request.org,
    team: request.team,
    token_id: tokenKey,
    // npm's key of a token is the SHA-512 of it.
    token_fp: tokenKey !== undefined && /^[0-9a-f]{128}$/.test(tokenKey) ? `sha512:${tokenKey}` : undefined,
  };
}

const DOUBTS: ReadonlyMap<RequestKind, string> = new Map<RequestKind, string>([
  ['publish-or-deprecate', 'publish or deprecate: the log does not tell'],
  ['rev-put', 'owners or versions were changed: the log does not tell'],
  ['login', 'login or new account: the log does not tell'],
  ['login-web', 'a login in the browser was begun: its end is not in this request'],
  ['profile-change', 'which setting was changed is not in the log'],
]);

const LONGEST_PATH = 200;

/** A request that is not of npm's grammar: method and path are its name. */
export function otherMeaning(method: string, url: string): Meaning {
  return { action: 'other', name: `${method} ${pathOf(url).slice(0, LONGEST_PATH)}`, subject: {} };
}

/** A URL without query and fragment: they may hold anything. */
export function pathOf(url: string): string {
  return url.replace(/[?#][\s\S]*$/, '');
}
