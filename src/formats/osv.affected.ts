import { entries, isObject, type Json, list, member, text } from '../core/json.ts';

/** An npm package that an advisory names, with all it says of its versions. */
export interface AffectedPackage {
  readonly name: string;
  readonly versions: readonly string[];
  /** Ranges in words, where they stand instead of a list: `all versions`, `1.0.0 to before 1.0.5`. */
  readonly range?: string;
}

/** The npm packages of `affected`, in order; an advisory may have several entries for one package. */
export function affectedPackages(affected: readonly Json[]): readonly AffectedPackage[] {
  const found = new Map<string, { versions: string[]; ranges: string[] }>();
  for (const entry of affected) {
    const name = text(member(member(entry, 'package'), 'name'));
    if (name === undefined || member(member(entry, 'package'), 'ecosystem') !== 'npm') continue;
    const known = found.get(name) ?? { versions: [], ranges: [] };
    found.set(name, known);
    const versions = list(member(entry, 'versions')).filter((version) => typeof version === 'string');
    known.versions.push(...versions);
    if (versions.length === 0) known.ranges.push(...rangesOf(entry));
  }
  return [...found].map(([name, { versions, ranges }]) => ({
    name,
    versions: [...new Set(versions)],
    ...(ranges.length > 0 && { range: ranges.join(', ') }),
  }));
}

function rangesOf(entry: Json): readonly string[] {
  return list(member(entry, 'ranges'))
    .filter((range) => member(range, 'type') !== 'GIT')
    .map((range) => rangeText(list(member(range, 'events')).filter(isObject)))
    .filter((range) => range !== '');
}

/** `introduced` opens a stretch, `fixed` or `last_affected` closes it; `introduced: 0` is from the beginning. */
function rangeText(events: readonly Json[]): string {
  const words: string[] = [];
  for (const event of events) {
    const [name, version] = entries(event)[0] ?? [];
    if (typeof version !== 'string') continue;
    if (name === 'introduced') words.push(version === '0' ? 'all versions' : `from ${version}`);
    if (name === 'fixed') words.push(`before ${version}`);
    if (name === 'last_affected') words.push(`up to ${version}`);
  }
  return words.join(' ');
}
