import type { EventMembers } from '../../core/event.ts';
import type { Step } from '../../core/step.ts';
import { agree, type Join, type Whole } from './join.ts';

/** Microseconds between the end of an answer on the server and the time at which the client had stored it. */
const NEAR = 10_000_000;

/** Who tells of an act: a run of npm on a machine, npm's cache there, the log of a server, the registry's document. */
type Witness = 'run' | 'cache' | 'request' | 'document';

/**
 * What npm wrote down on a machine and what the registry or proxy wrote down of its request. The machine knows version
 * and arguments, the server account, address and the better time. Look-ups are left alone: there are many alike.
 */
export const clientAndServer: Join = {
  id: 'client-and-server',
  reason: 'the client and the registry tell of the same request',
  key: (members) => (witnessOf(members) === undefined ? undefined : `${actOf(members)} ${members.package ?? ''}`),
  isOneAct: (a, b, whole) => agreeOnTime(a, b) && isSameRequest(a, b, whole),
  better: (best, others) => {
    const run = others.find((other) => /^package\.owner_/.test(other.action));
    if (run === undefined || actOf(best) !== 'owner') return {};
    return best.outcome === 'success' ? { action: run.action, text: undefined } : { action: run.action };
  },
  isBetter: (a, b) => rank(a) > rank(b),
  // The machine's clock may be wrong: a rival from before its run counts, too.
  isContested: (client, counterpart, rival, whole) =>
    witnessOf(counterpart.members) === 'request' &&
    witnessOf(rival.members) === 'request' &&
    !(counterpart.members.ip === rival.members.ip && counterpart.members.actor === rival.members.actor) &&
    isSameRequest(client, rival, whole),
  isClient: ({ grade }) => grade === 'client',
};

/** Acts that change something, and downloads. */
const ACT = /^(?:auth\.(?:login|login_failed|token\..+)|package\..+|artifact\.downloaded|artifact\.download_denied)$/;

function witnessOf({ action, grade, status, basis, native_action, client }: EventMembers): Witness | undefined {
  if (!ACT.test(action)) return undefined;
  if (grade === 'server' && status !== undefined && client?.startsWith('npm/') === true) return 'request';
  if (grade === 'server' && status === undefined && basis === 'event' && action === 'package.published')
    return 'document';
  if (grade !== 'client') return undefined;
  if (basis === 'file_name' || basis === 'log_window') return 'run';
  return native_action?.startsWith('make-fetch-happen:') === true && basis === 'event' ? 'cache' : undefined;
}

/** A server's log does not tell which way owners were changed. */
function actOf({ action, native_action }: EventMembers): string {
  const owners = native_action === 'npm owner' || /^package\.owner_/.test(action);
  return owners ? 'owner' : action;
}

function isSameRequest(a: Step, b: Step, whole: Whole): boolean {
  return (
    agree(a.members, b.members, ['package', 'version', 'tag', 'ip']) &&
    agreeOnRequest(a.members, b.members) &&
    agreeOnUrl(a, b, whole)
  );
}

function agreeOnRequest(a: EventMembers, b: EventMembers): boolean {
  const people = actOf(a) === 'owner' || agree(a, b, ['actor', 'user']);
  const clients = a.client === undefined || b.client === undefined || a.client === b.client;
  return people && clients && agree(a, b, ['status']) && a.outcome === b.outcome;
}

/** npm's run begins before its request ends; its cache is written about then. */
function agreeOnTime(a: Step, b: Step): boolean {
  const [first, second] = [witnessOf(a.members), witnessOf(b.members)];
  if (first === second || first === undefined || second === undefined) return false;
  if (second === 'run') return false;
  if (first === 'run') return a.bounded === 0 || a.members.basis === 'log_window';
  return a.bounded === 0 && b.bounded === 0 && b.sort - a.sort <= NEAR;
}

/** Only the path: a server behind a proxy may know itself by another name. */
function agreeOnUrl(a: Step, b: Step, whole: Whole): boolean {
  if (namesAct(a.members) && namesAct(b.members)) return true;
  const [one, other] = [whole(a).url, whole(b).url].map(pathOf);
  return one !== undefined && other !== undefined && (one.endsWith(other) || other.endsWith(one));
}

/** Whether package and version, or tag, say as much as the URL. */
function namesAct({ action, package: name, version, tag }: EventMembers): boolean {
  if (name === undefined) return false;
  return action === 'package.dist_tag_changed' ? tag !== undefined : version !== undefined;
}

function pathOf(url: string | undefined): string | undefined {
  const path = url?.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');
  return path === undefined || path === '' ? undefined : path.replace(/%2f/gi, '/');
}

/** The document's time of a version is exact, a log's that of the answer, a machine's its own. */
function rank(members: EventMembers): number {
  const witness = witnessOf(members);
  return ['run', 'cache', 'request', 'document'].indexOf(witness ?? '');
}
