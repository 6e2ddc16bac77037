import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/core/digest.ts';
import { at, type Json, type JsonObject, list, member } from '../../src/core/json.ts';
import { loadSigstore } from '../../src/integrity/sigstore/library.ts';
import type { SourceContext, SourceVerdict } from '../../src/tasks/verify/source-check.ts';
import attestationsCheck, { checkAttestations } from '../../src/tasks/verify/sources/attestations.ts';
import { AXIOS, ingest, temporaryFolder } from '../support/cases.ts';
import { redact, texts } from '../support/redacting.ts';
import { axiosPackument, caseOf, verdictsOf } from '../support/source-cases.ts';
import { attestations as axiosBundles, testKeys, testRoot } from '../support/test-root.ts';

const folder = temporaryFolder();
const SHARED = '../shared/vectors';

/** By the root that signed the axios files. */
function byTestRoot(context: SourceContext): AsyncIterable<SourceVerdict> {
  return checkAttestations(context, loadSigstore, testRoot());
}

const AXIOS_ANSWER = JSON.parse(readFileSync(`${AXIOS}/axios-1.14.0.attestations.json`, 'utf8')) as Json;
const RUN = '23713546112';

describe('attestations in a case', () => {
  it('are compared with the manifest, and name the run', async () => {
    const db = await caseOf(folder, { 'a.json': JSON.parse(axiosPackument()) as Json, 'b.json': AXIOS_ANSWER });
    const found = await verdictsOf(db, byTestRoot);
    expect(found).toEqual([
      expect.stringMatching(
        /^I-UNKNOWN-KEY EV-[0-9a-f]{8}#\/attestations\/1 publish attestation of axios@1\.14\.0 does not verify/,
      ),
      expect.stringMatching(
        /^ok EV-[0-9a-f]{8}#\/attestations\/0 provenance of axios@1\.14\.0 verified: axios\/axios, \.github\/workflows\/publish\.yml, run \d+\.1, commit 44fc[0-9a-f]{36}; logged 2026-03-27T19:01:38\.000Z; digest as in EV-[0-9a-f]{8}#\/versions\/1\.14\.0; no record of the run in evidence$/,
      ),
      expect.stringMatching(/^ok an attestation proves who built/),
      'ok trusted root of sigstore: of 2026-05-26, 6 days old, good until 2026-11-20; it came with this program',
    ]);
  });

  it('are checked also where another one was redacted', async () => {
    const db = await caseOf(folder, { 'b.json': AXIOS_ANSWER });
    const first = [...texts(db)].find(([, text]) => text.includes('"entry":"event"'))?.[0] ?? '';
    expect((await redact(db, first, '--reason', 'a test')).exitCode).toBe(0);
    const found = await verdictsOf(db, byTestRoot);
    expect(found.filter((text) => /does not verify| verified: /.test(text))).toHaveLength(1);
  });

  it('of another tarball than the manifest has are evidence of alteration', async () => {
    const json = JSON.parse(axiosPackument()) as JsonObject;
    const integrity = at(json, 'versions', '1.14.0', 'dist', 'integrity');
    const other = JSON.parse(axiosPackument().replace(String(integrity), `sha512-${'B'.repeat(86)}==`)) as Json;
    const found = await verdictsOf(
      await caseOf(folder, { 'a.json': other, 'b.json': AXIOS_ANSWER, 'keys.json': testKeys() }),
      byTestRoot,
    );
    const bad = found.filter((text) => text.startsWith('F-ATTESTATION'));
    expect(bad).toHaveLength(2);
    expect(bad[0]).toMatch(/axios@1\.14\.0: it attests sha512-.*, EV-[0-9a-f]{8}#\/versions\/1\.14\.0 has sha512-BBBB/);
    expect(found.join('\n')).not.toContain(' verified: ');
  });

  it('by a key that only evidence has are not npm’s', async () => {
    const found = await verdictsOf(
      await caseOf(folder, { 'b.json': AXIOS_ANSWER, 'keys.json': testKeys() }),
      byTestRoot,
    );
    expect(found[0]).toMatch(
      /^I-UNKNOWN-KEY .*publish attestation of axios@1\.14\.0 is signed with a key that only EV-[0-9a-f]{8} vouches for$/,
    );
  });

  it('that were changed do not verify', async () => {
    const [provenance = null] = axiosBundles();
    const payload = String(at(provenance, 'dsseEnvelope', 'payload'));
    const text = Buffer.from(payload, 'base64').toString().replace('axios@1.14.0', 'axios@1.14.1');
    const changed = JSON.parse(
      JSON.stringify(AXIOS_ANSWER).replace(payload, Buffer.from(text).toString('base64')),
    ) as Json;
    const found = await verdictsOf(await caseOf(folder, { 'b.json': changed }), byTestRoot);
    expect(found[0]).toMatch(
      /^F-ATTESTATION EV-[0-9a-f]{8}#\/attestations\/0 provenance of axios@1\.14\.1 does not verify: /,
    );
  });

  it('by themselves, of several members, also with line breaks, are read as they were', async () => {
    const [provenance = null] = axiosBundles();
    const evidence = join(folder, 'pretty');
    mkdirSync(evidence);
    writeFileSync(join(evidence, 'a.sigstore.json'), JSON.stringify(provenance, undefined, 2));
    const db = join(folder, 'pretty.db');
    await ingest(db, evidence);
    expect((await verdictsOf(db, byTestRoot))[0]).toMatch(
      /^ok EV-[0-9a-f]{8}#\/dsseEnvelope provenance of axios@1\.14\.0 verified: /,
    );
  });

  it('in what npm audit printed must be of the version beside them', async () => {
    const [provenance = null] = axiosBundles();
    const answer = (version: string): Json => ({
      invalid: [],
      missing: [],
      verified: [
        {
          name: 'axios',
          version,
          attestationBundles: [{ predicateType: 'https://slsa.dev/provenance/v1', bundle: provenance }],
        },
      ],
    });
    expect((await verdictsOf(await caseOf(folder, { 'a.json': answer('1.14.0') }), byTestRoot))[0]).toMatch(
      /^ok .* verified: /,
    );
    const found = await verdictsOf(await caseOf(folder, { 'a.json': answer('1.14.1') }), byTestRoot);
    expect(found[0]).toMatch(/^F-ATTESTATION .*beside it stands the version 1\.14\.1, the statement 1\.14\.0$/);
  });

  it('are joined to the record of their run, and differ from it where they do', async () => {
    const run = (id: string, sha: string): Json => ({
      workflow_runs: [
        {
          id: Number(id),
          name: 'publish',
          path: '.github/workflows/publish.yml',
          run_number: 7,
          run_attempt: 1,
          event: 'push',
          status: 'completed',
          conclusion: 'success',
          head_branch: 'v1.14.0',
          head_sha: sha,
          created_at: '2026-03-27T19:00:00Z',
          run_started_at: '2026-03-27T19:00:00Z',
          updated_at: '2026-03-27T19:02:00Z',
          repository: { full_name: 'axios/axios' },
        },
      ],
      total_count: 1,
    });
    const alone = await verdictsOf(await caseOf(folder, { 'b.json': AXIOS_ANSWER }), byTestRoot);
    const [, id = RUN, sha = ''] = /run (\d+)\.1, commit ([0-9a-f]{40})/.exec(alone.join('\n')) ?? [];
    const same = await verdictsOf(
      await caseOf(folder, { 'b.json': AXIOS_ANSWER, 'runs.json': run(id, sha) }),
      byTestRoot,
    );
    expect(same.join('\n')).toMatch(/ verified: .*; the run is in EV-[0-9a-f]{8}/);
    expect(same.join('\n')).not.toContain('N-ATTESTATION');
    const other = await verdictsOf(
      await caseOf(folder, { 'b.json': AXIOS_ANSWER, 'runs.json': run(id, 'f'.repeat(40)) }),
      byTestRoot,
    );
    expect(other.join('\n')).toMatch(/N-ATTESTATION .*the certificate names commit 44fc.*has f{40} for this run/);
  });

  it('tell how old the trusted root is, and prove less where less is asked for', async () => {
    const db = await caseOf(folder, { 'b.json': AXIOS_ANSWER });
    const now = Date.parse('2026-12-31T00:00:00Z') * 1000;
    const found = await verdictsOf(db, byTestRoot, now);
    expect(found.at(-1)).toMatch(/^ok trusted root of sigstore: of 2026-05-26, 21\d days old, expired 2026-11-20/);
    const asked = await verdictsOf(db, (context) => byTestRoot({ ...context, maxAge: 30 * 86_400e6 }), now);
    expect(asked.at(-1)).toMatch(/^I-STALE the trusted root of sigstore is 21\d days old/);
    expect((await verdictsOf(db, byTestRoot, 0)).at(-1)).toMatch(/^ok trusted root .*made after the moment/);
  });

  it('are not checked without the library', async () => {
    const db = await caseOf(folder, { 'b.json': AXIOS_ANSWER });
    const found = await verdictsOf(db, (context) => checkAttestations(context, () => Promise.resolve(undefined)));
    expect(found).toEqual([expect.stringMatching(/^I-NOT-CHECKED provenance: 2 attestations not checked \(first EV-/)]);
  });

  it('are not asked for where there are none', async () => {
    const db = await caseOf(folder, { 'a.json': JSON.parse(axiosPackument()) as Json });
    expect(await verdictsOf(db, byTestRoot)).toEqual([]);
  });
});

/** An entry of the log as its API answers, out of a bundle. */
function logEntryOf(bundle: Json, change: JsonObject = {}): Json {
  const [entry = null] = list(at(bundle, 'verificationMaterial', 'tlogEntries'));
  const body = String(member(entry, 'canonicalizedBody'));
  const leaf = sha256(Buffer.concat([Buffer.of(0), Buffer.from(body, 'base64')]));
  const answer = {
    body,
    integratedTime: Number(member(entry, 'integratedTime')),
    logID: Buffer.from(String(at(entry, 'logId', 'keyId')), 'base64').toString('hex'),
    logIndex: Number(member(entry, 'logIndex')),
    attestation: { data: at(bundle, 'dsseEnvelope', 'payload') ?? null },
    verification: { signedEntryTimestamp: at(entry, 'inclusionPromise', 'signedEntryTimestamp') ?? null },
  };
  return { [`000000000000002a${leaf}`]: { ...answer, ...change } };
}

describe('log entries in a case', () => {
  const [provenance = null] = axiosBundles();

  it('are verified by the promise of the log', async () => {
    const db = await caseOf(folder, { 'a.json': logEntryOf(provenance) });
    expect(await verdictsOf(db, byTestRoot)).toEqual([
      'ok 1 entry of the transparency log verified: the log promised to hold this, from that time',
      expect.stringMatching(/^ok trusted root of sigstore/),
    ]);
    expect((await verdictsOf(db, attestationsCheck.run))[0]).toMatch(/^I-UNKNOWN-KEY .*no transparency log/);
  });

  const other = Buffer.from(
    '{"predicateType":"https://slsa.dev/provenance/v1","subject":[{"name":"pkg:npm/axios@9.9.9"}]}',
  );
  it.each<[string, JsonObject, string]>([
    ['time', { integratedTime: 1774638099 }, 'F-ATTESTATION'],
    ['index', { logIndex: 5 }, 'F-ATTESTATION'],
    ['statement', { attestation: { data: other.toString('base64') } }, 'F-ATTESTATION'],
    ['promise', { verification: {} }, 'I-NOT-CHECKED'],
  ])('with another %s do not verify', async (_, change, code) => {
    const db = await caseOf(folder, { 'a.json': logEntryOf(provenance, change) });
    const found = await verdictsOf(db, byTestRoot);
    expect(found).toEqual([
      expect.stringMatching(new RegExp(`^${code} EV-[0-9a-f]{8}#/[0-9a-f]{80} log entry does not verify: `)),
    ]);
  });

  it('under the name of another entry do not verify', async () => {
    const [entry = null] = Object.values(logEntryOf(provenance) as JsonObject);
    const found = await verdictsOf(await caseOf(folder, { 'a.json': { ['a'.repeat(64)]: entry } }), byTestRoot);
    expect(found).toEqual([expect.stringMatching(/^F-ATTESTATION .*its name is that of another entry$/)]);
  });
});

/** Real attestations, with a manifest that has the digest they attest. */
function sharedVectors(): void {
  const answer = JSON.parse(
    readFileSync(`${SHARED}/npm-cli-attestations/test/fixtures/sigstore/valid-sigstore-attestations.json`, 'utf8'),
  ) as Json;
  const payload = String(at(list(member(answer, 'attestations'))[0], 'bundle', 'dsseEnvelope', 'payload'));
  const [subject = null] = list(member(JSON.parse(Buffer.from(payload, 'base64').toString()) as Json, 'subject'));
  const integrity = `sha512-${Buffer.from(String(at(subject, 'digest', 'sha512')), 'hex').toString('base64')}`;
  const byRealRoot = attestationsCheck.run;
  const document = (digest: string, published: string): Json => ({
    _id: 'sigstore',
    name: 'sigstore',
    'dist-tags': {},
    versions: {
      '1.0.0': {
        name: 'sigstore',
        version: '1.0.0',
        dist: { integrity: digest },
        repository: { type: 'git', url: 'git+https://github.com/sigstore/sigstore-js.git' },
      },
    },
    time: { created: '2022-01-01T00:00:00.000Z', modified: published, '1.0.0': published },
  });

  it('verify, of the right tarball', async () => {
    const db = await caseOf(folder, { 'a.json': document(integrity, '2023-02-09T17:56:03.000Z'), 'b.json': answer });
    const found = await verdictsOf(db, byRealRoot);
    expect(found.filter((text) => !text.startsWith('ok '))).toEqual([]);
    expect(found[0]).toMatch(
      /provenance of sigstore@1\.0\.0 verified: sigstore\/sigstore-js, .*run 4137028816\.1, .*digest as in EV-/,
    );
    expect(found[1]).toMatch(/publish attestation of sigstore@1\.0\.0 verified: signed by npm; .*digest as in EV-/);
  });

  it('show another tarball, and a time of the publish that cannot be', async () => {
    const other = `sha512-${'C'.repeat(86)}==`;
    const found = await verdictsOf(
      await caseOf(folder, { 'a.json': document(other, '2023-02-09T17:56:03.000Z'), 'b.json': answer }),
      byRealRoot,
    );
    expect(found.filter((text) => text.startsWith('F-ATTESTATION'))).toHaveLength(2);
    const early = await caseOf(folder, { 'a.json': document(integrity, '2023-01-01T00:00:00.000Z'), 'b.json': answer });
    expect((await verdictsOf(early, byRealRoot))[0]).toMatch(
      /^N-ATTESTATION .*long after the publish by the packument's time/,
    );
  });
}

if (existsSync(SHARED)) describe('real attestations in a case', sharedVectors);
