import { basename, resolve } from 'node:path';
import type { Host } from '../core/command.ts';
import { EXIT } from '../core/errors.ts';
import { type EventMembers, membersOf } from '../core/event.ts';
import type { JsonObject } from '../core/json.ts';
import { placeText, positionText } from '../core/record.ts';
import { jsonObject, type Line, type Report, textReport } from '../core/report.ts';
import { maskSecrets } from '../core/secrets.ts';
import { mappedFormat } from '../formats/generic-jsonl.ts';
import { mapRecord } from '../formats/mapping/mapped-record.ts';
import type { Mapping } from '../formats/mapping/mapping.ts';
import { DEFAULT_MAX_RECORD, type ReadItem, readRecords } from '../readers/read.ts';
import { sniff } from '../readers/sniff.ts';
import { fileSource } from '../readers/source.ts';
import { readMapping } from './mapping.ts';
import { recogniseInside } from './recognise.ts';

/** How many events are shown, and how many problems are named. */
const SHOWN = 5;
const NAMED = 20;
/** Native actions that are told apart. */
const MOST_NATIVE = 1000;

/** What a mapping makes of a sample. @throws {AppError} for a mapping or a sample that cannot be read */
export async function checkMapping(path: string, sample: string, host: Pick<Host, 'cwd'>): Promise<Report> {
  const mapping = await readMapping(path, host);
  const source = fileSource(resolve(host.cwd, sample), basename(sample));
  const sniffed = await sniff(source);
  const format = mappedFormat(mapping);
  const inside = recogniseInside([format], sniffed)?.sniffed ?? sniffed;
  const check = new Check(mapping);
  const options = { maxRecord: DEFAULT_MAX_RECORD, mask: maskSecrets };
  for await (const items of readRecords(source, inside, format.framing, options))
    for (const item of items) check.take(item);
  return check.report(sample);
}

class Check {
  readonly #mapping: Mapping;
  readonly #events: EventMembers[] = [];
  readonly #named: string[] = [];
  readonly #unmapped = new Map<string, number>();
  readonly #ignored = new Map<string, number>();
  #records = 0;
  #fit = 0;
  #problems = 0;

  constructor(mapping: Mapping) {
    this.#mapping = mapping;
  }

  take(item: ReadItem): void {
    this.#records++;
    if (item.kind === 'noise') count(this.#ignored, item.rule ?? 'message-around-json');
    else if (item.kind === 'problem') this.#problem(placeOf(item), item.message);
    else this.#record(item.record);
  }

  #record(record: Extract<ReadItem, { kind: 'record' }>['record']): void {
    const mapped = mapRecord(this.#mapping, record.json);
    if (mapped.kind === 'ignored') count(this.#ignored, mapped.rule);
    else if (mapped.kind === 'problem') this.#problem(placeOf(record), mapped.message);
    else {
      this.#fit++;
      if (this.#events.length < SHOWN) this.#events.push(membersOf(mapped.event));
      if (mapped.unmapped !== undefined) count(this.#unmapped, mapped.unmapped);
      for (const name of mapped.leftOut) this.#problem(placeOf(record), `\`${name}\` cannot take its value`);
    }
  }

  #problem(place: string, message: string): void {
    this.#problems++;
    if (this.#named.length < NAMED) this.#named.push(`${place} ${message}`);
  }

  report(sample: string): Report {
    const isGood = this.#problems === 0 && this.#fit > 0;
    return textReport(this.#lines(sample), { check: this.#data() }, isGood ? EXIT.ok : EXIT.incomplete);
  }

  #lines(sample: string): readonly Line[] {
    const ignored = [...this.#ignored].map(([rule, times]) => `${times} ignored by ${rule}`);
    const totals = [`${this.#fit} of ${this.#records} records fit`, ...ignored, `${this.#problems} problems`];
    const more = this.#problems - this.#named.length;
    return [
      { text: `${this.#mapping.name}, tried on ${sample}`, style: 'strong' },
      { text: totals.join(', ') },
      ...section('the first events', this.#events.map(eventText)),
      ...section(
        'native actions that are not in the table, so `other`',
        [...this.#unmapped].map(([native, times]) => `${native} (${times})`),
      ),
      ...section('problems', more > 0 ? [...this.#named, `and ${more} more`] : this.#named),
    ];
  }

  #data(): JsonObject {
    return {
      name: this.#mapping.name,
      records: this.#records,
      fit: this.#fit,
      ignored: Object.fromEntries(this.#ignored),
      problems: this.#problems,
      named: this.#named,
      unmapped: Object.fromEntries(this.#unmapped),
      events: this.#events.map((event) => jsonObject({ ...event })),
    };
  }
}

function count(counts: Map<string, number>, name: string): void {
  if (counts.has(name) || counts.size < MOST_NATIVE) counts.set(name, (counts.get(name) ?? 0) + 1);
}

function placeOf({ at }: { readonly at: Parameters<typeof positionText>[0] }): string {
  return placeText([positionText(at)]);
}

function section(title: string, texts: readonly string[]): readonly Line[] {
  if (texts.length === 0) return [];
  return [{ text: `${title}:` }, ...texts.map((text): Line => ({ text, indent: 2 }))];
}

function eventText({ time, action, ...rest }: EventMembers): string {
  const said = Object.entries(rest).map(
    ([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : String(value)}`,
  );
  return [`${time} ${action}`, ...said].join(' · ');
}
