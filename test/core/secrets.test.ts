import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fingerprintsIn, maskSecrets, tokenFingerprint } from '../../src/core/secrets.ts';

const NPM = `npm_${'aB3'.repeat(12)}`;
const UUID = '0f787168-5851-4cf5-9e22-800ada152ba5';
const GITHUB = `ghp_${'aB3'.repeat(12)}`;
const FINE_GRAINED = `github_pat_${'aB3'.repeat(7)}a_${'cD4'.repeat(19)}`;
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl';
const BASIC = Buffer.from('alice:hunter2').toString('base64');

const digest = (algorithm: string, text: string, form: 'hex' | 'base64'): string =>
  createHash(algorithm).update(text).digest(form);
const npmMask = (token: string): string => `[npm-token sha512:${digest('sha512', token, 'hex')}]`;
const githubMask = (token: string): string => `[github-token sha256:${digest('sha256', token, 'base64')}]`;
const jwtMask = (token: string): string => `[jwt sha256:${digest('sha256', token, 'hex')}]`;

/** `{}` in a row stands for the secret, and for what it becomes. */
function rows(secret: string, mask: string, texts: readonly string[]): void {
  it.each(texts)('%s', (text) => expect(maskSecrets(text.replaceAll('{}', secret))).toBe(text.replaceAll('{}', mask)));
}

describe('machine-made tokens get the fingerprint that other logs use', () => {
  it.each([
    [NPM, npmMask(NPM)],
    [GITHUB, githubMask(GITHUB)],
    [GITHUB.replace('ghp', 'ghs'), githubMask(GITHUB.replace('ghp', 'ghs'))],
    [FINE_GRAINED, githubMask(FINE_GRAINED)],
    [`ghs_123_${JWT}`, githubMask(`ghs_123_${JWT}`)],
    [JWT, jwtMask(JWT)],
    [`glpat-${'aB3-_'.repeat(4)}`, '[secret]'],
    [`xoxb-${'123-'.repeat(4)}`, '[secret]'],
    [`pypi-AgEIcHlwaS5vcmc${'aB3_-'.repeat(20)}`, '[secret]'],
  ])('%s', (token, mask) => {
    expect(maskSecrets(`a ${token} b`)).toBe(`a ${mask} b`);
    expect(maskSecrets(JSON.stringify({ msg: `\n${token}\n`, [token]: 1 }))).toBe(
      JSON.stringify({ msg: `\n${mask}\n`, [mask]: 1 }),
    );
  });

  it('wherever they stand', () => {
    expect(maskSecrets(`DELETE /-/user/token/${NPM}`)).toBe(`DELETE /-/user/token/${npmMask(NPM)}`);
    expect(maskSecrets(`eyJ0--${NPM}`)).toBe(`eyJ0--${npmMask(NPM)}`);
    expect(maskSecrets(`https://x-access-token:${GITHUB}@git.example/a`)).toBe(
      `https://x-access-token:${githubMask(GITHUB)}@git.example/a`,
    );
    expect(maskSecrets(`{"authorization":"Bearer ${NPM}"}`)).toBe(`{"authorization":"Bearer ${npmMask(NPM)}"}`);
  });
});

describe('an old npm token is a UUID, and one only where a token stands', () =>
  rows(UUID, npmMask(UUID), [
    '//registry.example/:_authToken={}',
    '"--//registry.example/:_authToken" "{}"',
    '{"authToken":"{}"}',
    '{"token":"{}"}',
    '{"authorization":["Bearer {}"]}',
    'Authorization: Bearer {}',
    'DELETE /-/user/token/{}?x=1',
  ]));

describe('what has no joinable fingerprint is hidden', () =>
  rows('hunter2-x9', '[secret]', [
    `1 verbose cli   '--_authToken={}',`,
    '8 verbose argv "publish" "--registry" "http://registry.example/" "--_authToken" "{}" "--tag" "beta"',
    '8 verbose argv "publish" "--//registry.example/:_authToken" "{}"',
    'npm publish --otp {} --tag beta',
    'npm publish --otp={}',
    '["npm","publish","--otp","{}","--tag","beta"]',
    '//registry.example/:_authToken = {}',
    '//registry.example/:_password="{}"',
    '_auth={}',
    'npm_config__auth={}',
    'NPM_CONFIG__AUTHTOKEN={}',
    'AWS_SECRET_ACCESS_KEY={} for AKIAIOSFODNN7EXAMPLE',
    'PUT /?password={}&user=alice',
    '[2026-03-31 00:40:00] connect password="{}"',
    "login({ password: '{}', user: 'alice' })",
    "authorization: [ 'Bearer {}' ]",
    'Authorization: Bearer {}',
    '-H "Authorization: token {}" https://registry.example/',
    'Bearer {}, next',
    'npm-otp: {}',
    'https://alice:{}@registry.example/x',
    'https:\\/\\/alice:{}@registry.example',
    '{"password":"{}","user":"alice"}',
    '{"_password" : "{}"}',
    '{"PassWord":"{}"}',
    '{"Set-Cookie":["{}","{}"],"a":["b"]}',
    '{"cookie":[["{}"],null,"{}"]}',
    '{"client_secret":"{}","private_key":"{}","otp":"{}","npm-otp":"{}"}',
    '{"authorization":"{}","x":{"Authorization":"Basic {}"}}',
    '{"msg":"{\\"password\\":\\"{}\\",\\"user\\":\\"alice\\"}"}',
    '{"msg":"{\\"msg\\":\\"{\\\\\\"password\\\\\\":\\\\\\"{}\\\\\\"}\\"}"}',
    '{"msg":"\\npassword={}\\nuser=alice"}',
  ]));

