import type { Context, Out, Reading, Sample, Select } from '../../core/format.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { type EvidenceRecord, pointerOf } from '../../core/record.ts';

/** Names and indexes that lead to a record. */
export type Path = readonly (string | number)[];

/** Reads one document of the evidence. Paths start at the document, also where it is an element of an array. */
export interface DocumentReading {
  push(record: EvidenceRecord, path: Path): readonly Out[];
  end(): readonly Out[];
}

/** A member of the document that the survey read beforehand. */
export type Surveyed = (name: string) => Json | undefined;

/** The same choice for a document, and for each element of an array of documents. */
export function inEachDocument(select: Select): Select {
  return (path) => select(typeof path[0] === 'number' ? path.slice(1) : path);
}

/** Each member of the document is a record. */
export const eachMember: Select = inEachDocument((path) => (path.length === 0 ? 'enter' : 'take'));

/** Surveys the named members of each document. */
export function surveyOf(...names: readonly string[]): Select {
  const wanted: ReadonlySet<unknown> = new Set(names);
  return inEachDocument((path) => {
    if (path.length === 0) return 'enter';
    return path.length === 1 && wanted.has(path[0]) ? 'take' : 'skip';
  });
}

/** Gives every document of the evidence a reading of its own, ended where the next one starts. */
export function readingPerDocument(context: Context, open: (surveyed: Surveyed) => DocumentReading): Reading {
  let current: { readonly key: string; readonly reading: DocumentReading } | undefined;
  return {
    push(record) {
      const { key, prefix, path } = placeOf(record);
      const ended = current === undefined || current.key === key ? [] : current.reading.end();
      if (current?.key !== key) current = { key, reading: open(surveyedIn(context, record, prefix)) };
      return [...ended, ...current.reading.push(record, path)];
    },
    end: () => current?.reading.end() ?? [],
  };
}

function placeOf(record: EvidenceRecord): { readonly key: string; readonly prefix: Path; readonly path: Path } {
  const whole = record.path ?? [];
  const prefix = typeof whole[0] === 'number' ? whole.slice(0, 1) : [];
  return { key: `${record.document ?? 0}${pointerOf(prefix)}`, prefix, path: whole.slice(prefix.length) };
}

function surveyedIn(context: Context, record: EvidenceRecord, prefix: Path): Surveyed {
  const found = context.survey[record.document ?? 0];
  return (name) => found?.get(pointerOf([...prefix, name]));
}

/** The first document of a sample: the object itself, or the first one of several. */
export function firstDocument(sample: Sample): JsonObject | undefined {
  if (sample.shape === 'object') return isObject(sample.first) ? sample.first : undefined;
  return sample.values.find(isObject);
}

/** The first document, if it is the only one. */
export function onlyDocument(sample: Sample): JsonObject | undefined {
  return sample.shape === 'object' ? firstDocument(sample) : undefined;
}
