import type { Entry, EvidenceEndEntry, EvidenceEntry, NoteEntry, RedactEntry } from '../core/entry.ts';
import { EXIT } from '../core/errors.ts';
import { countOf } from '../core/ranges.ts';
import { jsonObject, type Line, type Report, type Row } from '../core/report.ts';
import { CaseReader } from '../store/case-reader.ts';
import type { Change } from '../store/changes.ts';

/** What one command did, as the case tells it. */
interface Told {
  readonly act: string;
  readonly what: string;
  readonly time?: string | undefined;
  readonly by?: string | undefined;
  readonly tool?: string | undefined;
  /** Digest of what was read. */
  readonly sha256?: string;
  readonly options?: EvidenceEntry['options'];
}

/** Every command that changed the case, in the order of the ledger. */
export function history(db: string): Report {
  const reader = new CaseReader(db);
  try {
    const changes = reader.changes();
    const ends = endsOf(changes);
    const rows = changes.flatMap((change) => rowOf(change, ends.get(change.seq)));
    const { size, root } = reader.head();
    const text = root.toString('base64');
    return {
      kind: 'history',
      head: [],
      columns: COLUMNS,
      csv: ['time', 'by', 'entry', 'act', 'what', 'sha256', 'tool'],
      rows,
      foot: () => ({
        lines: [...CUSTODY, { text: `${rows.length} changes, ${size} entries, root ${text}`, whole: true }],
        data: { changes: rows.length, size, root: text },
        exitCode: EXIT.ok,
      }),
    };
  } finally {
    reader.close();
  }
}

const COLUMNS = [
  { title: 'TIME (UTC)' },
  { title: 'BY' },
  { title: 'ENTRY', align: 'right' },
  { title: 'COMMAND' },
  { title: 'WHAT', weight: 1 },
  { title: 'VERSION', optional: 1 },
] as const;

const CUSTODY: readonly Line[] = [
  { text: 'Who and when are what this computer said; this is not by itself a legal chain of custody.' },
  {
    text: '`reindex` leaves no entry: it changes none, and `verify` compares the index with the ledger whoever made it.',
  },
];

/** The closing receipt of each reading, by the number of its first one. */
function endsOf(changes: readonly Change[]): ReadonlyMap<number, EvidenceEndEntry> {
  const open = new Map<string, number>();
  const ends = new Map<number, EvidenceEndEntry>();
  for (const { seq, entry } of changes) {
    if (entry.entry === 'evidence') open.set(entry.sha256, seq);
    if (entry.entry !== 'evidence-end') continue;
    const start = open.get(entry.evidence);
    if (start !== undefined) ends.set(start, entry);
  }
  return ends;
}

function rowOf({ seq, entry }: Change, end: EvidenceEndEntry | undefined): Row[] {
  const told = tell(entry, end);
  if (told === undefined) return [];
  const { act, what, time, by, tool, sha256, options } = told;
  const cells = [time ?? '', by ?? '', String(seq), act, what, tool ?? ''].map((text) => ({ text }));
  const below =
    sha256 === undefined
      ? {}
      : { below: [{ text: `sha256 ${sha256}`, style: 'dim', indent: 4, whole: true } as const] };
  return [{ cells, ...below, data: jsonObject({ time, by, entry: seq, act, what, sha256, options, tool }) }];
}

function tell(entry: Entry, end: EvidenceEndEntry | undefined): Told | undefined {
  switch (entry.entry) {
    case 'case':
      return { act: 'new case', what: entry.origin, ...stampOf(entry) };
    case 'evidence':
      return { act: 'ingest', what: readingText(entry, end), ...stampOf(entry), ...inputOf(entry) };
    case 'note':
      return { act: 'note', what: noteText(entry), time: entry.recorded_at, by: entry.recorded_by };
    case 'history':
      return { act: 'detect --ack', what: `finding ${entry.subject.slice(0, 8)}: ${entry.text}`, ...stampOf(entry) };
    case 'redact':
      return { act: 'redact', what: redactText(entry), ...stampOf(entry) };
    default:
      return undefined;
  }
}

interface Stamped {
  readonly recorded_at: string;
  readonly recorded_by?: string;
  readonly tool: string;
}

function stampOf(entry: Stamped): Pick<Told, 'time' | 'by' | 'tool'> {
  return { time: entry.recorded_at, by: entry.recorded_by, tool: entry.tool };
}

function inputOf({ sha256, options }: EvidenceEntry): Pick<Told, 'sha256' | 'options'> {
  return Object.keys(options).length === 0 ? { sha256 } : { sha256, options };
}

/** `EV-3f9a0c11 proxy.log as verdaccio, 4821 bytes; with {…}; 622 records, 214 events` */
function readingText(entry: EvidenceEntry, end: EvidenceEndEntry | undefined): string {
  const { sha256, name, format, bytes, options } = entry;
  const parts = [`EV-${sha256.slice(0, 8)} ${name} as ${format}, ${bytes} bytes`];
  if (Object.keys(options).length > 0) parts.push(`with ${JSON.stringify(options)}`);
  if (end === undefined) parts.push('interrupted, and not gone on with yet');
  else if (!end.complete) parts.push('interrupted, and given up');
  else parts.push(`${end.counts.read} records, ${end.events} events`);
  return parts.join('; ');
}

function noteText({ id, event }: NoteEntry): string {
  return [`note:${id.slice(0, 8)}`, event.kind, event.text].filter((part) => part !== undefined).join(' ');
}

function redactText({ reason, authority, by, seqs = [], sealed = [] }: RedactEntry): string {
  const removed = [`${countOf(seqs)} entries`, `values of ${countOf(sealed)} sealed ones`].join(', ');
  const order = authority === undefined ? '' : ` (${authority})`;
  return `${removed}, chosen by ${by.join(', ')}: ${reason}${order}`;
}
