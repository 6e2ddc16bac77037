import { basename } from 'node:path';
import type { EvidenceEntry } from '../../core/entry.ts';
import type { Format, Taken } from '../../core/format.ts';
import { at, text } from '../../core/json.ts';
import { type Moment, microsOf, momentOf } from '../../core/time.ts';
import { mappedFormat } from '../../formats/generic-jsonl.ts';
import { FORMATS } from '../../formats/index.ts';
import { parseMapping } from '../../formats/mapping/mapping.ts';
import { readCollected } from '../../readers/collected.ts';
import type { Found } from '../../readers/found.ts';
import { DEFAULT_MAX_RECORD } from '../../readers/read.ts';
import { sniff } from '../../readers/sniff.ts';
import { fileSource } from '../../readers/source.ts';
import { takenAt } from '../../readers/taken.ts';
import type { Candidate, ExtractOptions } from '../reading/extract.ts';
import { namedInside } from '../recognise.ts';

/** The format that read a piece of evidence; undefined where there is none of that name any more. */
export function formatAgain({ format: id, options }: EvidenceEntry): Format | undefined {
  const mapping = at(options, 'mapping');
  if (mapping !== undefined) return mappedFormat(parseMapping(mapping, 'the mapping'));
  return FORMATS.find((format) => format.id === id);
}

/** A piece of evidence as it was when it was read, going by its receipt. */
export async function candidateAgain(file: Found, evidence: EvidenceEntry, noted: NotedTimes): Promise<Candidate> {
  const { sha256, bytes, name, archive, member } = evidence;
  const format = formatAgain(evidence);
  const sniffed = await sniff(file.source);
  const recognised = format === undefined ? undefined : namedInside([format], format.id, sniffed);
  if (recognised === undefined) throw new Error(`no format ${evidence.format}`);
  return {
    source: file.source,
    name,
    sha256,
    bytes,
    ...recognised,
    taken: takenAgain(evidence, takenAt(nameOf(file), undefined, new Map(), sniffed.answered), noted),
    ...(archive !== undefined && { archive }),
    ...(member !== undefined && { member }),
    ...(file.member?.tarball !== undefined && { tarball: file.member.tarball }),
  };
}

const BASES: readonly Taken['basis'][] = ['taken-at', 'http-date', 'file-name', 'collected', 'unknown'];

/** Times in the lists of whoever collected (`collected.tsv`), by their canonical text. */
export type NotedTimes = ReadonlyMap<string, Moment>;

export async function notedTimes(paths: Iterable<string>): Promise<NotedTimes> {
  const times = new Map<string, Moment>();
  for (const path of paths) {
    if (basename(path) !== 'collected.tsv') continue;
    const { entries } = await readCollected(fileSource(path));
    for (const { at: moment } of entries) times.set(moment.text, moment);
  }
  return times;
}

/**
 * When it was taken, as its receipt says. That has the time in UTC only; where the file says it again, in its name or in
 * the answer that it is, or the list of whoever collected does, the words of the source come with it.
 */
function takenAgain({ taken, taken_basis: stated }: EvidenceEntry, again: Taken, noted: NotedTimes): Taken {
  const basis = BASES.find((each) => each === stated) ?? 'unknown';
  const moment = momentOf(taken);
  if (moment === undefined) return { basis };
  if (basis === 'collected') return { at: noted.get(moment.text) ?? moment, basis };
  return again.at?.text === moment.text ? { ...again, basis } : { at: moment, basis };
}

/** A member is asked for its own name; the manifest of an npm package for that of its tarball. */
function nameOf({ name, member }: Found): string {
  if (member === undefined) return name;
  if (member.tarball !== undefined) return name.slice(0, name.lastIndexOf('!'));
  return member.path.split('!').at(-1) ?? member.path;
}

export function extractOptionsAgain({ options }: EvidenceEntry): ExtractOptions {
  const [since, until, assumeTz] = ['since', 'until', 'assume_tz'].map((name) => text(at(options, name)));
  const maxRecord = at(options, 'max_record');
  return {
    maxRecord: typeof maxRecord === 'number' ? maxRecord : DEFAULT_MAX_RECORD,
    ...(assumeTz !== undefined && { assumeTz }),
    ...(since !== undefined && { since: microsOf(since) }),
    ...(until !== undefined && { until: microsOf(until) }),
  };
}
