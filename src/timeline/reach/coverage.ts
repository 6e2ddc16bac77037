import type { EvidenceFile } from '../../core/rule.ts';
import { citationText } from '../../core/step.ts';
import { microsOf } from '../../core/time.ts';
import { stamp } from '../when.ts';
import type { Coverage } from './fetch.ts';
import { LIMITS, type SourceKind, sourceKind } from './sources.ts';
import type { Window } from './targets.ts';

/** A silence in the middle of the time in question is told from this length on, microseconds. */
const SILENCE = 5 * 60 * 1_000_000;

/** The parts of one log, or a single file. */
interface Series {
  readonly kind: SourceKind;
  /** By the time of their first event. */
  readonly files: readonly EvidenceFile[];
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/**
 * What each log says of the time in question, and whether any fetch stands in it. That none is seen there never means
 * that nobody fetched.
 * @param tellsOf whether any of the fetches cites an evidence
 */
export function coverageOf(
  files: readonly EvidenceFile[],
  window: Window,
  tellsOf: (evidence: string) => boolean,
): readonly Coverage[] {
  const found = seriesOf(files).map((series) => coverage(series, window, tellsOf));
  const any = files.some(({ format }) => ['requests', 'mixed'].includes(sourceKind(format) ?? ''));
  return any ? found : [...found, NO_LOG];
}

const NO_LOG: Coverage = {
  citations: [],
  from: undefined,
  to: undefined,
  covers: 'none',
  text: 'no log of a registry or proxy is in evidence: who fetched through it is not known',
};

/** Files of one format whose names differ in the mark of a rotation only are one log. */
function seriesOf(files: readonly EvidenceFile[]): readonly Series[] {
  const bySeries = new Map<string, EvidenceFile[]>();
  for (const file of files) {
    const kind = sourceKind(file.format);
    if (kind === undefined) continue;
    const single = kind === 'requests' || kind === 'mixed' ? '' : file.sha256;
    const key = JSON.stringify([file.format, stemOf(file.name), single]);
    bySeries.set(key, [...(bySeries.get(key) ?? []), file]);
  }
  const all = [...bySeries].sort(([a], [b]) => (a < b ? -1 : 1));
  return all.flatMap(([, parts]) => {
    const sorted = parts.toSorted((a, b) => (a.first ?? 0) - (b.first ?? 0) || (a.sha256 < b.sha256 ? -1 : 1));
    const kind = sourceKind(sorted[0]?.format ?? '');
    return kind === undefined ? [] : [{ kind, files: sorted, ...rangeOf(sorted) }];
  });
}

/** `proxy.log.1.gz`, `proxy.log-20260331` and `proxy.log` have one stem. */
function stemOf(name: string): string {
  return name.replace(/\.(?:gz|zst|bz2|xz)$/, '').replace(/[.-](?:\d{1,4}|\d{8}|\d{4}-\d\d-\d\d)$/, '');
}

/** Without the folder, and without the archive that it is a member of. */
function baseOf(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('!'), name.lastIndexOf('\\')) + 1);
}

function rangeOf(files: readonly EvidenceFile[]): Pick<Series, 'from' | 'to'> {
  const firsts = files.flatMap(({ first }) => first ?? []);
  const lasts = files.flatMap(({ last, taken }) => last ?? takenMicros(taken) ?? []);
  return {
    from: firsts.length === 0 ? undefined : Math.min(...firsts),
    to: lasts.length === 0 ? undefined : Math.max(...lasts),
  };
}

function takenMicros(taken: string | undefined): number | undefined {
  return taken === undefined ? undefined : microsOf(taken);
}

function coverage(series: Series, window: Window, tellsOf: (evidence: string) => boolean): Coverage {
  const { files, from, to, kind } = series;
  const names = files.map(({ sha256 }) => citationText({ evidence: sha256, place: '' }, 8));
  const silent = files.some(({ sha256 }) => tellsOf(sha256))
    ? undefined
    : `no fetch of them seen in ${names.join(', ')}`;
  const quiet = silences(series, window);
  const parts = [rangeText(series), LIMITS[kind], ...quiet, silent];
  return {
    citations: files.map(({ sha256 }) => ({ evidence: sha256, place: '' })),
    ...{ from, to, covers: coversOf(series, window, quiet) },
    text: `${files.map(({ name }) => baseOf(name)).join(', ')}: ${parts.filter((part) => part !== undefined).join('; ')}`,
  };
}

function rangeText({ kind, from, to }: Series): string {
  if (kind === 'project') return to === undefined ? 'when it was taken is not known' : `taken by ${stamp(to)}`;
  if (from === undefined || to === undefined) return 'its times are not known';
  return `${stamp(from)} to ${stamp(to)}`;
}

function coversOf({ kind, from, to }: Series, window: Window, quiet: readonly string[]): Coverage['covers'] {
  if (kind === 'project') return to !== undefined && to < window.from ? 'none' : 'part';
  if (from === undefined || to === undefined) return 'none';
  const outside = to < window.from || (window.until !== undefined && from > window.until);
  if (outside) return 'none';
  const whole = from <= window.from && window.until !== undefined && to >= window.until;
  return whole && kind === 'requests' && quiet.length === 0 ? 'all' : 'part';
}

/** Between two parts of a log: a missing part, or nobody asked. */
function silences({ files }: Series, { from, until }: Window): readonly string[] {
  const texts: string[] = [];
  let end: number | undefined;
  for (const { first, last } of files) {
    if (first === undefined || last === undefined) continue;
    const within = end !== undefined && first > from && (until === undefined || end < until);
    if (end !== undefined && within && first - end >= SILENCE) {
      texts.push(`nothing from ${stamp(end)} to ${stamp(first)}: no requests, or a part is missing`);
    }
    end = end === undefined ? last : Math.max(end, last);
  }
  return texts;
}
