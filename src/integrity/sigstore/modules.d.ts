/**
 * What is used of sigstore's packages. They are optional: npm leaves them out where Node is older than they want, and
 * the project has to compile without them. Written from their documented API, versions 3.1.1, 4.0.0 and 0.5.2.
 */
declare module '@sigstore/bundle' {
  /** Opaque here: made by `bundleFromJSON`, taken by `toSignedEntity`. */
  export interface Bundle {
    readonly mediaType: string;
  }
  /** @throws where the JSON is no bundle of its version */
  export function bundleFromJSON(json: unknown): Bundle;
}

declare module '@sigstore/protobuf-specs' {
  /** Opaque here: made by `fromJSON`, taken by `toTrustMaterial`. */
  export interface TrustedRoot {
    readonly mediaType: string;
  }
  export const TrustedRoot: { fromJSON(json: unknown): TrustedRoot };
}

declare module '@sigstore/verify' {
  import type { KeyObject } from 'node:crypto';
  import type { Bundle } from '@sigstore/bundle';
  import type { TrustedRoot } from '@sigstore/protobuf-specs';

  interface PublicKey {
    readonly publicKey: KeyObject;
    validFor(date: Date): boolean;
  }
  interface SignedEntity {
    readonly timestamps: readonly unknown[];
  }
  interface TrustMaterial {
    publicKey(hint: string): PublicKey;
  }
  export function toSignedEntity(bundle: Bundle, artifact?: Buffer): SignedEntity;
  export function toTrustMaterial(root: TrustedRoot, keys: (hint: string) => PublicKey): TrustMaterial;
  export class Verifier {
    constructor(trust: TrustMaterial);
    /** @throws where anything does not hold; errors have a `code` */
    verify(entity: SignedEntity): unknown;
  }
}
