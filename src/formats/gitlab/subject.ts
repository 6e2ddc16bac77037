import type { Action } from '../../core/action.ts';
import type { EventDraft } from '../../core/event.ts';
import { text } from '../../core/json.ts';
import { isVersion } from '../../registry/lines.ts';
import { packageName } from '../../registry/names.ts';
import { rankOf, VISIBILITIES } from './actions.ts';
import { type AuditRecord, said } from './record.ts';

/** What an event is about. */
export function subjectOf(record: AuditRecord, action: Action): Partial<EventDraft> {
  const common = { ...placeOf(record), ...changeOf(record) };
  if (action === 'package.published' || action === 'package.version_deleted')
    return { ...common, ...packageOf(record), resource: undefined };
  if (action.startsWith('auth.token.')) return { ...common, ...tokenOf(record) };
  const type = said(record, 'target_type');
  const [target, id] = [said(record, 'target_details'), said(record, 'target_id')];
  if (type === 'User') return { ...common, ...userOf(record, target, id) };
  if (type === 'ProtectedBranch') return { ...common, ref: target };
  if (type === 'Email')
    return { ...common, ...(record.native.endsWith('_destroyed') ? { old: target } : { new: target }) };
  return type === 'Project' || type === 'Group' || type === 'Namespace' ? common : { ...common, resource: target };
}

/** Projects and groups, by their path. */
function placeOf(record: AuditRecord): Partial<EventDraft> {
  const type = said(record, 'entity_type');
  const path = said(record, 'entity_path');
  const target = said(record, 'target_type') === type ? said(record, 'target_details') : undefined;
  if (type === 'Project') return { repo: path ?? target };
  if (type === 'Group') return { org: path ?? target };
  return {};
}

/** Someone else than who did it. */
function userOf(record: AuditRecord, name: string | undefined, id: string | undefined): Partial<EventDraft> {
  return id !== undefined && id === said(record, 'author_id') ? {} : { user: name, user_id: id };
}

function changeOf(record: AuditRecord): Partial<EventDraft> {
  const [old, now] = [said(record, 'from'), said(record, 'to')];
  const visibility = /visibility/.test(record.native) ? VISIBILITIES[rankOf(now) ?? -1] : undefined;
  const level = /access_level|user_access|member_/.test(record.native);
  return { old, new: now, visibility, role: said(record, 'as') ?? (level ? now : undefined) };
}

/** `acme/web/@acme/widget-1.1.1`: the path of the project may stand before name and version. */
function packageOf(record: AuditRecord): Partial<EventDraft> {
  const target = said(record, 'target_details') ?? '';
  const scope = target.lastIndexOf('@', target.lastIndexOf('/'));
  const full = target.slice(scope >= 0 ? scope : target.lastIndexOf('/') + 1);
  const type = /^([A-Za-z]+) package (?:published|deleted)$/.exec(record.message ?? '')?.[1]?.toLowerCase();
  const ecosystem = type === 'npm' ? undefined : type;
  const { name, version } = split(full);
  const isName = ecosystem !== undefined || packageName(name) !== undefined;
  return { package: isName ? text(name) : undefined, version, ecosystem };
}

/** The version begins after the first `-` that leaves one. */
function split(full: string): { readonly name: string; readonly version?: string } {
  for (let dash = full.indexOf('-'); dash > 0; dash = full.indexOf('-', dash + 1)) {
    const version = full.slice(dash + 1);
    if (isVersion(version)) return { name: full.slice(0, dash), version };
  }
  return { name: full };
}

/** `Created project access token with token_id: 12 with scopes: ["api"] and Maintainer access level.` */
function tokenOf(record: AuditRecord): Partial<EventDraft> {
  const message = record.message ?? '';
  const type = said(record, 'target_type') ?? '';
  const isToken = /Token$/.test(type);
  const [target, id] = [said(record, 'target_details'), said(record, 'target_id')];
  return {
    token_id: /\b(?:token_id:?|with id:?) (\d+)/i.exec(message)?.[1] ?? (isToken ? id : undefined),
    token_name: /\bname: (.+?) with token_id/.exec(message)?.[1] ?? (isToken ? target : undefined),
    scopes: /\bscopes: (\[[^\]]*\])/.exec(message)?.[1],
    role: /\band (\w+) access level/.exec(message)?.[1],
    ...(type === 'User' && userOf(record, target, id)),
  };
}
