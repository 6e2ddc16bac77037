import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAction } from '../../src/core/action.ts';
import { membersOf } from '../../src/core/event.ts';
import type { Out } from '../../src/core/format.ts';
import type { Json } from '../../src/core/json.ts';
import { ACTS } from '../../src/formats/audit-log.actions.ts';
import auditLog from '../../src/formats/audit-log.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const HEADER = '{"first_seq":0,"format":"audit-log/v1","hash_alg":"sha-256","origin":"registry.example/acme"}';
const VECTORS = '../shared/vectors/audit-log-v1';
/** By reading with `JSON.parse`: what parsers disagree on is a problem of the readers. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  'good/log.jsonl': [
    'chain-header',
    'auth.token.created',
    'package.published',
    'package.dist_tag_changed',
    'auth.email_changed',
    'package.unpublished',
    'empty-record',
    'auth.token.revoked',
    'end-of-chain',
  ],
  'good/redacted.jsonl': [
    'chain-header',
    'auth.token.created',
    'package.published',
    'package.dist_tag_changed',
    'other',
    'package.unpublished',
    'empty-record',
    'auth.token.revoked',
    'end-of-chain',
  ],
  'good/slice-4-6.jsonl': ['chain-header', 'package.unpublished', 'empty-record', 'auth.token.revoked'],
  'good/empty.jsonl': ['chain-header', 'end-of-chain'],
};

function entry(record: Json, seq = 0): string {
  const hash = '0'.repeat(64);
  return JSON.stringify({ hash, leaf_hash: hash, prev_hash: hash, record, seq });
}

function score(text: string): number {
  return auditLog.recognise(sampleOf(parseNaively(text)));
}

function kindOf(out: Out): string {
  if (out.kind === 'event') return out.event.action;
  return out.kind === 'ignored' ? out.rule : out.kind;
}

function onlyEvent(record: Json) {
  const [, out] = readNaively(auditLog, `${HEADER}\n${entry(record)}`);
  if (out?.kind !== 'event') throw new Error(`${out?.kind}, not an event`);
  return membersOf(out.event);
}

describe('audit-log/v1', () => {
  it('is recognised by its header, and by its entries where the header is gone', () => {
    expect(score(HEADER)).toBe(95);
    expect(score(`${HEADER}\n${entry({})}`)).toBe(95);
    expect(score(`${entry({})}\n${entry({}, 1)}`)).toBe(90);
  });

  it.each([
    '{"format":"audit-log/v1"}',
    '{"hash":"00","prev_hash":"00","record":{},"seq":0}',
    '{"hash":"00","leaf_hash":"00","prev_hash":"00","seq":0}',
    '[]',
    '{"record":{},"seq":0}',
    'audit-log/v1',
  ])('is not %s', (text) => expect(score(text)).toBe(0));

  it.each([...ACTS])('%s is %s', (native, action) => {
    expect(isAction(action)).toBe(true);
    const event = onlyEvent({ action: native, ts: '2026-03-31T00:00:00.000Z' });
    expect(event).toMatchObject({ action, native_action: native });
  });

  it('keeps the native action of an event of a case', () => {
    const event = { action: 'auth.login', native_action: 'user.login', time: '2026-03-31T00:00:00.000Z' };
    expect(onlyEvent({ entry: 'event', event })).toMatchObject({ action: 'auth.login', native_action: 'user.login' });
  });

  it('does not take a foreign member `entry` for an entry of a case', () => {
    const event = onlyEvent({ action: 'token.use', entry: 'evidence', ts: '2026-03-31T00:00:00.000Z' });
    expect(event.action).toBe('auth.token.used');
  });

  it('tells entries by their log and number, and without a header by their record', () => {
    const line = entry({ action: 'token.use', ts: '2026-03-31T00:00:00.000Z' }, 7);
    const identities = [`${HEADER}\n${line}`, line].map((text) => {
      const out = readNaively(auditLog, text).at(-1);
      return out?.kind === 'event' ? out.event.identity : undefined;
    });
    expect(identities).toEqual([{ by: 'native', key: 'audit-log:registry.example/acme:7' }, { by: 'record' }]);
  });
});

describe.runIf(existsSync(VECTORS))('the vectors of audit-log/v1', () => {
  const logs = existsSync(VECTORS)
    ? ['good', 'bad'].flatMap((folder) => readdirSync(join(VECTORS, folder)).map((name) => `${folder}/${name}`))
    : [];

  it.each(logs.filter((name) => name.endsWith('.jsonl')))('%s is recognised, and each line has an answer', (name) => {
    const text = readFileSync(join(VECTORS, name), 'utf8').replace(/^\uFEFF/, '');
    expect(score(text)).toBe(95);
    const outs = readNaively(auditLog, text);
    const parsed = parseNaively(text).values.length;
    const answered = outs.flatMap((out) => ('records' in out ? out.records : []));
    expect(answered).toEqual(Array.from({ length: parsed }, (_, number) => number));
    const expected = KINDS[name];
    if (expected !== undefined) expect(outs.map(kindOf)).toEqual(expected);
  });

  it('says who took a record out, and why', () => {
    const outs = readNaively(auditLog, readFileSync(join(VECTORS, 'good/redacted.jsonl'), 'utf8'));
    const redaction = outs.find((out) => out.kind === 'event' && out.event.native_action === 'redacted');
    if (redaction?.kind !== 'event') throw new Error('no redaction');
    expect(membersOf(redaction.event)).toMatchObject({
      actor: 'dpo@example.test',
      resource: 'entry 3',
      text: 'its record was taken out: gdpr-art-17',
      time: '2026-05-01T00:00:00.000Z',
    });
  });

  it('has one answer that is a problem where neither a record nor a redaction stands', () => {
    const outs = readNaively(auditLog, readFileSync(join(VECTORS, 'bad/redacted-without-reason.jsonl'), 'utf8'));
    expect(outs.filter(({ kind }) => kind === 'problem')).toMatchObject([{ code: 'missing-field', records: [4] }]);
  });
});
