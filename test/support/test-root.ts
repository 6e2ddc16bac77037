import { readFileSync } from 'node:fs';
import { type Json, type JsonObject, list, member } from '../../src/core/json.ts';
import { readRegistryKey } from '../../src/formats/npm/registry-key.ts';
import type { ListedKey } from '../../src/integrity/npm-keyring.ts';
import { AXIOS } from './cases.ts';

/** JSON blocks of the note beside the axios files: the root that signed them, and the npm key. */
function blocks(): readonly Json[] {
  const note = readFileSync(`${AXIOS}/about.md`, 'utf8');
  return [...note.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => JSON.parse(json) as Json);
}

/** The trusted root that signed the attestations of the axios files. */
export function testRoot(): JsonObject {
  const root = blocks().find((block) => member(block, 'certificateAuthorities') !== undefined);
  return root as JsonObject;
}

/** The list of keys with the test key, as a registry answers. */
export function testKeys(): Json {
  return blocks().find((block) => member(block, 'keys') !== undefined) ?? null;
}

/** The test key, as if evidence had it. */
export function testKey(): ListedKey {
  const [key] = list(member(testKeys(), 'keys')).flatMap((json) => readRegistryKey(json) ?? []);
  if (key === undefined) throw new Error('the note has no key');
  return { ...key, source: 'EV-00000001' };
}

/** Provenance and publish attestation of axios@1.14.0, signed by the test root. */
export function attestations(): readonly Json[] {
  const answer = JSON.parse(readFileSync(`${AXIOS}/axios-1.14.0.attestations.json`, 'utf8')) as Json;
  return list(member(answer, 'attestations')).map((one) => member(one, 'bundle') ?? null);
}
