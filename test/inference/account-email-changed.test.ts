import { describe, expect, it } from 'vitest';
import type { StateView } from '../../src/core/inference.ts';
import accountEmailChanged from '../../src/inference/account-email-changed.ts';
import { axiosAfter, axiosBefore, MAINTAINER } from './axios.ts';
import { cited, infer, inferInAnyOrder, packument, type Seen, said } from './support.ts';

interface Version {
  readonly time: string;
  readonly user?: unknown;
  readonly owners?: unknown;
}

/** A packument of the given publishes; times are days of January 2026. */
function published(
  name: string,
  versions: Record<string, Version>,
  seen: Seen = { evidence: name },
  owners?: unknown,
): StateView {
  const manifests = Object.entries(versions).map(([version, { user, owners: then }]) => [
    version,
    { _npmUser: user, maintainers: then },
  ]);
  const times = Object.entries(versions).map(([version, { time }]) => [version, day(time)]);
  const time = { created: day('01'), modified: day('31'), ...Object.fromEntries(times) };
  return packument(JSON.stringify({ name, versions: Object.fromEntries(manifests), time, maintainers: owners }), seen);
}

function day(text: string): string {
  return `2026-01-${text}T00:00:00.000Z`;
}

function alice(host: string, more: object = {}): object {
  return { name: 'alice', email: `alice@${host}.test`, ...more };
}

const ROBOT = { name: 'GitHub Actions', email: 'robot@example.test', trustedPublisher: { id: 'github' } };

describe('axios', () => {
  const [found, ...more] = infer(accountEmailChanged, [axiosBefore(), axiosAfter()]);

  it('is bounded by the publishes that show the old and the new address', () => {
    expect(more).toEqual([]);
    expect(found && said([found])).toEqual([
      {
        action: 'auth.email_changed',
        actor: 'jasonsaayman',
        user: 'jasonsaayman',
        old: MAINTAINER.email,
        new: 'ifstap@proton.me',
        not_before: '2026-02-18T17:19:20.000Z',
        not_after: '2026-03-31T00:21:58.168Z',
      },
    ]);
    expect(found?.remarks).toEqual(['within 40 d 7 h']);
    expect(found && cited(found, 'before')).toEqual(['before #/versions/0.30.3', 'before #/versions/1.14.1']);
  });

  it('says nothing where the takedown left no publish under the new address', () => {
    expect(infer(accountEmailChanged, [axiosAfter()])).toEqual([]);
  });

  it('says the same whatever came first', () => {
    const states = [axiosBefore('a', '2026-03-31T02:10:00.000Z'), axiosBefore('b'), axiosAfter('c'), axiosAfter('d')];
    expect(inferInAnyOrder(accountEmailChanged, states).length).toBeGreaterThan(0);
  });
});

