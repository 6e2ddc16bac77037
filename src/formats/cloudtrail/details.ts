import type { Action } from '../../core/action.ts';
import type { EventDraft } from '../../core/event.ts';
import { at, entries, type Json, list, member, text } from '../../core/json.ts';
import { classifyRequest } from '../../registry/request.ts';
import { RESOURCES } from '../aws-cloudtrail.actions.ts';
import type { TrailRecord } from './record.ts';

/** What a call is about. */
export function detailsOf(record: TrailRecord, action: Action): Partial<EventDraft> {
  const common = { ...tokenOf(record, action), ...changeOf(record) };
  if (record.service === 'codeartifact') return { ...common, ...artifactOf(record) };
  const subject = subjectOfCall(record);
  const resource = resourceOf(record);
  return { ...common, ...subject, resource: resource === subject.role ? undefined : resource };
}

/** CodeArtifact calls the same things by other names in its interface and in what package managers ask for. */
function artifactOf({ parameters, additional }: TrailRecord): Partial<EventDraft> {
  const first = (...names: string[]) => names.map((name) => text(member(parameters, name))).find(Boolean);
  const url = text(member(additional, 'requestUri'));
  const request = classifyRequest(text(member(additional, 'httpMethod')) ?? 'GET', url ?? '');
  const format = first('packageFormat', 'format');
  const name = first('packageName', 'package');
  const place = [first('domainName', 'domain'), first('repositoryName', 'repository', 'destinationRepository')];
  return {
    package: name === undefined ? request.package : qualified(format, first('packageNamespace', 'namespace'), name),
    ecosystem: format === undefined || format === 'npm' ? undefined : format,
    ...versionsOf(parameters, request.version),
    resource: place.filter(Boolean).join('/') || undefined,
    url,
  };
}

/** An npm scope is a namespace without its `@`; Maven puts a colon between group and artifact. */
function qualified(format: string | undefined, namespace: string | undefined, name: string): string {
  if (namespace === undefined) return name;
  if (format === undefined || format === 'npm') return `@${namespace.replace(/^@/, '')}/${name}`;
  return `${namespace}${format === 'maven' ? ':' : '/'}${name}`;
}

function versionsOf(parameters: Json | undefined, inUrl: string | undefined): Partial<EventDraft> {
  const one = text(member(parameters, 'packageVersion')) ?? text(member(parameters, 'version'));
  const named = list(member(parameters, 'versions')).flatMap((version) => text(version) ?? []);
  const revised = entries(member(parameters, 'versionRevisions')).map(([version]) => version);
  const several = one === undefined ? [...new Set([...named, ...revised])] : [];
  return several.length > 1 ? { versions: several } : { version: one ?? several[0] ?? inUrl };
}

/** Of a call about a token that token; of any other the key that it was made with. */
function tokenOf({ identity, parameters, answer }: TrailRecord, action: Action): Partial<EventDraft> {
  const used = text(member(identity, 'accessKeyId'));
  if (!action.startsWith('auth.token.')) return { token_id: used };
  const made = [
    at(answer, 'accessKey', 'accessKeyId'),
    at(answer, 'credentials', 'accessKeyId'),
    at(answer, 'serviceSpecificCredential', 'serviceSpecificCredentialId'),
    member(parameters, 'accessKeyId'),
    member(parameters, 'serviceSpecificCredentialId'),
  ];
  return { token_id: made.map(text).find((id) => id !== undefined) };
}

/** People, groups and roles. */
function subjectOfCall({ parameters, answer }: TrailRecord): Partial<EventDraft> {
  const given = (name: string) => text(member(parameters, name));
  return {
    user: given('userName'),
    user_id: text(at(answer, 'user', 'userId')),
    team: given('groupName'),
    role: given('roleArn') ?? given('policyArn') ?? given('policyName'),
  };
}

function resourceOf({ parameters, additional }: TrailRecord): string | undefined {
  const named = RESOURCES.map((name) => text(member(parameters, name))).find((value) => value !== undefined);
  return named ?? text(member(additional, 'repositoryName'));
}

function changeOf({ native, parameters }: TrailRecord): Partial<EventDraft> {
  const given = (name: string) => text(member(parameters, name));
  if (native === 'codeartifact:UpdatePackageVersionsStatus') {
    return { old: given('expectedStatus'), new: given('targetStatus') };
  }
  if (native === 'iam:UpdateAccessKey' || native === 'iam:UpdateServiceSpecificCredential')
    return { new: given('status') };
  if (native.endsWith(':AssociateExternalConnection')) return { new: given('externalConnection') };
  if (native.endsWith(':DisassociateExternalConnection')) return { old: given('externalConnection') };
  const restrictions = entries(member(parameters, 'restrictions'));
  const settings = restrictions.flatMap(([name, value]) => (typeof value === 'string' ? [`${name} ${value}`] : []));
  return { new: settings.join(', ') || undefined };
}
