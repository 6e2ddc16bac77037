import type { Action } from '../../core/action.ts';
import type { EventMembers } from '../../core/event.ts';
import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import { whatText } from '../what.ts';
import { whenText } from '../when.ts';
import { type Compromise, doneBy, endOf, happened, places, type Rotation, startOf } from './rotation.ts';

/** One way into an account, the acts that change it, and those that set it right again. */
interface Way {
  readonly what: string;
  readonly changes: readonly Action[];
  readonly answers: readonly Action[];
  /** Whether an answer sets right just this change; absent: any does. */
  readonly isAnswered?: (change: EventMembers, answer: EventMembers) => boolean;
}

const WAYS: readonly Way[] = [
  { what: 'e-mail', changes: ['auth.email_changed'], answers: ['auth.email_changed'], isAnswered: isTakenBack },
  {
    what: '2FA and recovery codes',
    changes: ['auth.2fa.disabled', 'auth.2fa.changed', 'auth.2fa.recovered'],
    answers: ['auth.2fa.enabled', 'auth.2fa.changed'],
  },
  {
    what: 'password and sessions',
    changes: ['auth.password_changed', 'auth.new_device'],
    answers: ['auth.password_changed'],
  },
  { what: 'keys', changes: ['auth.key.added'], answers: ['auth.key.removed'], isAnswered: isSameThing },
  { what: 'apps', changes: ['auth.oauth.authorized'], answers: ['auth.oauth.revoked'], isAnswered: isSameThing },
];

/** The old address again, or the new one gone. */
function isTakenBack(change: EventMembers, answer: EventMembers): boolean {
  const [from, to] = [folded(change.old), folded(change.new)];
  if (from !== undefined && folded(answer.new) === from) return true;
  return to !== undefined && folded(answer.old) === to && answer.new === undefined;
}

function folded(address: string | undefined): string | undefined {
  return address?.toLowerCase();
}

function isSameThing(change: EventMembers, answer: EventMembers): boolean {
  return change.resource !== undefined && change.resource === answer.resource;
}

/** What opens the accounts of the incident and was changed before its last bad act, or from its addresses. */
export function accountRotations(view: RuleView, compromise: Compromise): readonly Rotation[] {
  const formats = new Map(view.files().map(({ sha256, format }) => [sha256, format]));
  const actions = [...new Set(WAYS.flatMap(({ changes, answers }) => [...changes, ...answers]))];
  return [...compromise.accounts].sort().flatMap((account) => {
    const query = view.query({ accounts: [account], actions, since: startOf(compromise) });
    const steps = [...query].filter((step) => happened(step) && (step.members.user ?? step.members.actor) === account);
    const services = new Map<string, Step[]>();
    for (const step of steps) {
      const service = serviceOf(formats.get(step.citations[0]?.evidence ?? ''));
      services.set(service, [...(services.get(service) ?? []), step]);
    }
    return [...services].flatMap(([service, own]) =>
      WAYS.flatMap((way) => rotationOf(`${way.what} of ${account}${service}`, way, own, compromise)),
    );
  });
}

/** Accounts of one name at two services are two accounts. */
function serviceOf(format = ''): string {
  if (format.startsWith('github-')) return ' at GitHub';
  return format.startsWith('gitlab-') ? ' at GitLab' : '';
}

function rotationOf(what: string, way: Way, steps: readonly Step[], compromise: Compromise): readonly Rotation[] {
  const made = steps.filter((step) => way.changes.includes(step.members.action) && isSuspect(step, compromise));
  const last = made.at(-1);
  if (last === undefined) return [];
  const why = made.map((step) => `${whatText(step)}, ${whenText(step)}`).join('; ');
  const answers = steps.filter((step) => !made.includes(step) && step.sort > last.sort && answersTo(way, step));
  const exact = made.filter(({ bounded }) => bounded === 0);
  const done = answers.findLast(({ members }) =>
    [...exact, last].every((change) => way.isAnswered?.(change.members, members) ?? true),
  );
  return [{ kind: 'account', what, why, citations: places(made), ...doneBy(done) }];
}

/** Later acts are answers, unless they come from where the bad ones came from. */
function isSuspect(step: Step, compromise: Compromise): boolean {
  const earliest = step.low ?? step.sort;
  if (earliest <= compromise.last) return true;
  return step.members.ip !== undefined && compromise.ips.includes(step.members.ip) && earliest <= endOf(compromise);
}

/** That a list of owners shows the old address again proves nothing: npm does not bring those lists up to date. */
function answersTo({ answers }: Way, { members, inference }: Step): boolean {
  return answers.includes(members.action) && inference !== 'account-email-changed';
}
