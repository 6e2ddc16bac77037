import { isAddress } from '../access-log/fields.ts';
import type { Person } from '../proxy/request-event.ts';

/** Whoever caused something, and from where. */
export interface Initiator {
  readonly person: Person;
  readonly ip?: string | undefined;
}

/** `alice/203.0.113.7`: a name may hold a slash, an address none. `*SYSTEM` and `*TASK` act for the server itself. */
export function initiatorOf(text: string): Initiator {
  const slash = text.lastIndexOf('/');
  const address = text.slice(slash + 1);
  if (slash < 0) return { person: nexusUser(text) };
  if (!isAddress(address))
    return { person: nexusUser(/^(?:null|unknown|)$/i.test(address) ? text.slice(0, slash) : text) };
  return { person: nexusUser(text.slice(0, slash)), ip: address };
}

/** The account behind a name in a log of Nexus. */
export function nexusUser(name: string): Person {
  if (name === '' || name === '-' || name === '*UNKNOWN') return {};
  if (name.startsWith('*')) return { actor: name, actor_type: 'system' };
  if (name === 'anonymous') return { actor: name, actor_type: 'anonymous', auth_method: 'anonymous' };
  return { actor: name, actor_type: 'user' };
}
