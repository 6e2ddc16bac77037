import type { EvidenceEndEntry, ProblemEntry } from '../core/entry.ts';
import { AppError, EXIT } from '../core/errors.ts';
import type { Format } from '../core/format.ts';
import { list } from '../core/json.ts';
import { placeText } from '../core/record.ts';
import { jsonObject, type Line, type Report, type Row } from '../core/report.ts';
import { CaseReader } from '../store/case-reader.ts';
import type { Receipt } from '../store/receipts.ts';
import { spanOf } from './ingest.ts';
import { titleInside } from './recognise.ts';
import { evidenceDigits } from './step-row.ts';

export interface EvidenceOptions {
  readonly db: string;
  /** `EV-3f9a` or a prefix of the digest: only this, with its problems. */
  readonly id?: string;
  readonly strict: boolean;
  readonly formats: readonly Format[];
}

/** What is in the case: every piece of evidence, its digest, how its records fell, and its problems. */
export function evidence(options: EvidenceOptions): Report {
  const reader = new CaseReader(options.db);
  try {
    const all = reader.receipts();
    const chosen = options.id === undefined ? all : [find(all, options.id)];
    const digits = evidenceDigits(reader);
    const problems = options.id === undefined ? [] : problemsOf(reader, chosen[0]?.evidence.sha256 ?? '');
    const rows = chosen.map((receipt) => row(receipt, digits, options));
    const { size, root } = reader.head();
    const incomplete = options.strict && chosen.some(({ end }) => end === undefined || end.problems > 0);
    const foot: Line[] = [
      ...problems,
      { text: `${all.length} pieces of evidence, ${size} entries, root ${root.toString('base64')}` },
    ];
    const data = { evidence: all.length, size, root: root.toString('base64') };
    return {
      kind: 'evidence',
      head: [],
      columns: COLUMNS,
      csv: CSV,
      rows,
      foot: () => ({ lines: foot, data, exitCode: incomplete ? EXIT.incomplete : EXIT.ok }),
    };
  } finally {
    reader.close();
  }
}

const COLUMNS = [
  { title: 'ID' },
  { title: 'FILE', weight: 2 },
  { title: 'WHAT IT IS', weight: 1 },
  { title: 'TAKEN (UTC)', optional: 2 },
  { title: 'RECORDS', align: 'right' },
  { title: 'EVENTS', align: 'right' },
  { title: 'BAD', align: 'right' },
  { title: 'SHA-256', optional: 1 },
] as const;

const CSV = [
  'id',
  'name',
  'format',
  'taken',
  'taken_basis',
  'bytes',
  'records',
  'events',
  'problems',
  'sha256',
  'recorded_at',
];

/** @throws {AppError} `no-such-evidence` */
function find(all: readonly Receipt[], id: string): Receipt {
  const prefix = id.replace(/^EV-/i, '').toLowerCase();
  const found = all.filter(({ evidence: { sha256 } }) => sha256.startsWith(prefix));
  const digests = new Set(found.map(({ evidence: { sha256 } }) => sha256));
  const last = found.at(-1);
  if (digests.size === 1 && last !== undefined) return last;
  const why = digests.size === 0 ? 'is not in this case' : `is ambiguous: ${digests.size} pieces of evidence begin so`;
  throw new AppError('no-such-evidence', `EV-${prefix} ${why}`, 'see `audit-timeline evidence` for what is there');
}

function row({ evidence: receipt, end }: Receipt, digits: number, { formats }: EvidenceOptions): Row {
  const format = formats.find(({ id }) => id === receipt.format);
  const wrappers = list(receipt.options['wrappers']).map(String);
  const title = format === undefined ? receipt.format : titleInside(format, wrappers);
  const counts = end?.counts;
  const texts = [
    `EV-${receipt.sha256.slice(0, digits)}`,
    receipt.name,
    title,
    receipt.taken ?? spanOf(end ?? {}).taken ?? 'unknown',
    ...numbers(end),
    `${receipt.sha256}`,
  ];
  const data = jsonObject({
    id: `EV-${receipt.sha256.slice(0, 8)}`,
    name: receipt.name,
    format: receipt.format,
    wrappers: wrappers.length === 0 ? undefined : wrappers,
    options: Object.keys(receipt.options).length === 0 ? undefined : receipt.options,
    taken: receipt.taken,
    taken_basis: receipt.taken_basis,
    bytes: receipt.bytes,
    complete: end?.complete ?? false,
    records: counts?.read,
    counts: counts === undefined ? undefined : { ...counts },
    ignored: end?.ignored,
    events: end?.events,
    problems: end?.problems,
    sha256: receipt.sha256,
    recorded_at: receipt.recorded_at,
    tool: receipt.tool,
  });
  return { cells: texts.map((text) => ({ text })), data };
}

function numbers(end: EvidenceEndEntry | undefined): string[] {
  if (end === undefined || !end.complete) return ['cut off', '', ''];
  return [end.counts.read, end.events, end.problems].map(String);
}

function problemsOf(reader: CaseReader, sha256: string): Line[] {
  const lines: Line[] = [];
  for (let seq = 0; seq < reader.entries.size; seq++) {
    const text = reader.entries.told(seq);
    if (!text.includes('"entry":"problem"') || !text.includes(sha256)) continue;
    const { at, code, message } = JSON.parse(text) as ProblemEntry;
    lines.push({ text: `EV-${sha256.slice(0, 8)}${placeText(at)}  ${code}: ${message}`, style: 'warning', indent: 2 });
  }
  return lines;
}
