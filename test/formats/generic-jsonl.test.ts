import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.ts';
import { membersOf } from '../../src/core/event.ts';
import type { Json, JsonObject } from '../../src/core/json.ts';
import genericJsonl, { mappedFormat } from '../../src/formats/generic-jsonl.ts';
import { parseMapping } from '../../src/formats/mapping/mapping.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const SMALL: JsonObject = { name: 'house', grade: 'server', time: { field: 'ts' }, action: 'auth.login' };

function refused(json: Json): string {
  try {
    parseMapping(json, 'house.mapping.json');
  } catch (error) {
    if (error instanceof AppError && error.code === 'usage') return `${error.message}; ${error.remedy}`;
    throw error;
  }
  return 'accepted';
}

/** The one event that a mapping makes of a record. */
function mapped(more: JsonObject, record: Json) {
  const format = mappedFormat(parseMapping({ ...SMALL, ...more }, 'm'));
  const [out] = readNaively(format, JSON.stringify(record));
  return out?.kind === 'event' ? membersOf(out.event) : out;
}

describe('a mapping that is wrong', () => {
  const deep = Array.from({ length: 600 }).reduce<Json>((inside) => [inside], 'x');

  it.each<[string, Json, string]>([
    ['no object', [], 'the mapping must be an object'],
    ['an unknown member', { ...SMALL, actoin: 1 }, '`actoin` is not known here; one of name, records'],
    ['a member of the prototype', { ...SMALL, constructor: 1 }, '`constructor` is not known here'],
    ['no name', { grade: 'server' }, '`name` is missing; say what the log is'],
    ['an empty name', { ...SMALL, name: ' ' }, '`name` must be a text'],
    ['a long name', { ...SMALL, name: 'x'.repeat(81) }, '`name` is too long'],
    ['no grade', { name: 'x' }, '`grade` is missing; say how its events are known'],
    [
      'a grade of its own',
      { ...SMALL, grade: 'divine' },
      '`grade` is "divine", which is none of its values; one of server',
    ],
    ['no time', { name: 'x', grade: 'server' }, '`time` is missing'],
    ['a time without field', { ...SMALL, time: {} }, '`time.field` is missing'],
    [
      'a zone name',
      { ...SMALL, time: { field: 'ts', zone: 'Europe/Berlin' } },
      '`time.zone` is "Europe/Berlin", not an offset',
    ],
    ['a pattern without zone', { ...SMALL, time: { field: 'ts', format: 'yyyy-MM-dd HH:mm' } }, '`time` has no zone'],
    [
      'a pattern without day',
      { ...SMALL, time: { field: 'ts', format: 'yyyy-MM HH:mm X' } },
      '`time.format` needs the year',
    ],
    [
      'a pattern with strange letters',
      { ...SMALL, time: { field: 'ts', format: 'YYYY-MM-dd' } },
      '`time.format` cannot have "YYYY"',
    ],
    [
      'a pattern with a part twice',
      { ...SMALL, time: { field: 'ts', format: 'yyyy-MM-dd dd' } },
      'cannot have "dd" twice',
    ],
    ['seconds alone', { ...SMALL, time: { field: 'ts', format: 'yyyy-MM-dd ss' } }, 'has seconds without minutes'],
    ['a meaning of its own', { ...SMALL, time: { field: 'ts', means: 'birth' } }, '`time.means` is "birth"'],
    ['an action of its own', { ...SMALL, action: 'login' }, '`action` is "login", which is none of its values'],
    ['a table with one', { ...SMALL, action: { field: 'a', table: { x: 'y' } } }, '`action.table.x` is "y"'],
    ['an action without field', { ...SMALL, action: { table: {} } }, '`action.field` is missing'],
    ['an outcome of its own', { ...SMALL, outcome: 'good' }, '`outcome` is "good"'],
    ['an unknown event member', { ...SMALL, members: { user_name: 'u' } }, '`members.user_name` is no member'],
    ['a member with its own place', { ...SMALL, members: { time: 'u' } }, '`members.time` is no member'],
    [
      'a kind of actor of its own',
      { ...SMALL, members: { actor_type: { value: 'wizard' } } },
      '`members.actor_type.value` is',
    ],
    ['an empty step', { ...SMALL, members: { actor: 'user..name' } }, '`members.actor` has an empty name'],
    ['an empty list of fields', { ...SMALL, identity: [] }, '`identity` is an empty list'],
    ['records by dots', { ...SMALL, records: 'audit.events' }, '`records` is "audit.events", not a JSON Pointer'],
    ['a rule without value', { ...SMALL, ignore: [{ field: 'l' }] }, '`ignore.0.equals` is missing'],
    ['a rule of objects', { ...SMALL, ignore: [{ field: 'l', equals: {} }] }, '`ignore.0.equals` is no plain value'],
    ['a name of a rule', { ...SMALL, ignore: { field: 'l', equals: 1, rule: 'A B' } }, '`ignore.rule` is no name'],
    ['a fraction', { ...SMALL, ignore: { field: 'l', equals: 1.5 } }, 'parsers read differently'],
    ['a deep value', { ...SMALL, ignore: { field: 'l', equals: deep } }, 'nesting over 512'],
    [
      'a secret',
      { ...SMALL, ignore: { field: 'l', equals: `npm_${'a'.repeat(36)}` } },
      '`ignore.equals` holds a secret',
    ],
  ])('%s', (_, json, message) => {
    expect(refused(json)).toContain('house.mapping.json: ');
    expect(refused(json)).toContain(message);
  });

  it('is not this one', () => expect(refused(SMALL)).toBe('accepted'));
});

