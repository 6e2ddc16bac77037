import type { Action } from '../../core/action.ts';
import type { EventDraft } from '../../core/event.ts';
import { integer, list, member, scalar } from '../../core/json.ts';
import { parseUserAgent } from '../../registry/user-agent.ts';
import { BY_NAME } from '../nexus-audit.actions.ts';
import { type AuditLine, attribute } from './audit-line.ts';
import { documentOf, isProxy, tarballOf } from './coordinates.ts';
import { nexusUser } from './initiator.ts';
import { whoAndWhen } from './version-event.ts';

/** The event of a line that stands for itself. */
export function auditEvent(line: AuditLine): EventDraft {
  const base = whoAndWhen(line);
  if (line.domain === 'repository.asset' || line.domain === 'repository.component') {
    return { ...base, ...contentOf(line) };
  }
  if (line.domain === 'security.user' && line.type === 'authentication') return { ...base, ...authentication(line) };
  if (line.type === 'login' || line.type === 'logout') return { ...base, ...session(line) };
  if (line.domain === 'capability') return { ...base, ...capability(line) };
  if (line.domain === 'security.anonymous') return { ...base, ...anonymous(line) };
  return { ...base, action: actionOf(line), ...subjectOf(line) };
}

type Said = Pick<EventDraft, 'action'> & Partial<EventDraft>;

function actionOf({ domain, type }: AuditLine): Action {
  return BY_NAME.get(`${domain} ${type}`) ?? BY_NAME.get(`${domain} *`) ?? 'other';
}

/** What is no version of a package coming or going. */
function contentOf(line: AuditLine): Said {
  const repository = attribute(line, 'repository.name');
  const tarball = line.domain === 'repository.asset' ? tarballOf(line) : undefined;
  const document = line.domain === 'repository.asset' ? documentOf(line) : undefined;
  const path = attribute(line, 'path') ?? line.context;
  return {
    action: contentAction(line, tarball !== undefined, document !== undefined),
    package: tarball?.package ?? document,
    version: tarball?.version,
    resource: repository === undefined || path === repository ? path : `${repository}:${path ?? ''}`,
    count: purged(line),
    text: line.type === 'updated-downloaded' ? 'not every download is noted' : undefined,
  };
}

function contentAction(line: AuditLine, isTarball: boolean, isDocument: boolean): Action {
  const { domain, type } = line;
  if (domain === 'repository.component') return purged(line) === undefined ? 'other' : 'package.version_deleted';
  if (type === 'updated-downloaded') return isDocument ? 'artifact.metadata_read' : 'artifact.downloaded';
  const byServer = line.initiator.person.actor_type !== 'user' || isProxy(attribute(line, 'repository.name'));
  if (isTarball || !isDocument || byServer) return 'other';
  return type === 'deleted' ? 'package.unpublished' : 'package.metadata_changed';
}

/** How many things a purge names: `[1, 2]`. */
function purged(line: AuditLine): number | undefined {
  const ids = attribute(line, 'componentIds') ?? attribute(line, 'assetIds');
  const inside = /^\[([^[\]]*)\]$/.exec(ids ?? '')?.[1];
  if (inside === undefined) return undefined;
  return inside.trim() === '' ? 0 : inside.split(',').length;
}

/** Nexus notes wrong credentials here, and nothing else. */
function authentication(line: AuditLine): Said {
  const agent = attribute(line, 'userAgent');
  const user = attribute(line, 'userId');
  const isGood = attribute(line, 'wasSuccessful') === 'true';
  const reasons = list(member(line.attributes, 'failureReasons')).flatMap((reason) => scalar(reason) ?? []);
  return {
    action: isGood ? 'auth.login' : 'auth.login_failed',
    outcome: isGood ? 'success' : 'denied',
    ...(user !== undefined && nexusUser(user)),
    ip: attribute(line, 'remoteIp') ?? line.initiator.ip,
    user_agent: agent,
    client: agent === undefined ? undefined : parseUserAgent(agent).client,
    url: attribute(line, 'path'),
    error: reasons.join(', ') || undefined,
  };
}

/** The domain is the realm. */
function session(line: AuditLine): Said {
  const user = attribute(line, 'principal');
  return {
    action: line.type === 'login' ? 'auth.login' : 'auth.logout',
    ...(user !== undefined && nexusUser(user)),
    resource: line.domain,
  };
}

/** Capabilities are switched on and off with the server too: then they stay enabled. */
function capability(line: AuditLine): Said {
  const kind = attribute(line, 'type') ?? line.context;
  const enabled = attribute(line, 'enabled');
  const isRestart = (line.type === 'activated' || line.type === 'passivated') && enabled === 'true';
  return {
    action: isRestart ? 'other' : capabilityAction(kind),
    resource: kind,
    new: enabled === undefined ? undefined : `enabled ${enabled}`,
  };
}

function capabilityAction(kind: string | undefined): Action {
  if (kind === 'audit') return 'audit.stream_changed';
  return kind?.startsWith('webhook.') === true ? 'perm.hook_changed' : 'other';
}

function anonymous(line: AuditLine): Said {
  const enabled = attribute(line, 'enabled');
  return {
    action: enabled === 'true' ? 'perm.policy_weakened' : 'other',
    resource: 'anonymous access',
    new: enabled === undefined ? undefined : `enabled ${enabled}`,
    user: attribute(line, 'userId'),
  };
}

function subjectOf(line: AuditLine): Partial<EventDraft> {
  const { domain, context } = line;
  if (domain === 'security.user' || domain === 'security.user-role-mapping') {
    return {
      user: attribute(line, 'id') ?? context,
      user_email: attribute(line, 'email'),
      role: attribute(line, 'roles'),
    };
  }
  if (domain === 'userToken') {
    return { user: attribute(line, 'username'), count: integer(member(line.attributes, 'Deleted')) };
  }
  const isRole = domain === 'security.role';
  return {
    resource: attribute(line, 'id') ?? attribute(line, 'name') ?? context,
    role: isRole ? attribute(line, 'privileges') : undefined,
  };
}
