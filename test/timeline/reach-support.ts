import type { EventMembers } from '../../src/core/event.ts';
import type { EvidenceFile } from '../../src/core/rule.ts';
import type { Step } from '../../src/core/step.ts';
import { microsOf } from '../../src/core/time.ts';
import { type ExposedRelease, type Fetch, reachOf } from '../../src/timeline/reach.ts';
import { ruleView } from './rule-view.ts';
import { citation, step } from './support.ts';

export const at = (time: string): string => `2026-03-31T${time}.000Z`;
export const micros = (time: string): number => microsOf(at(time));

export const AXIOS: ExposedRelease = {
  package: 'axios',
  version: '1.14.1',
  published: micros('00:21:58'),
  removed: { before: micros('03:15:30') },
};
export const CRYPTO: ExposedRelease = {
  ...AXIOS,
  package: 'plain-crypto-js',
  version: '4.2.1',
  published: micros('00:00:00'),
};

const CI = { actor: 'acme-ci', ip: '203.0.113.7', user_agent: 'npm/11.9.0 ci/github-actions' };
export const BOB = { actor: 'bob', ip: '203.0.113.24', user_agent: 'npm/10.9.2' };

export function fetched(time: string, version: string, more: Partial<EventMembers> = {}): Step {
  return step({ action: 'artifact.downloaded', package: 'axios', version, time: at(time), ...CI, ...more });
}

export function lookedUp(time: string, more: Partial<EventMembers> = {}): Step {
  return step({ action: 'artifact.metadata_read', package: 'axios', time: at(time), ...CI, ...more });
}

/** An entry of a file that a machine or a project has. */
export function pinned(name: string, members: Partial<EventMembers>): Step {
  return step({ action: 'artifact.locked', grade: 'client', ...members }, { citations: [citation(name)] });
}

export function reach(
  steps: readonly Step[],
  files: readonly EvidenceFile[] = [],
  releases = [AXIOS],
): readonly Fetch[] {
  return reachOf(ruleView({ steps, files }), releases).fetches;
}

export const brief = ({ who, file: name, grade, count, releases }: Fetch): unknown[] => [
  who ?? name,
  grade,
  count,
  releases,
];
