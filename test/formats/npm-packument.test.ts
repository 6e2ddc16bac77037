import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type EventMembers, membersOf } from '../../src/core/event.ts';
import type { Out } from '../../src/core/format.ts';
import type { Json } from '../../src/core/json.ts';
import packument from '../../src/formats/npm-packument.ts';
import { readNaively } from '../support/naive.ts';

function eventsOf(outs: readonly Out[]): readonly EventMembers[] {
  return outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
}

const DOCUMENT = {
  _id: 'acme-widget',
  name: 'acme-widget',
  'dist-tags': {},
  versions: { '1.0.0': { _npmUser: { name: 'alice' }, deprecated: 'old' }, '1.0.1': { _npmUser: { name: 'bob' } } },
  time: {
    created: '2026-01-01T00:00:00.000Z',
    '1.0.0': '2026-01-01T00:00:00.100Z',
    modified: '2026-01-03T00:00:00.000Z',
  },
};

describe('npm-packument', () => {
  it('still joins times and manifests where the survey did not hold `time`', () => {
    const text = JSON.stringify(DOCUMENT);
    const survey = [new Map<string, Json>([['/name', 'acme-widget']])];
    const key = (event: EventMembers): string => JSON.stringify(event);
    const unsurveyed = eventsOf(readNaively(packument, text, { survey })).map(key);
    expect(unsurveyed.sort()).toEqual(eventsOf(readNaively(packument, text)).map(key).sort());
    expect(unsurveyed.filter((event) => event.includes('"actor":"alice"'))).toHaveLength(1);
  });

  it('gives a version without a time no publish', () => {
    const published = eventsOf(readNaively(packument, JSON.stringify(DOCUMENT))).filter(
      (event) => event.action === 'package.published',
    );
    expect(published.map((event) => event.version)).toEqual(['1.0.0']);
  });

  it('cites a part with each event, one that came before it', () => {
    const outs = readNaively(packument, JSON.stringify(DOCUMENT));
    const parts = new Set<number>();
    for (const out of outs) {
      if (out.kind === 'part') for (const record of out.records) parts.add(record);
      if (out.kind === 'event')
        expect([out.rawIsPart, out.records.every((record) => parts.has(record))]).toEqual([true, true]);
    }
    expect(parts.size).toBe(6);
  });

  it('takes a name beyond what may be a package for none', () => {
    const outs = readNaively(packument, JSON.stringify({ ...DOCUMENT, name: 'a'.repeat(300), _id: 'acme-widget' }));
    expect(outs.every((out) => out.kind === 'problem' && out.code === 'missing-field')).toBe(true);
  });
});

const FULL = '../shared/samples/npm-packument/pacote-abbrev-packument-full.json';

if (existsSync(FULL)) {
  describe('a real packument', () => {
    const outs = readNaively(packument, readFileSync(FULL, 'utf8'));

    it('gives a publish for each version, those without a manifest too', () => {
      const published = eventsOf(outs).filter((event) => event.action === 'package.published');
      expect(published).toHaveLength(11);
      const anonymous = published.filter((event) => event.auth_method === undefined).map((event) => event.version);
      expect(anonymous).toEqual(['1.0.1', '1.0.2', '1.0.3-1']);
    });

    it('has no problem, and one state', () => {
      expect(outs.filter((out) => out.kind === 'problem')).toEqual([]);
      expect(outs.filter((out) => out.kind === 'state')).toHaveLength(1);
    });
  });
}
