import type { EventEntry } from '../../core/entry.ts';
import type { Json } from '../../core/json.ts';
import type { Step } from '../../core/step.ts';
import type { CaseReader } from '../../store/case-reader.ts';

/** The source's own records behind a step; lines that are no JSON as text. */
export function nativeRecords(reader: CaseReader, step: Step): readonly Json[] {
  return step.entries.flatMap((seq) => {
    const entry = reader.entry(seq);
    return entry.entry === 'event' ? entryRecords(reader, entry) : [];
  });
}

/** The same of one entry. */
export function entryRecords(reader: CaseReader, entry: EventEntry): readonly Json[] {
  return nativeTexts(reader, entry).map(parsed);
}

/** Several records of one act are lines of one text. */
function nativeTexts(reader: CaseReader, entry: EventEntry): readonly string[] {
  if (entry.part !== undefined) return [reader.states.partText(entry.part) ?? ''];
  const raw = entry.raw ?? (entry.raw_sha256 === undefined ? undefined : reader.entries.raw(entry.raw_sha256));
  if (raw === undefined) return [];
  return entry.at.length > 1 ? raw.split('\n') : [raw];
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
