import type { EventMembers } from '../../src/core/event.ts';
import type { Step } from '../../src/core/step.ts';
import { citation, step } from './support.ts';

const SLSA = 'https://slsa.dev/provenance/v1';

function publish(version: string, time: string, more: Partial<EventMembers>): Step {
  const members = { action: 'package.published', package: 'axios', version, time } as const;
  return step({ ...members, ...more }, { citations: [citation('packument', `#/versions/${version}`)] });
}

const MAINTAINER = { actor: 'jasonsaayman', actor_type: 'user', auth_method: 'unknown' } as const;
const ROBOT = { actor: 'GitHub Actions', actor_email: 'npm-oidc-no-reply@github.com', actor_type: 'oidc' } as const;
const BAD = { ...MAINTAINER, actor_email: 'ifstap@proton.me' };

export const V0_30_3 = publish('0.30.3', '2026-02-18T17:19:20.000Z', {
  ...MAINTAINER,
  actor_email: 'jasonsaayman@gmail.com',
  precision: 's',
});
export const V1_14_0 = publish('1.14.0', '2026-03-27T19:01:40.915Z', {
  ...ROBOT,
  auth_method: 'oidc',
  provenance: SLSA,
  precision: 'ms',
});
export const V1_14_1 = publish('1.14.1', '2026-03-31T00:21:58.168Z', { ...BAD, precision: 'ms' });
export const V0_30_4 = publish('0.30.4', '2026-03-31T01:00:57.285Z', { ...BAD, precision: 'ms' });

/** What is left of the bad versions after the takedown: their times. */
export const BARE = [
  publish('1.14.1', '2026-03-31T00:21:58.168Z', { precision: 'ms' }),
  publish('0.30.4', '2026-03-31T01:00:57.285Z', { precision: 'ms' }),
];

const RANGE = { grade: 'derived', basis: 'snapshot_range' } as const;

export const EMAIL = step({
  ...RANGE,
  action: 'auth.email_changed',
  actor: 'jasonsaayman',
  user: 'jasonsaayman',
  old: 'jasonsaayman@gmail.com',
  new: 'ifstap@proton.me',
  not_before: '2026-02-18T17:19:20.000Z',
  not_after: '2026-03-31T00:21:58.168Z',
});

export const REMOVED = ['1.14.1', '0.30.4'].map((version) => {
  const bounds = { not_before: '2026-03-31T02:10:00.000Z', not_after: '2026-03-31T03:15:30.000Z' };
  return step({ ...RANGE, ...bounds, action: 'package.version_deleted', package: 'axios', version });
});
