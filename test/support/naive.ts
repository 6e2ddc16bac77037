import type { Context, Format, Out, Sample, Select } from '../../src/core/format.ts';
import { isObject, type Json } from '../../src/core/json.ts';
import { type EvidenceRecord, pointerOf } from '../../src/core/record.ts';
import { maskSecrets } from '../../src/core/secrets.ts';

/**
 * The slow, obvious way to read evidence: everything in memory, `JSON.parse` on the whole. It knows nothing of
 * streams, encodings and damage. The tests of formats run on it, and the tests of the readers compare with it.
 */

const WRAPPERS = [
  ...['Records', 'records', 'results', 'items', 'data', 'entries', 'decoratedAuditLogEntries', 'logEvents', 'Events'],
];

export interface NaiveFile {
  readonly shape: Sample['shape'];
  readonly values: readonly Json[];
  readonly lines: readonly string[];
}

function tryJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

export function parseNaively(text: string): NaiveFile {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const whole = tryJson(text);
  const filled = lines.filter((line) => line.trim() !== '');
  if (filled.length === 0) return { shape: 'empty', values: [], lines: [] };
  if (Array.isArray(whole)) return { shape: 'array', values: [whole], lines };
  if (isObject(whole)) return { shape: 'object', values: [whole], lines };
  const values = filled.map(tryJson);
  if (isObject(values[0])) return { shape: 'ndjson', values: values.filter((value) => value !== undefined), lines };
  const parts = text.split(/(?<=^\})\s*(?=^\{)/m).map(tryJson);
  if (parts.every(isObject)) return { shape: 'concatenated', values: parts, lines };
  return { shape: 'lines', values: [], lines };
}

function wrapperOf(value: Json | undefined): string | undefined {
  return WRAPPERS.find((name) => isObject(value) && Array.isArray(value[name]));
}

export function sampleOf(file: NaiveFile): Sample {
  const [first] = file.values;
  const wrapper = file.shape === 'object' ? wrapperOf(first) : undefined;
  const base = { shape: file.shape, lines: file.lines.slice(0, 100).map((line) => line.slice(0, 4096)) };
  if (first === undefined) return { ...base, values: [] };
  const inside = wrapper === undefined ? first : (first as Record<string, Json>)[wrapper];
  const values = Array.isArray(inside) ? inside.slice(0, 100) : file.values.slice(0, 100);
  return wrapper === undefined ? { ...base, first, values } : { ...base, first, values, wrapper };
}

function* walk(
  value: Json,
  path: readonly (string | number)[],
  select: Select,
): Generator<[(string | number)[], Json]> {
  const choice = select(path);
  if (choice === 'take') yield [[...path], value];
  if (choice !== 'enter') return;
  const inside = Array.isArray(value)
    ? value.map((item, i) => [i, item] as const)
    : Object.entries(isObject(value) ? value : {});
  for (const [key, item] of inside) yield* walk(item, [...path, key], select);
}

export function recordsOf(file: NaiveFile, format: Pick<Format, 'framing'>): EvidenceRecord[] {
  if (format.framing === 'lines') {
    const lines = file.lines
      .map((text, i) => ({ text: maskSecrets(text), line: i + 1 }))
      .filter(({ text }) => text.trim() !== '');
    return lines.map(({ text, line }, number) => ({ number, at: { start: line, end: line, line }, text }));
  }
  const select = format.framing === 'records' ? recordSelect(sampleOf(file)) : format.framing;
  const records: EvidenceRecord[] = [];
  for (const [document, value] of file.values.entries()) {
    for (const [path, json] of walk(value, [], select)) {
      const text = maskSecrets(JSON.stringify(json));
      const at = { start: records.length, end: records.length, pointer: pointerOf(path) };
      records.push({ number: records.length, at, text, json: JSON.parse(text) as Json, path, document });
    }
  }
  return records;
}

/** One record an object: the elements of an array or of the wrapping member, else the document itself. */
function recordSelect(sample: Sample): Select {
  if (sample.shape === 'array') return (path) => (path.length === 0 ? 'enter' : 'take');
  if (sample.wrapper === undefined) return () => 'take';
  return (path) => {
    if (path.length === 2) return 'take';
    return path.length === 0 || path[0] === sample.wrapper ? 'enter' : 'skip';
  };
}

function surveyOf(file: NaiveFile, select: Select | undefined): Map<string, Json>[] {
  return file.values.map((value) => {
    if (select === undefined) return new Map<string, Json>();
    return new Map([...walk(value, [], select)].map(([path, json]) => [pointerOf(path), json] as const));
  });
}

/** Everything a format answers to a text, in order. */
export function readNaively(format: Format, text: string, context: Partial<Context> = {}): Out[] {
  const file = parseNaively(text);
  const survey = surveyOf(file, format.survey);
  const reading = format.open({ name: 'input', taken: { basis: 'unknown' }, survey, ...context });
  const outs: Out[] = [];
  for (const record of recordsOf(file, format)) outs.push(...reading.push(record));
  outs.push(...reading.end());
  return outs;
}
