import { describe, expect, it } from 'vitest';
import type { EventMembers } from '../../src/core/event.ts';
import type { Step } from '../../src/core/step.ts';
import { joined } from '../../src/timeline/joined.ts';
import { citation, step } from './support.ts';

const DAY = '2026-03-31T00:21';
const URL = 'https://registry.example/@acme%2fwidget';
const PUBLISHED = { action: 'package.published', package: '@acme/widget', status: 201 } as const;

function at(source: string, members: Partial<EventMembers>, place = ':1'): Step {
  return step(members, { id: `${source}${place}`, citations: [citation(source, place)] });
}

/** npm's debug log: what the machine says of its run. */
function run(source: string, second: string, members: Partial<EventMembers> = {}): Step {
  return at(source, {
    ...PUBLISHED,
    grade: 'client',
    version: '1.0.0',
    client: 'npm/11.19.1',
    url: URL,
    time: `${DAY}:${second}Z`,
    basis: 'file_name',
    ...members,
  });
}

/** A line of the registry's log. */
function request(second: string, members: Partial<EventMembers> = {}): Step {
  return at(
    'log',
    {
      ...PUBLISHED,
      client: 'npm/11.19.1',
      actor: 'alice',
      ip: '203.0.113.7',
      url: '/@acme%2fwidget',
      time: `${DAY}:${second}Z`,
      basis: 'request_end',
      ...members,
    },
    `:${second}`,
  );
}

/** The registry's document of the package. */
function version(second: string, members: Partial<EventMembers> = {}): Step {
  const dated = {
    ...PUBLISHED,
    status: undefined,
    version: '1.0.0',
    time: `${DAY}:${second}Z`,
    basis: 'event',
  } as const;
  return at('document', { ...dated, ...members }, `#/versions/${members.version ?? '1.0.0'}`);
}

function join(...steps: Step[]): Step[] {
  return [
    ...joined(
      steps.toSorted((a, b) => a.sort - b.sort),
      ({ members }) => members,
    ),
  ];
}

function counts(steps: readonly Step[]): number[] {
  return steps.map(({ citations }) => citations.length);
}

