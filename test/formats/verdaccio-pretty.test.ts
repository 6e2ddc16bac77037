import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type EventMembers, membersOf } from '../../src/core/event.ts';
import type { Format } from '../../src/core/format.ts';
import pretty from '../../src/formats/verdaccio-pretty.ts';
import stamped from '../../src/formats/verdaccio-pretty-timestamped.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';

const SAMPLES = '../shared/samples/verdaccio';
const ANSWER = "http <-- 201, user: alice(203.0.113.7), req: 'PUT /@acme%2fwidget', bytes: 1026/53";
const TIME = '[2026-11-21 22:28:56] ';

function score(format: Format, text: string): number {
  return format.recognise(sampleOf(parseNaively(text)));
}

function events(text: string, assumeTz = 'Z'): EventMembers[] {
  return readNaively(stamped, text, { assumeTz }).flatMap((out) =>
    out.kind === 'event' ? [membersOf(out.event)] : [],
  );
}

describe('recognition', () => {
  it.each([
    ['a line of it', ANSWER, 65],
    ['a coloured one', "\x1b[36minfo \x1b[39m<-- 203.0.113.7 requested 'GET /x'\x1b[39m", 65],
    ['one after others', `starting\nwarn --- http address - http://0.0.0.0:4873/ - verdaccio/6.8.0\n${ANSWER}`, 65],
    ['a start of the server', 'warn --- http address - http://0.0.0.0:4873/ - verdaccio/6.8.0', 45],
    ['something else with levels', 'info --- all is well', 0],
    ['a line with a time', TIME + ANSWER, 0],
    ['nothing', '', 0],
  ])('of the form without times: %s', (_, text, expected) => expect(score(pretty, text)).toBe(expected));

  it.each([
    ['a line of it', TIME + ANSWER, 70],
    ['one of a level with five letters', `${TIME}error--- boom`, 70],
    ['one without a time', ANSWER, 0],
    ['a JSON array', '[1]', 0],
  ])('of the form with times: %s', (_, text, expected) => expect(score(stamped, text)).toBe(expected));
});

describe('the form without times', () => {
  it('is refused with a remedy', () => expect(pretty.refuse).toMatch(/format: json/));
});

describe('the form with times', () => {
  it('needs a zone', () => {
    expect(stamped.needsZone).toBe(true);
    expect(readNaively(stamped, TIME + ANSWER)).toMatchObject([{ kind: 'problem', code: 'no-zone' }]);
    expect(events(TIME + ANSWER, '-05:00')).toMatchObject([{ time: '2026-11-22T03:28:56.000Z', precision: 's' }]);
  });

  it.each([
    ['user', "http <-- 201, user: alice(203.0.113.7), req: 'PUT /x(1.1.1.1), req: 'GET /y', bytes: 1/2"],
    [
      'address',
      "http <-- 201, user: null(1.1.1.1), req: 'PUT /x', bytes: 1/2 via 203.0.113.7), req: 'GET /y', bytes: 0/0",
    ],
    ['end', "http <-- 201, user: alice(203.0.113.7), req: 'PUT /@acme%2fwidget', bytes: 1026/"],
  ])('takes no line whose %s is not what Verdaccio writes', (_, text) => {
    expect(readNaively(stamped, TIME + text, { assumeTz: 'Z' })).toMatchObject([{ kind: 'problem' }]);
  });

  it('takes no number that no integer holds', () => {
    const [event] = events(TIME + ANSWER.replace('1026', '9'.repeat(33)));
    expect(event).toMatchObject({ action: 'package.published', status: 201 });
    expect(event?.bytes).toBeUndefined();
  });

  it('knows nobody called null', () => {
    const [event] = events(TIME + ANSWER.replace('alice', 'null'));
    expect(event).toMatchObject({ actor_type: 'anonymous' });
    expect(event?.actor).toBeUndefined();
  });
});

describe.runIf(existsSync(SAMPLES))('the real logs', () => {
  const read = (name: string) => (existsSync(SAMPLES) ? readFileSync(`${SAMPLES}/${name}`, 'utf8') : '');

  it('with times gives one event a request', () => {
    const text = read('verdaccio-pretty.log');
    expect(score(stamped, text)).toBe(70);
    expect(score(pretty, text)).toBe(0);
    expect(events(text).map(({ action, status }) => `${action} ${status}`)).toEqual([
      'auth.login_failed 409',
      'artifact.metadata_read 404',
      'artifact.metadata_read 200',
      'artifact.metadata_read 404',
      'other 404',
      'artifact.downloaded 200',
      'artifact.metadata_read 404',
      'artifact.metadata_read 200',
      'artifact.metadata_read 200',
      'artifact.metadata_read 200',
    ]);
  });

  it('without times is told apart', () => {
    const text = read('verdaccio-stdout-pretty-default.log');
    expect(score(pretty, text)).toBe(65);
    expect(score(stamped, text)).toBe(0);
  });
});
