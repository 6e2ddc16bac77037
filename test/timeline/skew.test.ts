import { expect, it } from 'vitest';
import { sha256 } from '../../src/core/digest.ts';
import type { EventMembers } from '../../src/core/event.ts';
import type { Step } from '../../src/core/step.ts';
import { joined } from '../../src/timeline/joined.ts';
import { skewsOf, skewText } from '../../src/timeline/skew.ts';
import { citation, step } from './support.ts';

const SECOND = 1_000_000;
const NAMES = ['proxy', 'copy', 'other', 'cache'] as const;

function witness(names: readonly string[], seconds: string, precision: EventMembers['precision'] = 'ms') {
  const at = Date.parse(`2026-03-31T00:31:${seconds}Z`) * 1000;
  return { evidence: names.map((name) => sha256(name)), at, ...(precision && { precision }) };
}

const act = (...times: readonly ReturnType<typeof witness>[]): Step => step({}, { times });

/** Pairs by name, seen from the first one. */
function skews(steps: readonly Step[]) {
  const name = (digest: string) => NAMES.find((each) => sha256(each) === digest) ?? digest;
  return skewsOf(steps).map(({ source, against, ...rest }) => ({
    source: name(source),
    against: name(against),
    ...rest,
  }));
}

/** Offset of `proxy` against `other`, whichever of them is told of as the source. */
function offset(steps: readonly Step[]): number | undefined {
  const [found] = skews(steps);
  return found && (found.source === 'proxy' ? found.offset : -found.offset);
}

it('is the median over the acts that two sources tell of', () => {
  const steps = ['02.000', '09.000', '03.000'].map((other) =>
    act(witness(['proxy'], '01.000'), witness(['other'], other)),
  );
  const [found, ...more] = skews(steps);
  expect(more).toEqual([]);
  expect(found).toMatchObject({ count: 3, resolution: 1000 });
  expect(offset(steps)).toBe(-2 * SECOND);
  expect(new Set([found?.least, found?.most].map((value) => Math.abs(value ?? 0)))).toEqual(
    new Set([SECOND, 8 * SECOND]),
  );
  expect(offset(steps.slice(0, 2))).toBe(-4.5 * SECOND);
});

it('takes copies of one record for one clock', () => {
  const found = skews([act(witness(['proxy', 'copy'], '01.000'), witness(['other'], '02.000'))]);
  expect(found.map(({ source, against }) => [source, against].sort().join())).toEqual(
    expect.arrayContaining(['other,proxy', 'copy,other']),
  );
  expect(found).toHaveLength(2);
});

it('does not call a difference what the coarser clock rounds away', () => {
  const text = (...times: readonly ReturnType<typeof witness>[]) => skewsOf([act(...times)]).map(skewText);
  expect(text(witness(['proxy'], '01.900'), witness(['other'], '01.000', 's'))).toEqual(['no difference seen']);
  expect(text(witness(['proxy'], '01.031'), witness(['other'], '01.000'))[0]).toMatch(/^0\.031 s (?:ahead|behind)$/);
  expect(text(witness(['proxy'], '00.000'), { ...witness(['other'], '00.000'), at: 0 })[0]).toMatch(
    /^\d+ d .*(?:ahead|behind)$/,
  );
});

it('compares a machine with the servers that it asked', () => {
  const cached = (text: string) =>
    step({ grade: 'client', time: '2026-03-31T00:40:00.123Z', text }, { citations: [citation('cache')] });
  const ahead = cached("command: install; server date 2026-03-31T00:35:00.000Z, 5 min 0 s behind this machine's clock");
  const [found] = skews([ahead]);
  expect(found).toMatchObject({ source: 'cache', against: 'servers', offset: 300.123 * SECOND, count: 1 });
  expect(skewsOf([ahead]).map(skewText)).toEqual(['5 min 0 s ahead']);
  expect(skews([cached('server date yesterdayZ'), cached('no date')])).toEqual([]);
  expect(skews([{ ...ahead, members: { ...ahead.members, grade: 'server' } }])).toEqual([]);
});

it('finds nothing in acts that one source tells of', () => {
  expect(skewsOf([step({ time: '2026-03-31T00:31:00.000Z' }), act(witness(['proxy'], '01.000'))])).toEqual([]);
});

it('measures what the timeline puts together', () => {
  const members = { action: 'artifact.downloaded', package: 'axios', version: '1.14.1', client: 'npm/11.9.0' } as const;
  const request = step(
    { ...members, time: '2026-03-31T00:31:07.000Z', status: 200, basis: 'request_end', precision: 'ms' },
    { citations: [citation('proxy')], entries: [1] },
  );
  const cache = step(
    {
      ...members,
      ...{ grade: 'client', basis: 'event', precision: 'ms', native_action: 'make-fetch-happen:request-cache' },
      time: '2026-03-31T00:31:09.000Z',
    },
    { citations: [citation('other')], entries: [2] },
  );
  const steps = [...joined([request, cache], ({ members: own }) => own)];
  expect(steps).toHaveLength(1);
  expect(offset(steps)).toBe(-2 * SECOND);
});
