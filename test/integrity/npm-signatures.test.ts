import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { list, member } from '../../src/core/json.ts';
import { readRegistryKey } from '../../src/formats/npm/registry-key.ts';
import { Keyring, type ListedKey } from '../../src/integrity/npm-keyring.ts';
import { PUBLISHED_KEYS } from '../../src/integrity/npm-published-keys.ts';
import { checkSignature, signedText, verifyP256 } from '../../src/integrity/npm-signatures.ts';
import { KEY_TYPE, parseVkey, vkeyText } from '../../src/integrity/vkey.ts';

const OWN = 'fixtures/vectors/npm-registry-signatures';
const SHARED = '../shared/vectors';

interface Vector {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly keyid: string;
  readonly sig: string;
  readonly published: string | null;
}

const VECTORS = JSON.parse(readFileSync(`${OWN}/signatures.json`, 'utf8')) as readonly Vector[];
const LISTED = keysIn(JSON.parse(readFileSync(`${OWN}/keys.json`, 'utf8')) as Json);
const [OLD = '', NEW = ''] = LISTED.map(({ id }) => id);

function keysIn(json: Json): readonly ListedKey[] {
  return list(member(json, 'keys')).flatMap((key) => readRegistryKey(key) ?? []);
}

function micros(text: string): number {
  return Date.parse(text) * 1000;
}

function verdict(vector: Vector, keyring: Keyring, published?: number | 'unreadable'): string {
  return checkSignature({ ...vector, published }, vector, keyring).verdict;
}

/** A key pair as a registry would list it, and what it signs. */
function selfMade(curve = 'P-256') {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: curve });
  const listed: ListedKey = { id: 'SHA256:own', material: spki(publicKey), source: 'EV-00000001' };
  const signed = { name: 'a', version: '1.0.0', integrity: 'sha512-x' };
  const sig = sign('sha256', Buffer.from('a@1.0.0:sha512-x'), privateKey).toString('base64');
  return { listed, vector: { ...signed, keyid: 'SHA256:own', sig, published: null } };
}

function spki(key: KeyObject): string {
  return key.export({ format: 'der', type: 'spki' }).toString('base64');
}

describe('signatures of the registry', () => {
  it('are over name, version and integrity', () => {
    const signed = { name: '@a/b', version: '1.0.0', integrity: 'sha512-x', published: undefined };
    expect(signedText(signed)).toBe('@a/b@1.0.0:sha512-x');
  });

  it('are valid, all seven, also by the list in evidence alone', () => {
    expect(VECTORS).toHaveLength(7);
    const before = micros('2024-01-01T00:00:00Z');
    for (const keyring of [new Keyring(), new Keyring(LISTED, [])])
      expect(VECTORS.map((vector) => verdict(vector, keyring, before))).toEqual(VECTORS.map(() => 'valid'));
  });

  it.each(VECTORS)('$name@$version is of nothing else', (vector) => {
    const keyring = new Keyring();
    const at = micros('2024-01-01T00:00:00Z');
    const [first = ''] = vector.integrity.slice(20);
    const changed = [
      { ...vector, name: `${vector.name}x` },
      { ...vector, version: `${vector.version}1` },
      { ...vector, integrity: vector.integrity.replace(first, first === 'A' ? 'B' : 'A') },
      { ...vector, keyid: vector.keyid === OLD ? NEW : OLD },
      { ...vector, sig: `${vector.sig} ` },
      { ...vector, sig: vector.sig.slice(0, -8) },
      { ...vector, sig: '' },
    ];
    expect(changed.map((one) => verdict(one, keyring, at))).toEqual(changed.map(() => 'invalid'));
    expect(verdict({ ...vector, keyid: 'SHA256:other' }, keyring, at)).toBe('unknown-key');
  });

  it.each([
    ['2019-06-28T18:46:27.981Z', 'valid'],
    ['2025-01-28T23:59:59.999Z', 'valid'],
    ['2025-01-29T00:00:00.000Z', 'expired'],
    ['2026-01-01T00:00:00.000Z', 'expired'],
  ])('of the key that expired, of a version published at %s: %s', (published, expected) => {
    const [old] = VECTORS;
    expect(old && verdict(old, new Keyring(), micros(published))).toBe(expected);
  });

  it('of the key that expired tell less without a time', () => {
    const [old] = VECTORS;
    for (const published of [undefined, 'unreadable'] as const)
      expect(old && verdict(old, new Keyring(), published)).toBe('undated');
  });
});

