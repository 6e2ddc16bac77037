import type { Action } from '../../core/action.ts';
import type { EventDraft, Outcome } from '../../core/event.ts';
import type { Out } from '../../core/format.ts';
import { BY_COMMAND } from '../npm-debug-log.actions.ts';
import { detailsOf } from './details.ts';
import { type Facts, startOf } from './facts.ts';
import { type Group, lastStatus, outcomeOf } from './group.ts';
import { actEvent, actionOf, actOut, runMembers } from './outs.ts';
import type { Pack, Packs } from './packs.ts';

/** What has been collected of a run. */
interface Whole {
  readonly facts: Facts;
  readonly groups: readonly Group[];
  readonly packs: Packs;
  readonly telling: readonly number[];
  /** Whether CI got a token for this run. */
  readonly oidc: boolean;
  readonly fingerprint: string | undefined;
}

/** How many records one event may stand on. */
const MOST_RECORDS = 20;

/**
 * The events that need the whole run: its writes, and the run itself. What the run says of itself belongs to the act
 * that was its purpose; a run without such an act has an event of its own.
 */
export function runOuts(whole: Whole): Out[] {
  const { facts, groups } = whole;
  const acts = folded(groups.filter((group) => actionOf(group, facts.command) !== 'other'));
  const others = groups.filter((group) => actionOf(group, facts.command) === 'other');
  const main = acts.findLast(({ request }) => request.kind !== 'oidc-exchange');
  const known = facts.npm !== undefined || facts.command !== undefined;
  const before = acts.filter((group) => group !== main).map((group) => plainOut(group, whole));
  if (!known && main === undefined)
    return [...before, ...others.map((group) => actOut(group, facts)), ...unused(whole)];
  return [...before, ...mainOuts(main, others, whole), ...unusedPacks(whole)];
}

/** Requests that are steps of one act: the PUT before the DELETE of an unpublish, the tries of a login. */
function folded(acts: readonly Group[]): Group[] {
  const kept: Group[] = [];
  const logins = acts.filter(({ request }) => request.kind === 'login' || request.kind === 'login-web');
  const login = logins.findLast(({ request }) => request.kind === 'login') ?? logins.at(-1);
  for (const act of acts) {
    const removal = acts.findLast((other) => isRemoval(other) && other.request.package === act.request.package);
    if (logins.includes(act) && act !== login) login?.records.unshift(...act.records);
    else if (act.request.kind === 'rev-put' && removal !== undefined) removal.records.unshift(...act.records);
    else kept.push(act);
  }
  return kept;
}

function isRemoval({ request }: Group): boolean {
  return request.kind === 'delete-tarball' || request.kind === 'delete-package';
}

/** An act beside the main one: of a workspace, or of a command that does several things. */
function plainOut(group: Group, { facts, packs }: Whole): Out {
  const event = actEvent(group, facts);
  const pack = event.action === 'package.published' ? packs.remove(event.package) : undefined;
  const details = event.action === 'package.published' ? detailsOf(event, facts, pack) : {};
  const records = [...group.records.toReversed(), ...(pack?.records ?? [])];
  return { kind: 'event', event: { ...event, ...details }, records };
}

function mainOuts(main: Group | undefined, others: readonly Group[], whole: Whole): Out[] {
  const { facts, packs, telling } = whole;
  const draft = main === undefined ? runEvent(others.at(-1), facts) : actEvent(main, facts);
  const pack = draft.action === 'package.published' || main === undefined ? packs.remove(draft.package) : undefined;
  const event = finished({ ...draft, ...detailsOf(draft, facts, pack) }, main, whole);
  const lines = [...(main?.records.toReversed() ?? []), ...(pack?.records ?? [])];
  const all = [...lines, ...telling, ...others.flatMap(({ records }) => records)];
  const records = all.slice(0, MOST_RECORDS);
  const outs: Out[] = [{ kind: 'event', event, records }];
  if (facts.errorCode === 'E401' && event.action !== 'auth.login_failed') {
    outs.push({ kind: 'event', event: refusal(event), records });
  }
  return [...outs, ...all.slice(MOST_RECORDS).map(ignoredRunLine)];
}

/** The event of a run whose purpose shows in no request: it failed before, or it is nothing this tool follows. */
function runEvent(last: Group | undefined, facts: Facts): EventDraft {
  const outcome = runOutcome(facts);
  const action = runAction(facts, outcome);
  // The last request in the log is not the one that changed something.
  if (outcome === 'success' && action !== 'other') return { ...unloggedAct(facts), action, outcome };
  const request = last?.request;
  const status = last && lastStatus(last);
  return {
    ...runMembers(facts),
    action,
    outcome,
    native_action: ['npm', facts.command].filter(Boolean).join(' '),
    package: request?.package,
    org: request?.org,
    team: request?.team,
    status,
    url: last?.url,
    resource: facts.args.join(' ') || undefined,
  };
}

