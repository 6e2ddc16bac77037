import type { Format, Sample } from '../core/format.ts';
import { isObject, type Json } from '../core/json.ts';
import type { Sniffed } from '../readers/sniff.ts';
import { wrappersText } from '../readers/wrappers/index.ts';

/** The most specific format that recognises the sample; on equal matches the first by id, and a test forbids those. */
export function recognise(formats: readonly Format[], sample: Sample): Format | undefined {
  let best: { readonly format: Format; readonly score: number } | undefined;
  for (const format of formats) {
    const score = format.recognise(sample);
    if (score > 0 && (best === undefined || score > best.score)) best = { format, score };
  }
  return best?.format;
}

/** A format, and the evidence with so many wrappers taken off as it is in. */
export interface Recognised {
  readonly format: Format;
  readonly sniffed: Sniffed;
}

/** The format of what is inside all wrappers; where nobody knows that, with the innermost wrapper on, and so on. */
export function recogniseInside(formats: readonly Format[], sniffed: Sniffed): Recognised | undefined {
  const format = recognise(formats, sniffed.sample);
  if (format !== undefined) return { format, sniffed };
  return sniffed.outer === undefined ? undefined : recogniseInside(formats, sniffed.outer);
}

/** A format that was named: inside the wrappers under which it is recognised, or else inside all. */
export function namedInside(formats: readonly Format[], id: string, sniffed: Sniffed): Recognised | undefined {
  const named = formats.filter((format) => format.id === id);
  const [format] = named;
  return recogniseInside(named, sniffed) ?? (format === undefined ? undefined : { format, sniffed });
}

/** `Verdaccio JSON log in Docker`. */
export function titleInside({ title }: Format, wrappers: readonly string[]): string {
  const comma = title.includes(',') ? ',' : '';
  return wrappers.length === 0 ? title : `${title}${comma} in ${wrappersText(wrappers)}`;
}

/** The formats that came closest to a sample nobody recognised, each with the first thing that did not match. */
export function closest(formats: readonly Format[], sample: Sample, wrappers: readonly string[] = []): string {
  if (wrappers.length > 0) return `${closest(formats, sample)} (in ${wrappersText(wrappers)})`;
  if (sample.shape === 'empty') return 'the file is empty';
  if (sample.shape === 'lines')
    return `text; its first line is "${
      sample.lines
        .find((line) => line.trim() !== '')
        ?.trim()
        .slice(0, 60) ?? ''
    }". ${lineFormats(formats)}`;
  const found = namesIn(sample);
  const near = formats.map((format) => nearness(format, found)).filter(({ matched }) => matched > 0);
  near.sort((a, b) => b.matched / b.wanted - a.matched / a.wanted || (a.title < b.title ? -1 : 1));
  const named = near.slice(0, 3).map(({ title, missing }) => `${title} (no "${missing}")`);
  const members = [...found].slice(0, 6).join(', ');
  if (members === '') return EMPTY;
  if (named.length === 0) return `JSON with ${members}: no format has any of these`;
  return `JSON with ${members}; closest: ${named.join(', ')}`;
}

/** A list of tokens after all were revoked is such a file, and says more than many a long one. */
const EMPTY = 'JSON with nothing in it: only you know of what. A list of no tokens: --as npm-token-list';

function nearness(
  format: Format,
  found: ReadonlySet<string>,
): { title: string; matched: number; wanted: number; missing: string } {
  const members = format.signs?.members ?? [];
  const matched = members.filter((name) => found.has(name)).length;
  return {
    title: format.title,
    matched,
    wanted: Math.max(members.length, 1),
    missing: members.find((name) => !found.has(name)) ?? 'the expected shape',
  };
}

function lineFormats(formats: readonly Format[]): string {
  const known = formats
    .filter(({ signs }) => signs?.line !== undefined)
    .map(({ title, signs }) => `${title}: ${signs?.line}`);
  return `Text formats begin with: ${known.join('; ')}`;
}

function namesIn(sample: Sample): ReadonlySet<string> {
  const names = new Set<string>();
  const take = (value: Json | undefined): void => {
    if (isObject(value)) for (const name of Object.keys(value)) names.add(name);
  };
  take(sample.first);
  for (const value of sample.values.slice(0, 10)) take(value);
  return names;
}
