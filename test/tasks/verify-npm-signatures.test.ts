import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Json, type JsonObject, member } from '../../src/core/json.ts';
import npmSignatures from '../../src/tasks/verify/sources/npm-signatures.ts';
import { temporaryFolder } from '../support/cases.ts';
import { axiosPackument, caseOf, verdictsOf } from '../support/source-cases.ts';
import { testKeys } from '../support/test-root.ts';

const folder = temporaryFolder();
const VECTORS = 'fixtures/vectors/npm-registry-signatures';
const CLAIMED = 'ok said to have provenance: 1 version of 1 package; only an attestation in evidence can show it';
const ISSUED = 'the registry issued this; malicious versions have one too';

interface Vector {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly keyid: string;
  readonly sig: string;
}

const SIGNED = JSON.parse(readFileSync(`${VECTORS}/signatures.json`, 'utf8')) as readonly Vector[];

function manifestOf({ name, version, integrity, keyid, sig }: Vector, more: JsonObject = {}): JsonObject {
  return { name, version, dist: { integrity, signatures: [{ keyid, sig }] }, ...more };
}

/** A packument of real versions with their real signatures. */
function packument(
  vectors: readonly Vector[],
  published: Json,
  change: (json: JsonObject) => Json = (json) => json,
): Json {
  const versions = Object.fromEntries(vectors.map((vector) => [vector.version, manifestOf(vector)]));
  const own = Object.fromEntries(vectors.map(({ version }) => [version, published]));
  const time = { created: '2010-01-01T00:00:00.000Z', modified: '2026-05-01T00:00:00.000Z', ...own };
  const [{ name } = { name: '' }] = vectors;
  return change({ _id: name, name, 'dist-tags': {}, versions, time });
}

const NEWER = SIGNED.slice(3);
const [OLD] = SIGNED;

function signaturesIn(db: string): Promise<readonly string[]> {
  return verdictsOf(db, npmSignatures.run);
}

