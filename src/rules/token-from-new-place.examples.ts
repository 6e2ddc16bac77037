import { type Request, verdaccio } from './examples/acts.ts';
import { snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const HOME = '203.0.113.50';
const AWAY = '198.51.100.23';
const MAC = 'npm/11.6.2 node/v22.20.0 darwin arm64 workspaces/false';
const RUNNER = 'npm/11.9.0 node/v22.20.0 linux x64 workspaces/false ci/github-actions';

/** A day in June 2026. */
function day(n: number, time = '09:00:00.000'): string {
  return `2026-06-${String(n).padStart(2, '0')}T${time}Z`;
}

function alice(at: string, ip: string, url = '/-/whoami', more: Partial<Request> = {}): Request {
  return { at, user: 'alice', ip, url, agent: MAC, ...more };
}

function put(at: string, ip: string, more: Partial<Request> = {}): Request {
  return alice(at, ip, '/widget', { method: 'PUT', status: 201, ...more });
}

function packumentOf(at: string, by = 'alice'): Readonly<Record<string, string>> {
  const owner = `${by} <${by}@example.test>`;
  return snapshot('widget', '2026-07-01T00:00:00Z', { '1.0.1': { at, by: owner } });
}

const BEFORE = [1, 5, 9, 14].map((n) => alice(day(n), HOME));

const examples: Examples = [
  {
    name: 'a known account publishes from a network that 19 days of the log never showed',
    source: 'made up, as fixtures/incidents/acme-2026',
    files: {
      'verdaccio.log': verdaccio([...BEFORE, put(day(20), AWAY, { agent: RUNNER })]),
      ...packumentOf(day(20)),
    },
    expect: [{ subject: 'widget@1.0.1', severity: 'high' }],
  },
  {
    name: 'it acts from a new network, and publishes from there two days later',
    source: 'made up',
    files: {
      'verdaccio.log': verdaccio([...BEFORE, alice(day(20), AWAY), put(day(22), AWAY)]),
      ...packumentOf(day(22)),
    },
    expect: [{ subject: 'widget@1.0.1', severity: 'high' }],
  },
  {
    name: 'the answer to the publish, the only act from there, is logged after the time in the document',
    source: 'made up, with the delay of a real Verdaccio',
    files: {
      'verdaccio.log': verdaccio([...BEFORE, put(day(20, '09:00:00.230'), AWAY)]),
      ...packumentOf(day(20)),
    },
    expect: [{ subject: 'widget@1.0.1', severity: 'high' }],
  },
  {
    name: 'a new machine in the known network is medium',
    source: 'made up',
    files: {
      'verdaccio.log': verdaccio([...BEFORE, put(day(20), HOME, { agent: RUNNER })]),
      ...packumentOf(day(20)),
    },
    expect: [{ subject: 'widget@1.0.1', severity: 'medium' }],
  },
  {
    name: 'the usual place, another address of the same network and a newer npm',
    source: 'made up',
    files: {
      'verdaccio.log': verdaccio([...BEFORE, put(day(20), '203.0.113.77', { agent: MAC.replace('11.6.2', '11.9.0') })]),
      ...packumentOf(day(20)),
    },
    expect: [],
  },
  {
    name: 'the place was seen before, only in downloads',
    source: 'made up',
    files: {
      'verdaccio.log': verdaccio([...BEFORE, alice(day(16), AWAY, '/widget/-/widget-1.0.0.tgz'), put(day(20), AWAY)]),
      ...packumentOf(day(20)),
    },
    expect: [],
  },
  {
    name: 'a hosted runner comes from another address each time',
    source: 'made up: the usual false alarm',
    files: {
      'verdaccio.log': verdaccio(
        [1, 4, 7, 10, 13, 16, 20].map((n) => put(day(n), `192.0.${n}.7`, { user: 'acme-ci', agent: RUNNER })),
      ),
      ...packumentOf(day(20), 'acme-ci'),
    },
    expect: [],
  },
  {
    name: 'the log is a week old',
    source: 'made up',
    files: {
      'verdaccio.log': verdaccio([alice(day(14), HOME), alice(day(16), HOME), put(day(20), AWAY)]),
      ...packumentOf(day(20)),
    },
    expect: 'no-evidence',
  },
  {
    name: 'nothing but the document of the package',
    source: 'axios 2026: npm shows no address to its users',
    files: packumentOf(day(20)),
    expect: 'no-evidence',
  },
];

export default examples;
