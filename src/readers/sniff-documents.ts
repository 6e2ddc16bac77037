import type { Sample } from '../core/format.ts';
import { isObject, type Json, list, member } from '../core/json.ts';
import { plainOrigin } from './charset.ts';
import { blocks } from './chunks.ts';
import type { HttpHeads } from './http-heads.ts';
import { BYTE } from './json-bytes.ts';
import { JsonScanner } from './json-scanner.ts';
import type { Mask } from './masking.ts';
import { isNoise } from './noise.ts';
import { SampledDocument } from './sampled-document.ts';
import type { Scanned, ScannedText, ScannedValue } from './scanned.ts';
import { parseSample, SNIFF_BLOCK } from './sniff-lines.ts';
import type { TextStream } from './text-stream.ts';

const WRAPPERS = [
  ...['Records', 'records', 'results', 'items', 'data', 'entries', 'decoratedAuditLogEntries', 'logEvents', 'Events'],
];
/** A member whose elements are looked at one by one too, if the whole of it cannot be had. It is not taken for records. */
const EVENTS = 'events';
/** Records, documents, stray lines and flaws that are enough to judge by. */
const ENOUGH = 100;
/** Larger values are not parsed. */
const MOST_OF_ONE = 1024 * 1024;
const MOST_OF_ALL = 16 * 1024 * 1024;
/** How far to look on when the second document has begun. */
const FAR_ENOUGH = 64 * 1024 * 1024;

/**
 * How much is taken apart. Whole records survive damage around them best; what is too large, or damaged itself, is
 * looked at again member by member.
 */
type Depth = 'records' | 'documents' | 'members';

/** Looks at JSON documents in any shape. `lines` where it is none. */
export async function sniffDocuments(
  open: () => Promise<Pick<TextStream, 'chunks'>>,
  mask: Mask,
  heads: HttpHeads,
): Promise<Omit<Sample, 'lines'>> {
  const records = await sampled('records', await open(), mask, heads);
  if (!records.needsMore) return records.sample();
  const documents = await sampled('documents', await open(), mask, heads);
  return documents.needsMore ? (await sampled('members', await open(), mask, heads)).sample() : documents.sample();
}

async function sampled(
  depth: Depth,
  { chunks }: Pick<TextStream, 'chunks'>,
  mask: Mask,
  heads: HttpHeads,
): Promise<DocumentSampler> {
  const sampler = new DocumentSampler(depth, mask, heads);
  const scanner = new JsonScanner((path, first) => sampler.select(path, first), plainOrigin(0), MOST_OF_ONE);
  for await (const chunk of blocks(chunks, SNIFF_BLOCK)) {
    sampler.look(scanner.push(chunk), chunk.length);
    if (sampler.hasEnough) return sampler;
  }
  sampler.look(scanner.end(), 0);
  return sampler;
}

class DocumentSampler {
  readonly #depth: Depth;
  readonly #mask: Mask;
  readonly #heads: HttpHeads;
  readonly #documents: SampledDocument[] = [];
  #first = 0;
  #full = false;
  #oversized = false;
  #held = 0;
  #size = 0;
  #hasText = false;
  /** The head of an answer stands right behind a document, on its line. */
  #shared = false;
  #lines = 0;
  #lineBytes = 0;

  constructor(depth: Depth, mask: Mask, heads: HttpHeads) {
    this.#depth = depth;
    this.#mask = mask;
    this.#heads = heads;
  }

  select(path: readonly (string | number)[], first: number): 'take' | 'enter' | 'skip' {
    if (path.length === 0) {
      this.#first = first;
      return first === BYTE.openArray || this.#depth !== 'records' ? 'enter' : 'take';
    }
    if (this.#isElement(path)) {
      const index = Number(path.at(-1));
      this.#full ||= index >= ENOUGH && this.#first === BYTE.openArray;
      if (index >= ENOUGH) return 'skip';
      return this.#depth === 'members' && first === BYTE.openObject ? 'enter' : 'take';
    }
    const name = path.length === 1 && first === BYTE.openArray ? path[0] : undefined;
    return name === EVENTS || WRAPPERS.includes(String(name)) ? 'enter' : 'take';
  }

  look(found: readonly Scanned[], size: number): void {
    this.#size += size;
    for (const each of found) this.#add(each);
    this.#oversized ||= this.#depth === 'records' && this.#documents.length === 0 && this.#size > 2 * MOST_OF_ONE;
  }

  get hasEnough(): boolean {
    const last = this.#documents.at(-1);
    const hopeless = last !== undefined && last.good === 0 && last.bad >= ENOUGH;
    const far = this.#documents.length > 1 && this.#size > FAR_ENOUGH;
    const text = this.#lines >= ENOUGH && this.#json.length === 0;
    return this.#oversized || this.#full || this.#documents.length > ENOUGH || hopeless || far || text;
  }

