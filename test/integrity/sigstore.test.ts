import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { at, type Json, type JsonObject, list, member, text } from '../../src/core/json.ts';
import { Keyring } from '../../src/integrity/npm-keyring.ts';
import { type BundleCheck, BundleChecker } from '../../src/integrity/sigstore/bundle-check.ts';
import { loadSigstore, type Sigstore } from '../../src/integrity/sigstore/library.ts';
import { TRUSTED_ROOT } from '../../src/integrity/sigstore/trusted-root.ts';
import { attestations, testKey, testRoot } from '../support/test-root.ts';

const SHARED = '../shared/vectors';

let sigstore: Sigstore;

beforeAll(async () => {
  const loaded = await loadSigstore();
  if (loaded === undefined) throw new Error('@sigstore/verify is not installed');
  sigstore = loaded;
});

function read(path: string): Json {
  return JSON.parse(readFileSync(path, 'utf8')) as Json;
}

function verdicts(path: string): readonly BundleCheck['verdict'][] {
  const checker = new BundleChecker(sigstore, TRUSTED_ROOT, new Keyring());
  const bundles = list(member(read(path), 'attestations')).map((one) => member(one, 'bundle') ?? null);
  return bundles.map((bundle) => checker.check(bundle).verdict);
}

/** A copy in which one member is another. */
function changed(json: Json, path: readonly string[], value: Json): Json {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (Array.isArray(json)) return json.map((item: Json, i) => (String(i) === name ? changed(item, rest, value) : item));
  return { ...(json as JsonObject), [name]: changed(member(json, name) ?? null, rest, value) };
}

describe('a bundle', () => {
  const [provenance = null, publish = null] = attestations();

  it('verifies by the root that signed it, and by no other', () => {
    const own = new BundleChecker(sigstore, testRoot(), new Keyring([testKey()]));
    expect(own.check(provenance)).toEqual({ verdict: 'verified' });
    expect(own.check(publish)).toMatchObject({ verdict: 'verified', key: { isPublished: false } });
    const real = new BundleChecker(sigstore, TRUSTED_ROOT, new Keyring());
    const unknown = [real.check(provenance), real.check(publish)];
    expect(unknown).toMatchObject([
      { verdict: 'unknown', why: expect.stringContaining('no authority') },
      { verdict: 'unknown', why: expect.stringContaining('nothing is known of the key') },
    ]);
  });

  const material = ['verificationMaterial'];
  const entry = [...material, 'tlogEntries', '0'];
  it.each([
    ['payload', ['dsseEnvelope', 'payload'], 'e30='],
    ['signature', ['dsseEnvelope', 'signatures', '0', 'sig'], 'MEUCIQDYYYYY'],
    ['time of the log', [...entry, 'integratedTime'], '1774638099'],
    ['promise of the log', [...entry, 'inclusionPromise', 'signedEntryTimestamp'], 'MEUCIQDYYYYY'],
    ['index in the log', [...entry, 'logIndex'], '700000002'],
    ['body of the entry', [...entry, 'canonicalizedBody'], 'e30='],
    ['all of the log', [...material, 'tlogEntries'], []],
    ['certificate', [...material, 'x509CertificateChain', 'certificates', '0', 'rawBytes'], 'MIIB'],
    ['version', ['mediaType'], 'application/vnd.dev.sigstore.bundle+json;version=9'],
    ['material', material, null],
  ])('with another %s fails', (_, path, value) => {
    const own = new BundleChecker(sigstore, testRoot(), new Keyring([testKey()]));
    expect(own.check(changed(provenance, path, value)).verdict).toBe('failed');
  });

  it.each([
    ['a log', [...entry, 'logId', 'keyId'], 'bG9nIG9uZQ=='],
    ['a key', ['dsseEnvelope', 'signatures', '0', 'keyid'], 'SHA256:other'],
  ])('that names %s of which nothing is known tells nothing', (_, path, value) => {
    const own = new BundleChecker(sigstore, testRoot(), new Keyring([testKey()]));
    expect(own.check(changed(provenance, path, value)).verdict).toBe('unknown');
  });

  it.each([
    null,
    '',
    0,
    [],
    {},
    { verificationMaterial: {} },
    { dsseEnvelope: {}, verificationMaterial: { tlogEntries: [null] } },
  ])('that is %j fails', (bundle) => {
    const own = new BundleChecker(sigstore, testRoot(), new Keyring());
    expect(own.check(bundle as Json).verdict).toBe('failed');
  });

  it('of a file that is not there is not checked', () => {
    const own = new BundleChecker(sigstore, testRoot(), new Keyring());
    const { dsseEnvelope: _, ...rest } = provenance as JsonObject;
    expect(own.check({ ...rest, messageSignature: {} })).toMatchObject({ verdict: 'unchecked' });
  });
});

