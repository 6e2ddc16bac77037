import { readManifest } from '../../../../registry/manifest.ts';
import { repositoryPath } from '../../../../registry/repository.ts';
import { copiesOfVersion, type States } from '../npm/copies.ts';
import type { Claims } from './claims.ts';

/** An attestation may be logged this long after the time that the registry wrote down for the version, microseconds. */
const SLACK = 3_600_000_000;

/** What the manifests in the case say of an attested version. */
export interface Compared {
  /** Where the digest is the same. */
  readonly equal: readonly string[];
  /** Digests that are not: the tarball that the registry gave is another one. */
  readonly otherDigests: readonly string[];
  /** What else differs, and may for honest reasons. */
  readonly differences: readonly string[];
}

/** Compares an attested subject with each copy of its version's manifest. */
export function compareManifests(states: States, claims: Claims): Compared {
  const equal: string[] = [];
  const otherDigests: string[] = [];
  const differences = new Set<string>();
  const { package: name, version, integrity } = claims;
  if (name === undefined || version === undefined) return { equal, otherDigests, differences: [] };
  for (const { citation, manifest, published } of copiesOfVersion(states, name, version)) {
    const { integrity: stated, repository, commit } = readManifest(manifest);
    const digests = sha512In(stated);
    if (digests.length > 0 && integrity !== undefined) {
      if (digests.includes(integrity)) equal.push(citation);
      else otherDigests.push(`${citation} has ${digests.join(' ')}`);
    }
    const other = [...runDiffers(claims, repository, commit), ...lateText(claims, published)];
    for (const text of other) differences.add(`${text} (${citation})`);
  }
  return { equal, otherDigests, differences: [...differences] };
}

/** Digests of the kind that attestations have. Subresource Integrity may list several, each perhaps with options. */
function sha512In(integrity: string | undefined): readonly string[] {
  const all = (integrity ?? '').slice(0, 4096).split(/\s+/);
  return all.flatMap((one) => (one.startsWith('sha512-') ? (one.split('?')[0] ?? []) : []));
}

function runDiffers({ run }: Claims, repository: string | undefined, commit: string | undefined): readonly string[] {
  const repo = repositoryPath(repository);
  const isOther = (a: string | undefined, b: string | undefined): boolean =>
    a !== undefined && b !== undefined && a.toLowerCase() !== b.toLowerCase();
  return [
    ...(isOther(run?.repo, repo) ? [`built in ${run?.repo}, the manifest names ${repo}`] : []),
    ...(isOther(run?.commit, commit) ? [`built from commit ${run?.commit}, the manifest names ${commit}`] : []),
  ];
}

/** The log's time is signed, the packument's is not. */
function lateText({ logged, kind }: Claims, published: number | 'unreadable' | undefined): readonly string[] {
  if (logged === undefined || typeof published !== 'number' || !kind.startsWith('p')) return [];
  const isLate = logged.micros > published + SLACK;
  return isLate ? [`logged at ${logged.text}, long after the publish by the packument's time`] : [];
}
