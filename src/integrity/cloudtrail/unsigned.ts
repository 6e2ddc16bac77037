import { type DigestNode, whoIs } from './digest-file.ts';
import type { SignatureResult } from './signatures.ts';
import { altered, someOf, type TrailVerdict, unchecked } from './verdict.ts';

/** What is wrong with the signatures of the digests of a trail: the bad ones each, those that cannot be checked together. */
export class Unsigned {
  readonly #trail: string;
  readonly #without: string[] = [];
  readonly #keyless = new Map<string, string[]>();
  readonly #strange: string[] = [];
  good = 0;

  constructor(trail: string) {
    this.#trail = trail;
  }

  *take(node: DigestNode, result: SignatureResult): Generator<TrailVerdict> {
    const who = whoIs(node);
    switch (result.kind) {
      case 'good':
        this.good++;
        for (const by of result.bad) yield altered(`${who}: the signature that ${by} gives for it does not verify`);
        break;
      case 'bad':
        yield altered(`${who}: INVALID: signature verification failed (signature from ${someOf(result.bad)})`);
        break;
      case 'key-not-valid':
        yield altered(`${who}: INVALID: its key ${node.fingerprint} was not valid when it was made, ${node.end}`);
        break;
      case 'no-key':
        this.#lackKey(node);
        break;
      case 'no-signature':
        this.#without.push(node.evidence);
        break;
      case 'algorithm':
        this.#strange.push(node.evidence);
        break;
    }
  }

  #lackKey({ fingerprint, evidence }: DigestNode): void {
    const known = this.#keyless.get(fingerprint);
    if (known === undefined) this.#keyless.set(fingerprint, [evidence]);
    else known.push(evidence);
  }

  *rest(): Generator<TrailVerdict> {
    const digests = (names: readonly string[]): string =>
      `CloudTrail ${this.#trail}: ${names.length} ${names.length === 1 ? 'digest' : 'digests'} (${someOf(names)})`;
    if (this.#without.length > 0) {
      const where = 'it stands in the metadata of the object: aws s3api head-object';
      yield unchecked(`${digests(this.#without)} without a signature in evidence; ${where}`);
    }
    for (const [fingerprint, names] of this.#keyless)
      yield unchecked(
        `${digests(names)} signed with the key ${fingerprint}, which is not in evidence: aws cloudtrail list-public-keys`,
      );
    if (this.#strange.length > 0)
      yield unchecked(`${digests(this.#strange)} with another algorithm than SHA256withRSA`);
  }
}
