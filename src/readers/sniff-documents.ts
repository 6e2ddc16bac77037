import type { Sample } from '../core/format.ts';
import { isObject, type Json } from '../core/json.ts';
import { plainOrigin } from './charset.ts';
import { blocks } from './chunks.ts';
import { BYTE } from './json-bytes.ts';
import { JsonScanner } from './json-scanner.ts';
import type { Mask } from './masking.ts';
import { isNoise } from './noise.ts';
import { SampledDocument } from './sampled-document.ts';
import type { Scanned, ScannedValue } from './scanned.ts';
import { parseSample, SNIFF_BLOCK } from './sniff-lines.ts';

const WRAPPERS = ['Records', 'records', 'results', 'items', 'data', 'entries', 'decoratedAuditLogEntries', 'logEvents'];
/** Records, documents, stray lines and flaws that are enough to judge by. */
const ENOUGH = 100;
/** Larger members are not parsed. */
const MOST_OF_ONE = 1024 * 1024;
const MOST_OF_ALL = 16 * 1024 * 1024;
/** How far to look on when the second document has begun. */
const FAR_ENOUGH = 64 * 1024 * 1024;

/** Looks at JSON documents in any shape. `lines` where it is none. */
export async function sniffDocuments(chunks: AsyncIterable<Buffer>, mask: Mask): Promise<Omit<Sample, 'lines'>> {
  const sampler = new DocumentSampler(mask);
  const scanner = new JsonScanner((path, first) => sampler.select(path, first), plainOrigin(0), MOST_OF_ONE);
  for await (const chunk of blocks(chunks, SNIFF_BLOCK)) {
    sampler.look(scanner.push(chunk), chunk.length);
    if (sampler.hasEnough) return sampler.sample();
  }
  sampler.look(scanner.end(), 0);
  return sampler.sample();
}

class DocumentSampler {
  readonly #mask: Mask;
  readonly #documents: SampledDocument[] = [];
  #first = 0;
  #full = false;
  #held = 0;
  #size = 0;
  #lines = 0;
  #lineBytes = 0;

  constructor(mask: Mask) {
    this.#mask = mask;
  }

  /** Enters documents, the arrays that may wrap records, and records; takes what is in them. */
  select(path: readonly (string | number)[], first: number): 'take' | 'enter' | 'skip' {
    const [top] = path;
    if (path.length === 0) {
      this.#first = first;
      return 'enter';
    }
    const isElement = path.length === (this.#first === BYTE.openArray ? 1 : 2);
    if (isElement && Number(path.at(-1)) >= ENOUGH) {
      this.#full ||= this.#first === BYTE.openArray;
      return 'skip';
    }
    if (isElement) return first === BYTE.openObject ? 'enter' : 'take';
    const wraps = path.length === 1 && first === BYTE.openArray && WRAPPERS.includes(String(top));
    return wraps ? 'enter' : 'take';
  }

  look(found: readonly Scanned[], size: number): void {
    this.#size += size;
    for (const each of found) this.#add(each);
  }

  get hasEnough(): boolean {
    const last = this.#documents.at(-1);
    const hopeless = last !== undefined && last.good === 0 && last.bad >= ENOUGH;
    const far = this.#documents.length > 1 && this.#size > FAR_ENOUGH;
    return (
      this.#full ||
      this.#documents.length > ENOUGH ||
      hopeless ||
      far ||
      (this.#lines >= ENOUGH && !this.#documents.some(({ isJson }) => isJson))
    );
  }

  #add(found: Scanned): void {
    const document = this.#documents.at(-1);
    if (found.kind === 'open' && found.path.length === 0)
      this.#documents.push(new SampledDocument(found.first === BYTE.openArray));
    else if (found.kind === 'open') document?.place(found.path, found.first === BYTE.openArray ? [] : {});
    else if (found.kind === 'value') this.#value(found, document);
    else if (found.kind === 'text') this.#text(found, document);
    else if (found.kind === 'flaw' && document !== undefined) document.bad += 1;
    else if (found.kind === 'close' && document !== undefined) document.closing = found;
  }

  #value(found: ScannedValue, document: SampledDocument | undefined): void {
    if (document === undefined || found.cut) return;
    const { bytes, path, first, trailingComma, conflict } = found;
    this.#held += bytes?.length ?? 0;
    if (bytes === undefined || this.#held > MOST_OF_ALL) {
      document.place(path, placeholder(first));
      return;
    }
    const value = parseSample(bytes.toString(), this.#mask);
    if (conflict !== undefined) document.good += 1;
    else if (value !== undefined) document.place(path, value);
    else document.damaged(path, trailingComma);
  }

  #text(found: Scanned & { kind: 'text' }, document: SampledDocument | undefined): void {
    if (found.beside && document !== undefined) document.beside = true;
    else if (isNoise(found.bytes?.toString() ?? '')) return;
    this.#lines += 1;
    this.#lineBytes += found.end - found.start;
  }

  sample(): Omit<Sample, 'lines'> {
    const documents = this.#documents.filter(({ isJson }) => isJson);
    const values = documents.map(({ value }) => value);
    const [first] = values;
    const seen = this.#documents.length + this.#lines > 0;
    const bytes = documents.reduce(
      (sum, { closing }) => sum + (closing === undefined ? this.#size : closing.end - closing.start),
      0,
    );
    if (first === undefined || this.#lineBytes > bytes) return { shape: seen ? 'lines' : 'empty', values: [] };
    if (Array.isArray(first))
      return { shape: 'array', first: first as Json, values: values.flat().slice(0, ENOUGH) as Json[] };
    if (this.#documents.filter(({ beside }) => !beside).length === 1) return sampleOfObject(first);
    return { shape: areLines(documents) ? 'ndjson' : 'concatenated', first, values: values.slice(0, ENOUGH) };
  }
}

/** Whether each document has a line of its own, as far as they have ended. */
function areLines(documents: readonly SampledDocument[]): boolean {
  const ended = documents.map(({ closing }) => closing).filter((closing) => closing !== undefined);
  return ended.length > 0 && ended.every(({ line, lastLine }, i) => line === lastLine && line !== ended[i - 1]?.line);
}

function sampleOfObject(value: Json): Omit<Sample, 'lines'> {
  const wrapper = WRAPPERS.find((name) => isObject(value) && Array.isArray(value[name]));
  if (wrapper === undefined || !isObject(value)) return { shape: 'object', first: value, values: [value] };
  const values = (value[wrapper] ?? []) as readonly Json[];
  return { shape: 'object', first: value, values: values.slice(0, ENOUGH), wrapper };
}

function placeholder(first: number): Json {
  if (first === BYTE.openObject) return {};
  return first === BYTE.openArray ? [] : '';
}
