import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTIONS, isAction } from '../../src/core/action.ts';
import { canonical, isCanonical } from '../../src/core/canonical.ts';
import { type EventDraft, flatten, MEMBER_NAMES, MEMBERS, type MemberName, membersOf } from '../../src/core/event.ts';
import type { Json } from '../../src/core/json.ts';
import { type Moment, momentOf } from '../../src/core/time.ts';

const TIME_MEMBERS: readonly MemberName[] = ['basis', 'not_after', 'not_before', 'precision', 'time', 'time_raw'];
const REQUIRED = {
  action: 'package.published',
  grade: 'server',
  outcome: 'success',
  identity: { by: 'record' },
} as const;

function moment(text: string): Moment {
  const read = momentOf(text);
  if (read === undefined) throw new Error(`not a time: ${text}`);
  return read;
}

const someText = fc.string({ unit: 'binary', minLength: 1 });
const VALUES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: someText,
  integer: fc.maxSafeInteger(),
  boolean: fc.boolean(),
  strings: fc.array(someText),
};
const someMoment = fc
  .date({ min: new Date('2009-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => moment(date.toISOString()));

/** Drafts with any members, given in any order. */
const draft: fc.Arbitrary<EventDraft> = fc
  .shuffledSubarray(MEMBER_NAMES.filter((name) => !TIME_MEMBERS.includes(name)))
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.tuple(fc.constant(name), fc.option(VALUES[MEMBERS[name][0]] ?? someText, { nil: undefined })),
      ),
    ),
  )
  .chain((members) =>
    fc
      .record({ at: someMoment, after: someMoment, before: someMoment, number: fc.nat() }, { requiredKeys: [] })
      .map((times): EventDraft => ({ ...Object.fromEntries(members), ...times, ...REQUIRED })),
  );

describe('members', () => {
  it('are listed in the order of the canonical text', () => expect(MEMBER_NAMES).toEqual([...MEMBER_NAMES].sort()));

  it('all reach the canonical text', () => {
    const full = Object.fromEntries(MEMBER_NAMES.map((name) => [name, MEMBERS[name][0] === 'integer' ? 1 : 'x']));
    const at = moment('2026-03-31T00:21:58Z');
    const members = membersOf({ ...full, at, after: at, before: at, ...REQUIRED });
    expect(Object.keys(members)).toEqual(MEMBER_NAMES);
  });

  it('have canonical text in whatever order a draft gives them', () => {
    fc.assert(
      fc.property(draft, (event) => {
        const members = membersOf(event);
        expect(JSON.stringify(members)).toBe(canonical(members as unknown as Json));
        expect(flatten(event).text).toBe(canonicalize(members));
        expect(isCanonical(flatten(event).text)).toBe(true);
      }),
    );
  });

  it('leave out what is absent, and say nothing of identity', () => {
    const members = membersOf({ ...REQUIRED, identity: { by: 'native', key: 'k' }, number: 3, actor: undefined });
    expect(members).toEqual({ action: 'package.published', grade: 'server', outcome: 'success' });
  });
});

describe('times of an event', () => {
  it('have the basis "event" unless the draft says otherwise, and none without a time', () => {
    const at = moment('2026-03-31 00:21:58,168+00:00');
    expect(membersOf({ ...REQUIRED, at })).toMatchObject({
      time: '2026-03-31T00:21:58.168Z',
      time_raw: '2026-03-31 00:21:58,168+00:00',
      precision: 'ms',
      basis: 'event',
    });
    expect(membersOf({ ...REQUIRED, at, basis: 'request_end' }).basis).toBe('request_end');
    expect(membersOf({ ...REQUIRED, basis: 'request_end' })).not.toHaveProperty('basis');
  });

  it('can be bounds', () => {
    const members = membersOf({ ...REQUIRED, after: moment('2026-03-27'), before: moment('2026-03-31T00:21:58.168Z') });
    expect(members).toMatchObject({
      not_before: '2026-03-27T00:00:00.000Z',
      not_after: '2026-03-31T00:21:58.168Z',
      basis: 'event',
    });
    expect(members).not.toHaveProperty('time');
  });
});

it('a lone surrogate in a member is U+FFFD in the text, and in the members beside it', () => {
  const written = flatten({ ...REQUIRED, resource: '\udc00x', versions: ['1.0.0', '\ud800'], text: '\\ud800' });
  expect(isCanonical(written.text)).toBe(true);
  const clean = { resource: '\ufffdx', versions: ['1.0.0', '\ufffd'], text: '\\ud800' };
  expect(JSON.parse(written.text)).toMatchObject(clean);
  expect(written.members).toMatchObject(clean);
});

describe('overlong members', () => {
  it('are cut with an ellipsis, never inside a character', () => {
    const long = `${'a'.repeat(4095)}\u{1f600}${'b'.repeat(100)}`;
    const { text } = membersOf({ ...REQUIRED, text: long });
    expect(text).toBe(`${'a'.repeat(4095)}\ufffd…`);
    expect(isCanonical(flatten({ ...REQUIRED, text: long }).text)).toBe(true);
  });
});

it('knows its own actions only', () => {
  expect(ACTIONS.every(isAction)).toBe(true);
  expect(isAction('package.exploded')).toBe(false);
  expect(isAction('constructor')).toBe(false);
});
