import type { EvidenceView, StateView } from '../../core/inference.ts';
import { at, entries, isObject, type Json, member } from '../../core/json.ts';
import { pointerOf } from '../../core/record.ts';
import { type Moment, momentOf } from '../../core/time.ts';
import { compareText, inOrder, type Snapshot, snapshotOf } from './snapshot.ts';

const PREFIX = 'package:';
const VERSIONS = 'versions/';

export interface PackageStates {
  readonly name: string;
  /** Oldest first; those without any time last. */
  readonly snapshots: readonly Snapshot[];
}

/** The packages that there are states of, each with its snapshots. */
export function* packagesIn(view: EvidenceView, packages?: ReadonlySet<string>): Generator<PackageStates> {
  const subjects =
    packages === undefined ? view.subjects() : [...packages].map((name) => PREFIX + name).sort(compareText);
  for (const subject of subjects) {
    if (!subject.startsWith(PREFIX)) continue;
    const states = view.states(subject).map((state) => snapshotOf(state, lastChange(state)));
    if (states.length > 0) yield { name: subject.slice(PREFIX.length), snapshots: inOrder(states) };
  }
}

/** When the registry last changed the document: `time.modified`, in the abbreviated form `modified`. */
function lastChange(state: StateView): Moment | undefined {
  return momentOf(at(state.value('time'), 'modified') ?? state.value('modified'));
}

/** Whether the registry itself says when the document changed. A mirror's copy does not, and may be of any age. */
export function isDated(state: StateView): boolean {
  return isObject(state.value('time')) || lastChange(state) !== undefined;
}

/** Name of the part that holds a version's manifest. */
export function versionPart(version: string): string {
  return pointerOf(['versions', version]).slice(1);
}

export function hasVersion(state: StateView, version: string): boolean {
  return state.digest(versionPart(version)) !== undefined;
}

/** Versions that the state has a manifest of. */
export function versionsIn(state: StateView): readonly string[] {
  const parts = state.parts.filter((part) => part.startsWith(VERSIONS));
  return parts.map((part) => part.slice(VERSIONS.length).replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Names in `time` that mean the package, not one of its versions. */
const PACKAGE_TIMES: ReadonlySet<string> = new Set(['created', 'modified', 'unpublished']);

/** Versions that `time` names. */
export function versionsInTime(state: StateView): readonly string[] {
  const time = state.value('time');
  return isObject(time) ? Object.keys(time).filter((name) => !PACKAGE_TIMES.has(name)) : [];
}

/** When a version was published, as `time` has it; undefined where that cannot be read. */
export function publishTime(state: StateView, version: string): Moment | undefined {
  return PACKAGE_TIMES.has(version) ? undefined : momentOf(member(state.value('time'), version));
}

/**
 * Whether a version that the state does not have is gone: only a full document lists all there are. One that a mirror
 * made or that is abbreviated has no `time`; an unpublished package tells its end itself.
 */
export function listsAllVersions(state: StateView): boolean {
  const time = state.value('time');
  const times = member(time, 'created') ?? member(time, 'modified');
  const anyVersion = state.parts.some((part) => part.startsWith(VERSIONS));
  return anyVersion && typeof times === 'string' && !isObject(member(time, 'unpublished'));
}

/** Tags with the version they point to. */
export function distTags(json: Json | undefined): ReadonlyMap<string, string> {
  return new Map(entries(json).filter((entry): entry is readonly [string, string] => typeof entry[1] === 'string'));
}
