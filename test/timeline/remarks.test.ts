import { describe, expect, it } from 'vitest';
import type { EventMembers } from '../../src/core/event.ts';
import type { Step } from '../../src/core/step.ts';
import { withRemarks } from '../../src/timeline/remarks.ts';
import { BARE, EMAIL, REMOVED, V0_30_3, V0_30_4, V1_14_0, V1_14_1 } from './axios.ts';
import { step } from './support.ts';

const STORY = [V0_30_3, V1_14_0, EMAIL, V1_14_1, V0_30_4, ...REMOVED];

function remarksIn(steps: readonly Step[]): (readonly string[] | undefined)[] {
  return withRemarks(steps).map(({ remarks }) => remarks);
}

it('tells how close the two bad publishes were, and what they lack', () => {
  const after = '38 min 59 s after 1.14.1, other release line';
  expect(remarksIn(STORY)).toEqual([
    undefined,
    undefined,
    undefined,
    ['no provenance; 1.14.0 had it'],
    [after],
    undefined,
    undefined,
  ]);
});

it('leaves order and members as they are, and says nothing twice', () => {
  const once = withRemarks(STORY);
  expect(once.map(({ remarks, ...rest }) => rest)).toEqual(STORY);
  expect(withRemarks(once)).toEqual(once);
});

it('does not depend on the order of the steps', () => {
  const byId = (steps: readonly Step[]): Map<string, Step> =>
    new Map(withRemarks(steps).map((each) => [each.id, each]));
  expect(byId(STORY.toReversed())).toEqual(byId(STORY));
});

it('says that a manifest is not in evidence, and then nothing of what it may lack', () => {
  const after = '38 min 59 s after 1.14.1, other release line';
  expect(remarksIn([V1_14_0, ...BARE])).toEqual([
    undefined,
    ['manifest not in evidence'],
    [after, 'manifest not in evidence'],
  ]);
});

function publish(version: string, time: string, more: Partial<EventMembers> = {}): Step {
  return step({
    action: 'package.published',
    package: 'widget',
    actor: 'alice',
    version,
    time: `2026-03-01T${time}.000Z`,
    ...more,
  });
}

describe('close publishes', () => {
  it('are less than 6 h apart', () => {
    const steps = [publish('1.0.0', '00:00:00'), publish('1.0.1', '06:00:00'), publish('1.0.2', '11:59:59')];
    expect(remarksIn(steps)).toEqual([undefined, undefined, ['5 h 59 min 59 s after 1.0.1']]);
  });

  it('are of one package, and two versions', () => {
    const proxy = publish('1.0.0', '00:00:02', { grade: 'client', host: 'ci' });
    const other = publish('2.0.0', '00:00:03', { package: 'other' });
    expect(remarksIn([publish('1.0.0', '00:00:01'), proxy, other])).toEqual([undefined, undefined, undefined]);
  });

  it('succeeded', () => {
    const denied = publish('1.0.0', '00:00:01', { outcome: 'denied' });
    expect(remarksIn([denied, publish('1.0.1', '00:00:02')])).toEqual([undefined, undefined]);
  });

  it('need no version that can be read', () => {
    const steps = [publish('__proto__', '00:00:01'), publish('constructor', '00:00:02')];
    expect(remarksIn(steps)).toEqual([undefined, ['1 s after __proto__']]);
  });
});

describe('what the version before had', () => {
  const oidc = { auth_method: 'oidc' } as const;
  it('is OIDC, where that is all', () => {
    const steps = [publish('1.0.0', '00:00:01', oidc), publish('1.0.1', '10:00:00')];
    expect(remarksIn(steps)[1]).toEqual(['not by OIDC; 1.0.0 was']);
  });

  it('is looked for on its own line', () => {
    const steps = [publish('1.0.0', '00:00:01', oidc), publish('2.0.0', '10:00:00')];
    expect(remarksIn(steps)[1]).toBeUndefined();
  });

  it('may be known from an attestation alone', () => {
    const attested = step({
      action: 'package.published',
      package: 'widget',
      version: '1.0.0',
      provenance: 'x',
      time: '2026-03-01T00:00:02.000Z',
    });
    const steps = [publish('1.0.0', '00:00:01'), attested, publish('1.0.1', '10:00:00')];
    expect(remarksIn(steps)).toEqual([undefined, undefined, ['no provenance; 1.0.0 had it']]);
  });
});
