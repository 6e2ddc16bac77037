import type { Context, Format, Out, Sample } from '../core/format.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { beginsLog, type LogLine, logLine } from './debug-log/line.ts';
import { Numbering } from './debug-log/numbering.ts';
import { Run } from './debug-log/run.ts';

/** How many lines of a log whose start is not in the sample must look like npm's. */
const ENOUGH = 5;

function recognise({ lines }: Sample): number {
  if (lines.some(beginsLog)) return 80;
  const filled = lines.filter((line) => line.trim() !== '');
  const read = filled.map((text, number) => logLine({ number, at: { start: 0, end: 0 }, text }));
  const numbered = read.filter((line) => line?.ordinal !== undefined);
  return numbered.length >= ENOUGH && numbered.length > filled.length / 2 ? 60 : 0;
}

function problem(message: string, record: number): Out {
  return { kind: 'problem', code: 'unknown-shape', message, records: [record] };
}

/** Reads one log after the other, where several were joined into one file. */
class Reader {
  readonly #numbering: Numbering;
  #run: Run;
  #begun = false;

  constructor({ name, taken }: Context) {
    this.#numbering = new Numbering(name);
    this.#run = new Run({ taken });
  }

  push(record: EvidenceRecord): Out[] {
    const line = logLine(record);
    if (line === undefined) return [problem('not a line of an npm debug log', record.number)];
    const outs = this.#begun && line.ordinal === 0 && beginsLog(record.text) ? this.#next() : [];
    this.#begun = true;
    const fault = this.#numbering.fault(line);
    if (fault !== undefined) outs.push(problem(fault, record.number));
    return [...outs, ...this.#read(line, fault !== undefined)];
  }

  /** A line that is a problem is not reported as ignored besides. */
  #read(line: LogLine, reported: boolean): Out[] {
    const outs = this.#run.push(line);
    return reported ? outs.filter((out) => out.kind !== 'ignored' || !out.records.includes(line.record)) : outs;
  }

  #next(): Out[] {
    const outs = this.#run.end();
    this.#numbering.restart();
    this.#run = new Run({ taken: { basis: 'unknown' } });
    return outs;
  }

  end(): Out[] {
    return this.#run.end();
  }
}

const format: Format = {
  id: 'npm-debug-log',
  title: 'npm debug log',
  revision: 1,
  about: {
    export: "copy the folder `_logs` in npm's cache (`npm config get cache`), with the names of its files",
    lifetime: 'the last ten runs; npm 6 and 7 keep only runs that failed',
    proves:
      'what npm did on this machine, what the registry answered, and when the run began by the clock of the machine',
    cannotProve: 'the time of each line; who was logged in; anything, if whoever holds the machine wrote the file',
    tried: 'real',
  },
  framing: 'lines',
  signs: { line: '0 verbose cli …' },
  whole: (line) => /^\d+ (?:info ok|verbose exit \[ \d+, (?:true|false) \])$/.test(line),
  recognise,
  open: (context) => new Reader(context),
};

export default format;
