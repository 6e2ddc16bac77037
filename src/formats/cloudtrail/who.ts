import type { ActorType, AuthMethod, EventDraft } from '../../core/event.ts';
import { isRange } from '../../core/ip.ts';
import { at, type Json, member, scalar, text } from '../../core/json.ts';
import { parseUserAgent } from '../../registry/user-agent.ts';
import { ciSubject } from './ci-subject.ts';
import type { TrailRecord } from './record.ts';

/** What stands where AWS does not show a value: a name typed wrong may be a password. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const TYPES: ReadonlyMap<string, ActorType> = new Map<string, ActorType>([
  ['Root', 'user'],
  ['IAMUser', 'user'],
  ['SAMLUser', 'user'],
  ['FederatedUser', 'user'],
  ['IdentityCenterUser', 'user'],
  ['Directory', 'user'],
  ['WebIdentityUser', 'oidc'],
  ['AWSService', 'service'],
]);

/** Who called, from where, with what. */
export function whoOf(record: TrailRecord): Partial<EventDraft> {
  const { identity, all } = record;
  const [address, agent] = [text(member(all, 'sourceIPAddress')), text(member(all, 'userAgent'))];
  // `AWS Internal`, or the name of the service that called in the user's place.
  const isAgent = agent !== undefined && agent !== 'AWS Internal' && agent !== address;
  const subject = text(member(identity, 'userName')) ?? '';
  return {
    actor: actorOf(identity),
    actor_id: text(member(identity, 'principalId')),
    actor_type: actorType(identity),
    auth_method: authMethod(record),
    ip: address !== undefined && isAddress(address) ? address : undefined,
    user_agent: isAgent ? agent : undefined,
    client: isAgent ? parseUserAgent(agent).client : undefined,
    ...(member(identity, 'type') === 'WebIdentityUser' && ciSubject(subject)),
  };
}

/** An address, where AWS did not put the name of one of its services. */
export function isAddress(value: string): boolean {
  return /[.:]/.test(value) && !value.includes('/') && isRange(value);
}

function actorOf(identity: Json | undefined): string | undefined {
  const type = text(member(identity, 'type'));
  if (type === 'Root') return 'root';
  const name = text(member(identity, 'userName'));
  if (name !== undefined && name !== HIDDEN) return name;
  return (
    nameIn(text(member(identity, 'arn'))) ??
    text(member(identity, 'invokedBy')) ??
    text(at(identity, 'onBehalfOf', 'userId')) ??
    text(at(identity, 'sessionContext', 'sessionIssuer', 'userName')) ??
    (type === 'AWSAccount' ? scalar(member(identity, 'accountId')) : undefined)
  );
}

/** `ci/session` of `arn:aws:sts::111122223333:assumed-role/ci/session`. */
function nameIn(arn: string | undefined): string | undefined {
  const resource = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.+)$/.exec(arn ?? '')?.[1];
  return resource?.replace(/^(?:user|role|assumed-role|federated-user)\//, '');
}

/** A role is taken on by people and programs alike. */
function actorType(identity: Json | undefined): ActorType | undefined {
  const type = text(member(identity, 'type'));
  if (type === undefined) return undefined;
  return TYPES.get(type) ?? (isFederated(identity) ? 'oidc' : 'unknown');
}

/** Whether the session began with a token of an identity provider. */
function isFederated(identity: Json | undefined): boolean {
  return text(at(identity, 'sessionContext', 'webIdFederationData', 'federatedProvider')) !== undefined;
}

function authMethod({ native, identity }: TrailRecord): AuthMethod | undefined {
  const type = text(member(identity, 'type'));
  if (type === 'WebIdentityUser' || isFederated(identity)) return 'oidc';
  if (native === 'signin:ConsoleLogin') return type === 'IAMUser' || type === 'Root' ? 'password' : undefined;
  const key = text(member(identity, 'accessKeyId')) ?? '';
  if (key.startsWith('AKIA')) return 'api_key';
  return key.startsWith('ASIA') ? 'session' : undefined;
}
