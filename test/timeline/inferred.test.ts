import { expect, it } from 'vitest';
import { compareSteps } from '../../src/core/step.ts';
import versionVanished from '../../src/inference/version-vanished.ts';
import { inferredStep } from '../../src/timeline/inferred.ts';
import { placeInTime } from '../../src/timeline/place.ts';
import { axiosAfter } from '../inference/axios.ts';
import { infer } from '../inference/support.ts';
import { step } from './support.ts';

it('makes a step of an inference', () => {
  const [found] = infer(versionVanished, [axiosAfter()]);
  const made = found && inferredStep(versionVanished, found);
  expect(made).toMatchObject({
    id: 'inference:version-vanished:axios@0.30.4',
    inference: 'version-vanished',
    bounded: 1,
    sort: 1_774_926_930_000_000,
    low: 1_774_918_857_285_000,
    entries: [],
    citations: found?.citations,
    remarks: found?.remarks,
  });
});

const TIME = '2026-03-31T03:15:30.000Z';

it('orders by the exact time, the latest, the earliest possible one, and what has none at the end', () => {
  const steps = [
    step({}),
    step({ time: TIME }),
    step({ not_before: '2026-03-31T03:15:31.000Z' }),
    step({ not_after: TIME }),
  ];
  expect(steps.toSorted(compareSteps)).toEqual([steps[3], steps[1], steps[2], steps[0]]);
});

it('takes what is no time for none', () => {
  const none = { bounded: 2, sort: Number.MAX_SAFE_INTEGER };
  const members = { action: 'other', grade: 'server', outcome: 'success' } as const;
  expect(placeInTime({ ...members, time: 'soon', not_before: '', not_after: '2026' })).toEqual(none);
});