  /** Something has to be taken apart before it can be judged. */
  get needsMore(): boolean {
    if (this.#oversized) return this.#depth !== 'members';
    if (this.#depth !== 'records' || this.#json.length > 0) return false;
    return this.#documents.some(({ value, beside, dialect }) => isObject(value) && !beside && !dialect);
  }

  /** The path of an element of the array that holds the records. */
  #isElement(path: readonly (string | number)[]): boolean {
    return path.length === (this.#first === BYTE.openArray ? 1 : 2);
  }

  #add(found: Scanned): void {
    const document = this.#documents.at(-1);
    if (found.kind === 'open' && found.path.length === 0)
      this.#documents.push(new SampledDocument(emptyOf(found.first)));
    else if (found.kind === 'open') document?.add(found.path, emptyOf(found.first));
    else if (found.kind === 'value' && found.path.length === 0) this.#whole(found);
    else if (found.kind === 'value' && found.cut) document?.addCut(found.path, emptyOf(found.first));
    else if (found.kind === 'value') this.#part(found, document);
    else if (found.kind === 'text') this.#text(found, document);
    else if (found.kind === 'flaw' && document !== undefined) document.bad += 1;
    else if (found.kind === 'close' && document !== undefined) document.place = found;
  }

  /** A document that was taken whole. */
  #whole(found: ScannedValue): void {
    const value = found.cut ? undefined : this.#valueOf(found);
    const document = new SampledDocument(value ?? {});
    if (value === undefined) document.bad = 1;
    else document.good = 1;
    document.trailingCommas = found.trailingCommas;
    if (!found.cut) document.place = found;
    this.#oversized ||= found.bytes === undefined;
    this.#documents.push(document);
  }

  #part(found: ScannedValue, document: SampledDocument | undefined): void {
    if (document === undefined) return;
    const value = this.#valueOf(found);
    this.#oversized ||= found.bytes === undefined && this.#isElement(found.path);
    document.trailingCommas += found.trailingCommas;
    if (value === undefined) document.bad += 1;
    else if (found.conflict === undefined) document.add(found.path, value);
    else document.good += 1;
  }

  #valueOf({ bytes, first }: ScannedValue): Json | undefined {
    this.#held += bytes?.length ?? 0;
    return bytes === undefined || this.#held > MOST_OF_ALL ? emptyOf(first) : parseSample(bytes.toString(), this.#mask);
  }

  #text(found: ScannedText, document: SampledDocument | undefined): void {
    this.#hasText = true;
    const text = found.bytes?.toString() ?? '';
    if (this.#heads.take(text, found.line)) {
      this.#shared ||= found.beside;
      return;
    }
    if (found.beside && document !== undefined) document.beside = true;
    else if (isNoise(text)) return;
    this.#lines += 1;
    this.#lineBytes += found.end - found.start;
  }

  /** Documents that are JSON, and do not share a line with something in brackets that is none. */
  get #json(): readonly SampledDocument[] {
    const stray = (document: SampledDocument | undefined): boolean => document?.isJson === false;
    return this.#documents.filter((document, i) => {
      const near = [this.#documents[i - 1], this.#documents[i + 1]].filter(stray);
      return document.isJson && !near.some((other) => document.touches(other));
    });
  }

  #sizeOf(documents: readonly SampledDocument[]): number {
    return documents.reduce((sum, { place }) => sum + (place === undefined ? this.#size : place.end - place.start), 0);
  }

  sample(): Omit<Sample, 'lines'> {
    const documents = this.#json;
    const [first] = documents;
    const seen = this.#documents.length > 0 || this.#hasText;
    const text = this.#lineBytes + this.#sizeOf(this.#documents.filter(({ beside }) => beside));
    if (first === undefined || text > this.#sizeOf(documents)) return { shape: seen ? 'lines' : 'empty', values: [] };
    const values = documents.map(({ value }) => value);
    if (Array.isArray(first.value))
      return { shape: 'array', first: first.value, values: values.flat().slice(0, ENOUGH) };
    if (this.#documents.filter(({ beside }) => !beside).length === 1) return sampleOfObject(first.value);
    return {
      shape: !this.#shared && areLines(documents) ? 'ndjson' : 'concatenated',
      first: first.value,
      values: values.slice(0, ENOUGH),
    };
  }
}

/** Whether each document has a line of its own, as far as they have ended. */
function areLines(documents: readonly SampledDocument[]): boolean {
  const ended = documents.map(({ place }) => place).filter((place) => place !== undefined);
  return ended.length > 0 && ended.every(({ line, lastLine }, i) => line === lastLine && line !== ended[i - 1]?.line);
}

function sampleOfObject(value: Json): Omit<Sample, 'lines'> {
  const wrapper = WRAPPERS.find((name) => Array.isArray(member(value, name)));
  if (wrapper === undefined) return { shape: 'object', first: value, values: [value] };
  return { shape: 'object', first: value, values: list(member(value, wrapper)).slice(0, ENOUGH), wrapper };
}

/** Stands for a value that is too large to be looked at. */
function emptyOf(first: number): Json {
  if (first === BYTE.openObject) return {};
  return first === BYTE.openArray ? [] : '';
}
