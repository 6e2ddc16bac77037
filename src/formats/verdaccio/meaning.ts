import type { Action } from '../../core/action.ts';
import type { Outcome } from '../../core/event.ts';
import { BY_COMMAND, BY_KIND, BY_VERB } from '../verdaccio.actions.ts';
import { type Act, answerOf } from './act.ts';
import type { Answered, Verb } from './line.ts';

/** What a request was, with what is known of its end. */
export function actionOf(act: Act, outcome: Outcome): Action {
  const { kind } = act.request;
  const refused = outcome === 'failure' || outcome === 'denied';
  if (kind === 'publish-or-deprecate' || kind === 'rev-put') return writeAction(act);
  if (kind === 'tarball' && outcome === 'denied') return 'artifact.download_denied';
  if (kind === 'login' && refused) return 'auth.login_failed';
  // A registry without web login answers 404, and npm goes on to the other login: nobody was refused.
  if (kind === 'login-web' && refused) return outcome === 'denied' ? 'auth.login_failed' : 'other';
  // Verdaccio asks for the password before it makes a token.
  if (kind === 'token-create' && answerOf(act)?.status === 401) return 'auth.login_failed';
  return BY_KIND[kind].action;
}

const VERBS: readonly Verb[] = ['unpublishing', 'deprecating', 'undeprecating'];

/** What the storage says decides, then what the client says, then the URL. */
function writeAction({ request, requested, changes }: Act): Action {
  const verb = VERBS.find((name) => changes.some((change) => change.verb === name));
  if (verb !== undefined) return BY_VERB[verb];
  return BY_COMMAND.get(requested?.command ?? '') ?? BY_KIND[request.kind].action;
}

const LONGEST_PATH = 200;
/** Requests of which only the client's command tells what they are for. */
const DOCUMENT_WRITES: ReadonlySet<string> = new Set([
  'publish-or-deprecate',
  'rev-put',
  'delete-package',
  'delete-tarball',
]);

/** `PUT publish`, `GET tarball`; for a URL that is not npm's, method and path. */
export function nativeActionOf({ method, url, request, requested }: Act): string {
  const { kind } = request;
  if (kind === 'rev-put' && requested?.command === 'owner') return 'npm owner';
  if (kind === 'other') return `${method} ${url.replace(/[?#].*$/s, '').slice(0, LONGEST_PATH)}`;
  const command = DOCUMENT_WRITES.has(kind) ? requested?.command : undefined;
  return `${method} ${command ?? BY_KIND[kind].name}`;
}

/** What the log says besides, and what it does not. */
export function remarksOn(
  act: Act,
  answer: Answered | undefined,
  action: Action,
  outcome: Outcome,
): string | undefined {
  const forwarded = (act.requested ?? answer ?? act.phases[0])?.forwardedFor ?? answer?.forwardedFor;
  const trusted = forwarded !== undefined && forwarded === act.requested?.ip;
  const remarks = [
    answer?.error,
    forwarded === undefined || trusted ? undefined : `x-forwarded-for: ${forwarded}`,
    answer === undefined ? 'the log has no answer to this request' : undefined,
    outcome === 'success' ? doubt(act, action) : undefined,
  ];
  return remarks.filter((remark) => remark !== undefined).join('; ') || undefined;
}

function doubt({ request, requested, changes }: Act, action: Action): string | undefined {
  const command = requested?.command;
  if (request.kind === 'login-web') return 'a login in the browser was begun: its end is not in this request';
  if (request.kind === 'login') return 'login or new account: the log does not tell';
  if (request.kind === 'profile-change') return 'which setting was changed is not in the log';
  if (changes.length > 0) return undefined;
  if (action === 'package.published' && command !== 'publish') return 'publish or deprecate: the log does not tell';
  if (request.kind !== 'rev-put') return undefined;
  if (command === 'owner') return 'owners were changed: the log does not tell who was added or removed';
  return BY_COMMAND.has(command ?? '') ? undefined : 'owners or versions were changed: the log does not tell';
}