function unloggedAct(facts: Facts): Omit<EventDraft, 'action' | 'outcome'> {
  return { ...runMembers(facts), native_action: `npm ${facts.command}` };
}

/**
 * A command that ended well without its request has changed nothing: a dry run, or there was nothing to do. But npm 7
 * and later do not log the request that sets a tag, since they do not read its answer.
 */
function runAction({ command, dryRun, tagged, tagKept }: Facts, outcome: Outcome): Action {
  const meaning = BY_COMMAND.get(command ?? '');
  if (meaning === undefined || dryRun === true) return 'other';
  const tagSet = meaning.action === 'package.dist_tag_changed' && tagged !== undefined && tagKept !== true;
  if (outcome === 'success') return tagSet ? meaning.action : 'other';
  return meaning.action === 'auth.login' && outcome !== 'unknown' ? 'auth.login_failed' : meaning.action;
}

function runOutcome({ exit, errorCode }: Facts): Outcome {
  if (errorCode === 'E401' || errorCode === 'E403' || errorCode === 'EOTP') return 'denied';
  if (errorCode !== undefined) return 'failure';
  return exit === undefined ? 'unknown' : exit === 0 ? 'success' : 'failure';
}

/** The main event with what the end of the run says, and the time at which npm began. */
function finished(event: EventDraft, main: Group | undefined, whole: Whole): EventDraft {
  const { facts, oidc, fingerprint } = whole;
  const web = main?.request.kind === 'login-web' && outcomeOf(lastStatus(main)) === 'success';
  const outcome = web ? runOutcome(facts) : event.outcome;
  const login = main?.request.kind === 'login' ? main.request.user : undefined;
  return {
    ...event,
    action: web && outcome === 'failure' ? 'auth.login_failed' : event.action,
    outcome,
    at: startOf(facts),
    after: undefined,
    basis: 'file_name',
    actor: outcome === 'success' ? login : undefined,
    actor_type: outcome === 'success' && login !== undefined ? 'user' : undefined,
    user: outcome === 'success' ? event.user : (event.user ?? login),
    auth_method: oidc && event.action === 'package.published' ? 'oidc' : undefined,
    error: outcome === 'success' ? undefined : facts.errorCode,
    token_fp: event.token_fp ?? fingerprint,
    text: remarks(event, outcome, main, facts),
  };
}

function remarks(event: EventDraft, outcome: Outcome, main: Group | undefined, facts: Facts): string | undefined {
  const repeated = main !== undefined && main.statuses.length > 1 && outcome === 'success';
  const document = main?.request.kind === 'publish-or-deprecate' && facts.command === undefined;
  const all = [
    outcome === 'success' ? undefined : facts.errorText,
    event.status !== undefined && outcome === 'success' && (facts.exit ?? 0) > 0
      ? `npm then ended with ${facts.exit}`
      : undefined,
    repeated ? `answered before with ${main.statuses.slice(0, -1).join(', ')}` : undefined,
    facts.dryRun === true ? 'dry run' : undefined,
    document ? 'publish or deprecate: the log does not tell' : undefined,
    facts.provenance,
    renamed(facts),
    [facts.node && `node/${facts.node}`, facts.os].filter(Boolean).join(', ') || undefined,
  ];
  return all.filter((remark) => remark !== undefined).join('; ') || undefined;
}

/** A log that says of itself that it was written at another time than the name of its file says. */
function renamed({ started, named }: Facts): string | undefined {
  if (started === undefined || named === undefined || started.micros === named.micros) return undefined;
  return `the name of the file says ${named.text}`;
}

/** E401 says that the registry did not accept who the client said it was. */
function refusal({
  identity,
  grade,
  client,
  at,
  basis,
  native_action,
  error,
  status,
  url,
  token_fp,
}: EventDraft): EventDraft {
  const action = 'auth.login_failed';
  return {
    identity,
    grade,
    client,
    at,
    basis,
    native_action,
    error,
    status,
    url,
    token_fp,
    action,
    outcome: 'denied',
    number: 1,
  };
}

function unused(whole: Whole): Out[] {
  return [...whole.telling.map(ignoredRunLine), ...unusedPacks(whole)];
}

function unusedPacks({ packs }: Whole): Out[] {
  const records = packs.rest().flatMap((pack: Pack) => pack.records);
  return records.map((record) => ({ kind: 'ignored', rule: 'notice-text', records: [record] }));
}

function ignoredRunLine(record: number): Out {
  return { kind: 'ignored', rule: 'run-line', records: [record] };
}
