import { checked, DISPUTED_REMARK, type Entry, fault, quoted } from './entry.ts';
import type { EntryLines } from './entry-fold.ts';
import { type Fields, fieldsOf, type SplitLine } from './fields.ts';
import { originOf } from './origin.ts';
import { aliasTarget, splitSpec } from './spec.ts';
import { quotedEnd, unquoted } from './yaml.ts';

/** An entry of yarn 1: `"a@^1", "a@~1.2":`, and below it `version "1.2.3"`, `resolved`, `integrity`. */
export function yarnEntry({ texts, disputed }: EntryLines): Entry {
  const [head = '', ...body] = texts;
  const ranges = rangesOf(head.trim());
  if (ranges === undefined) return fault(`${quoted(head)} does not begin an entry of yarn`);
  const fields = fieldsOf(body, splitYarn);
  if (typeof fields === 'string') return fault(fields);
  const [first = ''] = ranges;
  const spec = splitSpec(first);
  if (spec === undefined) return fault(`${quoted(first)} is no package with a range`);
  const place = scalar(fields, 'resolved') ?? placeIn(spec.what);
  return checked({
    kind: 'locked',
    name: (aliasTarget(spec.what) ?? spec).name,
    version: scalar(fields, 'version'),
    key: ranges.join(', '),
    origin: place === undefined ? undefined : originOf(place),
    integrity: scalar(fields, 'integrity'),
    remarks: disputed ? [DISPUTED_REMARK] : [],
  });
}

/** Entries of folders have no `resolved`; what was asked for says which they are. */
function placeIn(range: string): string | undefined {
  return /^(?:file|link):/.test(range) ? range : undefined;
}

/** The ranges that the first line of an entry lists; undefined if it is no such line. */
export function rangesOf(head: string): readonly string[] | undefined {
  const ranges: string[] = [];
  for (let at = 0; ; at += 2) {
    const end = head[at] === '"' ? (quotedEnd(head, at) ?? head.length) + 1 : bareEnd(head, at);
    const text = head.slice(at, end);
    const range = text.startsWith('"') ? unquoted(text) : text;
    if (range === undefined || range === '' || /\s/.test(range[0] ?? '')) return undefined;
    ranges.push(range);
    if (head.slice(end) === ':') return ranges;
    if (!head.startsWith(', ', end)) return undefined;
    at = end;
  }
}

/** Where a range without quotes ends: at a comma, or at the colon that ends the line. */
function bareEnd(head: string, from: number): number {
  const comma = head.indexOf(', ', from);
  if (comma >= 0) return comma;
  return head.endsWith(':') ? head.length - 1 : head.length;
}

/** `version "1.2.3"`, `integrity sha512-…`, `dependencies:`. */
const splitYarn: SplitLine = (line) => {
  const quote = line.startsWith('"') ? quotedEnd(line, 0) : undefined;
  if (quote !== undefined) {
    const name = unquoted(line.slice(0, quote + 1));
    return name === undefined ? undefined : [name, line.slice(quote + 1).trim()];
  }
  const blank = line.indexOf(' ');
  if (blank > 0) return [line.slice(0, blank), line.slice(blank + 1).trim()];
  return line.length > 1 && line.endsWith(':') ? [line.slice(0, -1), ''] : undefined;
};

function scalar(fields: Fields, name: string): string | undefined {
  const value = fields.get(name)?.value ?? '';
  const text = value.startsWith('"') ? unquoted(value) : value;
  return text === '' ? undefined : text;
}
