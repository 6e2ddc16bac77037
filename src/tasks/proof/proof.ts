import { AUDIT_LOG, isLogHeader } from '../../core/audit-log.ts';
import { member } from '../../core/json.ts';
import type { ChainProof, SourceProof } from '../../core/proof.ts';
import { looksChained } from '../../integrity/chains/undeclared.ts';
import type { Sniffed } from '../../readers/sniff.ts';
import type { Source } from '../../readers/source.ts';
import { auditLogProof } from './audit-log.ts';
import { cacheIndexProof } from './cache-index.ts';
import { contentProof } from './content.ts';
import { type Declared, recordProofs } from './records.ts';

/** Formats that CloudTrail delivers, and hashes. */
const DELIVERED: readonly string[] = ['aws-cloudtrail', 'aws-cloudtrail-digest'];

/** What a chain is called that nobody declared. */
export const UNDECLARED = 'undeclared';

/** Formats whose files say something for themselves without a word of whoever gave them. */
const SPEAKING: readonly string[] = [...DELIVERED, 'npm-cacache-index', 'audit-log'];

/** Whether finding that out takes a reading of all the evidence. */
export function hasProof(format: string, { chain, sequence }: Declared): boolean {
  return SPEAKING.includes(format) || chain !== undefined || sequence !== undefined;
}

/**
 * What evidence says for itself, from the bytes as they are: the chain and the numbers that were declared, and what its
 * format brings along. Nothing where there is nothing of the kind.
 * @param format id; absent where nobody knows it
 * @param signal where it is aborted, what comes out is worth nothing
 */
export async function proofOf(
  whole: Source,
  sniffed: Sniffed,
  format: string | undefined,
  { chain: spec, sequence, signal }: Declared & { readonly signal?: AbortSignal },
): Promise<SourceProof | undefined> {
  const declared = { ...(spec !== undefined && { chain: spec }), ...(sequence !== undefined && { sequence }) };
  const source = signal === undefined ? whole : stoppable(whole, signal);
  const chain = await chainOf(source, sniffed, declared);
  const wanted = ofRecords(declared);
  const proof: SourceProof = {
    ...(wanted !== undefined && (await recordProofs(source, sniffed, wanted))),
    ...(chain !== undefined && { chain }),
    ...(format !== undefined && DELIVERED.includes(format) && { content: await contentProof(source) }),
    ...(format === 'npm-cacache-index' && { checksums: await cacheIndexProof(source, sniffed) }),
  };
  return Object.keys(proof).length === 0 ? undefined : proof;
}

/** What is to be followed record by record. */
function ofRecords({ chain, sequence }: Declared): Declared | undefined {
  const isOfRecords = chain?.profile === 'jcs-omit' || chain?.profile === 'concat-hex';
  if (!isOfRecords && sequence === undefined) return undefined;
  return { ...(isOfRecords && { chain }), ...(sequence !== undefined && { sequence }) };
}

/** A chain that is no matter of single records: of a log that says itself what it is, and what nobody declared. */
async function chainOf(source: Source, sniffed: Sniffed, { chain }: Declared): Promise<ChainProof | undefined> {
  const { profile } = chain ?? {};
  if (profile === AUDIT_LOG || (profile === undefined && isAuditLog(sniffed))) return auditLogProof(source);
  if (profile !== undefined && profile !== 'cloudtrail-digest') return undefined;
  if (!looksChained(sniffed.sample.values)) return undefined;
  return { profile: UNDECLARED, entries: 0, faults: { count: 0, first: [] } };
}

/** Its first line declares the chain. What came in a wrapper are not its bytes any more. */
function isAuditLog({ wrappers, sample }: Sniffed): boolean {
  const [first] = sample.values;
  return wrappers.length === 0 && isLogHeader(first) && member(first, 'format') === AUDIT_LOG;
}

/** A source that ends when it is told to. */
function stoppable(source: Source, signal: AbortSignal): Source {
  return {
    name: source.name,
    path: source.path,
    get damage() {
      return source.damage ?? [];
    },
    async *chunks() {
      for await (const chunk of source.chunks()) {
        if (signal.aborted) return;
        yield chunk;
      }
    },
  };
}