describe('client and server', () => {
  it('one publish, told by machine, log and document, is one step at the time of the document', () => {
    const [one, ...more] = join(run('npm', '10.000', { tag: 'latest' }), version('10.900'), request('10.950'));
    expect(more).toEqual([]);
    expect(one?.citations).toHaveLength(3);
    expect(one?.members).toMatchObject({
      time: `${DAY}:10.900Z`,
      version: '1.0.0',
      actor: 'alice',
      ip: '203.0.113.7',
      client: 'npm/11.19.1',
      tag: 'latest',
      grade: 'server',
    });
    expect(one?.join).toBe(
      'the client and the registry tell of the same request; the document of the package has a version of this moment, so this request published it',
    );
  });

  it('two publishes one after the other stay two', () => {
    const steps = join(
      run('npm-1', '10.000'),
      request('10.950'),
      run('npm-2', '12.000', { version: '1.0.1' }),
      request('12.950'),
    );
    expect(steps.map(({ members }) => [members.version, members.time])).toEqual([
      ['1.0.0', `${DAY}:10.950Z`],
      ['1.0.1', `${DAY}:12.950Z`],
    ]);
  });

  it.each([
    ['another status', { status: 403, outcome: 'denied' }],
    ['another client', { client: 'npm/10.9.0' }],
    ['another package', { package: '@acme/other', url: '/@acme%2fother' }],
    ['another path', { url: '/@acme%2fwidget/-rev/1-a' }],
    ['no client', { client: undefined }],
  ] as const)('%s is another act', (_, members) => {
    expect(counts(join(run('npm', '10.000'), request('10.950', members)))).toEqual([1, 1]);
  });

  it('a request that ended before npm began is another one, and so is one a minute later', () => {
    expect(counts(join(request('09.000'), run('npm', '10.000')))).toEqual([1, 1]);
    const late = request('10.950', { time: '2026-03-31T00:22:10.100Z' });
    expect(counts(join(run('npm', '10.000'), late))).toEqual([1, 1]);
  });

  it('does not guess which of two people it was, whichever came first', () => {
    const other = { actor: 'bob', ip: '198.51.100.4' };
    expect(counts(join(run('npm', '10.000'), request('10.950'), request('11.000', other)))).toEqual([1, 1, 1]);
    expect(counts(join(request('09.000', other), run('npm', '10.000'), request('10.950')))).toEqual([1, 1, 1]);
  });

  it('does not guess which of two machines it was', () => {
    expect(counts(join(run('npm-1', '10.000'), run('npm-2', '10.100'), request('10.950')))).toEqual([1, 1, 1]);
  });

  it('keeps together what servers say where the client is in doubt', () => {
    const other = request('40.000', { actor: 'bob', ip: '198.51.100.4' });
    const steps = join(run('npm', '10.000'), version('10.900'), request('10.950'), other);
    expect(counts(steps)).toEqual([1, 2, 1]);
    expect(steps[1]?.join).toMatch(/^the document of the package/);
  });

  it('a download, in log, debug log and cache', () => {
    const members = { action: 'artifact.downloaded', status: 200, version: '1.0.0' } as const;
    const url = `${URL}/-/widget-1.0.0.tgz`;
    const window = { time: undefined, not_before: `${DAY}:10.000Z`, basis: 'log_window' } as const;
    const cached = { client: undefined, native_action: 'make-fetch-happen:request-cache', basis: 'event' } as const;
    const [one, ...more] = join(
      run('npm', '10.000', { ...members, ...window, url }),
      request('11.000', { ...members, url: '/@acme/widget/-/widget-1.0.0.tgz' }),
      run('cache', '11.020', { ...members, ...cached, url }),
    );
    expect(more).toEqual([]);
    expect(one?.citations).toHaveLength(3);
    expect(one?.members).toMatchObject({ time: `${DAY}:11.000Z`, actor: 'alice', basis: 'request_end' });
  });

  it('says who was to become owner, which only the client knows', () => {
    const denied = { status: 403, outcome: 'denied', version: undefined, url: '/@acme%2fwidget/-rev/8-a' } as const;
    const [one, ...more] = join(
      run('npm', '10.000', { ...denied, action: 'package.owner_added', user: 'mallory' }),
      request('10.500', {
        ...denied,
        action: 'package.metadata_changed',
        native_action: 'npm owner',
        actor: 'mallory',
        text: 'not allowed',
      }),
    );
    expect(more).toEqual([]);
    expect(one?.members).toMatchObject({
      action: 'package.owner_added',
      actor: 'mallory',
      user: 'mallory',
      text: 'not allowed',
    });
  });

  it('look-ups stay as they are', () => {
    const members = { action: 'artifact.metadata_read', status: 200, version: undefined } as const;
    expect(counts(join(run('npm', '10.000', members), request('10.500', members)))).toEqual([1, 1]);
  });
});

describe('a document that shows a deprecation', () => {
  const deprecated = { action: 'package.deprecated', version: '1.0.0' } as const;
  const state = (after: string, before: string): Step =>
    at('document', {
      ...deprecated,
      package: '@acme/widget',
      grade: 'derived',
      basis: 'snapshot_range',
      not_before: `${DAY}:${after}Z`,
      not_after: `${DAY}:${before}Z`,
      deprecated: 'use another',
    });

  it('and the act within its range are one', () => {
    const [one, ...more] = join(state('10.000', '20.000'), request('20.003', deprecated));
    expect(more).toEqual([]);
    expect(one?.members).toMatchObject({ time: `${DAY}:20.003Z`, deprecated: 'use another', actor: 'alice' });
    expect(one?.members.not_after).toBeUndefined();
  });

  it('and an act before its range are two', () => {
    expect(counts(join(state('10.000', '20.000'), request('09.000', deprecated)))).toEqual([1, 1]);
  });
});

it('an unpublish whose log was rotated between document and tarball is one', () => {
  const removed = { action: 'package.version_deleted', version: '1.0.0' } as const;
  const tarball = request('11.000', { ...removed, native_action: 'DELETE unpublish' });
  const [one, ...more] = join(request('10.000', { ...removed, native_action: 'PUT unpublish' }), {
    ...tarball,
    citations: [citation('log.2')],
  });
  expect(more).toEqual([]);
  expect(one?.members).toMatchObject({ time: `${DAY}:10.000Z`, native_action: 'PUT unpublish' });
});

