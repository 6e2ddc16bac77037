import { baseName, type Place, placeText, signedText, type TrailDigest } from './digest.ts';
import { isValidAt, type TrailKey, verifies } from './key.ts';

/** Metadata of an object in S3, as `aws s3api head-object` gives it. */
export interface ObjectMetadata {
  readonly evidence: string;
  /** Name of the file that holds it; it begins as the name of the object. */
  readonly name: string;
  /** The object, where whoever saved it wrote that down. */
  readonly object: string | undefined;
  /** Hex. */
  readonly signature: string;
}

export interface KeyInEvidence extends TrailKey {
  readonly evidence: string;
}

/** A signature that is said to be of a digest, and who says so. */
interface Claimed {
  readonly signature: string;
  readonly by: string;
}

export type SignatureResult =
  | { readonly kind: 'algorithm' | 'no-key' | 'no-signature' }
  /** `bad`: who gives signatures that do not verify, though perhaps another one does. */
  | { readonly kind: 'good' | 'bad' | 'key-not-valid'; readonly bad: readonly string[] };

/** More metadata than this that does not say whose it is is not tried. */
const MOST_NAMELESS = 100;

/** The signatures of digests: each stands in the metadata of the object, and again in the next digest. */
export class Signatures {
  /** By place, and by name of the object. */
  readonly #claims = new Map<string, Claimed[]>();
  readonly #keys = new Map<string, KeyInEvidence[]>();
  /** Of metadata that no digest in evidence is called after. */
  #nameless: readonly Claimed[] = [];

  constructor(keys: readonly KeyInEvidence[]) {
    for (const key of keys) this.#keys.set(key.fingerprint, [...this.keys(key.fingerprint), key]);
  }

  /** @param digests places of all digests in evidence */
  metadata(all: readonly ObjectMetadata[], digests: readonly Place[]): void {
    const stems = new Set(digests.map(({ object }) => stemOf(object)));
    const nameless: Claimed[] = [];
    for (const { object, name, signature, evidence } of all) {
      const stem = stemOf(object ?? name);
      if (stems.has(stem)) this.#claim(stem, { signature, by: evidence });
      else nameless.push({ signature, by: evidence });
    }
    this.#nameless = nameless.length > MOST_NAMELESS ? [] : nameless;
  }

  /** What a digest says of the one before it. */
  told({ previous, previousSignature }: Pick<TrailDigest, 'previous' | 'previousSignature'>, by: string): void {
    if (previous !== undefined && previousSignature !== undefined)
      this.#claim(placeText(previous), { signature: previousSignature, by });
  }

  keys(fingerprint: string): readonly KeyInEvidence[] {
    return this.#keys.get(fingerprint) ?? [];
  }

  /**
   * How it stands with the signature of a digest.
   * @param hashes of its bytes; one of them is what was signed
   * @param micros when it was signed, where that is known
   */
  check(digest: Omit<TrailDigest, 'logs'>, hashes: readonly string[], micros: number | undefined): SignatureResult {
    const keys = this.keys(digest.fingerprint);
    if (digest.algorithm !== 'SHA256withRSA') return { kind: 'algorithm' };
    const claims = [placeText(digest.place), stemOf(digest.place.object)].flatMap((key) => this.#claims.get(key) ?? []);
    if (keys.length === 0) return { kind: claims.length === 0 ? 'no-signature' : 'no-key' };
    const texts = hashes.map((hash) => signedText(digest, hash));
    const isGood = ({ signature }: Claimed): boolean =>
      keys.some((key) => texts.some((text) => verifies(key, text, signature)));
    const bad = claims.filter((claim) => !isGood(claim)).map(({ by }) => by);
    const isSigned = bad.length < claims.length || this.#nameless.some(isGood);
    if (!isSigned) return bad.length === 0 ? { kind: 'no-signature' } : { kind: 'bad', bad };
    const isInTime = micros === undefined || keys.some((key) => isValidAt(key, micros));
    return { kind: isInTime ? 'good' : 'key-not-valid', bad };
  }

  #claim(key: string, claim: Claimed): void {
    const known = this.#claims.get(key) ?? [];
    if (!known.some(({ signature }) => signature === claim.signature)) this.#claims.set(key, [...known, claim]);
  }
}

/** What the file with the metadata of an object is called after: `x.json.gz`, `x.json.gz.metadata.json`, `x.head.json`. */
function stemOf(path: string): string {
  const name = baseName(path);
  const end = name.indexOf('.json');
  return (end === -1 ? name : name.slice(0, end)).replace(/\.(?:metadata|head|head-object)$/, '');
}