describe('the library', () => {
  it('may be missing, as an optional dependency is', async () => {
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    expect(await loadSigstore(() => Promise.reject(missing))).toBeUndefined();
    await expect(loadSigstore(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});

/** Of 70 cases of sigstore-conformance these two come out otherwise, and why. */
const KNOWN_DIFFERENCES = new Map([
  [
    'rekor2-dsse-happy-path',
    'unchecked: @sigstore/verify 3.1.1 knows no envelopes in the second generation of the log',
  ],
  [
    'trust-root-tlog-missing-validity-start_fail',
    'verified: a log without a beginning counts as of ever; ours have one',
  ],
]);

const CONFORMANCE = `${SHARED}/sigstore-conformance/test/assets/bundle-verify`;

/** Whether a case verifies: against its own root, key and artifact, where it has them. */
function conforms(name: string): boolean {
  const own = (file: string): string | undefined => {
    const path = join(CONFORMANCE, name, file);
    return existsSync(path) ? path : undefined;
  };
  const root = own('trusted_root.json');
  const artifact = readFileSync(own('artifact') ?? join(CONFORMANCE, 'a.txt'));
  try {
    const bundle = read(join(CONFORMANCE, name, 'bundle.sigstore.json'));
    const pem = own('key.pub');
    const id = text(at(bundle, 'verificationMaterial', 'publicKey', 'hint')) ?? '';
    const material = pem && readFileSync(pem, 'utf8').replace(/-----[^-]*-----|\s/g, '');
    const keyring = material === undefined ? new Keyring() : new Keyring([{ id, material }], []);
    const trusted = root === undefined ? TRUSTED_ROOT : (read(root) as JsonObject);
    return new BundleChecker(sigstore, trusted, keyring).check(bundle, artifact).verdict === 'verified';
  } catch {
    return false;
  }
}

function sharedVectors(): void {
  it('are the shipped root', () => {
    expect(TRUSTED_ROOT).toEqual(read(`${SHARED}/sigstore-tuf-seeds/trusted_root.json`));
  });

  const cases = readdirSync(CONFORMANCE, { withFileTypes: true }).filter((entry) => entry.isDirectory());

  it('of sigstore-conformance: 70 cases, 68 as expected, two known differences', () => {
    const names = cases.map(({ name }) => name).sort();
    const different = names.filter((name) => conforms(name) === name.endsWith('_fail'));
    expect([names.length, different]).toEqual([70, [...KNOWN_DIFFERENCES.keys()]]);
  });

  it.each([
    ['npm-attestations', 'valid', ['verified', 'verified']],
    ['npm-cli-attestations', 'valid-sigstore', ['verified', 'verified']],
    ['npm-cli-attestations', 'valid-tuf-js', ['verified', 'verified']],
    ['npm-attestations', 'invalid', ['verified', 'failed']],
    ['npm-attestations', 'malformed-subject', ['verified', 'failed']],
    ['npm-attestations', 'mismatched-subject-name', ['verified', 'failed']],
    ['npm-attestations', 'mismatched-subject-digest', ['verified', 'failed']],
    ['npm-attestations', 'mismatched-keyid', ['unknown', 'verified']],
    ['npm-attestations', 'no-keyid', ['failed', 'verified']],
    ['npm-attestations', 'unsupported', ['verified', 'failed']],
  ])('%s: %s', (folder, name, expected) => {
    expect(verdicts(`${SHARED}/${folder}/test/fixtures/sigstore/${name}-attestations.json`)).toEqual(expected);
  });
}

if (existsSync(SHARED)) describe('the published vectors', sharedVectors);
