import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type EventMembers, membersOf } from '../../src/core/event.ts';
import attestations from '../../src/formats/npm-attestations.ts';
import rekor from '../../src/formats/rekor-entry.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

type Outs = ReturnType<typeof readNaively>;

const score = (text: string): number => rekor.recognise(sampleOf(parseNaively(text)));
const eventsOf = (outs: Outs): readonly EventMembers[] =>
  outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
const identitiesOf = (outs: Outs): readonly unknown[] =>
  outs.flatMap((out) => (out.kind === 'event' ? [out.event.identity] : []));

describe('recognition', () => {
  const uuid = 'a'.repeat(64);

  it.each([
    [`{"${uuid}":{"body":"e30=","logIndex":1}}`, 85],
    [`{"${'a'.repeat(80)}":{"body":"e30=","logIndex":"1"}}`, 85],
    [`[{"${uuid}":{"body":"e30=","logIndex":1}}]`, 85],
    ['{"Body":{},"IntegratedTime":1,"LogIndex":0}', 80],
    [`{"${uuid}":{"body":{},"logIndex":1}}`, 0],
    [`{"${uuid}":"read-only"}`, 0],
    ['{"entry":{"body":"e30=","logIndex":1}}', 0],
    ['{"Body":"x","IntegratedTime":1,"LogIndex":0}', 0],
    ['{}', 0],
  ])('%s: %i', (text, specificity) => expect(score(text)).toBe(specificity));
});

describe('both printed forms', () => {
  const read = (name: string): Outs =>
    readNaively(rekor, readFileSync(`fixtures/formats/rekor-entry/${name}/input.json`, 'utf8'));

  it('tell the same of an entry', () => {
    const [api, line] = [read('statement-kept-by-the-log'), read('command-line-with-statement')];
    expect(eventsOf(api).length).toBe(1);
    expect(eventsOf(line)).toEqual(eventsOf(api));
    expect(identitiesOf(line)).toEqual(identitiesOf(api));
  });
});

const SAMPLE = '../shared/samples/npm-attestations/npmcli-valid-sigstore-attestations.json';

interface RealBundle {
  readonly dsseEnvelope: { readonly payload: string };
  readonly verificationMaterial: {
    readonly tlogEntries: readonly [
      {
        readonly canonicalizedBody: string;
        readonly integratedTime: string;
        readonly logIndex: string;
        readonly logId: { readonly keyId: string };
      },
    ];
  };
}

if (existsSync(SAMPLE)) {
  describe('entries of real attestations, as the log would answer', () => {
    const text = readFileSync(SAMPLE, 'utf8');
    const bundles = (JSON.parse(text) as { attestations: { bundle: RealBundle }[] }).attestations;
    const answer = (attested: boolean): string =>
      JSON.stringify(
        Object.fromEntries(
          bundles.map(({ bundle: { dsseEnvelope, verificationMaterial } }, number) => {
            const [entry] = verificationMaterial.tlogEntries;
            return [
              String(number).repeat(64),
              {
                body: entry.canonicalizedBody,
                integratedTime: Number(entry.integratedTime),
                logID: Buffer.from(entry.logId.keyId, 'base64').toString('hex'),
                logIndex: Number(entry.logIndex),
                ...(attested && { attestation: { data: dsseEnvelope.payload } }),
              },
            ];
          }),
        ),
      );

    it('are the same events where the log keeps the statement', () => {
      const [fromLog, fromRegistry] = [readNaively(rekor, answer(true)), readNaively(attestations, text)];
      expect(eventsOf(fromLog)).toEqual(eventsOf(fromRegistry));
      expect(identitiesOf(fromLog)).toEqual(identitiesOf(fromRegistry));
    });

    it('still name the run where it does not, and are no replacement', () => {
      const outs = readNaively(rekor, answer(false));
      const [run, publish] = eventsOf(outs);
      expect(run).toMatchObject({
        action: 'ci.step',
        repo: 'sigstore/sigstore-js',
        commit: '06528997c3c8ab9f864fad9a3658446aca7fd86d',
        time: '2023-02-09T17:56:00.000Z',
      });
      expect(publish).toMatchObject({ action: 'other', native_action: 'rekor intoto' });
      expect(publish?.actor_id).toMatch(/^SHA256:/);
      expect(identitiesOf(outs)).not.toEqual(identitiesOf(readNaively(rekor, answer(true))));
    });
  });
}
