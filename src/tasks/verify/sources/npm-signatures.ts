import { type Json, list, member, text } from '../../../core/json.ts';
import { printable } from '../../../core/printable.ts';
import { momentText } from '../../../core/time.ts';
import type { Keyring, RegistryKey } from '../../../integrity/npm-keyring.ts';
import { KEYS_OF } from '../../../integrity/npm-published-keys.ts';
import { checkSignature, type SignatureCheck } from '../../../integrity/npm-signatures.ts';
import type { SourceCheck, SourceContext, SourceVerdict } from '../source-check.ts';
import { type Copy, copiesOf, packagesIn } from './npm/copies.ts';
import { keyringOf } from './npm/keys.ts';
import { keyNames, Tally } from './npm/tally.ts';

/** Signatures of a version that are looked at: a registry gives one, while it changes its key two. */
const MOST = 8;

/** Registry signatures in packuments and manifests: `dist.signatures` over name, version and integrity. */
const check: SourceCheck = { id: 'npm-signatures', run };

export default check;

function* run({ reader }: SourceContext): Generator<SourceVerdict> {
  const checker = new Checker(keyringOf(reader));
  yield* checker.impostors();
  for (const [name, own] of packagesIn(reader.states)) {
    checker.begin();
    for (const copy of copiesOf(reader.states, name, own)) yield* checker.judge(copy);
    checker.end();
  }
  yield* checker.sums();
}

/** Judges copy by copy, and counts what need not be told one by one. */
class Checker {
  readonly #keyring: Keyring;
  readonly #valid = new Tally();
  readonly #validKeys = new Set<RegistryKey>();
  readonly #unvouched = new Tally();
  readonly #unknown = new Tally();
  readonly #undated = new Tally();
  readonly #partly = new Tally();
  readonly #bare = new Tally();
  readonly #uncovered = new Tally();
  readonly #attested = new Tally();
  readonly #removed = new Tally();
  /** Of the package at hand: the copies without a signature, and whether others have one. */
  #unsigned: Omit<Copy, 'manifest'>[] = [];
  #isSigned = false;

  constructor(keyring: Keyring) {
    this.#keyring = keyring;
  }

  *impostors(): Generator<SourceVerdict> {
    for (const { id, source, isImpostor } of this.#keyring.refused) {
      const what = `${source} lists a key as ${printable(id, 80)} that is not the one npm publishes under this name`;
      if (isImpostor) yield { code: 'F-NPM-SIGNATURE', message: what };
    }
  }

  begin(): void {
    this.#unsigned = [];
    this.#isSigned = false;
  }

  *judge(copy: Copy): Generator<SourceVerdict> {
    if (copy.manifest === undefined) {
      this.#removed.add('', copy);
      return;
    }
    const dist = member(copy.manifest, 'dist');
    if (member(dist, 'attestations') !== undefined) this.#attested.add('', copy);
    const signatures = list(member(dist, 'signatures'));
    const integrity = text(member(dist, 'integrity'));
    if (signatures.length === 0) {
      const { manifest: _, ...unsigned } = copy;
      this.#unsigned.push(unsigned);
      return;
    }
    this.#isSigned = true;
    if (integrity === undefined || signatures.length > MOST) this.#uncovered.add('', copy);
    else for (const signature of signatures) yield* this.#one(copy, integrity, signature);
  }

  *#one(copy: Copy, integrity: string, json: Json): Generator<SourceVerdict> {
    const keyid = text(member(json, 'keyid')) ?? '';
    const signature = { keyid, sig: text(member(json, 'sig')) ?? '' };
    const result = checkSignature({ ...copy, integrity }, signature, this.#keyring);
    const bad = badText(result, keyid, copy.published);
    if (bad === undefined) this.#count(copy, keyid, result);
    else {
      const subject = printable(`${copy.name}@${copy.version}`, 300);
      yield { code: 'F-NPM-SIGNATURE', message: `${copy.citation} ${subject}: ${bad}` };
    }
  }

  #count(copy: Copy, keyid: string, result: SignatureCheck): void {
    if (!('key' in result)) this.#unknown.add(keyid, copy);
    else if (!result.key.isPublished) this.#unvouched.add(`${keyid} ${result.key.sources.join(', ')}`, copy);
    else if (result.verdict === 'undated') this.#undated.add(keyid, copy);
    else {
      this.#valid.add('', copy);
      this.#validKeys.add(result.key);
    }
  }

  /** A signature that is missing tells something only where others of the package have one. */
  end(): void {
    const tally = this.#isSigned ? this.#partly : this.#bare;
    for (const copy of this.#unsigned) tally.add('', { ...copy, manifest: undefined });
  }

  *sums(): Generator<SourceVerdict> {
    yield* this.#unknown.verdicts('I-UNKNOWN-KEY', (id, count, first) => {
      const why =
        this.#keyring.refused.find((key) => key.id === id)?.why ??
        `not in evidence, nor published by npm by ${KEYS_OF}`;
      return `${first}: signed with the key ${printable(id, 80)}, which cannot be used (${why}); ${count} in all`;
    });
    yield* this.#unvouched.verdicts('I-UNKNOWN-KEY', (key, count, first) => {
      return `${first}: signed with a key that only this evidence vouches for (${printable(key, 200)}); ${count} in all`;
    });
    yield* this.#undated.verdicts('I-NOT-CHECKED', (id, count, first) => {
      return `${first}: signed with ${printable(id, 80)}, but whether that had expired by then is not known: no time of the publish can be read; ${count} in all`;
    });
    yield* this.#partly.verdicts('I-NOT-CHECKED', (_, count, first) => {
      return `${first}: no registry signature, though other versions of the package have one; ${count} in all`;
    });
    yield* this.#uncovered.verdicts('I-NOT-CHECKED', (_, count, first) => {
      return `${first}: no integrity to compare, or more than ${MOST} signatures; ${count} in all`;
    });
    yield* this.#removed.verdicts('N-REDACTED', (_, count, first) => {
      return `${first}: its manifest is not in the case any more, and no signature of it is checked; ${count} in all`;
    });
    yield* this.#bare.verdicts(undefined, (_, count) => `no registry signature to check: ${count}`);
    yield* this.#valid.verdicts(undefined, (_, count) => {
      return `valid signature of npm: ${count} (${keyNames(this.#validKeys)}): the registry issued this; malicious versions have one too`;
    });
    if (this.#valid.names.length > 0) yield { message: NOT_COVERED };
    yield* this.#attested.verdicts(undefined, (_, count) => {
      return `said to have provenance: ${count}; only an attestation in evidence can show it`;
    });
  }
}

const NOT_COVERED =
  'registry signatures cover name, version and integrity; not when or by whom it was published, its dependencies, or the dist-tags';

/** What proves that something was altered; undefined where nothing does. */
function badText(result: SignatureCheck, keyid: string, published: Copy['published']): string | undefined {
  const name = printable(keyid, 80);
  if (result.verdict === 'invalid') return `the signature with ${name} is not of this name, version and integrity`;
  if (result.verdict !== 'expired' || typeof published !== 'number') return undefined;
  const { expires = 0 } = result.key;
  return `signed with ${name}, which expired ${momentText(expires)}, before the publish at ${momentText(published)}`;
}
