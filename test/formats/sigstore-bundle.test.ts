import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { readSigner } from '../../src/formats/npm/certificate.ts';
import { integrityOf } from '../../src/formats/npm/signature.ts';
import attestations from '../../src/formats/npm-attestations.ts';
import bundle from '../../src/formats/sigstore-bundle.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const score = (text: string): number => bundle.recognise(sampleOf(parseNaively(text)));

function fixture(name: string): string {
  return readFileSync(`fixtures/formats/sigstore-bundle/${name}/input.json`, 'utf8');
}

function eventsOf(outs: ReturnType<typeof readNaively>): readonly unknown[] {
  return outs.flatMap((out) => (out.kind === 'event' ? [out.event] : []));
}

describe('a bundle', () => {
  it.each([
    'single-bundle',
    'npm-publish',
    'other-predicate',
    'message-signature-of-a-person',
  ])('%s tells the same by itself and in the registry’s answer', (name) => {
    const alone = eventsOf(readNaively(bundle, fixture(name)));
    const answer = JSON.stringify({ attestations: [{ predicateType: 'x', bundle: JSON.parse(fixture(name)) }] });
    expect(alone.length).toBe(1);
    expect(eventsOf(readNaively(attestations, answer))).toEqual(alone);
    expect([score(fixture(name)), score(answer)]).toEqual([80, 0]);
    expect(attestations.recognise(sampleOf(parseNaively(fixture(name))))).toBe(0);
  });

  it.each([
    '{"mediaType":"application/json"}',
    '{"dsseEnvelope":{}}',
    '{"verificationMaterial":{}}',
    '[]',
  ])('is not %s', (text) => expect(score(text)).toBe(0));
});

describe('readSigner', () => {
  const { verificationMaterial } = JSON.parse(fixture('message-signature-of-a-workflow')) as JsonObject;
  const { certificate } = verificationMaterial as JsonObject;
  const { rawBytes } = certificate as { readonly rawBytes: string };

  it('reads PEM and bare base64 alike', () => {
    const pem = `-----BEGIN CERTIFICATE-----\n${rawBytes.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
    expect(readSigner(pem)).toEqual(readSigner(rawBytes));
    expect(readSigner(pem)?.run?.repo).toBe('acme/widget');
  });

  it('never throws on a damaged one', () => {
    const bytes = Buffer.from(rawBytes, 'base64');
    for (let i = 0; i < bytes.length; i++) {
      const damaged = Buffer.from(bytes);
      damaged[i] = (damaged[i] ?? 0) ^ 0xff;
      expect(() => readSigner(damaged.toString('base64'))).not.toThrow();
      expect(() => readSigner(bytes.subarray(0, i).toString('base64'))).not.toThrow();
    }
  });

  it.each([
    '',
    'MIIB',
    'not base64!',
    'A'.repeat(100_000),
    '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----',
  ])('names nobody in %.30j', (text) => expect(readSigner(text)).toBeUndefined());
});

it('integrityOf knows the lengths of digests', () => {
  expect(integrityOf('sha256', Buffer.alloc(32))).toMatch(/^sha256-A{43}=$/);
  expect(integrityOf('sha256', Buffer.alloc(31))).toBeUndefined();
  expect(integrityOf('__proto__', Buffer.alloc(32))).toBeUndefined();
  expect(integrityOf('sha3_256', Buffer.alloc(32))).toBeUndefined();
});

const VECTORS = '../shared/vectors/sigstore-conformance/test/assets/bundle-verify';

if (existsSync(VECTORS)) {
  describe('bundles of the conformance suite', () => {
    const folders = readdirSync(VECTORS, { recursive: true, encoding: 'utf8' });
    const bundles = folders.filter((file) => file.endsWith('bundle.sigstore.json'));

    it.each(bundles)('%s gives one answer, and does not throw', (file) => {
      const outs = readNaively(bundle, readFileSync(join(VECTORS, file), 'utf8'));
      expect(outs.filter((out) => out.kind === 'event' || out.kind === 'problem').length).toBeLessThanOrEqual(1);
    });

    it('most of them tell who signed, and when', () => {
      const found = bundles.flatMap((file) => eventsOf(readNaively(bundle, readFileSync(join(VECTORS, file), 'utf8'))));
      expect(found.length).toBeGreaterThan(bundles.length * 0.7);
      const steps = found.filter((event) => (event as { readonly repo?: string }).repo !== undefined);
      expect(steps.length).toBeGreaterThan(found.length / 2);
    });

    it('looked at some', () => expect(bundles.length).toBeGreaterThan(20));
  });
}
