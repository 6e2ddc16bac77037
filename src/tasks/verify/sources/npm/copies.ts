import type { StateView } from '../../../../core/inference.ts';
import { type Json, member, text } from '../../../../core/json.ts';
import { printable } from '../../../../core/printable.ts';
import { citationText } from '../../../../core/step.ts';
import { momentOf } from '../../../../core/time.ts';
import { hasVersion, versionPart, versionsIn } from '../../../../registry/history/packument.ts';
import { cite } from '../../../../registry/history/snapshot.ts';
import { readManifest } from '../../../../registry/manifest.ts';
import type { StateReader } from '../../../../store/states.ts';

/** A version's manifest as one piece of evidence has it. */
export interface Copy {
  /** `EV-1a2b3c4d#/versions/1.0.0` */
  readonly citation: string;
  readonly name: string;
  readonly version: string;
  /** The manifest; of a document that is one its members, as far as they are asked for. */
  readonly manifest: Json | undefined;
  /** When it was published, microseconds, as the registry's document says; that is not signed. */
  readonly published: number | 'unreadable' | undefined;
}

/** Snapshots by subject. */
export type States = Pick<StateReader, 'states'>;

const MANIFEST = 'npm-manifest:';

/** Of a citation, in characters: the names of versions stand in it, and are hostile. */
const LONGEST = 200;

/** Packages that the case has manifests of, each with the versions whose manifest came by itself; sorted by name. */
export function packagesIn(states: StateReader): readonly (readonly [string, readonly string[]])[] {
  const found = new Map<string, string[]>();
  const ofPackage = (name: string): string[] => {
    const known = found.get(name) ?? [];
    found.set(name, known);
    return known;
  };
  for (const subject of states.subjects()) {
    const [, kind, name = ''] = /^(package|npm-view):(.*)$/s.exec(subject) ?? [];
    if (kind !== undefined) ofPackage(name);
    const at = subject.lastIndexOf('@');
    if (subject.startsWith(MANIFEST)) ofPackage(subject.slice(MANIFEST.length, at)).push(subject.slice(at + 1));
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** All copies of a package's manifests; those that say the same word for word come once. */
export function* copiesOf(states: States, name: string, own: readonly string[]): Generator<Copy> {
  const seen = new Set<string>();
  for (const state of states.states(`package:${name}`)) {
    const times = state.value('time');
    for (const version of inOrderOfTime(state, times)) {
      const copy = partCopy(state, name, version, times);
      const key = JSON.stringify([version, state.digest(versionPart(version)), copy.published]);
      if (!seen.has(key)) yield { ...copy, manifest: state.value(versionPart(version)) };
      seen.add(key);
    }
  }
  yield* viewsOf(states, name);
  for (const version of own) yield* manifestsOf(states, name, version);
}

/** Subjects that are remembered: the attestations of a package often stand together, and a packument takes long to open. */
const REMEMBERED = 4;

/** The same states, of which those asked for last are kept. */
export function remembering(states: States): States {
  const known = new Map<string, readonly StateView[]>();
  return {
    states(subject) {
      const found = known.get(subject) ?? states.states(subject);
      known.delete(subject);
      known.set(subject, found);
      if (known.size > REMEMBERED) known.delete(known.keys().next().value ?? '');
      return found;
    },
  };
}

/** Copies of one version's manifest. */
export function* copiesOfVersion(states: States, name: string, version: string): Generator<Copy> {
  for (const state of states.states(`package:${name}`)) {
    if (!hasVersion(state, version)) continue;
    const copy = partCopy(state, name, version, state.value('time'));
    yield { ...copy, manifest: state.value(versionPart(version)) };
  }
  for (const copy of viewsOf(states, name)) if (copy.version === version) yield copy;
  yield* manifestsOf(states, name, version);
}

/** As they were stored, so that each block of the ledger is opened once: in most documents that is the order of time. */
function inOrderOfTime(state: StateView, times: Json | undefined): readonly string[] {
  const all = versionsIn(state);
  const known = new Set(all);
  const timed =
    typeof times === 'object' && times !== null ? Object.keys(times).filter((name) => known.delete(name)) : [];
  return [...timed, ...known];
}

function partCopy(state: StateView, name: string, version: string, times: Json | undefined): Omit<Copy, 'manifest'> {
  const stated = member(times, version);
  const published = stated === undefined ? undefined : (momentOf(stated)?.micros ?? 'unreadable');
  return { citation: printable(citationText(cite(state, versionPart(version)), 8), LONGEST), name, version, published };
}

function* viewsOf(states: States, name: string): Generator<Copy> {
  for (const state of states.states(`npm-view:${name}`)) {
    const version = text(state.value('version'));
    if (version === undefined) continue;
    const { published } = partCopy(state, name, version, state.value('time'));
    yield { ...wholeCopy(state, name, version), ...(published === undefined ? {} : { published }) };
  }
}

function* manifestsOf(states: States, name: string, version: string): Generator<Copy> {
  for (const state of states.states(`${MANIFEST}${name}@${version}`)) yield wholeCopy(state, name, version);
}

/** Members that are asked for. */
const MEMBERS = ['dist', 'repository', 'gitHead', '_npmOperationalInternal'];

function wholeCopy(state: StateView, name: string, version: string): Copy {
  const manifest = Object.fromEntries(MEMBERS.map((member_) => [member_, state.value(member_) ?? null]));
  const published = readManifest(manifest).uploaded?.micros;
  return { citation: citationText(cite(state), 8), name, version, manifest, published };
}
