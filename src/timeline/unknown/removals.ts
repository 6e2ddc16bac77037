import type { Action } from '../../core/action.ts';
import type { EventMembers } from '../../core/event.ts';
import type { Step } from '../../core/step.ts';
import type { Release } from '../../registry/history/releases.ts';

export const REMOVAL: readonly Action[] = ['package.version_deleted', 'package.unpublished'];
export const ADVISORY: readonly Action[] = ['advisory.published'];

/** Latest moment in microseconds at which something was done to a version; not a number where nobody can tell. */
export interface Acts {
  latest(release: Pick<Release, 'package' | 'version'>): number | undefined;
}

/** Acts on versions. One that names no version is about all versions of its package. */
export function actsOn(steps: readonly Step[], actions: readonly Action[]): Acts {
  const times = new Map<string, number>();
  for (const step of steps) {
    const { action, outcome, package: name } = step.members;
    if (name === undefined || outcome !== 'success' || !actions.includes(action)) continue;
    for (const version of versionsIn(step.members)) keepEarliest(times, keyOf(name, version), latestOf(step));
  }
  return { latest: ({ package: name, version }) => times.get(keyOf(name, version)) ?? times.get(keyOf(name)) };
}

function versionsIn({ version, versions }: EventMembers): readonly (string | undefined)[] {
  if (version !== undefined) return [version];
  return versions === undefined || versions.length === 0 ? [undefined] : versions;
}

function keyOf(name: string, version?: string): string {
  return JSON.stringify([name, version]);
}

function latestOf({ bounded, members, sort }: Step): number {
  return bounded === 0 || (bounded === 1 && members.not_after !== undefined) ? sort : Number.NaN;
}

function keepEarliest(times: Map<string, number>, key: string, time: number): void {
  const known = times.get(key);
  if (known === undefined || Number.isNaN(known) || time < known) times.set(key, time);
}
