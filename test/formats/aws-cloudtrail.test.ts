import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, isAction } from '../../src/core/action.ts';
import { type EventDraft, membersOf } from '../../src/core/event.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { NATIVE_ACTIONS } from '../../src/formats/aws-cloudtrail.actions.ts';
import format from '../../src/formats/aws-cloudtrail.ts';
import digestFormat from '../../src/formats/aws-cloudtrail-digest.ts';
import { ciSubject } from '../../src/formats/cloudtrail/ci-subject.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const SAMPLES = '../shared/samples';

function eventOf(native: string, more: JsonObject = {}): EventDraft {
  const [service, eventName = ''] = native.split(':');
  const record = { eventTime: '2026-03-31T00:40:01Z', eventSource: `${service}.aws.example`, eventName, ...more };
  const [out] = readNaively(format, JSON.stringify(record));
  if (out?.kind !== 'event') throw new Error(JSON.stringify(out));
  return out.event;
}

const TABLE: readonly (readonly [Action, string])[] = [
  ['auth.token.created', 'codeartifact:GetAuthorizationToken sts:GetServiceBearerToken sts:AssumeRole'],
  ['auth.token.created', 'sts:AssumeRoleWithWebIdentity iam:CreateAccessKey'],
  ['auth.token.changed', 'iam:UpdateAccessKey'],
  ['auth.token.revoked', 'iam:DeleteAccessKey'],
  ['artifact.metadata_read', 'codeartifact:ReadFromRepository'],
  ['package.published', 'codeartifact:PublishPackageVersion codeartifact:CopyPackageVersions'],
  ['package.version_deleted', 'codeartifact:DeletePackageVersions codeartifact:DisposePackageVersions'],
  ['package.unpublished', 'codeartifact:DeletePackage'],
  ['package.visibility_changed', 'codeartifact:UpdatePackageVersionsStatus'],
  ['perm.role_changed', 'codeartifact:PutPackageOriginConfiguration codeartifact:PutRepositoryPermissionsPolicy'],
  ['perm.role_changed', 'codeartifact:PutDomainPermissionsPolicy iam:AttachUserPolicy'],
  ['perm.resource_created', 'codeartifact:AssociateExternalConnection codeartifact:CreateRepository'],
  ['perm.resource_deleted', 'codeartifact:DeleteRepository'],
  ['auth.login', 'signin:ConsoleLogin'],
  ['auth.2fa.enabled', 'iam:EnableMFADevice'],
  ['auth.2fa.disabled', 'iam:DeactivateMFADevice'],
  ['perm.team_member_added', 'iam:AddUserToGroup'],
  ['perm.member_added', 'iam:CreateUser'],
  ['audit.stream_changed', 'cloudtrail:StopLogging cloudtrail:DeleteTrail cloudtrail:UpdateTrail'],
  ['other', 'sts:GetCallerIdentity constructor:__proto__ health:DescribeEventAggregates'],
];

describe('API calls', () => {
  const cases = TABLE.flatMap(([action, natives]) => natives.split(' ').map((native) => [native, action] as const));

  it.each(cases)('%s is %s', (native, action) => {
    expect(eventOf(native)).toMatchObject({ action, native_action: native, outcome: 'success' });
  });

  it('are each in the table once, under an action of ours', () => {
    const names = Object.entries(NATIVE_ACTIONS).flatMap(([action, natives]) => {
      expect(isAction(action)).toBe(true);
      return natives.split(/\s+/).map((native) => [native, action] as const);
    });
    expect(new Set(names.map(([native]) => native)).size).toBe(names.length);
    for (const [native, action] of names) expect([native, eventOf(native).action]).toEqual([native, action]);
  });

  it('that failed are denied or failures, by their code', () => {
    const denied = ['AccessDenied', 'AccessDeniedException', 'Client.UnauthorizedOperation', 'ExpiredTokenException'];
    for (const errorCode of denied) expect(eventOf('iam:CreateUser', { errorCode }).outcome).toBe('denied');
    for (const errorCode of ['NoSuchEntityException', 'ThrottlingException'])
      expect(eventOf('iam:CreateUser', { errorCode })).toMatchObject({ outcome: 'failure', error: errorCode });
  });
});

describe('a download', () => {
  const requestUri = '/npm/npm-store/widget/-/widget-1.0.0.tgz';

  it('is one by the version or by the URL, but not to a HEAD', () => {
    const read = (more: JsonObject) => eventOf('codeartifact:ReadFromRepository', more);
    expect(read({ requestParameters: { packageVersion: '1.0.0' } }).action).toBe('artifact.downloaded');
    const fromUrl = read({ additionalEventData: { httpMethod: 'GET', requestUri } });
    expect(fromUrl).toMatchObject({ action: 'artifact.downloaded', package: 'widget', version: '1.0.0' });
    expect(read({ additionalEventData: { httpMethod: 'HEAD', requestUri } }).action).toBe('artifact.metadata_read');
  });
});

