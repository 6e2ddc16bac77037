/** Shapes and names of secrets. Linear time: what a repetition has eaten is never looked at again. */

/** What a masked value looks like. Base64 of SHA-256 has 43 digits and one `=`. */
export const MASK =
  '\\[(?:secret|private key|npm-token sha512:[0-9a-f]{128}|github-token sha256:[A-Za-z0-9+/]{43}=|jwt sha256:[0-9a-f]{64})\\]';

/**
 * Cheap test, true for nearly every text in which `TOKEN`, `PRIVATE_KEY` or `USERINFO` could match. Each further
 * alternative is paid for by every record: measure before adding one.
 */
export const TOKEN_HINT = /npm_|gh[pousr]_|_pat_|eyJ|gl[a-z]{2,5}-|xox[a-z]-|pypi-Ag|BEGIN|:\\*\/\\*\//;

/** Machine-made tokens, known by their shape. */
export const TOKEN = new RegExp(
  [
    'npm_[A-Za-z0-9]{36,255}',
    'gh[pousr]_\\d{1,20}_eyJ[\\w-]+(?:\\.eyJ[\\w-]+\\.[\\w-]+)?',
    'gh[pousr]_[A-Za-z0-9]{36,255}',
    'github_pat_[A-Za-z0-9_]{36,255}',
    'gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt|oas)-[\\w-]{20,255}(?:\\.[\\w-]{2,40}){0,2}',
    'xox[a-z]-[A-Za-z0-9-]{10,255}',
    'pypi-Ag[\\w-]{32,1000}',
  ].join('|'),
  'g',
);

/** A JSON Web Token; or all of an `eyJ…` without the two dots, which is ordinary base64 of JSON and stays. */
export const JWT = /eyJ[\w-]+(?:\.eyJ[\w-]+\.[\w-]{2,})?/g;

