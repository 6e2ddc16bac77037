import { profile, tokenList, verdaccio } from './examples/acts.ts';
import { snapshot, stamped } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const AT = '2026-06-09T03:41:27.498Z';
const TAKEN = '2026-06-09T05:55:00Z';

function published(at = AT, by = 'alice'): Readonly<Record<string, string>> {
  return snapshot('widget', '2026-06-09T06:00:00Z', { '1.4.3': { at, by: `${by} <${by}@example.test>` } });
}

function tokens(taken: string, ...rows: Parameters<typeof tokenList>[0]): Readonly<Record<string, string>> {
  return { [stamped('tokens', taken)]: tokenList(rows) };
}

const OLD = { key: 'a1', name: 'laptop', created: '2026-01-05T09:00:00.000Z' };

function requests(...times: readonly string[]): string {
  const common = { user: 'alice', ip: '203.0.113.50' };
  return verdaccio([
    ...times.map((at) => ({ ...common, at, method: 'POST', url: '/-/npm/v1/tokens' })),
    { ...common, at: AT, method: 'PUT', url: '/widget', status: 201 },
  ]);
}

const START = { at: '2026-05-01T09:00:00.000Z', user: 'alice', ip: '203.0.113.50', url: '/-/whoami' };

const examples: Examples = [
  {
    name: 'a token was made seven minutes before',
    source: 'made up, as fixtures/incidents/acme-2026',
    files: { ...published(), ...tokens(TAKEN, OLD, { key: 'b2', name: 'sync', created: '2026-06-09T03:34:19.087Z' }) },
    expect: [{ subject: 'widget@1.4.3', severity: 'high' }],
  },
  {
    name: 'a token was made in the morning, two publishes follow',
    source: 'eslint-scope 2018-07-12: the token was made early in the morning, its exact time is made up',
    files: {
      ...snapshot('eslint-config-eslint', '2018-07-12T11:00:00Z', {
        '5.0.2': { at: '2018-07-12T09:49:00.000Z', by: 'hijacked <hijacked@example.test>' },
      }),
      ...snapshot('eslint-scope', '2018-07-12T11:00:00Z', {
        '3.7.1': { at: '2017-04-12T09:00:00.000Z', by: 'other <other@example.test>' },
        '3.7.2': { at: '2018-07-12T10:40:00.000Z', by: 'hijacked <hijacked@example.test>' },
      }),
      [stamped('profile', '2018-07-12T12:00:00Z')]: profile('hijacked', 'hijacked@example.test'),
      ...tokens('2018-07-12T12:00:00Z', { key: 'c3', name: 'new', created: '2018-07-12T05:30:00.000Z' }),
    },
    expect: [
      { subject: 'eslint-config-eslint@5.0.2', severity: 'high' },
      { subject: 'eslint-scope@3.7.2', severity: 'high' },
    ],
  },
  {
    name: 'the first publish ten days after is medium',
    source: 'made up: a new CI',
    files: { ...published(), ...tokens(TAKEN, OLD, { key: 'b2', name: 'ci', created: '2026-05-30T09:00:00.000Z' }) },
    expect: [{ subject: 'widget@1.4.3', severity: 'medium' }],
  },
  {
    name: 'two lists tell that a token came, and not when',
    source: 'made up: a row without the time',
    files: {
      ...published(),
      ...tokens('2026-06-08T17:00:00Z', OLD),
      ...tokens(TAKEN, OLD, { key: 'b2', name: 'sync' }),
    },
    expect: [{ subject: 'widget@1.4.3', severity: 'high' }],
  },
  {
    name: 'the log of the registry shows the token being made',
    source: 'made up',
    files: { ...published(), 'verdaccio.log': verdaccio([START]) + requests('2026-06-08T09:00:00.000Z') },
    expect: [{ subject: 'widget@1.4.3', severity: 'high' }],
  },
  {
    name: 'a machine that makes a token every week',
    source: 'made up: rotation',
    files: {
      ...published(),
      'verdaccio.log':
        verdaccio([START]) +
        requests(...['05-04', '05-11', '05-18', '05-25', '06-01', '06-08'].map((date) => `2026-${date}T09:00:00.000Z`)),
    },
    expect: [],
  },
  {
    name: 'all tokens are old',
    source: 'made up',
    files: { ...published(), ...tokens(TAKEN, OLD) },
    expect: [],
  },
  {
    name: 'the token was made after the publish, in response',
    source: 'made up',
    files: { ...published(), ...tokens(TAKEN, { key: 'd4', name: 'rotated', created: '2026-06-09T05:00:00.000Z' }) },
    expect: [],
  },
  {
    name: 'npm refused the list of tokens',
    source: 'axios 2026, the morning after',
    files: published(),
    expect: 'no-evidence',
  },
];

export default examples;
