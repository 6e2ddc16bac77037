import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Json } from '../core/json.ts';
import { readTime } from '../core/time.ts';
import { strictBase64 } from './base64.ts';
import { PUBLISHED_KEYS } from './npm-published-keys.ts';

/** What a registry signs with a key: versions of packages, or attestations. */
export type KeyUse = 'npm:signatures' | 'npm:attestations';

/** A key as a list has it. Where the list comes out of evidence, all of it is hostile. */
export interface ListedKey {
  /** `SHA256:…`, by which signatures name it. Opaque: no digest of the key gives it. */
  readonly id: string;
  /** Only sigstore's form of the list says it; without it the key is for both. */
  readonly usage?: string | undefined;
  /** Base64 of its SPKI DER. */
  readonly material?: string | undefined;
  readonly starts?: Json | undefined;
  readonly expires?: Json | undefined;
  /** The evidence that lists it, as it is cited; absent for the keys that npm publishes. */
  readonly source?: string | undefined;
}

/** A key that signatures can be checked with. */
export interface RegistryKey {
  readonly id: string;
  readonly key: KeyObject;
  /** Whether it is one that npm publishes, and not only in evidence. */
  readonly isPublished: boolean;
  /** The evidence that lists it. */
  readonly sources: readonly string[];
  /** Microseconds: when its validity begins, and the earliest end that any list gives it. */
  readonly starts: number | undefined;
  readonly expires: number | undefined;
}

/** A key of evidence that is not used, and why. */
export interface RefusedKey {
  readonly id: string;
  readonly source: string | undefined;
  readonly why: string;
  /** It takes the name of a key that npm publishes, with another key behind it. */
  readonly isImpostor: boolean;
}

interface Growing {
  readonly id: string;
  readonly key: KeyObject;
  isPublished: boolean;
  readonly sources: string[];
  starts: number | undefined;
  expires: number | undefined;
}

/**
 * The keys of a registry, by id: those that npm publishes, and those that evidence lists. A name that npm uses stands
 * for npm's key only. Of several ends of one key the earliest counts: a later list may have withdrawn it.
 */
export class Keyring {
  readonly refused: RefusedKey[] = [];
  readonly #keys = new Map<string, Growing[]>();

  constructor(listed: readonly ListedKey[] = [], published: readonly ListedKey[] = PUBLISHED_KEYS) {
    for (const key of [...published, ...listed]) this.#add(key);
  }

  /** Keys of this name for this use: none, one, or several that only evidence lists. */
  keys(id: string, use: KeyUse): readonly RegistryKey[] {
    return this.#keys.get(`${use} ${id}`) ?? [];
  }

  #add(listed: ListedKey): void {
    const made = makeKey(listed);
    const uses: readonly KeyUse[] = ['npm:signatures', 'npm:attestations'];
    if ('why' in made) this.#refuse(listed, made.why, false);
    else {
      const refused = uses.filter((use) => (listed.usage ?? use) === use && !this.#file(use, listed, made));
      if (refused.length > 0) this.#refuse(listed, 'npm publishes another key under this name', true);
    }
  }

  #refuse({ id, source }: ListedKey, why: string, isImpostor: boolean): void {
    this.refused.push({ id, source, why, isImpostor });
  }

  /** False where the name is that of another, published key. */
  #file(use: KeyUse, { id, source }: ListedKey, made: Made): boolean {
    const same = this.#keys.get(`${use} ${id}`) ?? [];
    const known = same.find(({ key }) => key.equals(made.key));
    if (known === undefined && same.some(({ isPublished }) => isPublished)) return false;
    const sources = source === undefined ? [] : [source];
    if (known === undefined) same.push({ ...made, id, isPublished: source === undefined, sources });
    else {
      known.expires = earlier(known.expires, made.expires);
      known.sources.push(...sources);
    }
    this.#keys.set(`${use} ${id}`, same);
    return true;
  }
}

interface Made {
  readonly key: KeyObject;
  readonly starts: number | undefined;
  readonly expires: number | undefined;
}

function makeKey({ material, starts, expires }: ListedKey): Made | { readonly why: string } {
  const [from, until] = [dateOf(starts), dateOf(expires)];
  if (from === 'unreadable' || until === 'unreadable') return { why: 'its dates cannot be read' };
  const der = strictBase64(material ?? '');
  try {
    const key = createPublicKey({ key: der ?? Buffer.alloc(0), format: 'der', type: 'spki' });
    return isP256(key) ? { key, starts: from, expires: until } : { why: 'it is no ECDSA key on P-256' };
  } catch {
    return { why: 'it is no public key' };
  }
}

function isP256({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
}

/** Microseconds. Sigstore's list has a day in 1999 for "since ever", long before the times that evidence may have. */
function dateOf(json: Json | undefined): number | 'unreadable' | undefined {
  if (json === undefined || json === null) return undefined;
  const time = readTime(json);
  if (time.ok) return time.moment.micros;
  const millis = time.code === 'time-out-of-range' && typeof json === 'string' ? Date.parse(json) : Number.NaN;
  return Number.isNaN(millis) ? 'unreadable' : millis * 1000;
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}
