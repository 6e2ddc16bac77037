import { FaultList } from '../../core/faults.ts';
import { isObject, type Json, type JsonObject, member, text } from '../../core/json.ts';
import type { ChainProof } from '../../core/proof.ts';
import { type ChainSpec, chainText } from './profile.ts';
import { recordHash } from './record-hash.ts';

/**
 * Checks the chain of a log record by record, in the order of the file. A record with a fault does not hide the next one:
 * the hash it states is taken as given from there on.
 */
export class ChainChecker {
  readonly #spec: ChainSpec;
  readonly #faults = new FaultList();
  /** Hash that the next record follows; nothing where that is not known. */
  #before: string | undefined;
  #records = 0;
  /** Records that state a hash. */
  #entries = 0;

  constructor(spec: ChainSpec) {
    this.#spec = spec;
    this.#before = spec.genesis;
  }

  /** @param text the record as it stands in the evidence, not masked. @param at asked for only where there is a fault */
  take(text: string, at: () => string): void {
    this.#records++;
    const json = objectIn(text);
    const stated = hashText(member(json, this.#spec.hash));
    if (json === undefined || stated === undefined) {
      this.#lost(at, `no member \`${this.#spec.hash}\` with a hash`);
      return;
    }
    this.#entries++;
    const why = this.#fault(text, json, stated);
    if (why !== undefined) this.#faults.add(at(), why);
    this.#before = stated;
  }

  /** A part of the evidence that is no record: nobody can say what stood there. */
  unread(at: () => string, why: string): void {
    this.#records++;
    this.#lost(at, why);
  }

  end(): ChainProof {
    const base = { profile: chainText(this.#spec), entries: this.#entries };
    // Where no record states a hash there is no chain that could be broken.
    if (this.#entries === 0) return { ...base, faults: { count: 0, first: [] } };
    return { ...base, faults: this.#faults.faults(), ...(this.#before !== undefined && { head: this.#before }) };
  }

  #lost(at: () => string, why: string): void {
    this.#faults.add(at(), why);
    this.#before = undefined;
  }

  #fault(record: string, json: JsonObject, stated: string): string | undefined {
    const { prev, profile } = this.#spec;
    const named = Object.hasOwn(json, prev) ? (text(json[prev]) ?? '') : undefined;
    if (named === undefined && profile === 'jcs-omit') return `no member \`${prev}\``;
    if (named !== undefined && this.#before !== undefined && named.toLowerCase() !== this.#before.toLowerCase()) {
      const first =
        this.#records === 1 ? 'is not that of the beginning of the log' : 'is not the hash of the record before';
      return `\`${prev}\` ${first}: records were taken out, put in or moved`;
    }
    const before = named ?? this.#before;
    if (before === undefined) return undefined;
    const computed = recordHash(this.#spec, { text: record, json }, before);
    if (computed === undefined) return 'has no text that could be hashed';
    return computed === stated.toLowerCase() ? undefined : 'the record does not match its hash';
  }
}

function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** SHA-256 as hex: what all these chains are made of. */
const HASH = /^[0-9a-f]{64}$/i;

function hashText(value: Json | undefined): string | undefined {
  return typeof value === 'string' && HASH.test(value) ? value : undefined;
}
