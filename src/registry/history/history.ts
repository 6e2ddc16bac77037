import type { Action } from '../../core/action.ts';
import type { Json } from '../../core/json.ts';
import type { RuleView } from '../../core/rule.ts';
import { type Citation, compareSteps, type Step } from '../../core/step.ts';
import { momentOf } from '../../core/time.ts';
import { isPrerelease } from '../lines.ts';
import type { Manifest } from '../manifest.ts';
import { type Manifests, manifestsOf } from './manifests.ts';
import { distTags, packagesIn } from './packument.ts';
import { type Release, releasesOf } from './releases.ts';
import type { Snapshot } from './snapshot.ts';

/** A publish with all that the case knows of it. */
export interface KnownRelease extends Release {
  /** When it was published, microseconds. */
  readonly at: number;
  readonly prerelease: boolean;
  /** Absent where no evidence holds it: npm removes it with the version. */
  readonly manifest: Manifest | undefined;
  /** Where the manifest stands, or else the publish. */
  readonly citation: Citation;
  /** The manifest as it stands there; read from the case each time. */
  json(): Json | undefined;
  /** The inference or the act that says it was removed. */
  readonly removed: Step | undefined;
  /** Text of its deprecation, as the newest evidence has it. */
  readonly deprecated: string | undefined;
}

/** What the case knows of a package. */
export interface PackageHistory {
  readonly name: string;
  /** Oldest first. */
  readonly releases: readonly KnownRelease[];
  /** Copies of its document, oldest first. */
  readonly snapshots: readonly Snapshot[];
  /** Tags in the newest copy that says when it was taken or changed, with the version each points to. */
  readonly tags: ReadonlyMap<string, string>;
}

const PUBLISHED: readonly Action[] = ['package.published'];
const REMOVED: readonly Action[] = ['package.version_deleted', 'package.unpublished'];

/** History of one package; computed once per view. */
export function historyOf(view: RuleView, name: string): PackageHistory {
  const known = view.shared(histories);
  const found = known.get(name) ?? makeHistory(view, name);
  known.set(name, found);
  return found;
}

/** Histories of the packages to be judged, by name. */
export function judgedHistories(view: RuleView): readonly PackageHistory[] {
  return view.packages().map((name) => historyOf(view, name));
}

function histories(): Map<string, PackageHistory> {
  return new Map();
}

function makeHistory(view: RuleView, name: string): PackageHistory {
  const [states] = packagesIn(view, new Set([name]));
  const snapshots = states?.snapshots ?? [];
  const manifests = manifestsOf(view, name, snapshots);
  const removals = removalsIn(view.query({ packages: [name], actions: REMOVED }));
  const published = releasesOf(view.query({ packages: [name], actions: PUBLISHED }));
  const releases: FoundRelease[] = [];
  for (const release of published) releases.push(new FoundRelease(release, manifests, removals, releases.at(-1)));
  return { name, releases, snapshots, tags: tagsOf(snapshots) };
}

/** Of a class, since a case may have hundreds of thousands: what can be read from the case again is not held. */
class FoundRelease implements KnownRelease {
  readonly package: string;
  readonly version: string;
  readonly line: string | undefined;
  readonly step: Step;
  readonly account: string | undefined;
  readonly email: string | undefined;
  readonly oidc: boolean;
  readonly provenance: boolean;
  readonly known: boolean;
  readonly prerelease: boolean;
  readonly manifest: Manifest | undefined;
  readonly removed: Step | undefined;
  readonly deprecated: string | undefined;
  readonly #cited: Citation | undefined;
  readonly #manifests: Manifests;
  readonly #others: readonly Step[];

  /** @param before the one published before it, with which it may have much in common */
  constructor(release: Release, manifests: Manifests, removals: Removals, before: FoundRelease | undefined) {
    const found = manifests.of(release.version);
    this.package = release.package;
    this.version = release.version;
    this.line = release.line;
    this.step = release.step;
    this.account = release.account;
    this.email = release.email;
    this.oidc = release.oidc;
    this.provenance = release.provenance;
    this.known = release.known || found !== undefined;
    this.#others = release.steps.length > 1 ? release.steps.slice(1) : NO_STEPS;
    this.prerelease = isPrerelease(release.version);
    this.manifest = found && sharing(found.manifest, before?.manifest);
    this.removed = removalOf(release, removals);
    this.deprecated = manifests.deprecated(release.version, found);
    this.#cited = found?.citation;
    this.#manifests = manifests;
  }