describe('keys', () => {
  it('of evidence are told apart from those that npm publishes', () => {
    const { listed, vector } = selfMade();
    const result = checkSignature({ ...vector, published: undefined }, vector, new Keyring([listed]));
    expect(result).toMatchObject({ verdict: 'valid', key: { isPublished: false, sources: ['EV-00000001'] } });
    const [known] = new Keyring(LISTED.map((key) => ({ ...key, source: 'EV-00000002' }))).keys(NEW, 'npm:signatures');
    expect(known).toMatchObject({ isPublished: true, sources: ['EV-00000002'] });
  });

  it('of evidence never stand for one that npm publishes', () => {
    const { listed, vector } = selfMade();
    const keyring = new Keyring([{ ...listed, id: NEW }]);
    expect(keyring.refused).toMatchObject([{ id: NEW, source: 'EV-00000001', isImpostor: true }]);
    expect(verdict({ ...vector, keyid: NEW }, keyring)).toBe('invalid');
  });

  it.each([
    ['next year', 'its dates cannot be read'],
    ['', 'its dates cannot be read'],
    [Number.NaN, 'its dates cannot be read'],
    [true, 'its dates cannot be read'],
    [{}, 'its dates cannot be read'],
  ])('that expire %j are refused', (expires, why) => {
    const { listed, vector } = selfMade();
    const keyring = new Keyring([{ ...listed, expires }]);
    expect([keyring.refused[0]?.why, verdict(vector, keyring)]).toEqual([why, 'unknown-key']);
  });

  it('end when the first of all lists says so', () => {
    const [old] = VECTORS;
    const [key] = LISTED;
    const keyring = new Keyring([{ ...key, id: OLD, expires: '2019-01-01T00:00:00Z', source: 'EV-00000001' }]);
    expect(old && verdict(old, keyring, micros('2019-06-28T18:46:27Z'))).toBe('expired');
    const later = new Keyring([{ ...key, id: OLD, expires: null, source: 'EV-00000001' }]);
    expect(old && verdict(old, later, micros('2026-01-01T00:00:00Z'))).toBe('expired');
  });

  it.each([
    ['P-384', selfMade('P-384').listed.material, 'it is no ECDSA key on P-256'],
    ['Ed25519', spki(generateKeyPairSync('ed25519').publicKey), 'it is no ECDSA key on P-256'],
    ['no base64', 'MFkw EwYH', 'it is no public key'],
    ['nothing', undefined, 'it is no public key'],
  ])('of another kind are refused: %s', (_, material, why) => {
    expect(new Keyring([{ id: 'SHA256:own', material, source: 'EV-00000001' }]).refused).toMatchObject([{ why }]);
  });

  it('are for what their list says', () => {
    const { listed } = selfMade();
    const keyring = new Keyring([{ ...listed, usage: 'npm:attestations' }]);
    expect(keyring.keys('SHA256:own', 'npm:signatures')).toEqual([]);
    expect(keyring.keys('SHA256:own', 'npm:attestations')).toHaveLength(1);
  });
});

interface WycheproofTest {
  readonly tcId: number;
  readonly msg: string;
  readonly sig: string;
  readonly result: 'valid' | 'invalid' | 'acceptable';
}

interface Wycheproof {
  readonly testGroups: readonly {
    readonly publicKeyDer: string;
    readonly publicKey: { readonly pk?: string };
    readonly tests: readonly WycheproofTest[];
  }[];
}

function wycheproof(name: string): Wycheproof['testGroups'] {
  return (JSON.parse(readFileSync(`${SHARED}/wycheproof/testvectors_v1/${name}`, 'utf8')) as Wycheproof).testGroups;
}

function sharedVectors(): void {
  it('are the published keys', () => {
    const keys = JSON.parse(readFileSync(`${SHARED}/npm-registry-signatures/keys.tuf.json`, 'utf8')) as Json;
    const listed = keysIn(keys).map(({ id, usage, material, starts, expires }) => {
      return { id, usage, material, starts, ...(expires === undefined ? {} : { expires }) };
    });
    expect(PUBLISHED_KEYS).toEqual(listed);
  });

  it('ECDSA on P-256: 484 as Wycheproof says', () => {
    let count = 0;
    for (const { publicKeyDer, tests } of wycheproof('ecdsa_secp256r1_sha256_test.json')) {
      const key = createPublicKey({ key: Buffer.from(publicKeyDer, 'hex'), format: 'der', type: 'spki' });
      for (const { tcId, msg, sig, result } of tests) {
        const valid = verifyP256(key, Buffer.from(msg, 'hex'), Buffer.from(sig, 'hex'));
        expect([tcId, valid]).toEqual([tcId, result === 'valid']);
        count++;
      }
    }
    expect(count).toBe(484);
  });

  it('Ed25519: 151 as Wycheproof says', () => {
    let count = 0;
    for (const { publicKey, tests } of wycheproof('ed25519_test.json')) {
      const key = parseVkey(vkeyText('wycheproof', KEY_TYPE.ed25519, Buffer.from(publicKey.pk ?? '', 'hex')));
      for (const { tcId, msg, sig, result } of tests) {
        const valid = key.verify(Buffer.from(msg, 'hex'), Buffer.from(sig, 'hex'));
        expect([tcId, valid]).toEqual([tcId, result === 'valid']);
        count++;
      }
    }
    expect(count).toBe(151);
  });
}

if (existsSync(SHARED)) describe('the published vectors', sharedVectors);
