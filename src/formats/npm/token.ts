import type { EventDraft } from '../../core/event.ts';
import { type Json, list, member, scalar, text } from '../../core/json.ts';
import type { Moment } from '../../core/time.ts';

/** Subject of every list of tokens: the lists do not say whose they are. */
export const TOKENS = 'npm-tokens';

/** A token as npm lists it. */
export interface Token {
  /** Hex SHA-512 of the token: the fingerprint other logs use too. */
  readonly key: string;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly scopes: string | undefined;
  readonly text: string | undefined;
}

/** What npm's own output puts in place of a UUID. */
const STRUCK_OUT = '***';

/** Undefined without a key: nothing else tells one token from another. */
export function readToken(json: Json | undefined): Token | undefined {
  const key = text(member(json, 'key'));
  if (key === undefined || key === STRUCK_OUT) return undefined;
  return {
    key,
    id: scalar(member(json, 'id')),
    name: text(member(json, 'name')),
    scopes: joined([...list(member(json, 'scopes')), ...list(member(json, 'permissions'))].map(grantText)),
    text: joined([...flagTexts(json), expiryText(json), networkText(list(member(json, 'cidr_whitelist')))]),
  };
}

/** A scope or permission: a text, or `{type, name, action}` in any selection. */
function grantText(json: Json): string | undefined {
  const words = ['type', 'name', 'action', 'permission'].map((key) => scalar(member(json, key)));
  return scalar(json) ?? text(words.filter((word) => word !== undefined).join(' '));
}

const FLAGS = [
  ['readonly', 'read-only'],
  ['automation', 'automation'],
  ['bypass_2fa', 'bypasses 2FA'],
  ['expired', 'expired'],
] as const;

function flagTexts(json: Json | undefined): readonly string[] {
  return FLAGS.filter(([key]) => String(member(json, key)) === 'true').map(([, words]) => words);
}

/** `expires` and `expires_at` hold a date; some answers have the flag alone. */
function expiryText(json: Json | undefined): string | undefined {
  const expiry = scalar(member(json, 'expires') ?? member(json, 'expires_at'));
  return expiry === undefined || expiry === 'false' ? undefined : `expires ${expiry}`;
}

function networkText(networks: readonly Json[]): string | undefined {
  const names = networks.flatMap((network) => scalar(network) ?? []);
  return names.length === 0 ? undefined : `only from ${names.join(' ')}`;
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  return text(parts.filter((part) => part !== undefined).join(', '));
}

/** A token came to be, at the time the list itself gives. */
export function tokenEvent(token: Token, created: Moment): EventDraft {
  return {
    action: 'auth.token.created',
    grade: 'server',
    outcome: 'success',
    identity: { by: 'native', key: `npm-token:${token.key}` },
    at: created,
    token_fp: /^[0-9a-f]{128}$/.test(token.key) ? `sha512:${token.key}` : undefined,
    token_id: token.id,
    token_name: token.name,
    scopes: token.scopes,
    text: token.text,
  };
}