  get steps(): readonly Step[] {
    return [this.step, ...this.#others];
  }

  get at(): number {
    return this.step.sort;
  }

  get citation(): Citation {
    return this.#cited ?? firstCitation(this.step);
  }

  json(): Json | undefined {
    return this.#manifests.json(this.version);
  }
}

/** Most releases have the dependencies of the one before: packages have thousands of them, with a hundred each. */
function sharing(manifest: Manifest, before: Manifest | undefined): Manifest {
  const [own, theirs] = [manifest.dependencies, before?.dependencies];
  if (theirs === undefined || own.size !== theirs.size) return manifest;
  const isSame = [...own].every(([name, range]) => theirs.get(name) === range);
  return isSame ? { ...manifest, dependencies: theirs } : manifest;
}

const NO_STEPS: readonly Step[] = [];

function isDone({ members }: Step): boolean {
  return members.outcome === 'success' || members.outcome === 'unknown';
}

/** Removals by version; under no version those of the whole package. */
type Removals = ReadonlyMap<string | undefined, readonly Step[]>;

function removalsIn(steps: Iterable<Step>): Removals {
  const byVersion = new Map<string | undefined, Step[]>();
  for (const step of steps) {
    if (!isDone(step)) continue;
    for (const version of removedVersions(step)) byVersion.set(version, [...(byVersion.get(version) ?? []), step]);
  }
  return byVersion;
}

function removedVersions({ members }: Step): readonly (string | undefined)[] {
  if (members.version !== undefined) return [members.version];
  return members.versions ?? (members.action === 'package.unpublished' ? [undefined] : []);
}

function removalOf({ version, step }: Release, removals: Removals): Step | undefined {
  const found = [...(removals.get(version) ?? []), ...(removals.get(undefined) ?? [])];
  return found.filter(({ sort }) => sort >= step.sort).sort(compareSteps)[0];
}

function firstCitation({ citations }: Step): Citation {
  return citations[0] ?? { evidence: 'note', place: '' };
}

function tagsOf(snapshots: readonly Snapshot[]): ReadonlyMap<string, string> {
  const dated = snapshots.filter(({ since, until }) => (since ?? until) !== undefined);
  return distTags((dated.at(-1) ?? snapshots.at(-1))?.state.value('dist-tags'));
}

/** Whether a tag pointed to the version in any copy. */
function wasTagged(history: PackageHistory, version: string, tag: string): boolean {
  return history.snapshots.some(({ state }) => distTags(state.value('dist-tags')).get(tag) === version);
}

/** Releases before one on its own release line, nearest first. */
export function beforeOnLine(history: PackageHistory, release: KnownRelease): readonly KnownRelease[] {
  const older = history.releases.slice(0, history.releases.indexOf(release)).reverse();
  return older.filter(({ line }) => line !== undefined && line === release.line);
}

/** Judged as a release: a prerelease only where `latest` pointed to it. */
export function isRegular(history: PackageHistory, release: KnownRelease): boolean {
  return !release.prerelease || wasTagged(history, release.version, 'latest');
}

/** All releases of the packages to be judged, oldest first. */
export function judgedReleases(view: RuleView): readonly KnownRelease[] {
  const all = judgedHistories(view).flatMap(({ releases }) => releases);
  return all.sort((a, b) => compareSteps(a.step, b.step));
}

/** When a package was first published: the oldest release, else `created` of its document. Microseconds. */
export function firstPublished({ releases, snapshots }: PackageHistory): number | undefined {
  const created = snapshots.flatMap(({ state }) => momentOf(timeMember(state.value('time'), 'created'))?.micros ?? []);
  const all = [...created, ...releases.slice(0, 1).map(({ at }) => at)];
  return all.length === 0 ? undefined : Math.min(...all);
}

function timeMember(json: Json | undefined, name: string): Json | undefined {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as Record<string, Json>)[name]
    : undefined;
}
