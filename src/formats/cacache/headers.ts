import type { EventDraft } from '../../core/event.ts';
import { entries, type Json, list, member, text } from '../../core/json.ts';
import { fingerprintsIn } from '../../core/secrets.ts';
import { durationText, type Moment, momentOf } from '../../core/time.ts';
import { parseUserAgent } from '../../registry/user-agent.ts';
import { readHttpDate } from './http-date.ts';

/** A header by its name, in any case; npm 6 keeps each as a list. */
function header(headers: Json | undefined, name: string): string | undefined {
  const [, value] = entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
  return text(value) ?? text(list(value)[0]);
}

/** What the request and the answer tell beside the entry itself. npm 6 keeps all headers, later ones only a few. */
export function headerMembers(metadata: Json | undefined, written: Moment): Partial<EventDraft> {
  const request = member(metadata, 'reqHeaders');
  const agent = header(request, 'user-agent');
  const authorization = header(request, 'authorization');
  const command = header(request, 'referer');
  const said = [command && `command: ${command}`, serverDate(metadata, written)].filter((part) => part !== undefined);
  return {
    user_agent: agent,
    client: agent === undefined ? undefined : parseUserAgent(agent).client,
    auth_method: authorization === undefined ? undefined : authMethod(authorization),
    token_fp: authorization === undefined ? undefined : fingerprintsIn(authorization)[0],
    text: text(said.join('; ')),
  };
}

function authMethod(authorization: string): EventDraft['auth_method'] {
  if (/^bearer /i.test(authorization)) return 'token';
  return /^basic /i.test(authorization) ? 'password' : 'unknown';
}

/** Between an answer and its entry lie moments; more than this is a difference of clocks, or an answer from a proxy. */
const NOTABLE_MICROS = 5_000_000;

/** The server's clock is the better witness: the other one is the machine's own. */
function serverDate(metadata: Json | undefined, written: Moment): string | undefined {
  const date = readHttpDate(header(member(metadata, 'resHeaders'), 'date') ?? '');
  if (date === undefined) return undefined;
  const received = momentOf(member(metadata, 'time')) ?? written;
  const ahead = received.micros - date.micros;
  if (Math.abs(ahead) < NOTABLE_MICROS) return `server date ${date.text}`;
  return `server date ${date.text}, ${durationText(ahead)} ${ahead > 0 ? 'behind' : 'ahead of'} this machine's clock`;
}
