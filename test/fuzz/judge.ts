import { isCanonical } from '../../src/core/canonical.ts';
import type { Entry } from '../../src/core/entry.ts';
import type { Format } from '../../src/core/format.ts';
import { FORMATS } from '../../src/formats/index.ts';
import { recognise } from '../../src/tasks/recognise.ts';
import { type Ingested, ingestAs, ingestInMemory } from '../support/memory-case.ts';
import { mutated } from './mutations.ts';
import { Random } from './random.ts';
import type { Seed } from './seeds.ts';

export interface Input {
  readonly number: number;
  readonly seed: Seed;
  readonly bytes: Buffer;
  /** Read as if `--as` named this format, whether or not it is one: some inputs are. */
  readonly as?: Format;
}

/** What became of one input. */
export interface Verdict {
  /** Format that read it; `unknown` where none did. */
  readonly format: string;
  readonly events: number;
  readonly problems: number;
  /** Seconds of CPU. */
  readonly seconds: number;
  /** What is wrong with the program; nothing is expected. */
  readonly faults: readonly string[];
}

/** Most seconds of CPU for one input. */
const SLOW = 1;

/** The input of a number: the same for the same seeds. */
export function inputOf(groups: readonly (readonly Seed[])[], run: number, number: number): Input {
  const random = new Random(run, number);
  const seed = anySeed(groups, random);
  const as = random.next() < 0.05 ? FORMATS[random.below(FORMATS.length)] : undefined;
  const bytes = mutated(seed.bytes, random, anySeed(groups, random).bytes);
  return as === undefined ? { number, seed, bytes } : { number, seed, bytes, as };
}

function anySeed(groups: readonly (readonly Seed[])[], random: Random): Seed {
  const group = groups[random.below(groups.length)] ?? [];
  const seed = group[random.below(group.length)];
  if (seed === undefined) throw new Error('there are no seeds');
  return seed;
}

/**
 * Reads an input as `ingest` does, and says what is wrong with that. What no format recognises any more is read as what
 * it was before it was damaged, as with `--as`.
 */
export async function judge(input: Input): Promise<Verdict> {
  const before = process.cpuUsage();
  const faults: string[] = [];
  let format = 'unknown';
  let entries: readonly Entry[] = [];
  try {
    const ingested = await read(input);
    format = ingested.format?.id ?? format;
    entries = ingested.entries;
    faults.push(...ingested.texts.filter((text) => !isCanonical(text)).map((text) => `not canonical: ${text}`));
    if (ingested.format !== undefined) faults.push(...unbalanced(entries));
  } catch (error) {
    faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  if (seconds > SLOW) faults.push(`${seconds.toFixed(2)} s of CPU`);
  const count = (kind: Entry['entry']): number => entries.filter(({ entry }) => entry === kind).length;
  return { format, events: count('event'), problems: count('problem'), seconds, faults };
}

async function read({ seed, bytes, as }: Input): Promise<Ingested> {
  if (as !== undefined) return ingestAs(seed.name, bytes, as);
  const ingested = await ingestInMemory(seed.name, bytes, (sample) => recognise(FORMATS, sample));
  if (ingested.format !== undefined) return ingested;
  const own = await formatOf(seed);
  return own === undefined ? ingested : ingestAs(seed.name, bytes, own);
}

const formats = new Map<Seed, Format | undefined>();

/** What a seed is before it is changed. */
async function formatOf(seed: Seed): Promise<Format | undefined> {
  if (formats.has(seed)) return formats.get(seed);
  const { format } = await ingestInMemory(seed.name, seed.bytes, (sample) => recognise(FORMATS, sample));
  formats.set(seed, format);
  return format;
}

/** Where the closing receipt does not add up, or does not say what the entries are. */
function unbalanced(entries: readonly Entry[]): string[] {
  const last = entries.at(-1);
  if (last?.entry !== 'evidence-end') return ['no closing receipt'];
  const { read, recorded, folded, known, problem, ignored } = last.counts;
  const sum = recorded + folded + known + problem + ignored;
  const count = (kind: Entry['entry']): number => entries.filter(({ entry }) => entry === kind).length;
  const told = [count('event'), count('problem'), count('state'), count('sighting')];
  const said = [last.events, last.problems, last.states, last.sightings];
  return [
    ...(read === sum ? [] : [`${read} read, ${sum} accounted for`]),
    ...(told.join() === said.join() ? [] : [`entries ${told.join()}, the receipt says ${said.join()}`]),
  ];
}
