import type { Action } from '../../core/action.ts';
import type { EventDraft } from '../../core/event.ts';
import type { AuditLine } from './audit-line.ts';
import { type Coordinates, isProxy } from './coordinates.ts';

/** A version that came or went, as the lines about its component and its tarball say. */
export interface VersionAct {
  readonly change: 'added' | 'removed';
  readonly since: number;
  of: Coordinates;
  component?: AuditLine;
  readonly assets: AuditLine[];
}

/** The event of a version that came or went. */
export function versionEvent(act: VersionAct): EventDraft {
  const line = act.component ?? act.assets[0];
  if (line === undefined) throw new RangeError('an act has at least one line');
  const { repository, package: name, version } = act.of;
  return {
    ...whoAndWhen(line),
    action: actionOf(act, line),
    package: name,
    version,
    resource: repository,
    text: remark(act, line),
  };
}

/** What every line says: when, who, from where, on which node. */
export function whoAndWhen(line: AuditLine): Omit<EventDraft, 'action'> {
  const { person, ip } = line.initiator;
  return {
    identity: { by: 'record' },
    at: line.at,
    grade: 'server',
    outcome: 'success',
    native_action: `${line.domain} ${line.type}`,
    ...person,
    ip,
    host: line.node,
    request_id: line.thread,
  };
}

/** What a proxy repository keeps and drops are its copies: nobody published or deleted anything. */
function actionOf({ change, of }: VersionAct, line: AuditLine): Action {
  if (change === 'removed') return isProxy(of.repository) ? 'other' : 'package.version_deleted';
  return isCaching(line, of.repository) ? 'artifact.downloaded' : 'package.published';
}

/** Only the name of a repository hints at its type; the server itself and anonymous clients do not publish. */
function isCaching({ initiator }: AuditLine, repository: string): boolean {
  if (isProxy(repository)) return true;
  return initiator.person.actor_type !== 'user' && !isHosted(repository);
}

function isHosted(repository: string): boolean {
  return /hosted|local|private|releases?$/i.test(repository);
}

function remark({ change, of }: VersionAct, line: AuditLine): string | undefined {
  const format = of.certain ? undefined : 'the log does not say which format the repository holds';
  return [sentence(change, of.repository, line), format].filter((part) => part !== undefined).join('; ') || undefined;
}

function sentence(change: VersionAct['change'], repository: string, line: AuditLine): string | undefined {
  if (change === 'removed') {
    if (isProxy(repository)) return 'the repository dropped its copy';
    return line.type === 'purged' ? 'removed by a task' : undefined;
  }
  if (isCaching(line, repository)) return 'the repository keeps a copy of what it fetched';
  return isHosted(repository) ? undefined : 'a publish, or the copy of a proxy repository: the log does not tell';
}
