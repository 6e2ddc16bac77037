import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../src/formats/http-answer.actions.ts';
import format from '../../src/formats/http-answer.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';
import { told } from '../support/told.ts';

const DATE = 'Date: Tue, 31 Mar 2026 04:30:00 GMT';
const score = (text: string) => format.recognise(sampleOf(parseNaively(text)));
const eventOf = (text: string) => readNaively(format, text).find((out) => out.kind === 'event')?.event;

describe('recognition', () => {
  it.each([
    ['a refusal', `HTTP/2 404\n${DATE}\n\n{"error":"Not found"}`, 95],
    [
      'a refusal behind a redirect and a proxy',
      'HTTP/1.1 200 Connection established\n\nHTTP/2 302\n\nHTTP/2 403\n',
      95,
    ],
    ['several refusals', 'HTTP/2 404\n\n{}HTTP/2 401\n\nx', 95],
    ['a success', `HTTP/2 200\n${DATE}\n\n{"a":1}`, 2],
    ['a refusal and a success', 'HTTP/2 404\n\n{}HTTP/2 200\n\n{"a":1}', 2],
    ['a redirect that nobody followed', 'HTTP/2 302\nlocation: /x\n', 2],
    ['text about HTTP', 'see HTTP/2 404\n', 0],
    ['JSON', '{"error":"Not found"}', 0],
    ['nothing', '', 0],
  ])('of %s', (_, text, expected) => expect(score(text)).toBe(expected));
});

it.each([
  [200, 'success'],
  [204, 'success'],
  [302, 'unknown'],
  [304, 'success'],
  [401, 'denied'],
  [403, 'denied'],
  [404, 'failure'],
  [407, 'denied'],
  [451, 'denied'],
  [500, 'failure'],
])('status %i is %s', (status, outcome) => expect(outcomeOf(status)).toBe(outcome));

describe('what was asked for', () => {
  it('is not invented', () => {
    const event = eventOf(`HTTP/2 404\n${DATE}\n\n{"error":"Not found"}`);
    expect(event).toMatchObject({ action: 'other', status: 404, text: 'Not found' });
    expect([event?.package, event?.url]).toEqual([undefined, undefined]);
  });

  it.each([
    ['/login', 'other', undefined],
    ['/@acme%2fwidget', 'artifact.metadata_read', '@acme/widget'],
    ['https://registry.example/widget/-/widget-1.0.0.tgz', 'artifact.downloaded', 'widget'],
    ['::', 'other', undefined],
  ])('is read off where a redirect led: %s', (location, action, name) => {
    const event = eventOf(`HTTP/2 302\nlocation: ${location}\n\nHTTP/2 404\n${DATE}\n`);
    expect([event?.action, event?.package, event?.url]).toEqual([action, name, location]);
  });

  it('makes a refused tarball a denied download', () => {
    const event = eventOf(`HTTP/2 403\n${DATE}\ncontent-location: /widget/-/widget-1.0.0.tgz\n`);
    expect(event).toMatchObject({ action: 'artifact.download_denied', version: '1.0.0', outcome: 'denied' });
  });
});

it('keeps the start of a large body only', () => {
  const outs = readNaively(format, `HTTP/2 404\n${DATE}\n\n${'x'.repeat(8000)}\n${'<p>\n'.repeat(5000)}`);
  const event = outs.find((out) => out.kind === 'event');
  const ignored = outs.filter((out) => out.kind === 'ignored');
  expect(event?.records.length).toBeLessThan(5003 - 2900);
  expect((event?.records.length ?? 0) + ignored.length).toBe(5003);
});

describe('in a case', { timeout: 60_000 }, () => {
  it('is a refusal, whatever its body', async () => {
    const { exitCode, events, problems } = await told(`HTTP/2 404 \r\n${DATE}\r\n\r\n{"error":"Not found"}`, 'a.http');
    expect([exitCode, problems]).toEqual([0, []]);
    expect(events).toMatchObject([{ action: 'other', status: 404, time: '2026-03-31T04:30:00.000Z' }]);
  });

  it('leaves a body of a known kind to its format', async () => {
    const times = { created: '2026-01-05T09:00:00.000Z', modified: '2026-01-05T09:00:01.000Z' };
    const body = {
      _id: 'acme-widget',
      name: 'acme-widget',
      'dist-tags': { latest: '1.0.0' },
      versions: { '1.0.0': {} },
    };
    const text = JSON.stringify({ ...body, time: { ...times, '1.0.0': times.created } });
    const { exitCode, events, problems } = await told(`HTTP/2 200 \r\n${DATE}\r\n\r\n${text}`, 'acme-widget.http');
    expect([exitCode, problems]).toEqual([0, []]);
    expect(events.map(({ action }) => action)).toContain('package.published');
  });
});