describe('what shows an address', () => {
  it('is the row of the account in the owners of a version, also of one that a workflow published', () => {
    const state = published('widget', {
      '1.0.0': { time: '02', user: alice('old') },
      '1.0.1': { time: '03', user: ROBOT, owners: [alice('old')] },
      '1.0.2': { time: '04', user: alice('new') },
    });
    const [found] = infer(accountEmailChanged, [state]);
    expect(found?.members).toMatchObject({ not_before: day('03'), not_after: day('04') });
    expect(found && cited(found, 'widget')).toEqual(['widget #/versions/1.0.1', 'widget #/versions/1.0.2']);
    expect(found?.remarks).toEqual([
      'within 1 d',
      'the earliest moment is read off a list of owners: it may hold an address of before; certainly not before 2026-01-02 00:00:00',
    ]);
  });

  it('is not the publish of another identity', () => {
    const state = published('widget', {
      '1.0.0': { time: '02', user: alice('old') },
      '1.0.1': { time: '03', user: ROBOT },
      '1.0.2': { time: '04', user: { name: 'bob', email: 'bob@example.test' }, owners: [{ name: 'alice' }] },
      '1.0.3': { time: '05', user: alice('new') },
    });
    const [found] = infer(accountEmailChanged, [state]);
    expect(found?.members).toMatchObject({ not_before: day('02'), not_after: day('05') });
  });

  it('is a publish of another package', () => {
    const states = [
      published('one', { '1.0.0': { time: '02', user: alice('old') } }),
      published('two', { '1.0.0': { time: '05', user: alice('new') }, '0.9.0': { time: '03', user: alice('old') } }),
    ];
    const [found] = infer(accountEmailChanged, states);
    expect(found?.members).toMatchObject({ not_before: day('03'), not_after: day('05') });
  });

  it('is the list of owners of a snapshot, if it is known when that was taken', () => {
    const versions = { '1.0.0': { time: '02', user: alice('old') } };
    const at = published('widget', versions, { evidence: 'at', taken: '2026-02-01T00:00:00.000Z' }, [alice('new')]);
    const [found] = infer(accountEmailChanged, [at]);
    expect(found?.members).toMatchObject({ not_before: day('02'), not_after: '2026-02-01T00:00:00.000Z' });
    expect(found && cited(found, 'at')).toEqual(['at #/versions/1.0.0', 'at #/maintainers']);
    const unknown = published('widget', versions, { evidence: 'unknown' }, [alice('new')]);
    expect(infer(accountEmailChanged, [unknown])).toEqual([]);
  });

  it('is a manifest of a mirror, at the time the registry gives', () => {
    const registry = published('widget', { '1.0.0': { time: '02', user: alice('old') }, '1.0.1': { time: '05' } });
    const copy = { name: 'widget', versions: { '1.0.1': { _npmUser: alice('new') } }, time: { '1.0.1': day('20') } };
    const mirror = packument(JSON.stringify(copy), { evidence: 'mirror' });
    const [found] = infer(accountEmailChanged, [registry, mirror]);
    expect(found?.members).toMatchObject({ not_before: day('02'), not_after: day('05') });
  });
});

describe('addresses that come and go', () => {
  it('tells each change, and one back too', () => {
    const state = published('widget', {
      '1.0.0': { time: '02', user: alice('old') },
      '1.0.1': { time: '03', user: alice('new') },
      '1.0.2': { time: '04', user: alice('old') },
    });
    const found = infer(accountEmailChanged, [state]);
    expect(found.map(({ members }) => [members.old, members.new])).toEqual([
      ['alice@old.test', 'alice@new.test'],
      ['alice@new.test', 'alice@old.test'],
    ]);
    expect(new Set(found.map(({ key }) => key)).size).toBe(2);
  });

  it('does not take an old row in a list of owners for a change back', () => {
    const state = published('widget', {
      '1.0.0': { time: '02', user: alice('old') },
      '1.0.1': { time: '03', user: alice('new') },
      '1.0.2': { time: '04', user: { name: 'bob', email: 'bob@example.test' }, owners: [alice('old')] },
      '1.0.3': { time: '05', user: alice('new') },
    });
    expect(infer(accountEmailChanged, [state])).toHaveLength(1);
  });

  it('says that a change back read off the package itself is not certain', () => {
    const versions = { '1.0.0': { time: '02', user: alice('old') }, '1.0.1': { time: '03', user: alice('new') } };
    const state = published('widget', versions, { evidence: 'at', taken: '2026-02-01T00:00:00.000Z' }, [alice('old')]);
    const [, back] = infer(accountEmailChanged, [state]);
    expect(back?.remarks).toEqual([
      'within 29 d',
      'the change back is read off a list of owners: it may hold an address of before',
    ]);
  });

  it('does not see a change in capitals', () => {
    const state = published('widget', {
      '1.0.0': { time: '02', user: alice('old') },
      '1.0.1': { time: '03', user: { name: 'alice', email: 'Alice@OLD.test' } },
    });
    expect(infer(accountEmailChanged, [state])).toEqual([]);
  });
});

it('reads what it can of hostile values', () => {
  const state = published('widget', {
    '1.0.0': { time: '02', user: [1], owners: 'nobody' },
    '1.0.1': {
      time: '03',
      user: { name: 7, email: {} },
      owners: [null, 5, { name: '__proto__', email: 'a@example.test' }],
    },
    '1.0.2': { time: '04', user: 'alice <alice@old.test>', owners: {} },
    '1.0.3': { time: '05', user: { name: '__proto__', email: 'b@example.test' } },
    '1.0.4': { time: 'never', user: alice('new') },
  });
  const found = infer(accountEmailChanged, [state]);
  expect(found.map(({ members }) => [members.user, members.old, members.new])).toEqual([
    ['__proto__', 'a@example.test', 'b@example.test'],
  ]);
});