describe('what a mapping reads', () => {
  it.each<[string, JsonObject, Json, string]>([
    ['ISO', {}, '2026-03-31T02:21:58.168+02:00', '2026-03-31T00:21:58.168Z'],
    ['ISO in a zone', { zone: '-05:00' }, '2026-03-30 19:21:58', '2026-03-31T00:21:58.000Z'],
    ['seconds', { format: 'epoch-s' }, 1_774_916_518, '2026-03-31T00:21:58.000Z'],
    ['seconds with a fraction', { format: 'epoch-s' }, '1774916518.25', '2026-03-31T00:21:58.250Z'],
    ['milliseconds', { format: 'epoch-ms' }, 1_774_916_518_168, '2026-03-31T00:21:58.168Z'],
    ['microseconds', { format: 'epoch-us' }, '1774916518168001', '2026-03-31T00:21:58.168001Z'],
    ['nanoseconds', { format: 'epoch-ns' }, '1774916518168001002', '2026-03-31T00:21:58.168001002Z'],
    ['a pattern', { format: 'dd/MMM/yyyy:HH:mm:ss X' }, '31/Mar/2026:02:21:58 +0200', '2026-03-31T00:21:58.000Z'],
    [
      'a fraction',
      { format: "d.MM.yyyy 'at' HH:mm:ss,SSS", zone: 'Z' },
      '1.04.2026 at 00:21:58,168',
      '2026-04-01T00:21:58.168Z',
    ],
    ['a day', { format: 'yyyyMMdd' }, '20260331', '2026-03-31T00:00:00.000Z'],
  ])('a time in %s', (_, how, ts, time) => {
    expect(mapped({ time: { field: 'ts', ...how } }, { ts })).toMatchObject({ time, time_raw: String(ts) });
  });

  const ts = '2026-03-31T00:00:00Z';

  it.each<[string, Json, JsonObject, Json]>([
    ['a dotted path', 'a.b', { a: { b: 'x' } }, 'x'],
    ['a pointer to a name with a dot', '/a.b', { 'a.b': 'x' }, 'x'],
    ['a pointer with escapes', '/a~1b/c~0d', { 'a/b': { 'c~d': 'x' } }, 'x'],
    ['an element', 'a.1.b', { a: [{}, { b: 'x' }] }, 'x'],
    ['a number', 'a', { a: 7 }, '7'],
    ['several words', 'a', { a: ['x', 'y'] }, 'x, y'],
    ['the first with a value', ['a', 'b'], { a: null, b: 'x' }, 'x'],
    ['a table', { field: 'a', table: { x: 'ours' } }, { a: 'x' }, 'ours'],
    ['a fixed value', { value: 'x' }, {}, 'x'],
  ])('a member from %s', (_, actor, record, expected) => {
    expect(mapped({ members: { actor } }, { ts, ...record })).toMatchObject({ actor: expected });
  });

  it.each<[string, Json, JsonObject]>([
    ['nothing', 'a.b', {}],
    ['an object', 'a', { a: { b: 1 } }],
    ['a list with an object', 'a', { a: ['x', {}] }],
    ['the prototype', 'constructor.name', {}],
    ['a word that is not in the table', { field: 'a', table: { x: 'y' } }, { a: '__proto__' }],
  ])('no member from %s', (_, actor, record) => {
    expect(mapped({ members: { actor } }, { ts, ...record })).not.toHaveProperty('actor');
  });

  it('has the fingerprint of a token that stands in the log', () => {
    const event = mapped({ members: { token_fp: 'token' } }, { ts, token: `npm_${'a'.repeat(36)}` });
    expect(event).toMatchObject({ token_fp: expect.stringMatching(/^sha512:[0-9a-f]{128}$/) as string });
  });

  it('takes names of this tool without a table, and a table strictly', () => {
    const record = { ts, a: 'auth.logout' };
    expect(mapped({ action: { field: 'a' } }, record)).toMatchObject({ action: 'auth.logout' });
    const table = { x: 'auth.login' };
    const native = { action: 'other', native_action: 'auth.logout' };
    expect(mapped({ action: { field: 'a', table } }, record)).toMatchObject(native);
  });

  it('ignores by rule before anything else, also by null, numbers and truth', () => {
    const ignore = [{ field: 'l', equals: [null, 1, true], rule: 'noise' }];
    const ignored = { kind: 'ignored', rule: 'noise' };
    for (const l of [null, 1, true]) expect(mapped({ ignore }, { l })).toMatchObject(ignored);
    for (const l of ['1', 'true', 0]) expect(mapped({ ignore }, { l, ts })).toMatchObject({ action: 'auth.login' });
    expect(mapped({ ignore }, { ts })).toMatchObject({ action: 'auth.login' });
  });
});

describe('generic-jsonl', () => {
  it('recognises nothing by itself, and says what it needs', () => {
    expect(genericJsonl.recognise(sampleOf(parseNaively('{"ts":1}\n{"ts":2}')))).toBe(0);
    expect(genericJsonl.refuse).toContain('--mapping');
    expect(readNaively(genericJsonl, '{"ts":1}')).toMatchObject([{ kind: 'problem', records: [0] }]);
  });

  it('is made again from what the case keeps of a mapping', () => {
    const source: JsonObject = { ...SMALL, action: { field: 'a', table: { z: 'auth.login', b: 'auth.logout' } } };
    const format = mappedFormat(parseMapping(source, 'm'));
    expect(format.mapping).toEqual(source);
    const again = mappedFormat(parseMapping(format.mapping ?? null, 'm'));
    expect(JSON.stringify(again.mapping)).toBe(JSON.stringify(format.mapping));
    const text = '{"ts":"2026-03-31T00:00:00Z","a":"z"}';
    expect(readNaively(again, text)).toEqual(readNaively(format, text));
  });
});
