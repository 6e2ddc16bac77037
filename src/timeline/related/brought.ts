import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import { type Manifests, manifestsOf } from '../../registry/history/manifests.ts';
import { packagesIn } from '../../registry/history/packument.ts';
import { type Release, releasesOf } from '../../registry/history/releases.ts';
import type { Manifest } from '../../registry/manifest.ts';
import type { StoryWindow } from './window.ts';

/** A package that a publish in question newly depends on. */
export interface Brought {
  readonly name: string;
  /** `axios@1.14.1` */
  readonly by: string;
}

/** Dependencies of the publishes in question that the release before the first of them did not have. */
export function broughtBy(view: RuleView, acts: readonly Step[], { releases }: StoryWindow): readonly Brought[] {
  const all = releasesOf(acts);
  const found = new Map<string, Brought>();
  const manifests = new Map<string, Manifests>();
  for (const release of releases) {
    const known = manifests.get(release.package) ?? manifestsIn(view, release.package);
    manifests.set(release.package, known);
    const before = beforeOf(release, all, releases, known);
    for (const name of newIn(known.of(release.version)?.manifest, before)) {
      if (!found.has(name)) found.set(name, { name, by: `${release.package}@${release.version}` });
    }
  }
  return [...found.values()];
}

function manifestsIn(view: RuleView, name: string): Manifests {
  const [states] = packagesIn(view, new Set([name]));
  return manifestsOf(view, name, states?.snapshots ?? []);
}

/** The nearest release before the episode whose manifest is known, on the same line if there is one. */
function beforeOf(
  release: Release,
  all: readonly Release[],
  questioned: readonly Release[],
  manifests: Manifests,
): Manifest | 'none' | undefined {
  const names = new Set(questioned.map(({ version }) => version));
  const older = all.filter((each) => each.package === release.package && each.step.sort < release.step.sort);
  const sound = older.filter(({ version }) => !names.has(version)).reverse();
  if (older.length === 0) return 'none';
  const onLine = sound.filter(({ line }) => line !== undefined && line === release.line);
  for (const each of [...onLine, ...sound]) {
    const manifest = manifests.of(each.version)?.manifest;
    if (manifest !== undefined) return manifest;
  }
  return undefined;
}

/** What a manifest depends on and the one before it did not; nothing where that one is not known. */
function newIn(manifest: Manifest | undefined, before: Manifest | 'none' | undefined): readonly string[] {
  if (manifest === undefined || before === undefined) return [];
  const known = before === 'none' ? new Set<string>() : new Set(targetsOf(before));
  return targetsOf(manifest).filter((name) => !known.has(name));
}

/** Names of packages; of `npm:other@^1` the other one. */
function targetsOf({ dependencies }: Manifest): readonly string[] {
  return [...dependencies].map(([name, range]) => /^npm:(@?[^@]+)/.exec(range)?.[1] ?? name);
}
