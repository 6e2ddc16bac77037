import { type Entry, type EventEntry, entryText, eventTextOf } from '../core/entry.ts';
import { AppError } from '../core/errors.ts';
import { placeText } from '../core/record.ts';
import type { Withheld } from '../core/withheld.ts';
import type { PackedAppend } from '../store/case-writer.ts';
import { MORE } from '../store/derive.ts';
import type { SoughtRow } from '../store/index-writer.ts';
import { RowUnpacker } from '../store/packed-rows.ts';
import type { ReadingTarget } from '../store/replay.ts';
import type { Batch, Instruction } from './reading/batch.ts';
import { Told } from './told.ts';

/** Problems told by name when a file has been read. */
const NAMED = 3;

export interface NamedProblem {
  /** `:17`, `#/time`: behind the id of the evidence. */
  readonly place: string;
  readonly message: string;
}

/**
 * Writes what was read into the case. When the reading of evidence is resumed, the same comes again: entries that are
 * there already are compared, not appended. Nothing twice, nothing lost, and no bookkeeping beside the ledger.
 */
export class Recorder {
  readonly told = new Told();
  readonly #writer: ReadingTarget;
  readonly #evidence: string;
  /** Number of the next entry; below the ledger's size while resuming. */
  #next: number;
  readonly #rows = new RowUnpacker(MORE.length);
  readonly #append: PackedAppend;
  /** What was removed from the case: it is not recorded again. */
  readonly #withheld: Withheld | undefined;
  /** How much was left out for that. */
  withheld = 0;
  /** Raw texts of the entry that comes next. */
  #raws: string[] = [];
  readonly tally = { events: 0, sightings: 0, states: 0, problems: 0 };
  /** The first problems, for whoever waits at the terminal. */
  readonly named: NamedProblem[] = [];
  readonly span = { first: undefined as string | undefined, last: undefined as string | undefined };

  constructor(writer: ReadingTarget, evidence: string, next: number) {
    this.#writer = writer;
    this.#evidence = evidence;
    this.#next = next;
    this.#append = writer.packed(this.#rows);
    this.#withheld = writer.withheld();
  }

  write(batch: Batch): void {
    this.#rows.load(batch.rows);
    const { ends, instructions } = batch;
    let done = 0;
    for (let event = 0; event <= ends.length; event++) {
      for (; instructions[done]?.before === event; done++) this.#follow(instructions[done] as Instruction);
      if (event < ends.length) this.#event(batch, event);
    }
    for (const record of batch.told) this.told.settle(record);
    if (batch.first !== undefined && batch.last !== undefined) this.#notice(batch.first, batch.last);
  }

