import type { Counts } from '../core/entry.ts';
import { EXIT, type ExitCode } from '../core/errors.ts';
import { jsonObject, type Line, type Report, type Row } from '../core/report.ts';
import { anchorLines } from './anchor.ts';
import { addCounts, NO_COUNTS } from './counts.ts';
import type { FileResult, IngestResult } from './file-result.ts';

/** More problems than this make the exit code 3: a number, or a share of the records. */
export interface ProblemLimit {
  readonly count?: number;
  readonly percent?: number;
}

export interface Around {
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  readonly hints: readonly string[];
  readonly limit: ProblemLimit;
  readonly db: string;
}

const COLUMNS = [
  { title: 'ID' },
  { title: 'FILE', weight: 2 },
  { title: 'WHAT IT IS', weight: 1 },
  { title: 'TAKEN (UTC)', optional: 2 },
  { title: 'RECORDS', align: 'right' },
  { title: 'NEW', align: 'right' },
  { title: 'KNOWN', align: 'right' },
  { title: 'PART', align: 'right', optional: 1 },
  { title: 'BAD', align: 'right' },
  { title: 'SKIP', align: 'right' },
] as const;

const CSV = [
  'id',
  'name',
  'format',
  'status',
  'taken',
  'counts.read',
  'counts.recorded',
  'counts.known',
  'counts.folded',
  'counts.problem',
  'counts.ignored',
  'events',
  'sha256',
];

/** What became of each file and record; the numbers add up, or the ingest has failed already. */
export function ingestReport(result: IngestResult, around: Around): Report {
  const counts = result.files.map((file) => file.counts).reduce(addCounts, NO_COUNTS);
  const root = result.root.toString('base64');
  const folder = commonFolder([...result.files, ...result.failed, ...around.skipped].map(({ name }) => name));
  const code = exitCode(result, counts, around.limit);
  const lines = [...footLines(result, counts, around, folder), ...anchorLines(result.size, root)];
  const data = jsonObject({
    counts: { ...counts },
    events: sum(result.files, 'events'),
    problems: sum(result.files, 'problems'),
    masked: sum(result.files, 'masked'),
    size: result.size,
    root,
    interrupted: result.interrupted,
    skipped: around.skipped.map(({ name, reason }) => ({ name, reason })),
    failed: result.failed.map(({ name, reason }) => ({ name, reason })),
  });
  return {
    kind: 'ingest',
    head: [],
    columns: COLUMNS,
    csv: CSV,
    rows: result.files.map((file) => row(file, folder)),
    foot: () => ({ lines, data, exitCode: code }),
  };
}

function row(file: FileResult, folder: string): Row {
  const { counts } = file;
  const numbers = [counts.read, counts.recorded, counts.known, counts.folded, counts.problem, counts.ignored].map(
    (number) => ({ text: String(number) }),
  );
  const cells = [`EV-${file.sha256.slice(0, 8)}`, file.name.slice(folder.length), file.title, shortTaken(file)].map(
    (text) => ({ text }),
  );
  const data = jsonObject({
    id: `EV-${file.sha256.slice(0, 8)}`,
    name: file.name,
    sha256: file.sha256,
    status: file.status,
    format: file.format,
    taken: file.taken === '' ? undefined : file.taken,
    taken_basis: file.takenBasis,
    wrappers: file.wrappers,
    counts: { ...counts },
    events: file.events,
    problems: file.problems,
    remark: file.remark,
    warnings: file.warnings?.length === 0 ? undefined : file.warnings,
  });
  return { cells: [...cells, ...numbers], data };
}

/** The folder that all names begin with, up to its separator: a table need not repeat it. Folders in archives stay. */
function commonFolder(names: readonly string[]): string {
  const [first = ''] = names;
  let end = first.replace(/!.*$/s, '').lastIndexOf('/') + 1;
  while (end > 0 && !names.every((name) => name.startsWith(first.slice(0, end)))) {
    // `lastIndexOf` takes a negative start for 0, where an absolute path has its first slash.
    end = end < 2 ? 0 : first.lastIndexOf('/', end - 2) + 1;
  }
  return first.slice(0, end);
}

