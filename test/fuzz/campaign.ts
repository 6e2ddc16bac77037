import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Input, inputOf, judge, type Verdict } from './judge.ts';
import type { Seed } from './seeds.ts';

export interface Campaign {
  readonly groups: readonly (readonly Seed[])[];
  /** Decides all inputs, with their numbers. */
  readonly run: number;
  readonly first: number;
  readonly count: number;
  /** Where inputs are kept that something is wrong with. */
  readonly folder: string;
  readonly progress?: (line: string) => void;
}

export interface Figures {
  inputs: number;
  events: number;
  problems: number;
  /** Most seconds of CPU that one input took, and which. */
  slowest: { readonly seconds: number; readonly number: number };
  /** Inputs by the format that read them. */
  readonly formats: Map<string, number>;
  /** First line of what is wrong -> numbers of the inputs. */
  readonly faults: Map<string, number[]>;
}

const EXAMPLES = 3;
const STRIDE = 5000;

/** Feeds mutated files to the program, one after the other. */
export async function campaign({ groups, run, first, count, folder, progress }: Campaign): Promise<Figures> {
  const figures: Figures = {
    ...{ inputs: 0, events: 0, problems: 0, slowest: { seconds: 0, number: -1 } },
    ...{ formats: new Map(), faults: new Map() },
  };
  const watch = new Watch();
  for (let number = first; number < first + count; number++) {
    watch.begin(number);
    const input = inputOf(groups, run, number);
    const verdict = await judge(input);
    add(figures, input, verdict, folder);
    if (figures.inputs % STRIDE === 0) progress?.(`${figures.inputs} inputs, ${figures.faults.size} kinds of faults`);
  }
  await watch.stop();
  return figures;
}

function add(figures: Figures, input: Input, verdict: Verdict, folder: string): void {
  figures.inputs += 1;
  figures.events += verdict.events;
  figures.problems += verdict.problems;
  const { seconds } = verdict;
  if (seconds > figures.slowest.seconds) figures.slowest = { seconds, number: input.number };
  figures.formats.set(verdict.format, (figures.formats.get(verdict.format) ?? 0) + 1);
  for (const fault of verdict.faults) note(figures, input, `${verdict.format}: ${fault}`, folder);
}

/** Faults from the same place are one kind. */
function note({ faults }: Figures, { number, seed, bytes }: Input, fault: string, folder: string): void {
  const kind = fault.split('\n').slice(0, 3).join(' ').replaceAll(/\d+/g, 'N').slice(0, 300);
  const numbers = faults.get(kind) ?? [];
  faults.set(kind, [...numbers, number]);
  if (numbers.length >= EXAMPLES) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${number}-${seed.name}`), bytes);
  writeFileSync(join(folder, `${number}.txt`), `input ${number} of ${seed.path}\n${fault}\n`);
}

/** Ends the process where an input takes a minute: nothing else could, since nothing else runs then. */
const WATCHING = `
  const { workerData: shared } = require('node:worker_threads');
  let last = -1;
  setInterval(() => {
    const now = Atomics.load(shared, 0);
    if (now === last) {
      require('node:fs').writeSync(2, 'input ' + now + ' takes more than a minute\\n');
      process.kill(process.pid, 'SIGKILL');
    }
    last = now;
  }, 60_000);
`;

class Watch {
  readonly #shared = new Int32Array(new SharedArrayBuffer(4));
  readonly #worker = new Worker(WATCHING, { eval: true, workerData: this.#shared });

  begin(number: number): void {
    Atomics.store(this.#shared, 0, number);
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
