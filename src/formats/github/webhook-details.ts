import type { EventDraft } from '../../core/event.ts';
import { at, entries, isObject, type Json, list, scalar, text } from '../../core/json.ts';
import { remarks, userOf } from './people.ts';
import { isDraft, releaseMembers, releaseOf } from './release.ts';
import { checkRun, commitStatus, deployment, review, workflowDispatch } from './webhook-ci.ts';
import type { Delivery } from './webhook-delivery.ts';
import { packageMembers } from './webhook-package.ts';
import {
  accessRequest,
  advisory,
  codeAlert,
  dependencyAlert,
  secretAlert,
  secretLocation,
} from './webhook-security.ts';
import { push, reference } from './webhook-source.ts';
import { subjectOf } from './webhook-time.ts';

type Detail = (delivery: Delivery) => Partial<EventDraft>;

/** What each event says beyond who did it where. */
const DETAILS: ReadonlyMap<string, Detail> = new Map<string, Detail>([
  ['push', push],
  ['create', reference],
  ['delete', reference],
  ['package', ({ body }) => packageMembers(at(body, 'package'))],
  ['registry_package', ({ body }) => packageMembers(at(body, 'registry_package'))],
  ['release', release],
  ['member', member],
  ['membership', ({ body }) => ({ ...userOf(at(body, 'member')), ...teamOf(body) })],
  ['organization', organization],
  ['team', team],
  ['team_add', team],
  ['repository', repository],
  ['public', () => ({ visibility: 'public' })],
  ['deploy_key', deployKey],
  ['ping', hook],
  ['meta', hook],
  ['installation', installation],
  ['installation_repositories', installation],
  ['personal_access_token_request', accessRequest],
  ['secret_scanning_alert', secretAlert],
  ['secret_scanning_alert_location', secretLocation],
  ['dependabot_alert', dependencyAlert],
  ['repository_vulnerability_alert', dependencyAlert],
  ['code_scanning_alert', codeAlert],
  ['security_advisory', advisory],
  ['repository_advisory', advisory],
  ['repository_ruleset', changedEnforcement],
  ['branch_protection_rule', changedRule],
  ['deployment', deployment],
  ['deployment_status', deployment],
  ['deployment_review', review],
  ['workflow_dispatch', workflowDispatch],
  ['check_run', checkRun],
  ['check_suite', checkRun],
  ['status', commitStatus],
  ['org_block', ({ body }) => userOf(at(body, 'blocked_user'))],
  ['fork', ({ body }) => ({ new: text(at(body, 'forkee', 'full_name')) })],
  ['repository_dispatch', ({ body }) => ({ ref: text(at(body, 'branch')) })],
]);

export function webhookDetails(delivery: Delivery): Partial<EventDraft> {
  return DETAILS.get(delivery.event)?.(delivery) ?? named(delivery);
}

/** Of all other events, what they are about: the number of an issue, a name, a title. */
function named(delivery: Delivery): Partial<EventDraft> {
  const subject = subjectOf(delivery);
  const numbered = at(delivery.body, 'pull_request') ?? at(delivery.body, 'issue') ?? subject;
  const number = scalar(at(numbered, 'number'));
  const head = at(delivery.body, 'pull_request', 'head');
  return {
    resource: number === undefined ? text(at(subject, 'name')) : `#${number}`,
    text: text(at(numbered, 'title')),
    commit: text(at(head, 'sha')) ?? text(at(subject, 'commit_id')),
    ref: text(at(head, 'ref')),
  };
}

/** What is done to a release, other than to publish it. */
function release({ body }: Delivery): Partial<EventDraft> {
  const found = releaseOf(at(body, 'release'));
  if (found === undefined) return {};
  const { tag, ref, native_id, text: said } = releaseMembers(found);
  return { tag, ref, native_id, text: remarks(isDraft(found) ? 'draft' : undefined, said) };
}

function member({ body }: Delivery): Partial<EventDraft> {
  const changes = at(body, 'changes');
  const [role, permission] = [at(changes, 'role_name'), at(changes, 'permission')];
  const given = text(at(role, 'to')) ?? text(at(permission, 'to'));
  return { ...userOf(at(body, 'member')), role: given, old: changedFrom(body, 'permission'), new: given };
}

function organization({ body }: Delivery): Partial<EventDraft> {
  const [membership, invitation] = [at(body, 'membership'), at(body, 'invitation')];
  const invited = isObject(at(body, 'user')) ? at(body, 'user') : invitation;
  const renamedFrom = changedFrom(body, 'login');
  const state = text(at(membership, 'state'));
  return {
    ...userOf(membership === undefined ? invited : at(membership, 'user')),
    user_email: text(at(invitation, 'email')),
    role: text(at(membership, 'role')) ?? text(at(invitation, 'role')),
    old: renamedFrom,
    new: renamedFrom && text(at(body, 'organization', 'login')),
    text: state === 'pending' ? 'not accepted yet' : undefined,
  };
}

