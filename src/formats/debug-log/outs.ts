import type { Action } from '../../core/action.ts';
import type { EventDraft } from '../../core/event.ts';
import type { Out } from '../../core/format.ts';
import { BY_COMMAND, BY_KIND } from '../npm-debug-log.actions.ts';
import { type Facts, startOf } from './facts.ts';
import { type Group, lastStatus, outcomeOf } from './group.ts';
import type { RunMembers } from './reads.ts';

/** What holds for every event of a run but the first: it happened after the run had begun. */
export function runMembers(facts: Facts): RunMembers {
  return {
    identity: { by: 'evidence' },
    grade: 'client',
    client: facts.npm === undefined ? undefined : `npm/${facts.npm}`,
    after: startOf(facts),
    basis: 'log_window',
  };
}

/** What a request means within a run of a command. */
export function actionOf({ request }: Group, command: string | undefined): Action {
  const meaning = BY_COMMAND.get(command ?? '');
  if (meaning?.kinds.includes(request.kind) === true) return meaning.action;
  return BY_KIND.get(request.kind) ?? 'other';
}

/** The event of requests with one URL, without what the rest of the run says of them. */
export function actEvent(group: Group, facts: Facts): EventDraft {
  const { request, method, url } = group;
  const status = lastStatus(group);
  const outcome = outcomeOf(status);
  const action = actionOf(group, facts.command);
  const { tokenKey } = request;
  return {
    ...runMembers(facts),
    action: action === 'auth.login' && outcome !== 'success' ? 'auth.login_failed' : action,
    outcome,
    native_action: facts.command === undefined ? `http fetch ${method}` : `npm ${facts.command}`,
    package: request.package,
    version: request.version,
    tag: request.tag,
    org: request.org,
    team: request.team,
    token_id: tokenKey,
    token_fp: tokenKey !== undefined && /^[0-9a-f]{128}$/.test(tokenKey) ? `sha512:${tokenKey}` : undefined,
    status,
    url,
  };
}

export function actOut(group: Group, facts: Facts): Out {
  return { kind: 'event', event: actEvent(group, facts), records: group.records.toReversed() };
}

interface Exchange {
  readonly success: boolean;
  readonly message: string;
  readonly record: number;
}

/** CI identity given, token got: what trusted publishing begins with. */
export function exchangeOut(exchange: Exchange, group: Group | undefined, facts: Facts): Out {
  const status = group === undefined ? undefined : lastStatus(group);
  const refused = status === 401 || status === 403 ? 'denied' : 'failure';
  const event: EventDraft = {
    ...runMembers(facts),
    action: exchange.success ? 'auth.token.created' : 'auth.login_failed',
    outcome: exchange.success ? 'success' : refused,
    native_action: 'oidc',
    auth_method: 'oidc',
    actor_type: 'oidc',
    package: group?.request.package,
    status,
    url: group?.url,
    text: exchange.message,
  };
  return { kind: 'event', event, records: [exchange.record, ...(group?.records ?? [])] };
}
