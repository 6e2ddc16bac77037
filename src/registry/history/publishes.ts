import type { Moment } from '../../core/time.ts';
import { compareVersions } from '../lines.ts';
import { type Publishers, readPublishers } from '../manifest.ts';
import { publishTime, versionPart, versionsInTime } from './packument.ts';
import { cite, type Shown, type Snapshot } from './snapshot.ts';

/** A publish whose time and manifest are known, maybe from two copies of the document. */
export interface Publish extends Shown {
  readonly version: string;
  readonly moment: Moment;
  readonly manifest: Publishers;
}

/**
 * Publishes in the order of their times. Of several copies the oldest one that says who published, or who owned the
 * package then, is believed: a manifest does not change after that, and abbreviated ones leave both out.
 */
export function publishesIn(snapshots: readonly Snapshot[]): readonly Publish[] {
  const key = JSON.stringify(
    snapshots.map(({ state: { subject, evidence, parts } }) => [subject, evidence, parts.length]),
  );
  if (latest.key !== key) latest = { key, publishes: readPublishes(snapshots) };
  return latest.publishes;
}

/** Several inferences ask about the same package one after the other. Evidence is named by its digest. */
let latest: { readonly key: string; readonly publishes: readonly Publish[] } = { key: '', publishes: [] };

function readPublishes(snapshots: readonly Snapshot[]): readonly Publish[] {
  const publishes = [...timesIn(snapshots)].flatMap(([version, moment]) => publishOf(version, moment, snapshots) ?? []);
  return publishes.sort((a, b) => a.moment.micros - b.moment.micros || compareVersions(a.version, b.version));
}

function timesIn(snapshots: readonly Snapshot[]): ReadonlyMap<string, Moment> {
  const times = new Map<string, Moment>();
  for (const { state } of snapshots) {
    for (const version of versionsInTime(state).filter((name) => !times.has(name))) {
      const moment = publishTime(state, version);
      if (moment !== undefined) times.set(version, moment);
    }
  }
  return times;
}

function publishOf(version: string, moment: Moment, snapshots: readonly Snapshot[]): Publish | undefined {
  const part = versionPart(version);
  const seen = new Set<string>();
  for (const { state } of snapshots) {
    const digest = state.digest(part);
    if (digest === undefined || seen.has(digest)) continue;
    seen.add(digest);
    const manifest = readPublishers(state.value(part));
    if (manifest.publisher === undefined && manifest.maintainers.length === 0) continue;
    return { version, moment, manifest, since: moment, until: moment, citation: cite(state, part) };
  }
  return undefined;
}
