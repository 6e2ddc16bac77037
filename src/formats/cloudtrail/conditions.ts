import type { Action } from '../../core/action.ts';
import type { Outcome } from '../../core/event.ts';
import { at, isObject, type Json, list, member, text } from '../../core/json.ts';
import { classifyRequest } from '../../registry/request.ts';
import { NATIVE_ACTIONS } from '../aws-cloudtrail.actions.ts';
import { parseObject, type TrailRecord } from './record.ts';

/** Says what a call is whose name alone does not tell. */
type Decide = (record: TrailRecord) => Action;

const EXACT = new Map<string, Action>();
for (const [action, names] of Object.entries(NATIVE_ACTIONS)) {
  for (const name of names.split(/\s+/)) EXACT.set(name, action as Action);
}

const DECIDED: ReadonlyMap<string, Decide> = new Map<string, Decide>([
  ['codeartifact:ReadFromRepository', readAction],
  ['codeartifact:PutPackageOriginConfiguration', originAction],
  ['codeartifact:UpdatePackageGroupOriginConfiguration', groupOriginAction],
  ['codeartifact:PutRepositoryPermissionsPolicy', policyAction],
  ['codeartifact:PutDomainPermissionsPolicy', policyAction],
  ['iam:UpdateAssumeRolePolicy', policyAction],
  ['s3:PutBucketPolicy', policyAction],
  ['codepipeline:PutApprovalResult', approvalAction],
]);

export function actionOf(record: TrailRecord, outcome: Outcome): Action {
  const { native } = record;
  const action = DECIDED.get(native)?.(record) ?? EXACT.get(native) ?? 'other';
  const refused = outcome === 'denied' || outcome === 'failure';
  if (native === 'signin:CheckMfa') return refused ? 'auth.2fa.challenge_failed' : 'other';
  if (action === 'auth.login' && refused) return 'auth.login_failed';
  if (action === 'artifact.downloaded' && outcome === 'denied') return 'artifact.download_denied';
  return action;
}

/** The version stands in the parameters when a tarball was asked for; the URL says so too. */
function readAction({ parameters, additional }: TrailRecord): Action {
  const method = text(member(additional, 'httpMethod'));
  const hasVersion = text(member(parameters, 'packageVersion')) !== undefined;
  const request = classifyRequest(method ?? 'GET', text(member(additional, 'requestUri')) ?? '');
  const downloaded = (hasVersion || request.kind === 'tarball') && method !== 'HEAD';
  return downloaded ? 'artifact.downloaded' : 'artifact.metadata_read';
}

/** A package that may both be published here and come from upstream can be confused with another of its name. */
function originAction({ parameters }: TrailRecord): Action {
  const restrictions = member(parameters, 'restrictions') ?? parameters;
  const settings = ['publish', 'upstream'].map((name) => text(member(restrictions, name))?.toUpperCase());
  if (settings.every((setting) => setting === 'ALLOW')) return 'perm.policy_weakened';
  return settings.every((setting) => setting === 'BLOCK') ? 'perm.policy_strengthened' : 'perm.role_changed';
}

function groupOriginAction({ parameters }: TrailRecord): Action {
  const restrictions = member(parameters, 'restrictions');
  const modes = isObject(restrictions) ? Object.values(restrictions) : [];
  if (modes.includes('ALLOW')) return 'perm.policy_weakened';
  return modes.length > 0 && modes.every((mode) => mode === 'BLOCK') ? 'perm.policy_strengthened' : 'perm.role_changed';
}

/** A policy that lets everyone in, on no condition. What it was before is not in the log. */
function policyAction({ parameters }: TrailRecord): Action {
  const source = member(parameters, 'policyDocument') ?? member(parameters, 'bucketPolicy');
  const policy = typeof source === 'string' ? parseObject(source) : source;
  const statements = member(policy, 'Statement');
  const all = Array.isArray(statements) ? list(statements) : statements === undefined ? [] : [statements];
  return all.some(admitsEveryone) ? 'perm.policy_weakened' : 'perm.role_changed';
}

function admitsEveryone(statement: Json): boolean {
  if (member(statement, 'Effect') !== 'Allow' || member(statement, 'Condition') !== undefined) return false;
  const principal = member(statement, 'Principal');
  const aws = member(principal, 'AWS');
  return principal === '*' || aws === '*' || list(aws).includes('*');
}

function approvalAction({ parameters }: TrailRecord): Action {
  const status = text(at(parameters, 'result', 'status'));
  if (status === 'Approved') return 'ci.deployment_approved';
  return status === 'Rejected' ? 'ci.deployment_rejected' : 'other';
}
