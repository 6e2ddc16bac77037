import { expect, it } from 'vitest';
import type { StateView } from '../../src/core/inference.ts';
import ownersChanged from '../../src/inference/owners-changed.ts';
import { cited, infer, inferInAnyOrder, packument, type Seen, said } from './support.ts';

const ALICE = { name: 'alice', email: 'alice@example.test' };
const BOB = { name: 'bob', email: 'bob@example.test' };
const EVE = { name: 'eve' };

interface Document {
  readonly modified: string;
  readonly owners?: unknown;
  readonly versions?: Readonly<Record<string, unknown>>;
}

/** Version `1.0.<d>` was published on that day of January 2026 under the given owners. */
function widget({ modified, owners, versions = {} }: Document, seen: Seen): StateView {
  const manifests = Object.entries(versions).map(([version, then]) => [version, { maintainers: then }]);
  const times = Object.keys(versions).map((version) => [version, day(version.split('.')[2] ?? '')]);
  const time = { created: day('1'), ...Object.fromEntries(times), modified };
  const document = { name: 'widget', maintainers: owners, versions: Object.fromEntries(manifests), time };
  return packument(JSON.stringify(document), seen);
}

function day(text: string): string {
  return `2026-01-${text.padStart(2, '0')}T00:00:00.000Z`;
}

it('compares the owners of one version with those of the next', () => {
  const versions = { '1.0.5': [ALICE, BOB], '1.0.2': [ALICE], '1.0.9': [BOB, EVE] };
  const found = infer(ownersChanged, [widget({ modified: day('9'), versions }, { evidence: 'one' })]);
  expect(said(found)).toEqual([
    {
      action: 'package.owner_added',
      package: 'widget',
      user: 'bob',
      user_email: BOB.email,
      not_before: day('2'),
      not_after: day('5'),
    },
    { action: 'package.owner_added', package: 'widget', user: 'eve', not_before: day('5'), not_after: day('9') },
    {
      action: 'package.owner_removed',
      package: 'widget',
      user: 'alice',
      user_email: ALICE.email,
      not_before: day('5'),
      not_after: day('9'),
    },
  ]);
  expect(found.map((one) => cited(one, 'one'))[0]).toEqual(['one #/versions/1.0.2', 'one #/versions/1.0.5']);
  expect(new Set(found.map(({ key }) => key)).size).toBe(3);
});

it('compares snapshots, each from its last change to when it was taken', () => {
  const states = [
    widget({ modified: day('10'), owners: [ALICE] }, { evidence: 'first', taken: day('12') }),
    widget({ modified: day('14'), owners: [ALICE, EVE] }, { evidence: 'second', taken: day('20') }),
  ];
  const found = infer(ownersChanged, states);
  expect(said(found)).toEqual([
    { action: 'package.owner_added', package: 'widget', user: 'eve', not_before: day('12'), not_after: day('14') },
  ]);
  expect(found.map((one) => cited(one, 'first', 'second'))).toEqual([['first #/maintainers', 'second #/maintainers']]);
});

it('puts a stale copy where its content belongs', () => {
  const states = [
    widget({ modified: day('14'), owners: [ALICE, EVE] }, { evidence: 'new', taken: day('15') }),
    widget({ modified: day('10'), owners: [ALICE] }, { evidence: 'stale', taken: day('20') }),
  ];
  const found = infer(ownersChanged, states);
  expect(found.map(({ members }) => [members.user, members.not_before, members.not_after])).toEqual([
    ['eve', day('10'), day('14')],
  ]);
  expect(found[0]?.remarks).toEqual([
    expect.stringMatching(/shows it still at 2026-01-20 00:00:00, but is a copy of 2026-01-10/),
  ]);
});

it('says so where two documents of one revision differ', () => {
  const states = [
    widget({ modified: day('10'), owners: [ALICE] }, { evidence: 'a', taken: day('12') }),
    widget({ modified: day('10'), owners: [EVE] }, { evidence: 'b', taken: day('14') }),
  ];
  const found = infer(ownersChanged, states);
  expect(found.map(({ members }) => [members.user, members.not_before, members.not_after])).toEqual([
    ['eve', day('12'), day('14')],
    ['alice', day('12'), day('14')],
  ]);
  expect(found[0]?.remarks).toEqual([
    expect.stringMatching(/ differ, though both were last changed at 2026-01-10 00:00:00$/),
  ]);
});

it('takes a list that cannot be read for none', () => {
  const versions = {
    '1.0.2': [ALICE],
    '1.0.3': 'alice',
    '1.0.4': [{ email: 'x@example.test' }, 7],
    '1.0.5': [],
    '1.0.6': [ALICE],
  };
  expect(
    infer(ownersChanged, [widget({ modified: day('9'), versions, owners: { a: 1 } }, { evidence: 'one' })]),
  ).toEqual([]);
});

it('says the same whatever came first', () => {
  const versions = { '1.0.5': [ALICE, BOB], '1.0.2': [ALICE] };
  const states = [
    widget({ modified: day('5'), versions, owners: [ALICE, BOB] }, { evidence: 'a', taken: day('6') }),
    widget({ modified: day('8'), versions, owners: [BOB] }, { evidence: 'b' }),
    widget({ modified: day('8'), versions, owners: [EVE] }, { evidence: 'c' }),
    widget({ modified: day('9'), owners: [ALICE] }, { evidence: 'd' }),
  ];
  expect(inferInAnyOrder(ownersChanged, states).length).toBeGreaterThan(0);
});
