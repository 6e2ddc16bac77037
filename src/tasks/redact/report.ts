import { EXIT } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Line, Report, Row } from '../../core/report.ts';
import type { Rewritten } from '../../store/redact/rewrite.ts';
import { anchorLines } from '../anchor.ts';
import type { Listed, Plan } from './plan.ts';

/** What was done; absent on a dry run, and where nothing was found. */
export interface Done extends Rewritten {
  /** Numbers of the entries that say so. */
  readonly logged: readonly number[];
  /** Whether the case has no key any more, as was asked for. */
  readonly keyErased: boolean;
}

/** Lines told of entries that stay. */
const TOLD = 5;

/** What is removed, or would be; what holds the same and stays; the new size and root. */
export function redactReport(plan: Plan, done: Done | undefined, dryRun: boolean): Report {
  const { listed, kept, longer } = plan;
  const found = plan.seqs.length + plan.sealed.size;
  const lines = [
    ...verdict(plan, done, dryRun),
    ...(found > listed.length ? [{ text: `and ${found - listed.length} more entries`, indent: 2 }] : []),
    ...keptLines(kept),
    ...longerLines(longer),
    ...(done === undefined ? [] : doneLines(done)),
  ];
  const data: JsonObject = {
    redacted: done === undefined ? 0 : found,
    found,
    dry_run: dryRun,
    kept: kept.map(dataOf),
    longer: longer.map(({ seq }) => seq),
    ...(done !== undefined && {
      logged: done.logged,
      old_file: done.old,
      size: done.size,
      root: done.root.toString('base64'),
    }),
  };
  return {
    kind: 'change',
    head: [],
    columns: [{ title: 'ENTRY', align: 'right' }, { title: 'KIND' }, { title: 'WHERE' }, { title: 'WHAT', weight: 1 }],
    csv: ['seq', 'kind', 'place', 'what'],
    rows: listed.map(rowOf),
    foot: () => ({ lines, data, exitCode: kept.length > 0 ? EXIT.incomplete : EXIT.ok }),
  };
}

function rowOf(entry: Listed): Row {
  const cells = [String(entry.seq), entry.kind, entry.place, entry.what].map((text) => ({ text }));
  return { cells, data: dataOf(entry) };
}

function dataOf({ seq, kind, place, what }: Listed): JsonObject {
  return { seq, kind, place, what };
}

function verdict({ seqs, sealed, kinds }: Plan, done: Done | undefined, dryRun: boolean): Line[] {
  const found = seqs.length + sealed.size;
  const counts = [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ');
  const entries = found === 1 ? '1 entry' : `${found} entries`;
  if (done === undefined) {
    const would = `${entries} would be redacted: ${counts}`;
    const text = found === 0 || !dryRun ? 'nothing that can be removed holds it' : would;
    return [{ text: `${text}; nothing was written`, style: 'strong' }];
  }
  const says = done.logged.length === 1 ? `entry ${done.logged[0]} says` : `${done.logged.length} entries say`;
  const what =
    found === 0 ? 'the key of the case was erased' : `${entries} redacted: ${counts}. Their leaf hashes stay`;
  return [{ text: `${what}; ${says} why`, style: 'strong' }];
}

function keptLines(kept: readonly Listed[]): Line[] {
  const lines: Line[] = kept.slice(0, TOLD).map(({ seq, place, what }) => ({
    text: `stays: entry ${seq} ${place} holds it and is needed (${what})`,
    style: 'warning',
    indent: 2,
  }));
  if (kept.length > TOLD) lines.push({ text: `and ${kept.length - TOLD} more that stay`, style: 'warning', indent: 2 });
  if (kept.length > 0)
    lines.push({ text: 'to be rid of that too, ingest the rest under other names into a new case', indent: 2 });
  return lines;
}

function longerLines(longer: readonly Listed[]): Line[] {
  if (longer.length === 0) return [];
  const some = longer.slice(0, TOLD).map(({ seq }) => seq);
  const more = longer.length > TOLD ? ` and ${longer.length - TOLD} more` : '';
  const [noun, stand] = longer.length === 1 ? ['entry', 'it'] : ['entries', 'them'];
  return [
    {
      text: `not touched: ${noun} ${some.join(', ')}${more}; in ${stand} the letters stand within a longer name. --text takes these too`,
      indent: 2,
    },
  ];
}

const NO_KEY = 'there is no key any more: what was removed is not known again, and other evidence may bring it back';

function doneLines({ keyErased, old, size, root }: Done): Line[] {
  const gone =
    old === 'overwritten'
      ? 'the old file was overwritten and removed; copies, backups and snapshots of it are yours to remove'
      : 'the old file has another name (a hard link), under which it still holds everything: remove that';
  return [
    { text: gone, ...(old === 'overwritten' ? {} : { style: 'warning' as const }) },
    ...(keyErased ? [{ text: NO_KEY, style: 'warning' as const }] : []),
    { text: 'the original files are outside the case: what they hold is still there' },
    { text: 'a size and root that were noted before still verify' },
    ...anchorLines(size, root.toString('base64')),
  ];
}
