import type { EvidenceView, StateView } from '../../core/inference.ts';
import { type Json, text } from '../../core/json.ts';
import type { Citation } from '../../core/step.ts';
import { type Manifest, readManifest } from '../manifest.ts';
import { versionPart } from './packument.ts';
import { cite, type Snapshot } from './snapshot.ts';

/** A manifest, and where it stands. */
export interface FoundManifest {
  readonly manifest: Manifest;
  readonly citation: Citation;
  /** Tells equal texts apart from others without reading them. */
  readonly digest: string;
}

/** Manifests of one package's versions, wherever the case has them. */
export interface Manifests {
  /** The oldest that says who published, or who owned the package then; else any. */
  of(version: string): FoundManifest | undefined;
  json(version: string): Json | undefined;
  /** As the newest copy has it. @param read what was found of the version, which may be that copy */
  deprecated(version: string, read: FoundManifest | undefined): string | undefined;
}

/** A place that may hold the manifest of a version. */
interface Source {
  readonly citation: Citation;
  /** Tells equal texts apart from others without reading them. */
  readonly digest: string;
  json(): Json | undefined;
}

/** @param snapshots copies of the package's document, oldest first */
export function manifestsOf(view: EvidenceView, name: string, snapshots: readonly Snapshot[]): Manifests {
  const views = view.states(`npm-view:${name}`);
  const known = subjectsOf(view);
  const states = (subject: string): readonly StateView[] => (known.has(subject) ? view.states(subject) : []);
  const sources = (version: string): readonly Source[] => [
    ...snapshots.flatMap(({ state }) => partOf(state, versionPart(version))),
    ...states(`npm-manifest:${name}@${version}`).map(wholeOf),
    ...views.filter((state) => text(state.value('version')) === version).map(wholeOf),
    ...states(`package-json:${name}@${version}`).flatMap((state) => partOf(state, 'package.json')),
  ];
  const chosen = (version: string): (FoundManifest & Source) | undefined => {
    const found = distinct(sources(version)).map((source) => ({ ...source, manifest: readManifest(source.json()) }));
    return found.find(({ manifest }) => tellsWho(manifest)) ?? found[0];
  };
  return {
    of: chosen,
    json: (version) => chosen(version)?.json(),
    deprecated: (version, read) => {
      const part = versionPart(version);
      const newest = snapshots.findLast(({ state }) => state.digest(part) !== undefined)?.state;
      if (newest === undefined || newest.digest(part) === read?.digest) return newest && read?.manifest.deprecated;
      return readManifest(newest.value(part)).deprecated;
    },
  };
}

const SUBJECTS = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Looked up once for a list of subjects: a package may have thousands of versions without a manifest of their own. */
function subjectsOf(view: EvidenceView): ReadonlySet<string> {
  const all = view.subjects();
  const known = SUBJECTS.get(all) ?? new Set(all);
  SUBJECTS.set(all, known);
  return known;
}

function tellsWho({ publisher, maintainers }: Manifest): boolean {
  return publisher !== undefined || maintainers.length > 0;
}

function partOf(state: StateView, part: string): Source[] {
  const digest = state.digest(part);
  return digest === undefined ? [] : [{ citation: cite(state, part), digest, json: () => state.value(part) }];
}

/** A document that is the manifest itself: its members are the parts. */
function wholeOf(state: StateView): Source {
  const json = (): Json => Object.fromEntries(state.parts.map((part) => [nameOf(part), state.value(part) ?? null]));
  return { citation: cite(state), digest: `${state.subject} ${state.evidence}`, json };
}

/** Parts are named by JSON Pointers. */
function nameOf(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function distinct(sources: readonly Source[]): readonly Source[] {
  return [...new Map(sources.toReversed().map((source) => [source.digest, source])).values()].reverse();
}
