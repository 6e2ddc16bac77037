import type { ActorType, AuthMethod, EventDraft } from '../../core/event.ts';
import type { Basis, Moment } from '../../core/time.ts';
import { parseUserAgent } from '../../registry/user-agent.ts';
import { type Meaning, outcomeOf } from './meaning.ts';

/** Who a line says it was. */
export interface Person {
  readonly actor?: string | undefined;
  readonly actor_type?: ActorType | undefined;
  readonly auth_method?: AuthMethod | undefined;
}

/** What a line of a proxy's log says about one HTTP request. */
export interface LoggedRequest {
  readonly at: Moment;
  readonly basis: Basis;
  readonly method: string;
  readonly url: string;
  readonly status: number | undefined;
  readonly person: Person;
  readonly ip?: string | undefined;
  readonly userAgent?: string | undefined;
  /** Sizes of the bodies, where they are known. */
  readonly bytesIn?: number | undefined;
  readonly bytesOut?: number | undefined;
  readonly requestId?: string | undefined;
  readonly host?: string | undefined;
}

/** The event of one request. Log lines have no id, and two equal downloads within a millisecond are two. */
export function requestEvent(line: LoggedRequest, meaning: Meaning): EventDraft {
  const { person, userAgent } = line;
  return {
    identity: { by: 'record' },
    at: line.at,
    basis: line.basis,
    grade: 'server',
    action: meaning.action,
    outcome: outcomeOf(line.status),
    native_action: meaning.name,
    ...person,
    ...meaning.subject,
    user: meaning.subject.user === person.actor ? undefined : meaning.subject.user,
    ip: line.ip,
    user_agent: userAgent,
    client: userAgent === undefined ? undefined : parseUserAgent(userAgent).client,
    bytes: bytesOf(line, meaning),
    status: line.status,
    url: line.url,
    request_id: line.requestId,
    host: line.host,
    text: meaning.doubt,
  };
}

/** Of a download what was sent, of anything else what came in. */
function bytesOf({ bytesIn, bytesOut, status }: LoggedRequest, { action }: Meaning): number | undefined {
  const sent = action === 'artifact.downloaded' && outcomeOf(status) === 'success';
  const bytes = sent ? bytesOut : bytesIn;
  return bytes !== undefined && bytes > 0 ? bytes : undefined;
}

/** A count as logs write it: `-`, `-1` and nothing stand for unknown. */
export function countOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
