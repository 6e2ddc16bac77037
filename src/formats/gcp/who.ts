import type { ActorType, AuthMethod, EventDraft } from '../../core/event.ts';
import { isRange } from '../../core/ip.ts';
import { at, type Json, list, member, text } from '../../core/json.ts';
import { parseUserAgent } from '../../registry/user-agent.ts';
import { ciSubject } from '../cloudtrail/ci-subject.ts';
import type { AuditEntry } from './entry.ts';

/** Who called, from where, with what. */
export function whoOf({ payload }: AuditEntry): Partial<EventDraft> {
  const info = member(payload, 'authenticationInfo');
  const [email, subject] = [text(member(info, 'principalEmail')), text(member(info, 'principalSubject'))];
  const [ip, agent] = ['callerIp', 'callerSuppliedUserAgent'].map((name) => text(at(payload, 'requestMetadata', name)));
  const key = text(member(info, 'serviceAccountKeyName'));
  const federated = subject?.startsWith('principal://') === true;
  return {
    actor: email ?? subject,
    actor_email: email?.includes('@') === true ? email : undefined,
    actor_id: subject,
    actor_type: actorType(email, subject),
    auth_method: authMethod(key, federated),
    token_id: key?.slice(key.lastIndexOf('/') + 1),
    // `private` and `gcp-internal-ip` stand for addresses that are not shown.
    ip: ip !== undefined && /[.:]/.test(ip) && !ip.includes('/') && isRange(ip) ? ip : undefined,
    user_agent: agent,
    client: agent === undefined ? undefined : parseUserAgent(agent).client,
    ...(federated && ciSubject(subject.slice(subject.indexOf('/subject/') + '/subject/'.length))),
  };
}

function authMethod(key: string | undefined, federated: boolean): AuthMethod | undefined {
  if (key !== undefined) return 'api_key';
  return federated ? 'oidc' : undefined;
}

function actorType(email: string | undefined, subject: string | undefined): ActorType | undefined {
  if (subject?.startsWith('principal://') === true) return 'oidc';
  if (subject?.startsWith('serviceAccount:') === true || email?.endsWith('.gserviceaccount.com') === true)
    return 'service';
  if (subject?.startsWith('user:') === true) return 'user';
  if (email === undefined) return subject === undefined ? undefined : 'unknown';
  return email.includes('@') ? 'user' : 'unknown';
}

/** Accounts on whose behalf the caller acted, or through which it came. */
export function delegates(payload: Json): readonly string[] {
  const all = list(at(payload, 'authenticationInfo', 'serviceAccountDelegationInfo'));
  return all.flatMap((one) => {
    const email = text(at(one, 'firstPartyPrincipal', 'principalEmail'));
    return email ?? text(at(one, 'principalSubject')) ?? [];
  });
}
