import { isAddress } from '../access-log/fields.ts';
import type { Person } from '../proxy/request-event.ts';

/** Services of the platform sign in as their type and installation: `jfrt@01h1h4qav5zhce1w9en5hf05h4`. */
const SERVICE = /^jf[a-z]{2,6}@[0-9a-z]+$/i;
/** Who has not signed in, or is not known. `UNKNOWN` stands for an internal token. */
const NOBODY: ReadonlySet<string> = new Set(['', '-', 'NA', 'null', 'UNKNOWN']);

/** The account behind a name in a log of the platform. `anonymous` is an account there, with rights of its own. */
export function principal(name: string): Person {
  if (NOBODY.has(name)) return {};
  if (name === 'non_authenticated_user') return { actor_type: 'anonymous', auth_method: 'anonymous' };
  if (name === 'anonymous') return { actor: name, actor_type: 'anonymous', auth_method: 'anonymous' };
  if (SERVICE.test(name)) return { actor: name, actor_type: 'service' };
  return { actor: name, actor_type: name === '_system_' || name === '_internal' ? 'system' : 'user' };
}

/** An address, or nothing for what stands in its place. */
export function addressIn(text: string): string | undefined {
  return isAddress(text) ? text : undefined;
}

/**
 * The id that joins the lines of one request in several logs. Some services write 16 hex digits, others the same
 * padded to 32 on the left.
 */
export function traceId(text: string): string | undefined {
  const id = text.trim().toLowerCase();
  return /^0{16}[0-9a-f]{16}$/.test(id) ? id.slice(16) : id || undefined;
}
