import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Format, Out } from '../../src/core/format.ts';
import type { Json } from '../../src/core/json.ts';
import access from '../../src/formats/npm-access.ts';
import attestations from '../../src/formats/npm-attestations.ts';
import error from '../../src/formats/npm-error.ts';
import keys from '../../src/formats/npm-keys.ts';
import manifest from '../../src/formats/npm-manifest.ts';
import org from '../../src/formats/npm-org.ts';
import owner from '../../src/formats/npm-owner.ts';
import packument from '../../src/formats/npm-packument.ts';
import profile from '../../src/formats/npm-profile.ts';
import stage from '../../src/formats/npm-stage.ts';
import team from '../../src/formats/npm-team.ts';
import tokenList from '../../src/formats/npm-token-list.ts';
import tokenParseable from '../../src/formats/npm-token-parseable.ts';
import trust from '../../src/formats/npm-trust.ts';
import view from '../../src/formats/npm-view.ts';
import viewTime from '../../src/formats/npm-view-time.ts';
import packageJson from '../../src/formats/package-json.ts';
import rekor from '../../src/formats/rekor-entry.ts';
import bundle from '../../src/formats/sigstore-bundle.ts';
import { parseNaively, readNaively, recordsOf, sampleOf } from '../support/naive.ts';

const FORMATS: readonly Format[] = [
  access,
  attestations,
  bundle,
  error,
  keys,
  manifest,
  org,
  owner,
  packageJson,
  packument,
  profile,
  rekor,
  stage,
  team,
  tokenList,
  tokenParseable,
  trust,
  view,
  viewTime,
];

/** Fixtures that show what a format does with input which is not its own, and is read only when named with `--as`. */
const FORCED: ReadonlySet<string> = new Set([
  ...readdirSync('fixtures/formats/generic-jsonl').map((name) => `generic-jsonl/${name}`),
  'npm-access/hostile',
  'npm-access/nothing-readable',
  'npm-error/hostile',
  'npm-keys/empty-list',
  'npm-keys/nothing-readable',
  'npm-manifest/no-name',
  'npm-manifest/no-version',
  'npm-org/hostile',
  'npm-owner/not-owners',
  'npm-owner/notices-and-damage',
  'npm-profile/no-2fa-no-name',
  'npm-stage/nothing-readable',
  'npm-team/hostile',
  'npm-team/nothing-readable',
  'npm-team/typical',
  'npm-token-list/empty-list',
  'npm-token-list/nothing-readable',
  'npm-token-parseable/no-header',
  'npm-trust/hostile',
  'package-json/no-name',
  'npm-view-time/hostile',
]);

interface Input {
  readonly name: string;
  readonly text: string;
}

function fixtures(): readonly Input[] {
  const root = 'fixtures/formats';
  return FORMATS.flatMap(({ id }) =>
    readdirSync(join(root, id)).map((name) => {
      const file = readdirSync(join(root, id, name)).find((entry) => entry.startsWith('input')) ?? '';
      return { name: `${id}/${name}`, text: readFileSync(join(root, id, name, file), 'utf8') };
    }),
  );
}

const SAMPLES = '../shared/samples';

function samples(): readonly Input[] {
  if (!existsSync(SAMPLES)) return [];
  const files = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' });
  const wanted = files.filter((file) => file !== 'sources.txt' && statSync(join(SAMPLES, file)).isFile());
  return wanted.map((name) => ({ name, text: readFileSync(join(SAMPLES, name), 'utf8') }));
}

/** Who recognises it, most specific first. */
function ranking(text: string): readonly (readonly [string, number])[] {
  const sample = sampleOf(parseNaively(text));
  const scores = FORMATS.map((format) => [format.id, format.recognise(sample)] as const).filter(
    ([, score]) => score > 0,
  );
  return scores.sort(([, left], [, right]) => right - left);
}

function winner(text: string): string {
  const [first, second] = ranking(text);
  if (first !== undefined && first[1] === second?.[1]) return `tie of ${first[0]} and ${second[0]}`;
  return first?.[0] ?? 'nobody';
}

