import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { membersOf } from '../../src/core/event.ts';
import format from '../../src/formats/osv.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const SAMPLE = '../shared/samples/osv-malware/MAL-2026-2307.json';
const ADVISORY = '{"id":"MAL-1","modified":"2026-04-01T00:00:00Z","affected":[]}';

function score(text: string): number {
  return format.recognise(sampleOf(parseNaively(text)));
}

describe('recognition', () => {
  it('takes one advisory, a list, and one a line', () => {
    for (const text of [ADVISORY, `[${ADVISORY}]`, `${ADVISORY}\n${ADVISORY}`]) expect(score(text)).toBeGreaterThan(50);
  });

  it.each([
    ['a row of a feed', '{"id":"x","modified":"x"}'],
    ['affected as an object', '{"id":"x","modified":"x","affected":{}}'],
    ['mostly others', `[${ADVISORY},{},{}]`],
    ['an empty list', '[]'],
    ['nothing', ''],
  ])('leaves %s', (_, text) => expect(score(text)).toBe(0));
});

it('keeps an advisory apart from its origins, and each package from the others', () => {
  const affected = ['a', 'b'].map((name) => ({ package: { ecosystem: 'npm', name }, versions: ['1.0.0'] }));
  const text = JSON.stringify({ id: 'MAL-1', modified: 'x', published: '2026-03-31T03:15:49Z', affected });
  const more = JSON.stringify({
    ...JSON.parse(text),
    affected: [{ package: { ecosystem: 'npm', name: '0' } }, ...affected],
  });
  const ids = (json: string) =>
    readNaively(format, json).map((out) =>
      out.kind === 'event' ? JSON.stringify([out.event.identity, out.event.number]) : '',
    );
  expect(new Set(ids(text)).size).toBe(2);
  expect(ids(more)).toEqual(expect.arrayContaining(ids(text)));
});

it('reads the real advisory, where the folder of samples is there', () => {
  const found = existsSync(SAMPLE) ? [readFileSync(SAMPLE, 'utf8')] : [];
  for (const text of found) {
    expect(score(text)).toBeGreaterThan(50);
    const events = readNaively(format, text).map((out) => (out.kind === 'event' ? membersOf(out.event) : undefined));
    expect(events.map((event) => [event?.time, event?.source_name])).toEqual([
      ['2026-03-31T03:15:49.000Z', 'OSV'],
      ['2026-03-31T03:22:12.62722761Z', 'ghsa-malware'],
      ['2026-03-31T04:54:39.365696Z', 'google-open-source-security'],
      ['2026-04-07T14:39:22.894678299Z', 'amazon-inspector'],
    ]);
    for (const event of events)
      expect(event).toMatchObject({ package: 'axios', action: 'advisory.published', grade: 'third_party' });
  }
});

it('answers every advisory, whatever its fields hold', () => {
  const fields = ['published', 'withdrawn', 'aliases', 'references', 'summary', 'database_specific', 'affected'];
  const record = fc.record(Object.fromEntries(fields.map((name) => [name, fc.jsonValue()])), { requiredKeys: [] });
  const affected = fc.constantFrom([], [{ package: { ecosystem: 'npm', name: 'x' } }]);
  fc.assert(
    fc.property(record, affected, (others, some) => {
      const text = JSON.stringify({ affected: some, ...others, id: 'MAL-1' });
      const outs = readNaively(format, text);
      expect(outs.length).toBeGreaterThan(0);
      for (const out of outs) expect(out).toMatchObject({ records: [0] });
    }),
  );
});
