import type { Sha256 } from '../../core/digest.ts';
import type { Context, Format, Taken, Tarball } from '../../core/format.ts';
import { maskSecrets } from '../../core/secrets.ts';
import { readRecords, surveyDocuments } from '../../readers/read.ts';
import type { Sniffed } from '../../readers/sniff.ts';
import type { Source } from '../../readers/source.ts';
import { type Batch, BatchWriter, type ReadingEnd, type SoFar } from './batch.ts';
import { Extractor } from './extractor.ts';

/** One piece of evidence, found and recognised. */
export interface Candidate {
  readonly source: Source;
  readonly name: string;
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly sniffed: Sniffed;
  readonly format: Format;
  readonly taken: Taken;
  /** For a member of an archive: digest of that, and its name in it. */
  readonly archive?: Sha256;
  readonly member?: string;
  readonly tarball?: Tarball;
}

/** What else decides what the same bytes give. */
export interface ExtractOptions {
  /** Microseconds: events that certainly happened outside are passed by. */
  readonly since?: number;
  readonly until?: number;
  readonly assumeTz?: string;
  readonly maxRecord: number;
}

/** Bytes of entries in a batch, about. */
const BATCH = 512 * 1024;

/** Records after which there is a batch in any case, for whoever watches the progress. */
const RECORDS = 1000;

const MASKS = /\[(?:[a-z-]+ sha\d+:[^\]]+|secret|private key)\]/g;

/**
 * Reads evidence, and gives what is to be written of it in batches. A batch is valid until the next one is asked for.
 * @param memory another buffer for the texts, where those of the batch before were sent away.
 */
export async function* extract(
  candidate: Candidate,
  options: ExtractOptions,
  memory: () => Promise<Buffer | undefined>,
): AsyncGenerator<Batch, ReadingEnd> {
  const { source, sniffed, format } = candidate;
  const batch = new BatchWriter();
  const extractor = new Extractor(candidate, format.open(await contextOf(candidate, options)), batch, options);
  const { accounts } = extractor;
  const masking = new Masking();
  let told = 0;
  const counted = counting(source);
  const soFar = (): SoFar => ({
    read: accounts.read,
    bytes: counted.bytes,
    counts: accounts.soFar(),
    masked: masking.count,
  });
  for await (const items of readRecords(counted.source, sniffed, format.framing, { ...options, mask: masking.mask })) {
    for (const item of items) {
      extractor.take(item);
      if (batch.size > BATCH) yield batch.take(soFar(), await memory());
    }
    if (accounts.read - told < RECORDS) continue;
    told = accounts.read;
    yield batch.take(soFar(), await memory());
  }
  extractor.end();
  const ignored = accounts.close();
  yield batch.take(soFar(), await memory());
  return { ...soFar(), ignored };
}

/** A source that says how many of its bytes were read. */
function counting(source: Source): { readonly source: Source; readonly bytes: number } {
  const counted = { bytes: 0, source };
  counted.source = {
    name: source.name,
    path: source.path,
    get damage() {
      return source.damage ?? [];
    },
    async *chunks() {
      for await (const chunk of source.chunks()) {
        counted.bytes += chunk.length;
        yield chunk;
      }
    },
  };
  return counted;
}

/** Masks secrets and counts them. */
class Masking {
  count = 0;

  readonly mask = (text: string): string => {
    const clean = maskSecrets(text);
    if (clean !== text) this.count += (clean.match(MASKS)?.length ?? 0) - (text.match(MASKS)?.length ?? 0);
    return clean;
  };
}

async function contextOf(
  { source, sniffed, format, name, taken, member, tarball }: Candidate,
  { assumeTz, maxRecord }: ExtractOptions,
): Promise<Context> {
  const limits = { maxRecord, mask: maskSecrets };
  const survey = format.survey === undefined ? [] : await surveyDocuments(source, sniffed, format.survey, limits);
  const own = member?.split('!').at(-1) ?? name;
  const base = own.split(/[\\/]/).at(-1) ?? own;
  return { name: base, taken, survey, ...(assumeTz !== undefined && { assumeTz }), ...(tarball && { tarball }) };
}
