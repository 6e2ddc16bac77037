import { sha256 } from '../../src/core/digest.ts';
import { type Entry, entryText } from '../../src/core/entry.ts';
import type { Format } from '../../src/core/format.ts';
import { sniff } from '../../src/readers/sniff.ts';
import { takenAt } from '../../src/readers/taken.ts';
import type { CaseWriter, PackedAppend } from '../../src/store/case-writer.ts';
import type { SoughtRow } from '../../src/store/index-writer.ts';
import { ingestEvidence } from '../../src/tasks/ingest-evidence.ts';
import type { Candidate } from '../../src/tasks/reading/extract.ts';
import { memory } from '../readers/support/reading.ts';

/** A case in memory, without SQLite: for tests that ingest thousands of times. */
class MemoryCase implements Partial<CaseWriter> {
  readonly texts: string[] = [];
  readonly #events = new Map<string, number[]>();
  readonly #parts = new Map<string, number>();

  get size(): number {
    return this.texts.length;
  }

  text(seq: number): string {
    return this.texts[seq] ?? '';
  }

  told(seq: number): string {
    return this.text(seq);
  }

  /** It seals nothing, and nothing was ever removed from it. */
  readonly sealer = undefined;

  keyed<T extends Entry>(entry: T): T {
    return entry;
  }

  withheld(): undefined {
    return undefined;
  }

  append(entry: Entry): number {
    if (entry.entry === 'part') this.#parts.set(entry.sha256, this.size);
    return this.texts.push(entryText(entry)) - 1;
  }

  packed(): PackedAppend {
    return (bytes, row) => {
      const key = `${row.sort} ${row.id.toString('hex')}`;
      this.#events.set(key, [...(this.#events.get(key) ?? []), this.size]);
      return this.texts.push(Buffer.from(bytes.subarray(1)).toString()) - 1;
    };
  }

  appendRaw(raw: string): string {
    return sha256(raw);
  }

  find(row: SoughtRow): readonly number[] {
    return this.#events.get(`${row.sort} ${row.id.toString('hex')}`) ?? [];
  }

  findPart(digest: string): number | undefined {
    return this.#parts.get(digest);
  }

  async pause(): Promise<void> {}
}

export interface Ingested {
  /** Format that was recognised; nothing where none was. */
  readonly format: Format | undefined;
  readonly entries: readonly Entry[];
  /** The same as they are written. */
  readonly texts: readonly string[];
}

/** Ingests one file into a case of its own, by the code that `ingest` runs. */
export async function ingestInMemory(
  name: string,
  bytes: Buffer,
  recognise: (sample: Parameters<Format['recognise']>[0]) => Format | undefined,
): Promise<Ingested> {
  const source = memory(bytes);
  let sniffed = await sniff(source);
  let format = recognise(sniffed.sample);
  for (; format === undefined && sniffed.outer !== undefined; format = recognise(sniffed.sample))
    sniffed = sniffed.outer;
  if (format === undefined) return { format, entries: [], texts: [] };
  const writer = new MemoryCase();
  const taken = takenAt(name, undefined, new Map());
  const candidate: Candidate = { source, name, sha256: sha256(bytes), bytes: bytes.length, sniffed, format, taken };
  await ingestEvidence(writer as unknown as CaseWriter, candidate, {
    assumeTz: '+02:00',
    maxRecord: 2 ** 26,
    recordedAt: '2026-04-01T00:00:00.000Z',
    tool: 'test',
    signal: new AbortController().signal,
    stopAtProblem: false,
    progress: () => undefined,
  });
  const { texts } = writer;
  return { format, entries: texts.map((text) => JSON.parse(text) as Entry), texts };
}

/** The same as a format that is named: inside the wrappers under which it is recognised, or else inside all. */
export async function ingestAs(name: string, bytes: Buffer, format: Format): Promise<Ingested> {
  const found = await ingestInMemory(name, bytes, (sample) => (format.recognise(sample) > 0 ? format : undefined));
  return found.format === undefined ? ingestInMemory(name, bytes, () => format) : found;
}
