import type { EventDraft } from '../../core/event.ts';
import { isRange } from '../../core/ip.ts';
import { parseTime } from '../../core/time.ts';
import { isVersion } from '../../registry/lines.ts';
import { packageName } from '../../registry/names.ts';

/** What the text of a notice tells beyond its subject. */
export type Details = Partial<EventDraft>;

/** Greetings: `Hi azu!`, `Hi, alice!`, `Hey @alice,`. */
const GREETING = /^\s*(?:Hi|Hey|Hello),? +@?([A-Za-z0-9][\w.-]{0,213})[!,]/;

/** The account that a notice to its owner is about. */
export function greeted(text: string): string | undefined {
  return GREETING.exec(text)?.[1];
}

const RELEASE = /(?:^|\s)(@?[^\s@]{1,214})@(\d[^\s@]{0,100})/;

/** `Successfully published @acme/widget@1.2.3`. */
export function releaseIn(subject: string): Details {
  const [, written = '', version = ''] = RELEASE.exec(subject) ?? [];
  const name = packageName(written);
  if (name === undefined || !isVersion(version)) return {};
  return { package: name, version };
}

const OWNED =
  /\b(?:maintainers?|owners?|collaborators?) (?:of|to|on|for|from) (?:the )?(?:npm )?(?:package )?["'`]?(@?[\w./~-]{1,214})/i;

/** `You were added as a maintainer of @acme/widget`, `bob was removed as an owner of …`. */
export function ownerDetails(subject: string, owner: string | undefined): Details {
  const name = packageName(OWNED.exec(subject)?.[1]?.replace(/[.]$/, '') ?? '');
  const [, other] = /^([A-Za-z0-9~][\w.-]{0,213}) (?:was|has been) (?:added|removed)\b/.exec(subject) ?? [];
  return { package: name, user: /^you\b/i.test(subject) ? owner : other };
}

/** `… (1.2.3) was published at 2026-03-31T00:21:58.168Z from 203.0.113.7. The shasum of this package was 0a1b….` */
export function publishDetails(text: string): Details {
  const one = text.replace(/\s+/g, ' ');
  const time = parseTime(/\bpublished at (\d{4}-\d\d-\d\dT[\d:.]+Z)/.exec(one)?.[1] ?? '');
  const via = /\bvia (OIDC|(?:access )?token)\b(?: by ([\w:.-]+\w))?/i.exec(one);
  return {
    ...(time.ok ? { at: time.moment, basis: 'reported' as const } : {}),
    ip: addressIn(/\bfrom ([0-9A-Fa-f:.]{3,45})/.exec(one)?.[1]),
    actor: /Z by ([A-Za-z0-9~][\w.-]{0,213}\w)/.exec(one)?.[1],
    shasum: /\bshasum\b[^.]{0,60}?\b([0-9a-f]{40})\b/i.exec(one)?.[1],
    auth_method: via === null ? undefined : /oidc/i.test(via[1] ?? '') ? 'oidc' : 'token',
    trusted_publisher: /oidc/i.test(via?.[1] ?? '') ? via?.[2] : undefined,
  };
}

/** `a personal access token (classic) "ci" with repo and workflow scopes`, `(update assignment) with … scopes`. */
export function tokenDetails(text: string): Details {
  const one = text.replace(/\s+/g, ' ');
  const found =
    /\btoken(?: \(classic\))? (?:"([^"]{1,200})"|“([^”]{1,200})”|\(([^()]{1,200})\))(?: with ([\w:, -]{1,400}?) scopes?\b)?/.exec(
      one,
    );
  const [, quoted, curly, bracketed, scopes] = found ?? [];
  return { token_name: quoted ?? curly ?? bracketed, scopes: scopes?.replace(/,? and /g, ', ').replaceAll(', ', ' ') };
}

/** `A third-party OAuth application (forum) with user:email scope was recently authorized`. */
export function appDetails(text: string): Details {
  const one = text.replace(/\s+/g, ' ');
  const [, name, scopes] = /\bapplication \(([^()]{1,200})\)(?: with ([\w:, -]{1,400}?) scopes?\b)?/.exec(one) ?? [];
  return { resource: name, scopes: scopes?.replace(/,? and /g, ', ').replaceAll(', ', ' ') };
}

/** `was added to your account:`, and below it the title and the fingerprint of the key. */
export function keyDetails(text: string): Details {
  const print = /\b(?:SHA256:[A-Za-z0-9+/]{20,44}=?|(?:[0-9a-f]{2}:){15}[0-9a-f]{2}\b)/.exec(text);
  if (print === null) return {};
  const title = /\bto [^\n]{0,200}:\s*([^\s][^\n]{0,200})/.exec(text)?.[1]?.trim();
  const name = title?.startsWith(print[0]) === true ? undefined : title?.replace(print[0], '').trim();
  return { resource: name ? `${name} ${print[0]}` : print[0] };
}

/** `old address: <a@example.test>`, `new address: <b@example.test>`. */
export function addressDetails(text: string): Details {
  return {
    old: /\bold (?:e-?mail )?address: *<?([^\s<>]{3,320})/i.exec(text)?.[1],
    new: /\bnew (?:e-?mail )?address: *<?([^\s<>]{3,320})/i.exec(text)?.[1],
  };
}

/** `IP address: 203.0.113.7` in notices of sign-ins. */
export function signInDetails(text: string): Details {
  return { ip: addressIn(/\bIP(?: address)?: *([0-9A-Fa-f:.]{3,45})/i.exec(text)?.[1]) };
}

/** `GHSA-…`, else `CVE-…`. */
export function advisoryDetails(text: string): Details {
  const id = /\bGHSA(?:-[0-9a-z]{4}){3}\b/.exec(text)?.[0] ?? /\bCVE-\d{4}-\d{4,7}\b/.exec(text)?.[0];
  return { reference: id };
}

function addressIn(text: string | undefined): string | undefined {
  const address = text?.replace(/[.:]$/, '');
  return address !== undefined && /[.:]/.test(address) && isRange(address) ? address : undefined;
}