describe('more of them', () => {
  it.each([
    ['{"accessToken":"abcdefghijklmnopqrst"}', '{"accessToken":"[secret]"}'],
    ['?access_token=abcdefghijklmnopqrst&x=1', '?access_token=[secret]&x=1'],
    ['https://alice:p@ss@registry.example/x', 'https://alice:[secret]@registry.example/x'],
    [`https://${'a1'.repeat(20)}@git.example/x`, 'https://[secret]@git.example/x'],
    ['{"otp":123456,"password":-1.5e3}', '{"otp":"[secret]","password":"[secret]"}'],
    ['{"msg":"{\\"otp\\":123456}"}', '{"msg":"{\\"otp\\":\\"[secret]\\"}"}'],
    ['{"password":"a\\\\\\"b\\\\","user":"alice"}', '{"password":"[secret]","user":"alice"}'],
    ['Cookie: sid=1; theme=dark', 'Cookie: [secret]'],
    [`Authorization: Basic ${BASIC}`, 'Authorization: Basic [secret]'],
    [`sent Basic ${BASIC} to`, 'sent Basic [secret] to'],
    ['Authorization: Digest username="alice"', 'Authorization: [secret]"alice"'],
    ['_auth=a,b;c d', '_auth=[secret] d'],
  ])('%s', (text, masked) => expect(maskSecrets(text)).toBe(masked));

  it('private keys, raw and in JSON, also cut off', () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIE+/a=\n-----END RSA PRIVATE KEY-----';
    expect(maskSecrets(`a\n${key}\nb`)).toBe('a\n[private key]\nb');
    expect(maskSecrets(JSON.stringify({ k: `${key}\n`, l: 1 }))).toBe('{"k":"[private key]\\n","l":1}');
    expect(maskSecrets(`{"k":"${JSON.stringify(key.slice(0, 60)).slice(1, -1)}","l":1}`)).toBe(
      '{"k":"[private key]","l":1}',
    );
  });
});

describe('what is no secret stays', () => {
  it.each([
    '{"req":{"headers":{"authorization":"<Classified>"}}}',
    '{"authorization":"\\u003cClassified\\u003e"}',
    '{"authorization":"Bearer ***","password":"********","secret":"[redacted]","otp":""}',
    '"--//registry.example/:_authToken" "npm_***"',
    `//registry.example/:_authToken=\${NPM_TOKEN}`,
    'https://***:***@registry.example/',
    '11 warn Unknown cli config "--_authToken". This will stop working in the next major version of npm.',
    'HttpErrorAuthUnknown: Unable to authenticate, need: Basic, Bearer',
    'Bearer token required, basic authentication failed',
    'authorization: denied for alice, 203.0.113.7',
    '{"password":true,"secret":null,"authorization":{"role":"admin"}}',
    '{"hashed_token":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=","token_id":77,"token_scopes":"repo"}',
    `{"key":"${'d6'.repeat(64)}","token":"npm_aB","id":"d6d6d6"}`,
    'npm_aBcd…wXyz',
    '{"token":"npm_aBcd...wXyz"}',
    `DELETE /-/npm/v1/tokens/token/${'d6'.repeat(64)}`,
    '{"accessKeyId":"AKIAIOSFODNN7EXAMPLE"}',
    '{"secrets_passed":["NPM_TOKEN"],"action":"org.update_actions_secret"}',
    '{"action":"oauth_authorization.create"}',
    '{"customData.disabled_password":"false"}',
    '{"payload":"eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5leGFtcGxlIn0="}',
    '{"dependencies":{"cookie":"^0.7.1","otp":"1.2.3"}}',
    `"cookie": ["cookie@0.7.1", "", {}, "sha512-${'aB3/'.repeat(21)}Q=="],`,
    '"@types/cookie": ["@types/cookie@0.6.0", "", {}, "sha512-x"], "@tokenizer/token": ["@tokenizer/token@0.3.0", ""],',
    '      cookie: 0.7.1',
    'https://git@git.example/a.git http://registry.example:4873/@acme/widget',
    'footprint of the password field: "password", changed',
  ])('%s', (text) => expect(maskSecrets(text)).toBe(text));

  it('in a text of which a quote only ends the string', () => {
    const text = '{"help":"use --password=","more":["authorization: [","--otp"],"--otp":"","x":1}';
    expect(maskSecrets(text)).toBe(text);
  });
});

describe('fingerprints', () => {
  it('of a token are those of its mask', () => {
    expect(tokenFingerprint(`${NPM}\n`)).toBe(`sha512:${digest('sha512', NPM, 'hex')}`);
    expect(tokenFingerprint(UUID)).toBe(`sha512:${digest('sha512', UUID, 'hex')}`);
    expect(tokenFingerprint(GITHUB)).toBe(`sha256:${digest('sha256', GITHUB, 'base64')}`);
    expect(tokenFingerprint(JWT)).toBe(`sha256:${digest('sha256', JWT, 'hex')}`);
  });

  it.each([
    '',
    'hunter2',
    'npm_short',
    `${NPM} ${NPM}`,
    `x${NPM}`,
    'eyJhbGciOiJIUzI1NiJ9',
    `glpat-${'a'.repeat(20)}`,
  ])('are not made of %j', (text) => expect(tokenFingerprint(text)).toBeUndefined());

  it('of a mask are those it shows', () => expect(tokenFingerprint(npmMask(NPM))).toBe(tokenFingerprint(NPM)));

  it('are found in a masked text, each once, in order', () => {
    const masked = maskSecrets(`${JWT} ${GITHUB} ${NPM} ${GITHUB} password=x`);
    expect(fingerprintsIn(masked)).toEqual([JWT, GITHUB, NPM].map(tokenFingerprint));
    expect(fingerprintsIn('sha512-abc [npm-token sha512:00] [secret]')).toEqual([]);
  });
});
