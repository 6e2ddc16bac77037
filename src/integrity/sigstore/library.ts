import type { Bundle } from '@sigstore/bundle';
import type { TrustedRoot } from '@sigstore/protobuf-specs';
import type { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';

/** Sigstore's own code, as far as it is used. Nothing of it reaches the network. */
export interface Sigstore {
  bundle(json: unknown): Bundle;
  root(json: unknown): TrustedRoot;
  readonly toSignedEntity: typeof toSignedEntity;
  readonly toTrustMaterial: typeof toTrustMaterial;
  readonly Verifier: typeof Verifier;
}

/** Loads it; undefined where it is not installed, for it is an optional dependency. */
export async function loadSigstore(load: () => Promise<Sigstore> = importSigstore): Promise<Sigstore | undefined> {
  try {
    return await load();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function importSigstore(): Promise<Sigstore> {
  const { bundleFromJSON } = await import('@sigstore/bundle');
  const { TrustedRoot: roots } = await import('@sigstore/protobuf-specs');
  const { toSignedEntity, toTrustMaterial, Verifier } = await import('@sigstore/verify');
  return { bundle: bundleFromJSON, root: roots.fromJSON, toSignedEntity, toTrustMaterial, Verifier };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
}
