import { sha256, sha256Base64, sha512Hex } from './digest.ts';
import { HIDDEN, maskNamed } from './secrets.named.ts';
import {
  HARMLESS,
  JWT,
  MASK,
  PRIVATE_KEY,
  TOKEN,
  TOKEN_AS_USER,
  TOKEN_HINT,
  USERINFO,
  UUID,
} from './secrets.patterns.ts';

/** Raised when the same text would be masked otherwise. */
export const MASK_REVISION = 1;

/**
 * Replaces the secrets in a text: tokens of known shapes by a fingerprint that other logs use too, whatever stands
 * under the name of a secret by `[secret]`. What other programs already masked stays. JSON stays valid, and masking
 * twice gives the same as masking once. Takes linear time, and never throws.
 */
export function maskSecrets(text: string): string {
  return maskNamed(TOKEN_HINT.test(text) ? maskShapes(text) : text);
}

function maskShapes(text: string): string {
  const keyless = text.includes('PRIVATE KEY') ? text.replace(PRIVATE_KEY, '[private key]') : text;
  return keyless.replace(TOKEN, maskToken).replace(JWT, maskJwt).replace(USERINFO, maskUserinfo);
}

function maskToken(token: string): string {
  if (token.startsWith('npm_')) return `[npm-token sha512:${sha512Hex(token)}]`;
  return token.startsWith('gh') || token.startsWith('github_')
    ? `[github-token sha256:${sha256Base64(token)}]`
    : HIDDEN;
}

function maskJwt(token: string): string {
  return token.includes('.') ? `[jwt sha256:${sha256(token)}]` : token;
}

function maskUserinfo(userinfo: string, user: string, password: string | undefined): string {
  const start = userinfo.slice(
    0,
    userinfo.length - user.length - (password === undefined ? 0 : password.length + 1) - 1,
  );
  const shownUser = TOKEN_AS_USER.test(user) ? HIDDEN : user;
  if (password === undefined) return `${start}${shownUser}@`;
  return `${start}${shownUser}:${HARMLESS.test(password) ? password : HIDDEN}@`;
}

/**
 * Fingerprint of a token as the masks and the logs have it: `sha512:<hex>` for npm, `sha256:<base64>` for GitHub,
 * `sha256:<hex>` for a JWT. Undefined for anything else: a hash of it would prove nothing.
 */
export function tokenFingerprint(token: string): string | undefined {
  const plain = token.trim();
  if (UUID.test(plain)) return `sha512:${sha512Hex(plain)}`;
  const mask = plain.replace(TOKEN, maskToken).replace(JWT, maskJwt);
  return WHOLE_MASK.test(mask) ? fingerprintsIn(mask)[0] : undefined;
}

const WHOLE_MASK = new RegExp(`^${MASK}$`);
const FINGERPRINT =
  /\[(?:npm-token|github-token|jwt) (sha(?:512:[0-9a-f]{128}|256:[0-9a-f]{64}|256:[A-Za-z0-9+/]{43}=))\]/g;

/** The fingerprints in a masked text, each once, in order. */
export function fingerprintsIn(text: string): string[] {
  if (!text.includes(' sha')) return [];
  return [...new Set(Array.from(text.matchAll(FINGERPRINT), ([, fingerprint = '']) => fingerprint))];
}
