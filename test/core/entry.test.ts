import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonical } from '../../src/core/canonical.ts';
import { type Entry, type EventHead, entryText, eventEntryText, eventId } from '../../src/core/entry.ts';
import type { Json } from '../../src/core/json.ts';
import { parsePosition, pointerOf, positionText } from '../../src/core/record.ts';

const text = fc.string({ unit: 'grapheme' });
const SOURCE = { format: 'x', evidence: 'e', position: '1-2:3', record: () => 'r' };

it('the text of an event entry is canonical, whatever stands in it', () => {
  const members = '{"action":"other","grade":"server","outcome":"unknown"}';
  fc.assert(
    fc.property(
      text,
      fc.option(fc.nat(), { nil: undefined }),
      fc.constantFrom('raw', 'part', 'raw_base64'),
      (value, number, name) => {
        const safe = name === 'raw' ? value : Buffer.from(value).toString('base64');
        const head = { at: ['1-2:3'], evidence: 'ab', id: 'cd', [name]: safe, ...(number !== undefined && { number }) };
        const written = eventEntryText(head as EventHead, members);
        expect(written).toBe(canonical(JSON.parse(written) as Json));
        expect(JSON.parse(written)).toEqual({ ...head, entry: 'event', event: JSON.parse(members) });
      },
    ),
  );
});

it('the text of any other entry is canonical, and leaves out what is undefined', () => {
  fc.assert(
    fc.property(text, fc.dictionary(text, fc.nat()), (value, ignored) => {
      const entry = {
        entry: 'evidence-end',
        ignored,
        evidence: value,
        masked: undefined,
        complete: true,
      } as unknown as Entry;
      const written = entryText(entry);
      expect(written).toBe(canonical(JSON.parse(written) as Json));
      expect(written).not.toContain('masked');
    }),
  );
});

it('the text of an entry has U+FFFD for a lone surrogate', () => {
  const entry: Entry = {
    entry: 'problem',
    at: ['1-2:3'],
    code: 'x',
    evidence: 'ab',
    message: 'cut in \ud83d',
    raw: '',
  };
  const written = entryText(entry);
  expect(written).toBe(canonical({ ...entry, message: 'cut in \ufffd' } as unknown as Json));
});

it('ids differ by kind of identity, key and number, and nothing else', () => {
  const ids = [
    eventId({ by: 'native', key: 'a' }, 0, SOURCE),
    eventId({ by: 'native', key: 'a' }, 1, SOURCE),
    eventId({ by: 'native', key: 'b' }, 0, SOURCE),
    eventId({ by: 'fields', values: ['a'] }, 0, SOURCE),
    eventId({ by: 'fields', values: ['a', undefined] }, 0, SOURCE),
    eventId({ by: 'fields', values: ['a', 'null'] }, 0, SOURCE),
    eventId({ by: 'record' }, 0, SOURCE),
    eventId({ by: 'evidence' }, 0, SOURCE),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  expect(eventId({ by: 'native', key: 'a' }, 0, { ...SOURCE, evidence: 'other', format: 'y' })).toBe(ids[0]);
  expect(eventId({ by: 'evidence' }, 0, { ...SOURCE, evidence: 'other' })).not.toBe(ids[7]);
});

it('positions read back as they were written', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.nat(),
      fc.option(fc.nat(), { nil: undefined }),
      fc.array(text),
      (start, end, line, path) => {
        const at = line === undefined ? { start, end, pointer: pointerOf(path) } : { start, end, line };
        expect(parsePosition(positionText(at))).toEqual(at);
      },
    ),
  );
});

it.each(['', '1', '-2', '1-', '1-2:', '1-2:x', '1-2!3', 'x-2'])('%j is no position', (wrong) => {
  expect(() => parsePosition(wrong)).toThrow(RangeError);
});
