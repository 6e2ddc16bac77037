import { printable } from '../../../core/printable.ts';
import { BundleChecker } from '../../../integrity/sigstore/bundle-check.ts';
import { loadSigstore, type Sigstore } from '../../../integrity/sigstore/library.ts';
import { TRUSTED_ROOT } from '../../../integrity/sigstore/trusted-root.ts';
import type { SourceCheck, SourceContext, SourceVerdict } from '../source-check.ts';
import { bundlesIn, type StoredBundle } from './attested/bundles.ts';
import { type Claims, readClaims } from './attested/claims.ts';
import { logEntryVerdicts } from './attested/log-entries.ts';
import { type Compared, compareManifests } from './attested/manifests.ts';
import { type Proven, provenVerdicts, whoText } from './attested/proven.ts';
import { rootVerdicts } from './attested/trust.ts';
import { remembering, type States } from './npm/copies.ts';
import { keyringOf } from './npm/keys.ts';

/** Sigstore bundles in the case: provenance, npm's attestations of publishes, and others. */
const check: SourceCheck = { id: 'attestations', run: (context) => checkAttestations(context) };

export default check;

/**
 * @param load how sigstore's library is found
 * @param root the authorities to be trusted
 */
export async function* checkAttestations(
  { reader, now, maxAge }: SourceContext,
  load: () => Promise<Sigstore | undefined> = loadSigstore,
  root = TRUSTED_ROOT,
): AsyncGenerator<SourceVerdict> {
  const [first] = bundlesIn(reader);
  const sigstore = first === undefined ? undefined : await load();
  let isUsed = false;
  if (sigstore !== undefined) {
    const examination = new Examination(
      remembering(reader.states),
      new BundleChecker(sigstore, root, keyringOf(reader)),
    );
    for (const stored of bundlesIn(reader)) yield* examination.judge(stored);
    yield* provenVerdicts(reader, examination.proven);
    isUsed = examination.proven.length > 0;
  } else if (first !== undefined) yield missing(reader, first);
  isUsed = (yield* logEntryVerdicts(reader, root)) || isUsed;
  if (isUsed || sigstore !== undefined) yield* rootVerdicts(now, isUsed ? maxAge : undefined);
}

function missing(reader: SourceContext['reader'], { citation }: StoredBundle): SourceVerdict {
  let count = 0;
  for (const _ of bundlesIn(reader)) count++;
  const what = `${count} attestation${count === 1 ? '' : 's'} not checked (first ${citation})`;
  const message = `provenance: ${what}: @sigstore/verify is not installed; \`npm install\` in this program's folder adds it`;
  return { code: 'I-NOT-CHECKED', message };
}

const CODES = { failed: 'F-ATTESTATION', unknown: 'I-UNKNOWN-KEY', unchecked: 'I-NOT-CHECKED' } as const;

class Examination {
  readonly proven: Proven[] = [];
  readonly #states: States;
  readonly #checker: BundleChecker;
  /** Digest and place of the first attestation of each version. */
  readonly #digests = new Map<string, readonly [string, string]>();

  constructor(states: States, checker: BundleChecker) {
    this.#states = states;
    this.#checker = checker;
  }

  *judge(stored: StoredBundle): Generator<SourceVerdict> {
    const { bundle, citation, isMasked } = stored;
    if (bundle === undefined) {
      yield { code: 'I-NOT-CHECKED', message: `${citation}: the case does not hold this bundle as it was signed` };
      return;
    }
    const claims = readClaims(stored);
    const subject = subjectOf(citation, claims);
    const result = this.#checker.check(bundle);
    if (result.verdict === 'verified') {
      const { key } = result;
      const voucher = key?.isPublished === false ? key.sources.join(', ') : undefined;
      yield* this.#examine(subject, citation, claims, voucher);
    } else {
      const isBroken = isMasked && result.verdict === 'failed';
      const why = isBroken ? '; secrets were masked in this file, which may be why' : '';
      const code = isBroken ? 'I-NOT-CHECKED' : CODES[result.verdict];
      yield { code, message: `${subject} does not verify: ${printable(result.why, 300)}${why}` };
    }
  }

  /** @param voucher the evidence that alone has the key */
  *#examine(subject: string, citation: string, claims: Claims, voucher: string | undefined): Generator<SourceVerdict> {
    const compared = compareManifests(this.#states, claims);
    const bad = [...this.#contradictions(citation, claims, compared)];
    for (const text of bad) yield { code: 'F-ATTESTATION', message: `${subject}: ${printable(text, 600)}` };
    for (const text of compared.differences)
      yield { code: 'N-ATTESTATION', message: `${subject}: ${printable(text, 600)}` };
    if (voucher !== undefined)
      yield { code: 'I-UNKNOWN-KEY', message: `${subject} is signed with a key that only ${voucher} vouches for` };
    else if (bad.length === 0) this.proven.push(provenOf(subject, claims, compared));
  }

  *#contradictions(citation: string, claims: Claims, { otherDigests }: Compared): Generator<string> {
    const { integrity, package: name, version } = claims;
    yield* claims.contradictions;
    if (name === undefined || version === undefined) return;
    if (integrity === undefined) yield 'it attests no SHA-512 digest';
    else {
      for (const other of otherDigests) yield `it attests ${integrity}, ${other}`;
      const release = `${name}@${version}`;
      const [digest, place] = this.#digests.get(release) ?? [integrity, citation];
      this.#digests.set(release, [digest, place]);
      if (digest !== integrity) yield `it attests ${integrity}, ${place} attests ${digest}`;
    }
  }
}

function subjectOf(citation: string, { kind, package: name, version }: Claims): string {
  const release = name === undefined ? '' : ` of ${name}@${version ?? '?'}`;
  return `${citation} ${printable(`${kind}${release}`, 400)}`;
}

function provenOf(subject: string, claims: Claims, { equal: [equal] }: Compared): Proven {
  const none = claims.package === undefined ? '' : '; no manifest in evidence to compare its digest with';
  const compared = equal === undefined ? none : `; digest as in ${equal}`;
  return { subject, who: whoText(claims), run: claims.run, logged: claims.logged?.text ?? '?', compared };
}