/** `2026-03-31 02:10:00 (file-name)`, or the days of a log. */
function shortTaken({ taken, takenBasis }: FileResult): string {
  if (taken === '') return 'unknown';
  return takenBasis === undefined ? taken : `${taken.slice(0, 19).replace('T', ' ')} (${takenBasis})`;
}

function footLines(
  { files, failed, interrupted }: IngestResult,
  counts: Counts,
  { skipped, hints }: Around,
  folder: string,
): Line[] {
  const lines: Line[] = [{ text: sentence(counts, sum(files, 'events')), style: 'strong' }];
  for (const file of files) lines.push(...fileLines(file));
  for (const { name, reason } of failed)
    lines.push({ text: `not read: ${name.slice(folder.length)}: ${reason}`, style: 'bad', indent: 2 });
  for (const { name, reason } of skipped)
    lines.push({ text: `skipped ${name.slice(folder.length)}: ${reason}`, style: 'dim', indent: 2 });
  for (const hint of hints) lines.push({ text: hint, style: 'warning', indent: 2 });
  const masked = sum(files, 'masked');
  if (masked > 0)
    lines.push({
      text: `masked ${masked} ${masked === 1 ? 'secret' : 'secrets'} of known shapes; the originals are not masked: share the case, not the folder`,
    });
  if (interrupted)
    lines.push({
      text: 'interrupted; what was read is kept. The same command goes on where it stopped',
      style: 'warning',
    });
  return lines;
}

/** What is wrong with a file: the first problems in full, the rest by number. */
function fileLines({ sha256, remark, problems, named, warnings = [] }: FileResult): Line[] {
  const id = `EV-${sha256.slice(0, 8)}`;
  const line = (text: string): Line => ({ text, style: 'warning', indent: 2 });
  if (remark !== undefined) return [line(`${id}  ${remark}`)];
  const first = [
    ...warnings.map((text) => line(`${id}  ${text}`)),
    ...named.map(({ place, message }) => line(`${id}${place}  ${message}`)),
  ];
  const more = problems - named.length;
  if (more <= 0) return first;
  const also = first.length > 0 ? 'and ' : '';
  return [
    ...first,
    line(
      `${id}  ${also}${more}${also === '' ? '' : ' more'} ${more === 1 ? 'problem' : 'problems'}: audit-timeline evidence ${id}`,
    ),
  ];
}

function sentence(counts: Counts, events: number): string {
  const parts = [
    `${counts.recorded} new`,
    `${counts.known} known`,
    `${counts.folded} part of another`,
    `${counts.problem} bad`,
    `${counts.ignored} skipped by rule`,
  ];
  const total = counts.recorded + counts.known + counts.folded + counts.problem + counts.ignored;
  if (total !== counts.read) throw new Error(`${counts.read} records read, ${total} accounted for`);
  return `${counts.read} ${counts.read === 1 ? 'record' : 'records'} = ${parts.join(' + ')} -> ${events} ${events === 1 ? 'event' : 'events'}. Adds up.`;
}

function sum(files: readonly FileResult[], name: 'events' | 'problems' | 'masked'): number {
  return files.reduce((total, file) => total + file[name], 0);
}

function exitCode({ files, failed, interrupted }: IngestResult, counts: Counts, limit: ProblemLimit): ExitCode {
  if (interrupted) return EXIT.interrupted;
  if (failed.length > 0) return EXIT.incomplete;
  if (files.some(({ status }) => status === 'refused' || status === 'unknown')) return EXIT.incomplete;
  const most = limit.percent === undefined ? (limit.count ?? 0) : (counts.read * limit.percent) / 100;
  return Math.max(counts.problem, sum(files, 'problems')) > most ? EXIT.incomplete : EXIT.ok;
}