describe("GitHub's audit log and a webhook", () => {
  const KEY = { action: 'auth.key.added', actor: 'mallory', repo: 'acme/widget' } as const;
  const audit = (second: string, members: Partial<EventMembers> = {}): Step =>
    at(
      'audit',
      {
        ...KEY,
        ...{ native_action: 'public_key.create', ip: '203.0.113.7', request_id: 'F5:1', resource: 'ci' },
        ...{ time: `${DAY}:${second}Z`, basis: 'event', ...members },
      },
      `:${second}`,
    );
  const hook = (second: string, members: Partial<EventMembers> = {}, source = 'hooks'): Step =>
    at(
      source,
      {
        ...KEY,
        ...{ native_action: 'deploy_key.created', resource: 'ci', role: 'write', native_id: '3b989ba4' },
        ...{ time: `${DAY}:${second}Z`, basis: 'event', ...members },
      },
      `:${second}`,
    );

  it('of one act are one step, with what each of them knows', () => {
    const [one, ...more] = join(hook('10.000'), audit('10.412'));
    expect(more).toEqual([]);
    expect(one?.members).toMatchObject({ time: `${DAY}:10.412Z`, ip: '203.0.113.7', role: 'write', resource: 'ci' });
    expect(one?.citations).toHaveLength(2);
    expect(one?.join).toBe('the audit log and a webhook tell of the same act');
    expect(one?.conflicts).toBeUndefined();
  });

  it.each([
    ['of another account', { actor: 'alice' }],
    ['of another repository', { repo: 'acme/other' }],
    ['of another act', { action: 'auth.key.removed' }],
    ['of another thing', { resource: 'deploy' }],
    ['of another person', { user: 'bob' }, { user: 'carol' }],
    ['that has an address', { ip: '203.0.113.7' }],
    ['that names a request', { request_id: 'F5:2' }],
    ['that is the same log', { native_action: 'public_key.create' }],
    ['of another time', { time: `${DAY}:16.000Z` }],
  ] as const)('%s are two', (_, members: Partial<EventMembers>, others: Partial<EventMembers> = {}) => {
    expect(counts(join(hook('10.000', members), audit('10.412', others)))).toEqual([1, 1]);
  });

  it('stay apart where two of them fit', () => {
    const bare = { resource: undefined };
    const steps = join(hook('10.000', bare, 'hooks-1'), hook('11.000', bare, 'hooks-2'), audit('11.412'));
    expect(counts(steps)).toEqual([1, 1, 1]);
  });
});

describe('one publish of a version', () => {
  /** A log of the registry that names the version. */
  function named(second: string, members: Partial<EventMembers> = {}): Step {
    const said = { version: '1.0.0', actor: 'alice', ip: '203.0.113.7', token_id: 't1', grade: 'server' } as const;
    const own = { ...PUBLISHED, ...said, status: undefined, time: `${DAY}:${second}Z`, basis: 'event' } as const;
    return at('audit', { ...own, ...members });
  }
  const known = { grade: 'server', actor: 'alice', integrity: 'sha512-AA==' } as const;

  it('is told by the document and by the log, which says whence', () => {
    const steps = join(version('10.000', known), named('10.700'));
    expect(counts(steps)).toEqual([2]);
    expect(steps[0]?.members).toMatchObject({ token_id: 't1', ip: '203.0.113.7', integrity: 'sha512-AA==' });
  });

  it.each([
    ['of another version', named('10.700', { version: '1.0.1' })],
    ['by somebody else', named('10.700', { actor: 'mallory' })],
    ['a quarter of a minute later', named('25.001')],
    ['refused', named('10.700', { outcome: 'denied' })],
    ['that only a person reported', named('10.700', { grade: 'reported' })],
    ['in a second document', named('10.700', { ip: undefined, token_id: undefined })],
  ])('not one %s', (_, other) => {
    expect(counts(join(version('10.000', known), other))).toEqual([1, 1]);
  });
});