/** A PEM block, with its line breaks raw or as `\n` in JSON; one that is cut off ends where its alphabet ends. */
export const PRIVATE_KEY =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s:,.()]|-(?!-)|\\+[nrt/]){0,20000}(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/g;

/** `://user:password@`, slashes raw or escaped as in JSON. Only the authority of the URL is looked at. */
export const USERINFO = /:(?:\\*\/){2}([^\s/?#@:"'\\<>]{0,200})(?::((?:[^\s/?#"'\\<>]|\\+u[0-9a-f]{4}){1,500}))?@/gi;

/** A token in place of a user name: long, and not a word. */
export const TOKEN_AS_USER = /^(?=[\w-]*\d)[\w-]{30,}$/;

/** npm's tokens before 2021. Only in a place where a token stands: elsewhere it is any UUID. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const LONG_NAME = 'passw|secret|authorization|bearer|_auth|cookie|basic ';
const SHORT_NAME = 'otp';
const COMMON_NAME = `${LONG_NAME}|${SHORT_NAME}`;
const RARE_NAME = '["\\\\/&?-]token["\\\\=:/ ]|[hsnmberpyt]_?token["\\\\=:/ ]| token=|vate_?key["\\\\=: ]';

/** Parts of the names below, and the schemes that stand before a secret. */
export const NAME = new RegExp(COMMON_NAME, 'gi');
/** The same search in two halves, which takes half the time: a short alternative makes all others slow. */
export const NAME_HINT = new RegExp(LONG_NAME, 'i');
export const SHORT_NAME_HINT = new RegExp(SHORT_NAME, 'i');
/** The rest is rare and would make that search three times slower: it is looked for apart. */
export const RARE_NAME_HINT = new RegExp(RARE_NAME, 'i');
export const NAME_OR_RARE_NAME = new RegExp(`${COMMON_NAME}|${RARE_NAME}`, 'gi');

/** A name with a value that was masked before. Verdaccio writes one for every request: this spares the closer look. */
export const MASKED_MEMBER = /[\w-]{0,40}"\s?:\s?"(?:<Classified>|\[secret\]|\*{3,40})"/y;

/** Names whose value is a secret, whatever it looks like. */
export const SECRET_NAMES: ReadonlySet<string> = new Set([
  ...['password', '_password', 'passwd', 'passphrase', 'newpassword', 'oldpassword', 'new_password', 'old_password'],
  ...['_auth', '_authtoken', 'authtoken', 'auth_token', 'authorization', 'proxy-authorization', 'x-authorization'],
  ...['cookie', 'set-cookie', 'secret', 'client_secret', 'client-secret', 'clientsecret', 'secret_key', 'secretkey'],
  ...['private_key', 'privatekey', 'otp', 'npm-otp', 'npm_otp', 'secretaccesskey', 'secret_access_key'],
]);

/** Endings that make a name one of those: `npm_config__authToken`, `AWS_SECRET_ACCESS_KEY`, `db.password`. */
export const SECRET_ENDING = /[._-](?:password|passwd|_auth|_?authtoken|auth_token|client_secret|secret_access_key)$/;

/** Names whose value is a secret if it is long: token lists show the first characters of a token under them. */
export const TOKEN_NAME =
  /^(?!.*(?:hashed|masked|next|page|continuation)_?token$)(?:.*[._-])?(?:access|refresh|session|id)?token$/;
export const SHORTEST_TOKEN = 16;

/** HTTP headers, whose value stands after a colon without quotes. */
export const HEADER_NAMES: ReadonlySet<string> = new Set([
  ...['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'npm-otp', 'private-token', 'job-token'],
]);

/** Values that hide nothing: what other programs write in place of a secret, placeholders, and prefixes of tokens. */
export const HARMLESS = new RegExp(
  `^(?:${[
    MASK,
    '[[(]?(?:redacted(?:[ -][^\\])]{0,80})?|filtered|masked|removed|hidden|classified)[\\])]?',
    '(?:<|\\\\+u003c)[a-z][a-z _-]{0,30}(?:>|\\\\+u003e)',
    '(?:npm_|gh[pousr]_)?\\*+',
    'x{3,}',
    'hidden_due_to_security_reasons',
    'npm_[a-z0-9]{0,8}(?:…|\\.{3})[a-z0-9]{0,8}',
    '\\$\\{{1,2}(?:[a-z_][\\w.]{0,80})?\\}{0,2}',
    'true|false|null|none|undefined',
  ].join('|')})?$`,
  'i',
);

/** Schemes of `Authorization` that have one value, which is masked alone. */
export const SCHEME = /[ \t]*(?:bearer|basic|token|negotiate|apikey)[ \t]+/iy;
/** Schemes with several parameters, of which the rest of the line consists. */
export const LONG_SCHEME = /(?:digest|oauth|hawk|ntlm|signature|aws4-hmac-sha256)[ \t]/iy;
/** After `authorization:` in a log anything may stand; this is no prose. */
export const CREDENTIAL = /(?:[\w-]{1,30}[ \t]+)?(?=[^\s"'`\\,;]{0,200}\d)[^\s"'`\\,;]{8,}/y;

/** Names under which a UUID is a token. */
export const TOKEN_PLACE = /(?:token|authorization)$/;

/** A package may be called `cookie` or `otp`: what stands after its name in a manifest or lockfile is no secret. */
export const VERSION_RANGE =
  /^(?:[\^~]|[<>]=?)? ?\d{1,6}\.\d{1,9}\.\d{1,9}(?:[-+][\w.+-]{1,60})?$|^[\^~]\d{1,6}(?:\.\d{1,9})?$/;
/** `@types/cookie@0.6.0`, as lockfiles name a package under its own name. */
export const SCOPED_PACKAGE =
  /^@[a-z0-9][\w.-]{0,100}\/[a-z0-9][\w.-]{0,100}@\d{1,6}\.\d{1,9}\.\d{1,9}(?:[-+][\w.+-]{1,60})?$/;
export const COOKIE_PACKAGE =
  /^(?:\*|latest|[\d.x*^~<>=| -]{1,60}|(?:npm|workspace|file|link|git[\w+]{0,6}|https?):[^\s;]{1,200}|cookie@[^\s;]{1,60}|sha\d{3}-[^\s;]{40,100})$/;

/** Words that follow `Bearer` or `Basic` in a sentence. */
export const PROSE =
  /^(?:tokens?|auth(?:entication|orization)?|(?:realm|error|scope)=.*|scheme|header|is|was|or|and|not|for|in|must|required|invalid|missing|expired|credentials)[.!?)]?$/i;
