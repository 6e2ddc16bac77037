import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MASK_REVISION, maskSecrets } from '../../src/core/secrets.ts';

const NPM = `npm_${'aB3'.repeat(12)}`;
const BASIC = Buffer.from('alice:hunter2').toString('base64');

const NAMES = [
  'password',
  '_password',
  '_auth',
  '_authToken',
  'authToken',
  'authorization',
  'cookie',
  'set-cookie',
  'secret',
].concat([
  'client_secret',
  'private_key',
  'otp',
  'npm-otp',
  'Authorization',
  'PASSWORD',
  'Set-Cookie',
  'secretAccessKey',
]);
const planted = fc
  .oneof(
    fc.string({ maxLength: 8 }),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('a\\', '"', '\\"', 'x"y', 'a,b;c&d', 'p w'),
  )
  .map((text) => `PLANTED${text}DETNALP`);
const plantedValue = fc.oneof(
  planted,
  fc.array(planted, { maxLength: 3 }),
  planted.map((text) => `Basic ${text}`),
);

const { object: withSecrets } = fc.letrec<{ object: Record<string, unknown>; value: unknown }>((tie) => ({
  object: fc
    .array(fc.oneof(fc.tuple(fc.constantFrom(...NAMES), plantedValue), fc.tuple(fc.string(), tie('value'))), {
      maxLength: 4,
    })
    .map((members) => Object.fromEntries(members)),
  value: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .tuple(tie('object'), fc.constantFrom(undefined, 1))
      .map(([value, indent]) => JSON.stringify(value, undefined, indent)),
  ),
}));

const PIECES = [
  'password',
  '_authToken',
  '"',
  '\\',
  '\\"',
  "'",
  '`',
  '=',
  ':',
  ',',
  ';',
  '&',
  ' ',
  '\n',
  '--otp',
  'Bearer ',
  'Basic ',
]
  .concat([
    'authorization',
    'Cookie: ',
    'a=b',
    '[',
    '[1,',
    ']',
    '{',
    '}',
    'token',
    '"token":',
    'x',
    '12',
    BASIC,
    '://',
    'u:p@',
    '/',
    'eyJ',
    '.',
  ])
  .concat([
    NPM,
    '***',
    '<x>',
    '[secret]',
    '\u2028',
    '\ud800',
    '/-/user/token/',
    '-----BEGIN PRIVATE KEY-----',
    '%20',
    '=>',
    'private_key',
  ]);
const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''));
const soupJson = fc.oneof(
  soup,
  fc.dictionary(fc.oneof(soup, fc.constantFrom(...NAMES)), fc.oneof(soup, fc.array(soup), fc.integer())),
);

describe('masking', () => {
  it('leaves no secret that stands under a name, at any depth, in JSON inside JSON too', () => {
    fc.assert(
      fc.property(withSecrets, fc.constantFrom(undefined, 2), (value, indent) => {
        const masked = maskSecrets(JSON.stringify(value, undefined, indent));
        expect(masked).not.toMatch(/PLANTED|DETNALP/);
        JSON.parse(masked);
        expect(maskSecrets(masked)).toBe(masked);
      }),
    );
  });

  it('is idempotent on any text', () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (text) => {
        const masked = maskSecrets(text);
        expect(maskSecrets(masked)).toBe(masked);
      }),
    );
  });

  it('keeps JSON valid, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          soupJson,
          soupJson.map((value) => [JSON.stringify(value)]),
        ),
        (value) => {
          const masked = maskSecrets(JSON.stringify(value));
          expect(JSON.stringify(JSON.parse(masked))).toHaveLength(masked.length);
          expect(maskSecrets(masked)).toBe(masked);
        },
      ),
    );
  });

  it('takes long runs of anything', () => {
    for (const piece of [
      ...PIECES,
      'npm_',
      'ghs_1_eyJ',
      '"password":"',
      '\\"password\\":\\"',
      '"password":["',
      'password="',
      '://a:',
    ]) {
      const text = piece.repeat(Math.ceil(300_000 / piece.length));
      expect(maskSecrets(text).length).toBeGreaterThan(0);
      expect(maskSecrets(`${piece}${'a'.repeat(300_000)}`).length).toBeGreaterThan(0);
    }
  });

  it('has a revision', () => expect(MASK_REVISION).toBe(1));
});

/** Real logs of real clients, where they lie beside the project. */
const SAMPLES = '../shared/samples';
const files = existsSync(SAMPLES)
  ? readdirSync(SAMPLES, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  : [];

it('hides the tokens that npm wrote into its logs, and nothing else in real evidence', () => {
  for (const file of files) {
    const text = readFileSync(join(file.parentPath, file.name), 'utf8');
    const masked = maskSecrets(text);
    expect(masked, file.name).not.toMatch(/npm_[a-z]{26}|_authToken[="' ]+bogus/);
    if (file.name.endsWith('.json')) expect(masked, file.name).toBe(text);
  }
  expect(files.length === 0 || files.length > 50).toBe(true);
});
