import type { ActorType, EventDraft } from '../../core/event.ts';
import { at, type Json, scalar, text } from '../../core/json.ts';

const TYPES: ReadonlyMap<string, ActorType> = new Map([
  ['User', 'user'],
  ['Bot', 'bot'],
]);

/** An account as all of GitHub's answers have it, as who acted. */
export function actorOf(account: Json | undefined): Pick<EventDraft, 'actor' | 'actor_id' | 'actor_type'> {
  const login = text(at(account, 'login'));
  const type = TYPES.get(text(at(account, 'type')) ?? '') ?? (login?.endsWith('[bot]') === true ? 'bot' : undefined);
  return { actor: login, actor_id: idOf(account), actor_type: type };
}

/** An account as whom something was done to. */
export function userOf(account: Json | undefined): Pick<EventDraft, 'user' | 'user_id'> {
  return { user: text(at(account, 'login')), user_id: idOf(account) };
}

/** A number in the API, a text where something copied it. `gh` shows the name of a node in its place: not the same id. */
export function idOf(object: Json | undefined): string | undefined {
  const id = scalar(at(object, 'id'));
  return id !== undefined && /^\d{1,20}$/.test(id) ? id : undefined;
}

/** `acme/widget` in the address of something that belongs to a repository. */
export function repositoryIn(url: Json | undefined): string | undefined {
  return /^https?:\/\/[^/\s]+\/(?:repos\/)?([\w.-]+\/[\w.-]+)\/(?:actions|releases|runs)\//.exec(text(url) ?? '')?.[1];
}

/** Remarks that there are, in one text. */
export function remarks(...all: readonly (string | undefined)[]): string | undefined {
  const said = all.filter((remark) => remark !== undefined && remark !== '');
  return said.length === 0 ? undefined : said.join('; ');
}
