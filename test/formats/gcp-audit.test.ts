import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, isAction } from '../../src/core/action.ts';
import type { EventDraft } from '../../src/core/event.ts';
import type { Out } from '../../src/core/format.ts';
import type { Json, JsonObject } from '../../src/core/json.ts';
import { NATIVE_ACTIONS } from '../../src/formats/gcp-audit.actions.ts';
import format from '../../src/formats/gcp-audit.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const SAMPLE = '../shared/samples/gcp-artifact-registry/log-entries.json';

function entry(service: string, methodName: string, payload: JsonObject = {}, more: JsonObject = {}): JsonObject {
  const protoPayload = { serviceName: `${service}.cloud.example`, methodName, ...payload };
  return { protoPayload, logName: 'projects/p/logs/x', insertId: 'i', timestamp: '2026-03-31T00:40:01Z', ...more };
}

function read(...entries: readonly Json[]): Out[] {
  return readNaively(format, entries.map((one) => JSON.stringify(one)).join('\n'));
}

function eventOf(...given: Parameters<typeof entry>): EventDraft {
  const [out] = read(entry(...given));
  if (out?.kind !== 'event') throw new Error(JSON.stringify(out));
  return out.event;
}

const permitted = (permission: string, granted = true) => ({ authorizationInfo: [{ permission, granted }] });

describe('permissions', () => {
  const cases: readonly (readonly [string, boolean, Action])[] = [
    ['repositories.downloadArtifacts', true, 'artifact.downloaded'],
    ['repositories.downloadArtifacts', false, 'artifact.download_denied'],
    ['repositories.uploadArtifacts', true, 'package.published'],
    ['repositories.deleteArtifacts', true, 'package.version_deleted'],
    ['versions.delete', true, 'package.version_deleted'],
    ['repositories.get', true, 'other'],
  ];

  it.each(cases)('%s, granted %s: %s', (permission, granted, action) => {
    const event = eventOf('artifactregistry', 'Npm-Anything', permitted(`artifactregistry.${permission}`, granted));
    expect(event).toMatchObject({ action, outcome: granted ? 'success' : 'denied' });
  });
});

describe('methods', () => {
  it('are each in the table once, under an action of ours', () => {
    const names = Object.entries(NATIVE_ACTIONS).flatMap(([action, natives]) => {
      expect(isAction(action)).toBe(true);
      return natives.split(/\s+/).map((native) => [native, action] as const);
    });
    expect(new Set(names.map(([native]) => native)).size).toBe(names.length);
    for (const [native, action] of names) {
      const [service = '', method = ''] = native.split(':');
      expect([native, eventOf(service, `google.x.v1.${method}`).action]).toEqual([native, action]);
    }
  });

  it.each([
    [7, 'denied', 'PERMISSION_DENIED'],
    [16, 'denied', 'UNAUTHENTICATED'],
    [5, 'failure', 'NOT_FOUND'],
    [13, 'failure', 'INTERNAL'],
  ] as const)('with status %i are %s', (code, outcome, error) => {
    expect(eventOf('iam', 'x.CreateRole', { status: { code } })).toMatchObject({ outcome, error });
  });
});

describe('a long operation', () => {
  const part = (which: 'first' | 'last', second: number, id = 'o') =>
    entry(
      'artifactregistry',
      'x.DeletePackage',
      {},
      {
        operation: { id, [which]: true },
        insertId: `${which}${id}`,
        timestamp: `2026-03-31T00:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}Z`,
      },
    );

  it('is one event, whichever entry comes first', () => {
    expect(read(part('first', 1), part('last', 9))).toMatchObject([{ records: [0, 1], event: { outcome: 'success' } }]);
    expect(read(part('last', 9), part('first', 1))).toMatchObject([
      { records: [1, 0], event: { native_id: 'firsto' } },
    ]);
  });

  it('whose entries stand more than a minute apart is two events', () => {
    const outs = read(part('first', 1), part('last', 62));
    expect(outs).toMatchObject([
      { records: [0], event: { outcome: 'unknown' } },
      { records: [1], event: { outcome: 'success' } },
    ]);
  });

  it('is given up when 10,000 others are open', () => {
    const reading = format.open({ name: 'x', taken: { basis: 'unknown' }, survey: [] });
    const outs = Array.from({ length: 10_001 }, (_, number) => {
      const json = part('first', 1, String(number));
      return reading.push({ number, at: { start: 0, end: 0 }, text: '', json });
    });
    expect(outs.flat()).toMatchObject([{ records: [0], event: { outcome: 'unknown' } }]);
    expect(reading.end()).toHaveLength(10_000);
  });
});

describe('recognition', () => {
  const score = (text: string) => format.recognise(sampleOf(parseNaively(text)));
  const text = JSON.stringify(entry('iam', 'x'));

  it('knows arrays, lines and single entries', () => {
    for (const one of [text, `[${text}]`, `${text}\n${text}\n`]) expect(score(one)).toBe(88);
    const other = '{"logName":"projects/p/logs/app","textPayload":"hello"}';
    expect(score([text, other, other, other].join('\n'))).toBe(88);
  });

  it.each([
    '',
    '{}',
    '[]',
    '{"protoPayload":{}}',
    '{"logName":"x","textPayload":"y"}',
    '[1,2]',
  ])('does not take %s', (one) => expect(score(one)).toBe(0));
});

it('never throws, and answers every record', () => {
  const value = fc.jsonValue({ maxDepth: 3 }).map((json) => json as Json);
  const names = [
    'status',
    'authenticationInfo',
    'requestMetadata',
    'authorizationInfo',
    'request',
    'resourceName',
    'serviceData',
  ];
  const payload = fc.record(Object.fromEntries(names.map((name) => [name, value])));
  const property = fc.property(
    payload,
    fc.constantFrom('SetIamPolicy', 'Npm-X', 'x.CreateServiceAccountKey'),
    value,
    (one, method, operation) => {
      const outs = read(entry('iam', method, one as JsonObject, { operation }), operation);
      const records = outs.flatMap((out) => ('records' in out ? out.records : []));
      expect(records).toContain(0);
    },
  );
  fc.assert(property, { numRuns: 300 });
});

describe.runIf(existsSync(SAMPLE))('real entries', () => {
  it('are read', () => {
    const text = readFileSync(SAMPLE, 'utf8');
    expect(format.recognise(sampleOf(parseNaively(text)))).toBe(88);
    const outs = readNaively(format, text);
    const common = { outcome: 'failure', error: 'NOT_FOUND', ecosystem: 'docker', actor_type: 'service' };
    expect(outs).toMatchObject([
      { event: { ...common, action: 'artifact.downloaded', package: 'publish_msg/cache', native_id: '1rtjfyxd1d41' } },
      { event: { ...common, action: 'artifact.metadata_read', ip: '203.0.113.2', tag: 'latest' } },
    ]);
    expect(outs.map((out) => out.kind === 'event' && out.event.at?.precision)).toEqual(['ns', 'ns']);
  });
});
