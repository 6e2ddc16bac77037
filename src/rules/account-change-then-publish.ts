import type { Action } from '../core/action.ts';
import type { FindingDraft } from '../core/finding.ts';
import type { LimitValues, Rule, RuleView } from '../core/rule.ts';
import type { Step } from '../core/step.ts';
import { durationText } from '../core/time.ts';
import { snapshotOf } from '../registry/history/snapshot.ts';
import {
  type AccountRelease,
  earliest,
  judgeAccountReleases,
  latest,
  releaseAbout,
  whenOf,
} from './acts/account-releases.ts';
import { coverAt, coversOf, formatsOf, realmOf } from './acts/files.ts';
import type { Judgement } from './verdict.ts';
import { nameOf } from './wording.ts';

const rule: Rule = {
  id: 'account-change-then-publish',
  title: 'published soon after the account itself was changed',
  severity: 'high',
  phase: 'initial access',
  amplifier: false,
  revision: 1,
  looksFor:
    'another e-mail or password, a second factor that was recovered, changed or turned off, and a publish by the account within 72 h',
  why: 'whoever takes over an account makes it his own before he publishes: axios (2026), node-ipc (2026), qix (2025). npm itself freezes high-impact accounts for these 72 h since 2026-06-25',
  needs:
    'npm profile get --json > profile.<UTC stamp>.json from before and after, the mails of the registry about the account, the log of a private registry; at npm only support knows',
  falsePositives:
    'a new telephone, a yearly change of passwords; the owner who took the account back and publishes a clean version',
  limits: {
    window: { value: 72, unit: 'hours', meaning: 'a publish counts within this time after the change' },
    range: {
      value: 14,
      unit: 'days',
      meaning: 'a change that is only known to lie within more than this is not judged',
    },
  },
  judge(view, limits) {
    const changes = view.shared(changesByAccount);
    return judgeAccountReleases(view, (publish) => judge(view, publish, changes.get(publish.account) ?? [], limits));
  },
  examples: async () => (await import('./account-change-then-publish.examples.ts')).default,
};

export default rule;

/** What is said of each change. */
const CHANGES: ReadonlyMap<Action, string> = new Map([
  ['auth.email_changed', 'e-mail changed'],
  ['auth.password_changed', 'password changed'],
  ['auth.2fa.recovered', 'second factor recovered'],
  ['auth.2fa.disabled', 'second factor turned off'],
  ['auth.2fa.changed', 'second factor changed'],
]);

/** Changes of each account, in the order of time. */
function changesByAccount(view: RuleView): ReadonlyMap<string, readonly Step[]> {
  const found = new Map<string, Step[]>();
  for (const step of view.query({ actions: [...CHANGES.keys()] })) {
    const { actor, outcome, user } = step.members;
    const account = user ?? actor;
    if (account === undefined || step.bounded === 2 || outcome === 'failure' || outcome === 'denied') continue;
    const own = found.get(account);
    if (own === undefined) found.set(account, [step]);
    else own.push(step);
  }
  return found;
}

function judge(view: RuleView, publish: AccountRelease, known: readonly Step[], limits: LimitValues): Judgement {
  const { window = 0, range = 0 } = limits;
  const { at } = publish.release;
  const before = known.filter((step) => earliest(step) < at && latest(step) >= at - window && !isFromPublish(step));
  const found = before.filter((step) => latest(step) - earliest(step) <= range);
  if (found.length > 0) return [finding(view, publish, found, window)];
  if (found.length === before.length && wouldShow(view, publish, window)) return [];
  const why = vagueText(before) ?? noRecordText(publish, window);
  return { subject: nameOf(publish.release), why, bring: BRING };
}

const BRING =
  'npm profile get --json from before and after it, the mails of the registry to the old address, the log of the registry; npm support knows when the account was changed';

/** An address that is first seen on a publish says nothing about that publish which its own rule does not say. */
function isFromPublish({ citations, inference }: Step): boolean {
  return inference === 'account-email-changed' && citations.at(-1)?.place !== '#/maintainers';
}