function team({ body }: Delivery): Partial<EventDraft> {
  const changed = ['name', 'privacy', 'description', 'permission'].find(
    (name) => changedFrom(body, name) !== undefined,
  );
  const given = entries(at(body, 'repository', 'permissions')).filter(([, granted]) => granted === true);
  const inRepository = isObject(at(body, 'repository'));
  return {
    ...teamOf(body),
    role: text(at(body, 'team', 'permission')),
    text: inRepository && given.length > 0 ? `permissions ${given.map(([name]) => name).join(', ')}` : undefined,
    old: changed && changedFrom(body, changed),
    new: changed && text(at(body, 'team', changed)),
  };
}

function teamOf(body: Json): Partial<EventDraft> {
  const team = at(body, 'team');
  return { team: text(at(team, 'slug')) ?? text(at(team, 'name')) };
}

function repository({ body }: Delivery): Partial<EventDraft> {
  const here = at(body, 'repository');
  const owner = at(body, 'changes', 'owner', 'from');
  const oldOwner = text(at(owner, 'user', 'login')) ?? text(at(owner, 'organization', 'login'));
  const oldName = text(at(body, 'changes', 'repository', 'name', 'from'));
  const oldBranch = changedFrom(body, 'default_branch');
  const now = oldBranch === undefined ? text(at(here, 'full_name')) : text(at(here, 'default_branch'));
  const old = oldOwner ?? oldName ?? oldBranch;
  return { visibility: visibilityOf(here), old, new: old && now };
}

/** `private` is older than `visibility`, and the surer of the two; `internal` is private, too. */
function visibilityOf(repository: Json | undefined): string | undefined {
  const visibility = text(at(repository, 'visibility'));
  if (at(repository, 'private') !== true) return visibility;
  return visibility === undefined || visibility === 'public' ? 'private' : visibility;
}

function deployKey({ body }: Delivery): Partial<EventDraft> {
  const key = at(body, 'key');
  const readOnly = at(key, 'read_only');
  return {
    resource: text(at(key, 'title')),
    role: typeof readOnly === 'boolean' ? (readOnly ? 'read' : 'write') : undefined,
    user: text(at(key, 'added_by')),
  };
}

function hook({ body }: Delivery): Partial<EventDraft> {
  const found = at(body, 'hook');
  const events = list(at(found, 'events')).filter((event) => typeof event === 'string');
  return {
    resource: scalar(at(body, 'hook_id')) ?? scalar(at(found, 'id')),
    url: text(at(found, 'config', 'url')),
    text: events.length === 0 ? undefined : `events: ${events.join(', ')}`,
  };
}

function installation({ body }: Delivery): Partial<EventDraft> {
  const app = at(body, 'installation');
  const permissions = entries(at(app, 'permissions')).map(([name, access]) => `${name}: ${scalar(access)}`);
  const names = (member: string): string =>
    list(at(body, member))
      .map((item) => text(at(item, 'full_name')))
      .join(', ');
  const [all, added, removed] = ['repositories', 'repositories_added', 'repositories_removed'].map(names);
  return {
    resource: text(at(app, 'app_slug')) ?? scalar(at(app, 'app_id')),
    ...userOf(at(app, 'account')),
    scopes: permissions.join(', ') || undefined,
    text: remarks(
      at(app, 'repository_selection') === 'all' ? 'all repositories' : undefined,
      all && `repositories ${all}`,
      added && `added ${added}`,
      removed && `removed ${removed}`,
    ),
  };
}

function changedEnforcement({ body }: Delivery): Partial<EventDraft> {
  const ruleset = at(body, 'repository_ruleset');
  const old = changedFrom(body, 'enforcement');
  return { resource: text(at(ruleset, 'name')), old, new: text(at(ruleset, 'enforcement')) };
}

function changedRule({ body }: Delivery): Partial<EventDraft> {
  const changed = entries(at(body, 'changes')).map(
    ([name, change]) => `${name} was ${scalarOrJson(at(change, 'from'))}`,
  );
  return { resource: text(at(body, 'rule', 'name')), text: remarks(...changed) };
}

function scalarOrJson(value: Json | undefined): string {
  return scalar(value) ?? JSON.stringify(value ?? null);
}

function changedFrom(body: Json, name: string): string | undefined {
  return scalar(at(body, 'changes', name, 'from'));
}