  /** Ends the reading: every entry of an interrupted earlier reading must have come again. */
  finish(): void {
    if (this.#next < this.#writer.size) throw mismatch(this.#next);
  }

  #event({ texts, ends, records }: Batch, event: number): void {
    const start = event === 0 ? 0 : (ends[event - 1] ?? 0);
    const end = ends[event] ?? start;
    const row = this.#rows.next();
    const text = (): string => Buffer.from(texts.buffer, texts.byteOffset + start + 1, end - start - 1).toString();
    const record = records[event] ?? -1;
    if (this.#writer.sealer === undefined)
      this.#told(record, row, text, () => this.#append(texts.subarray(start, end), row));
    else this.#sealed(record, row.sort, row.start, JSON.parse(text()) as EventEntry);
  }

  /** The same for a case that seals: what it compares and looks up is the keyed form. */
  #sealed(record: number, sort: number, start: number, plain: EventEntry): void {
    const entry = this.#writer.keyed(plain, this.#takeRaws());
    const row = { sort, start, id: Buffer.from(entry.id.slice(0, 32), 'hex') };
    this.#told(
      record,
      row,
      () => entryText(entry),
      () => this.#writer.append(entry),
    );
  }

  #told(record: number, row: SoughtRow & { readonly start: number }, text: () => string, append: () => number): void {
    if (this.#withheld?.hasEvent(row.id.toString('hex'), this.#evidence, row.start) === true) {
      this.#leaveOut(record);
      return;
    }
    const isKnown = this.#isKnown(this.#writer.find(row), text);
    this.told.mark(record, isKnown ? 'known' : 'recorded');
    if (isKnown) {
      this.#sighting(JSON.parse(text()) as EventEntry);
      return;
    }
    this.tally.events++;
    this.#storeRaws();
    if (this.#resumed(text)) return;
    append();
    this.#next++;
  }

  /** The case had it, and it was removed on purpose. */
  #leaveOut(record?: number): void {
    if (record !== undefined) this.told.mark(record, 'known');
    this.withheld++;
    this.#raws = [];
  }

  /** Whether one of these entries says exactly this of the event. */
  #isKnown(same: readonly number[], text: () => string): boolean {
    if (same.length === 0) return false;
    const wanted = eventTextOf(text());
    return same.some((seq) => seq < this.#next && eventTextOf(this.#writer.told(seq)) === wanted);
  }

  #sighting({ at, id }: EventEntry): void {
    this.#raws = [];
    this.tally.sightings++;
    this.#entry({ entry: 'sighting', at, event: id, evidence: this.#evidence });
  }

  #follow(instruction: Instruction): void {
    if (instruction.kind === 'raw') this.#raws.push(instruction.text);
    else if (instruction.kind === 'part') this.#part(instruction);
    else {
      const entry = this.#keyed(instruction.entry);
      if (this.#withheld?.has(entry) === true) {
        this.#leaveOut();
        return;
      }
      if (entry.entry === 'state') this.tally.states++;
      else this.#problem(entry.at, entry.message);
      this.#entry(entry);
    }
  }

  #part({ record, entry: plain }: Extract<Instruction, { kind: 'part' }>): void {
    const entry = this.#keyed(plain);
    if (this.#withheld?.has(entry) === true) {
      this.#leaveOut(record);
      return;
    }
    const seq = this.#writer.findPart(entry.sha256);
    const isKnown = seq !== undefined && seq < this.#next;
    this.told.mark(record, isKnown ? 'known' : 'recorded');
    if (isKnown) this.#raws = [];
    else this.#entry(entry);
  }

  #problem(at: readonly string[], message: string): void {
    this.tally.problems++;
    if (this.named.length < NAMED) this.named.push({ place: placeText(at), message });
  }

  #entry(entry: Entry): void {
    this.#storeRaws();
    if (this.#resumed(() => entryText(entry))) return;
    this.#writer.append(entry);
    this.#next++;
  }

  #keyed<T extends Entry>(entry: T): T {
    return this.#writer.sealer === undefined ? entry : this.#writer.keyed(entry, this.#takeRaws());
  }

  #takeRaws(): readonly string[] {
    const raws = this.#raws;
    this.#raws = [];
    return raws;
  }

  #storeRaws(): void {
    if (this.#raws.length === 0) return;
    for (const raw of this.#raws) this.#writer.appendRaw(raw);
    this.#raws = [];
  }

  /** Whether the entry is there already, from an earlier reading that was interrupted. */
  #resumed(text: () => string): boolean {
    if (this.#next >= this.#writer.size) return false;
    if (this.#writer.told(this.#next) !== text()) throw mismatch(this.#next);
    this.#next++;
    return true;
  }

  #notice(first: string, last: string): void {
    if (this.span.first === undefined || first < this.span.first) this.span.first = first;
    if (this.span.last === undefined || last > this.span.last) this.span.last = last;
  }
}

function mismatch(seq: number): AppError {
  return new AppError(
    'resume-mismatch',
    `the interrupted reading gave another entry ${seq} than this one: the program or its options differ`,
    'run the version and options of the first reading, or start a new case',
  );
}
