import type { EventMembers, MemberName } from '../../core/event.ts';
import { compareSteps, type Step } from '../../core/step.ts';
import { releaseLine } from '../lines.ts';

/** The publish of a version, as all steps together show it. */
export interface Release {
  readonly package: string;
  readonly version: string;
  /** Release line, where the version has one. */
  readonly line: string | undefined;
  /** The step that shows it best. */
  readonly step: Step;
  readonly account: string | undefined;
  readonly email: string | undefined;
  readonly oidc: boolean;
  readonly provenance: boolean;
  /** Whether more than the time is known: its manifest, or a log of the act. */
  readonly known: boolean;
  /** All steps that show it, the best first. */
  readonly steps: readonly Step[];
}

/** What a publish has only if its manifest, or a log of the act itself, is in evidence. */
const FROM_MANIFEST: readonly MemberName[] = ['actor', 'auth_method', 'integrity', 'shasum', 'scripts'];

/** Releases of the packages with an exact time, oldest first. */
export function releasesOf(steps: Iterable<Step>): readonly Release[] {
  const byVersion = new Map<string, Step[]>();
  for (const step of steps) {
    if (!isPublish(step)) continue;
    const { package: name, version } = step.members;
    const key = JSON.stringify([name, version]);
    byVersion.set(key, [...(byVersion.get(key) ?? []), step]);
  }
  const releases = [...byVersion.values()].flatMap((witnesses) => releaseOf(witnesses) ?? []);
  return releases.sort((a, b) => compareSteps(a.step, b.step));
}

function isPublish({ bounded, members }: Step): boolean {
  const { action, outcome, package: name, version } = members;
  if (action !== 'package.published' || bounded !== 0 || name === undefined || version === undefined) return false;
  return outcome === 'success' || outcome === 'unknown';
}

function releaseOf(witnesses: readonly Step[]): Release | undefined {
  const [step, ...others] = witnesses.toSorted((a, b) => rank(a) - rank(b) || compareSteps(a, b));
  if (step?.members.package === undefined || step.members.version === undefined) return undefined;
  const all = [step, ...others].map(({ members }) => members);
  const teller = all.find(({ actor }) => actor !== undefined);
  return {
    package: step.members.package,
    version: step.members.version,
    line: releaseLine(step.members.version),
    step,
    account: teller?.actor,
    email: teller?.actor_email,
    oidc: all.some(({ auth_method }) => auth_method === 'oidc'),
    provenance: all.some(({ provenance }) => provenance !== undefined),
    known: all.some(hasManifest),
    steps: [step, ...others],
  };
}

/** What a server recorded with its manifest shows most, then what a server recorded. */
function rank({ members }: Step): number {
  return (members.grade === 'server' ? 0 : 2) + (hasManifest(members) ? 0 : 1);
}

function hasManifest(members: EventMembers): boolean {
  return FROM_MANIFEST.some((name) => members[name] !== undefined);
}

/** A release with those before it. */
export interface Neighbours {
  readonly release: Release;
  /** The release of the same package before it, on any line. */
  readonly before: Release | undefined;
  readonly beforeOnLine: Release | undefined;
}

/** @param releases oldest first, of any packages */
export function* withNeighbours(releases: readonly Release[]): Generator<Neighbours> {
  const last = new Map<string, Release>();
  const lastOnLine = new Map<string, Release>();
  for (const release of releases) {
    const line = JSON.stringify([release.package, release.line]);
    yield { release, before: last.get(release.package), beforeOnLine: lastOnLine.get(line) };
    last.set(release.package, release);
    lastOnLine.set(line, release);
  }
}

/** What a release does without that the one before it on its line had; nothing where its manifest is not known. */
export function lostText({ release, beforeOnLine: before }: Neighbours): string | undefined {
  if (before === undefined || !release.known) return undefined;
  if (before.provenance && !release.provenance) return `no provenance; ${before.version} had it`;
  return before.oidc && !release.oidc ? `not by OIDC; ${before.version} was` : undefined;
}