describe('the subject of a CI job', () => {
  it.each([
    ['repo:acme/widget:ref:refs/heads/main', { repo: 'acme/widget', ref: 'refs/heads/main' }],
    ['repo:acme/widget:environment:npm', { repo: 'acme/widget' }],
    ['project_path:acme/web:ref_type:branch:ref:main', { repo: 'acme/web', ref: 'main' }],
    ['alice', {}],
  ])('%s', (subject, expected) => expect(ciSubject(subject)).toEqual(expected));
});

describe('recognition', () => {
  const score = (text: string) => format.recognise(sampleOf(parseNaively(text)));
  const record = '{"eventSource":"a.b","eventName":"c","eventTime":"2026-03-31T00:40:01Z"}';

  it('knows files, single records and records one a line', () => {
    for (const text of [`{"Records":[${record}]}`, record, `${record}\n${record}\n`, `[${record}]`]) {
      expect(score(text)).toBe(90);
    }
  });

  it.each([
    '',
    '{}',
    '[]',
    '{"Records":[]}',
    '{"eventName":"x"}',
    '{"Records":[{"s3":{}}]}',
    'text',
  ])('does not take %s', (text) => expect(score(text)).toBe(0));

  it('knows the event history, though its list may be too long for the sample', () => {
    expect(score(JSON.stringify({ Events: [{ EventId: 'x', CloudTrailEvent: record }] }))).toBe(90);
    expect(score('{"Events":[],"NextToken":"x"}')).toBe(40);
    expect(score('{"Events":[],"other":1}')).toBe(0);
  });

  it('tells digests apart', () => {
    const digest = readFileSync('fixtures/formats/aws-cloudtrail-digest/typical/input.json', 'utf8');
    expect(score(digest)).toBe(0);
    expect(digestFormat.recognise(sampleOf(parseNaively(digest)))).toBe(92);
    expect(digestFormat.recognise(sampleOf(parseNaively(record)))).toBe(0);
  });
});

it('never throws, and answers every record', () => {
  const value = fc.jsonValue({ maxDepth: 3 }).map((json) => json as JsonObject);
  const names = [
    'userIdentity',
    'requestParameters',
    'responseElements',
    'additionalEventData',
    'errorCode',
    'eventID',
  ];
  const property = fc.property(
    fc.constantFrom('codeartifact:ReadFromRepository', 'iam:X'),
    fc.record(Object.fromEntries(names.map((name) => [name, value]))),
    (native, more) => {
      expect(membersOf(eventOf(native, more as JsonObject)).native_action).toBe(native);
    },
  );
  fc.assert(property, { numRuns: 300 });
  fc.assert(
    fc.property(value, (json) => {
      for (const one of [format, digestFormat]) {
        const reading = one.open({ name: 'x', taken: { basis: 'unknown' }, survey: [] });
        const outs = reading.push({ number: 0, at: { start: 0, end: 0 }, text: '', json });
        expect([...outs, ...reading.end()].flatMap(({ ...out }) => ('records' in out ? out.records : []))).toContain(0);
      }
    }),
    { numRuns: 300 },
  );
});

describe.runIf(existsSync(SAMPLES))('real files', () => {
  const read = (folder: string) =>
    readdirSync(`${SAMPLES}/${folder}`)
      .filter((name) => name !== 'sources.txt')
      .map((name) => readFileSync(`${SAMPLES}/${folder}/${name}`, 'utf8'));

  it('of a trail', () => {
    const [text = ''] = read('aws-cloudtrail');
    expect(format.recognise(sampleOf(parseNaively(text)))).toBe(90);
    const outs = readNaively(format, text);
    expect(outs).toMatchObject([
      { kind: 'event', event: { action: 'other', actor: 'benjamin', ip: '10.248.16.43', auth_method: 'session' } },
      { kind: 'event', event: { action: 'other', actor: 'benjamin', actor_type: 'user' } },
    ]);
  });

  it('of a digest whose previous hash was altered', () => {
    const [text = ''] = read('aws-cloudtrail-digest');
    expect(digestFormat.recognise(sampleOf(parseNaively(text)))).toBe(92);
    const [out] = readNaively(digestFormat, text);
    if (out?.kind !== 'event') throw new Error(JSON.stringify(out));
    expect(out.event).toMatchObject({ count: 3, org: '123456789123', at: { text: '2020-09-11T19:36:49.000Z' } });
    expect(out.event.text).toMatch(/not a SHA-256 of 64 hex digits\).*names .*l2pGqVS53QcGdAkp\.json\.gz 420784a5/);
  });

  it('of the vendor, one record each', () => {
    const raw = read('ocsf').filter((text) => text.includes('eventSource'));
    const actions = raw
      .flatMap((text) => readNaively(format, text))
      .map((out) => out.kind === 'event' && out.event.action);
    for (const text of raw) expect(readNaively(format, text)).toHaveLength(1);
    expect(actions).toContain('perm.member_added');
    expect(actions).toContain('auth.login');
  });
});