function vagueText([step]: readonly Step[]): string | undefined {
  if (step === undefined) return undefined;
  const what = CHANGES.get(step.members.action) ?? step.members.action;
  const [from, to] = [earliest(step), latest(step)];
  if (!Number.isFinite(to - from)) return `${what} at a time that is not known`;
  return `${what} at some time within ${durationText(to - from)}: too long to tell`;
}

function noRecordText({ account }: AccountRelease, window: number): string {
  return `no record of changes of the account ${account} in the ${durationText(window)} before it`;
}

/** Logs that have a record of each change of an account. Verdaccio's does not say which setting was changed. */
const ACCOUNT_LOGS = /^(?:artifactory-access|artifactory-security-audit|nexus-audit|audit-log$)/;

const PROFILE = 'npm-profile:';

/** When each account's profile was seen, microseconds. */
function profileTimes(view: RuleView): ReadonlyMap<string, readonly number[]> {
  const subjects = view.subjects().filter((subject) => subject.startsWith(PROFILE));
  return new Map(
    subjects.map((subject) => {
      const times = view.states(subject).flatMap((state) => snapshotOf(state).until?.micros ?? []);
      return [subject.slice(PROFILE.length), times];
    }),
  );
}

function wouldShow(view: RuleView, { account, realms, release }: AccountRelease, window: number): boolean {
  const times = view.shared(profileTimes).get(account) ?? [];
  const around = times.some((time) => time <= release.at - window) && times.some((time) => time >= release.at);
  if (around) return true;
  const kinds = realms.has('registry') ? ACCOUNT_LOGS : /^(?:github-audit|gitlab-audit)/;
  const logs = new Set(release.steps.flatMap((step) => formatsOf(view, step)).filter((format) => kinds.test(format)));
  const cover = coverAt(
    coversOf(view, (format) => logs.has(format), window),
    release.at,
  );
  return cover !== undefined && cover.first <= release.at - window;
}

function finding(view: RuleView, publish: AccountRelease, found: readonly Step[], window: number): FindingDraft {
  const { realms, release } = publish;
  const sure = found.filter((step) => isSure(step, release.at, window) && realms.has(realmOf(view, step)));
  const [first] = sure.length > 0 ? sure : found;
  const strangers = [...new Set(found.map((step) => realmOf(view, step)).filter((realm) => !realms.has(realm)))].sort();
  const addresses = found.flatMap(({ members: { ip } }) => ip ?? []);
  const about = releaseAbout(publish);
  const ips = [...new Set([...(about.ips ?? []), ...addresses])];
  return {
    subject: nameOf(release),
    about: { ...about, ...(ips.length > 0 && { ips }) },
    severity: 'high',
    certainty: sure.length > 0 ? 'certain' : 'possible',
    when: first === undefined ? { after: release.at, before: release.at } : whenOf(first),
    fact: `${publish.account}: ${first === undefined ? 'changed' : changeText(first, release.at)}`,
    details: [
      ...found.filter((step) => step !== first).map((step) => changeText(step, release.at)),
      ...strangers.map(
        (realm) => `the account of this name at ${realm} was changed: whether it is the same person's is not known`,
      ),
    ],
    citations: [release.citation, ...found.flatMap(({ citations }) => citations)],
    steps: [release.step.id, ...found.map(({ id }) => id)],
  };
}

/** It certainly happened before the publish, and not too long before. */
function isSure(step: Step, at: number, window: number): boolean {
  return latest(step) <= at && earliest(step) >= at - window;
}

function changeText(step: Step, at: number): string {
  const { action, new: now, old } = step.members;
  const what = CHANGES.get(action) ?? action;
  const values = old !== undefined && now !== undefined ? ` from ${old} to ${now}` : '';
  const [from, to] = [earliest(step), latest(step)];
  if (from === to) return `${what}${values} ${durationText(at - to)} before it was published`;
  if (Number.isFinite(from)) return `${what}${values} at most ${durationText(at - from)} before it was published`;
  return `${what}${values} at some time before ${to < at ? 'it was published' : 'or after it was published'}`;
}
