import { type Sha256, sha256 } from '../../../../core/digest.ts';
import type { Json } from '../../../../core/json.ts';
import type { ContentProof } from '../../../../core/proof.ts';
import { readDigest } from '../../../../integrity/cloudtrail/digest.ts';
import type { DigestFile } from '../../../../integrity/cloudtrail/digest-file.ts';
import { altered, type TrailVerdict, unchecked } from '../../../../integrity/cloudtrail/verdict.ts';
import type { CaseReader } from '../../../../store/case-reader.ts';
import type { Receipt } from '../../../../store/receipts.ts';
import { entriesOf, rawOf } from './entries.ts';
import { idOf, lastWith, namedEvidence, sortedReceipts } from './receipts.ts';

/** A digest in evidence, or what is wrong with a file that is called one. */
export type FoundDigest = { readonly file: DigestFile } | { readonly verdict: TrailVerdict };

/** A file of one digest whose event was known from another file. */
interface Copy {
  readonly who: string;
  readonly event: Sha256;
  readonly content: Sha256;
}

/** Finds the digests in a case, file by file. */
export class DigestFinder {
  readonly #reader: CaseReader;
  readonly #receipts = new Map<Sha256, Receipt[]>();
  readonly #copies: Copy[] = [];
  /** What was read of an event: the file, and the hashes of its bytes. */
  readonly #originals = new Map<Sha256, Pick<DigestFile, 'evidence' | 'hashes'>>();

  constructor(reader: CaseReader) {
    this.#reader = reader;
    for (const receipt of sortedReceipts(reader)) {
      const { sha256: digest, format } = receipt.evidence;
      if (format !== 'aws-cloudtrail-digest') continue;
      this.#receipts.set(digest, [...(this.#receipts.get(digest) ?? []), receipt]);
    }
  }

  *find(): Generator<FoundDigest> {
    for (const { receipt, proof } of lastWith(this.#reader, 'content')) {
      if (receipt.evidence.format === 'aws-cloudtrail-digest') yield* this.#file(receipt, proof);
    }
    for (const copy of this.#copies) yield* this.#compared(copy);
  }

  *#file({ evidence, end }: Receipt, content: ContentProof): Generator<FoundDigest> {
    const who = namedEvidence(evidence);
    const isOne = end?.counts.read === 1;
    let found = 0;
    for (const { raw, event, isKnown } of this.#records(evidence.sha256)) {
      found++;
      if (raw !== undefined) yield this.#digest(raw, event, { who, evidence, content, isOne });
      else if (!isKnown) yield { verdict: unchecked(`${who}: its text is not in the case any more`) };
      else if (isOne) this.#copies.push({ who, event, content: content.sha256 });
    }
    if (found > 0) return;
    const { damage } = content;
    yield {
      verdict:
        damage === undefined
          ? unchecked(`${who}: no digest in it could be read`)
          : altered(`${who}: INVALID: ${damage}`),
    };
  }

  #digest(raw: string, event: Sha256, { who, evidence, content, isOne }: Around): FoundDigest {
    const digest = readDigest(parsed(raw));
    if (typeof digest === 'string') return { verdict: altered(`${who}: INVALID: invalid format: ${digest}`) };
    // What was signed is all that is in the compression. Digests that somebody joined are told by their own text.
    const hashes = isOne ? [content.sha256] : [content.sha256, sha256(raw)];
    const base = { evidence: idOf(evidence), hashes };
    this.#originals.set(event, base);
    const name = isOne ? evidence.name : undefined;
    return { file: { ...base, name, digest, ...(content.damage !== undefined && { damage: content.damage }) } };
  }

  /** The records of a file, over all readings of it: what one reading found, the next one knew. */
  *#records(digest: Sha256): Generator<{ readonly raw?: string; readonly event: Sha256; readonly isKnown: boolean }> {
    for (const receipt of this.#receipts.get(digest) ?? []) {
      for (const entry of entriesOf(this.#reader, receipt)) {
        const raw = rawOf(this.#reader, entry);
        if (entry.entry === 'event') yield { event: entry.id, isKnown: false, ...(raw !== undefined && { raw }) };
        if (entry.entry === 'problem') yield { event: '', isKnown: false, ...(raw !== undefined && { raw }) };
        if (entry.entry === 'sighting') yield { event: entry.event, isKnown: true };
      }
    }
  }

  *#compared({ who, event, content }: Copy): Generator<FoundDigest> {
    const original = this.#originals.get(event);
    if (original === undefined) yield { verdict: unchecked(`${who}: what it holds is not in the case any more`) };
    else if (!original.hashes.includes(content))
      yield { verdict: altered(`${who}: INVALID: says what ${original.evidence} says, and its bytes differ`) };
  }
}

interface Around {
  readonly who: string;
  readonly evidence: Receipt['evidence'];
  readonly content: ContentProof;
  /** Nothing else stands in the file. */
  readonly isOne: boolean;
}

function parsed(raw: string): Json | undefined {
  try {
    return JSON.parse(raw) as Json;
  } catch {
    return undefined;
  }
}