describe('recognition', () => {
  it.each(fixtures())('$name', ({ name, text }) => {
    const id = name.slice(0, name.indexOf('/'));
    if (FORCED.has(name)) expect(winner(text)).toBe('nobody');
    else expect(winner(text)).toBe(id);
  });

  it('never ties on a real sample', () => {
    const tied = samples().filter(({ text }) => winner(text).startsWith('tie'));
    expect(tied.map(({ name }) => name)).toEqual([]);
  });

  it('names the real samples', () => {
    const real = new Map(samples().map(({ name, text }) => [name, winner(text)]));
    const expected: Readonly<Record<string, string>> = {
      'npm-attestations/npmcli-valid-sigstore-attestations.json': 'npm-attestations',
      'npm-attestations/npmcli-valid-tuf-js-attestations.json': 'npm-attestations',
      'npm-attestations/pacote-valid-attestations.json': 'npm-attestations',
      'npm-packument-via-proxy/sigstore.json': 'npm-packument',
      'npm-packument/pacote-abbrev-packument-full.json': 'npm-packument',
      'npm-packument/pacote-abbrev-packument-min.json': 'npm-packument',
      'npm-packument/unpublished.json': 'npm-packument',
      'npm-signing-keys/keys.json': 'npm-keys',
      'npm-version-manifest/dist-samples.json': 'npm-manifest',
      'verdaccio/storage-acme-widget-package.json': 'npm-packument',
    };
    const found = Object.keys(expected).filter((name) => real.has(name));
    for (const name of found) expect([name, real.get(name)]).toEqual([name, expected[name]]);
    const others = [...real].filter(([name, id]) => !(name in expected) && id !== 'nobody');
    expect(others).toEqual([]);
  });

  it('leaves lists of names, numbers and other documents alone', () => {
    for (const text of ['["a","b"]', '[]', '[1]', '"x"', '5', 'null', '', 'hello\n', '{"a":1}', '{"error":"boom"}']) {
      expect([text, winner(text)]).toEqual([text, 'nobody']);
    }
    const packageJson = '{"name":"x","version":"1.0.0","dist":{"dir":"out"},"files":[]}';
    const listing = '{"version":"1.0.0","name":"x","error":{"code":"ELSPROBLEMS","summary":"","detail":""}}';
    expect([winner(packageJson), winner(listing)]).toEqual(['package-json', 'nobody']);
  });
});

/** Each record is named by an answer, and no answer names a record that is not there. */
function conserves(format: Format, text: string): boolean {
  const wanted = recordsOf(parseNaively(text), format).map(({ number }) => number);
  const outs: readonly Out[] = readNaively(format, text);
  const named = new Set(outs.flatMap((out) => (out.kind === 'state' ? [] : out.records)));
  return wanted.every((number) => named.has(number)) && named.size === wanted.length;
}

describe('conservation', () => {
  const inputs = fixtures();

  it.each(FORMATS)('$id reads every fixture of the family, and names every record', (format) => {
    const lost = inputs.filter(({ text }) => !conserves(format, text));
    expect(lost.map(({ name }) => name)).toEqual([]);
  });

  const names = [
    'name',
    '_id',
    'versions',
    'time',
    'created',
    '__proto__',
    'dist',
    'error',
    'key',
    'bundle',
    '_npmUser',
  ];
  const scalars: readonly Json[] = ['x', '', 7, null, true, '2026-01-01T00:00:00Z', 'acme-widget', '1.0.0'];
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(...scalars),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), tie('value'), { maxKeys: 5 }),
    ),
  }));

  it.each(FORMATS)('$id takes any JSON', (format) => {
    const text = (json: Json): string =>
      JSON.stringify({ attestations: [json], time: json, versions: { '1.0.0': json } });
    fc.assert(
      fc.property(value, (json) => {
        expect(format.recognise(sampleOf(parseNaively(JSON.stringify(json))))).toBeGreaterThanOrEqual(0);
        expect([conserves(format, JSON.stringify(json)), conserves(format, text(json))]).toEqual([true, true]);
      }),
      { numRuns: 150 },
    );
  });
});