describe('registry signatures in a case', () => {
  it('that are valid are counted once, with what they do not say', async () => {
    const document = packument(NEWER, '2026-05-01T00:00:00.000Z');
    const db = await caseOf(folder, {
      'a.20260601T000000Z.json': document,
      'a.20260602T000000Z.json': { ...(document as JsonObject), description: 'later' },
    });
    const found = await signaturesIn(db);
    expect(found).toEqual([
      expect.stringMatching(/^ok valid signature of npm: 4 versions of 1 package \(SHA256:DhQ8[^ ]*\): /),
      expect.stringMatching(/^ok registry signatures cover .*; not when or by whom .*dependencies, or the dist-tags$/),
    ]);
    expect(found.join('\n').split(ISSUED)).toHaveLength(2);
  });

  it('are found in manifests and in what npm view prints', async () => {
    const [first, second] = NEWER;
    if (first === undefined || second === undefined) throw new Error('no vectors');
    const stamped = { _npmOperationalInternal: { tmp: 'tmp/a_1_1772359199848_0.42' } };
    const db = await caseOf(folder, {
      'manifest.json': manifestOf(first, { ...stamped, _id: `${first.name}@${first.version}` }),
      'view.json': {
        ...manifestOf(second),
        versions: [second.version],
        time: { [second.version]: '2026-05-01T00:00:00.000Z' },
      },
    });
    expect((await signaturesIn(db))[0]).toContain('valid signature of npm: 2 versions of 1 package ');
  });

  it.each([
    ['integrity', (dist: JsonObject) => ({ ...dist, integrity: `sha512-${'A'.repeat(86)}==` })],
    ['signature', (dist: JsonObject) => ({ ...dist, signatures: [{ keyid: NEWER[0]?.keyid ?? '', sig: 'MEUC' }] })],
  ])('of a version whose %s was changed are evidence of that', async (_, change) => {
    const document = packument(NEWER, '2026-05-01T00:00:00.000Z', (json) => {
      const versions = member(json, 'versions') as Record<string, JsonObject>;
      const manifest = versions['2.1.96'] ?? {};
      return {
        ...json,
        versions: { ...versions, '2.1.96': { ...manifest, dist: change(manifest['dist'] as JsonObject) } },
      };
    });
    const found = await signaturesIn(await caseOf(folder, { 'a.20260601T000000Z.json': document }));
    expect(found[0]).toMatch(
      /^F-NPM-SIGNATURE EV-[0-9a-f]{8}#\/versions\/2\.1\.96 @anthropic-ai\/claude-code@2\.1\.96: /,
    );
    expect(found[1]).toContain('valid signature of npm: 3 versions of 1 package ');
  });

  it('of one version that stand at another are evidence of that', async () => {
    const document = packument(NEWER, '2026-05-01T00:00:00.000Z', (json) => {
      const versions = member(json, 'versions') as Record<string, JsonObject>;
      return { ...json, versions: { ...versions, '2.1.112': versions['2.1.94'] ?? null } };
    });
    const found = await signaturesIn(await caseOf(folder, { 'a.json': document }));
    expect(found[0]).toMatch(/^F-NPM-SIGNATURE EV-[0-9a-f]{8}#\/versions\/2\.1\.112 /);
  });

  it('of a key that had expired when the version was published are evidence of that', async () => {
    const late = packument(OLD === undefined ? [] : [OLD], '2025-03-01T00:00:00.000Z');
    expect(await signaturesIn(await caseOf(folder, { 'a.json': late }))).toEqual([
      expect.stringMatching(
        /^F-NPM-SIGNATURE .*which expired 2025-01-29T00:00:00\.000Z, before the publish at 2025-03-01T/,
      ),
    ]);
    const early = packument(OLD === undefined ? [] : [OLD], '2019-06-28T18:46:27.981Z');
    expect((await signaturesIn(await caseOf(folder, { 'a.json': early })))[0]).toContain(ISSUED);
  });

  it('of a key that expired do not count where no time of the publish can be read', async () => {
    const undated = packument(OLD === undefined ? [] : [OLD], null, ({ time: _, ...rest }) => rest);
    const found = await signaturesIn(await caseOf(folder, { 'a.json': undated }));
    expect(found).toEqual([expect.stringMatching(/^I-NOT-CHECKED .*whether that had expired by then is not known/)]);
  });

  it('of an unknown key are told, by key', async () => {
    const found = await signaturesIn(await caseOf(folder, { 'a.json': JSON.parse(axiosPackument()) as Json }));
    expect(found).toEqual([
      expect.stringMatching(
        /^I-UNKNOWN-KEY EV-[0-9a-f]{8}#\/versions\/0\.30\.3 axios@0\.30\.3: .*; 4 versions of 1 package in all$/,
      ),
      CLAIMED,
    ]);
  });

  it('of a key that only evidence vouches for do not count as npm’s', async () => {
    const db = await caseOf(folder, { 'a.json': JSON.parse(axiosPackument()) as Json, 'keys.json': testKeys() });
    const found = await signaturesIn(db);
    expect(found).toEqual([
      expect.stringMatching(/^I-UNKNOWN-KEY .*only this evidence vouches for .*; 4 versions of 1 package in all$/),
      CLAIMED,
    ]);
    const changed = axiosPackument().replace('"integrity":"sha512-', '"integrity":"sha512-AAAA');
    const other = await caseOf(folder, { 'a.json': JSON.parse(changed) as Json, 'keys.json': testKeys() });
    expect((await signaturesIn(other))[0]).toMatch(/^F-NPM-SIGNATURE /);
  });

  it('cannot be made good by a list that gives npm’s name to another key', async () => {
    const keys = JSON.parse(JSON.stringify(testKeys()).replace(/SHA256:testkey[^"]*/, NEWER[0]?.keyid ?? '')) as Json;
    const found = await signaturesIn(
      await caseOf(folder, { 'a.json': packument(NEWER, '2026-05-01T00:00:00Z'), 'keys.json': keys }),
    );
    expect(found[0]).toMatch(/^F-NPM-SIGNATURE EV-[0-9a-f]{8} lists a key as SHA256:DhQ8/);
    expect(found[1]).toContain('valid signature of npm: 4 versions of 1 package ');
  });

  it('that are missing tell something only where others of the package have one', async () => {
    const without = (json: JsonObject): Json => {
      const versions = member(json, 'versions') as Record<string, JsonObject>;
      return {
        ...json,
        versions: { ...versions, '2.1.96': { name: json['name'] ?? '', version: '2.1.96', dist: {} } },
      };
    };
    const partly = await caseOf(folder, { 'a.json': packument(NEWER, '2026-05-01T00:00:00.000Z', without) });
    expect((await signaturesIn(partly))[0]).toMatch(
      /^I-NOT-CHECKED .*2\.1\.96: no registry signature, though other versions/,
    );
    const bare = packument(NEWER, '2026-05-01T00:00:00.000Z', (json) => ({
      ...json,
      versions: { '2.1.96': { version: '2.1.96' } },
    }));
    expect(await signaturesIn(await caseOf(folder, { 'a.json': bare }))).toEqual([
      'ok no registry signature to check: 1 version of 1 package',
    ]);
  });

  it('say the same whatever was ingested first', async () => {
    const both = [JSON.parse(axiosPackument()) as Json, packument(NEWER, '2026-05-01T00:00:00.000Z')];
    const [a = null, b = null] = both;
    expect(await signaturesIn(await caseOf(folder, { '1.json': a, '2.json': b }))).toEqual(
      await signaturesIn(await caseOf(folder, { '1.json': b, '2.json': a })),
    );
  });
});
