import { entries, isObject, type Json, list, member, text } from '../../core/json.ts';
import { checked, DISPUTED_REMARK, type Entry, fault, passed, quoted, RULES, remarksOf } from './entry.ts';
import type { EntryLines } from './entry-fold.ts';
import { parseJsonc } from './jsonc.ts';
import { isPlace, originOf } from './origin.ts';
import { splitSpec } from './spec.ts';

/**
 * An entry of `packages`: `"widget": ["widget@1.1.0", "<registry or archive>", {…}, "sha512-…"]`. What comes from no
 * registry has no second member of that kind. Form: `bun.lock.ts` of bun's own types.
 */
export function bunEntry({ texts, disputed }: EntryLines): Entry {
  const json = parseJsonc(`{${texts.join('\n').trim().replace(/,$/, '')}}`);
  const [pair, ...others] = entries(json);
  if (pair === undefined || others.length > 0) return fault('not JSON, nor what bun makes of it', 'bad-json');
  const [key, value] = pair;
  const [first, second] = list(value);
  const spec = splitSpec(text(first) ?? '');
  if (spec === undefined)
    return fault(
      `${quoted(key)} names no package with a version${first === MASKED ? ': it looked like a secret, and was masked' : ''}`,
    );
  if (/^(?:workspace|root):/.test(spec.what)) return passed(RULES.project);
  const isFromRegistry = !isPlace(spec.what);
  const place = isFromRegistry ? text(second) : spec.what;
  const entry: Entry = {
    kind: 'locked',
    name: spec.name,
    version: isFromRegistry ? spec.what : undefined,
    key,
    origin: place === undefined ? undefined : originOf(place),
    integrity: list(value)
      .map(integrityOf)
      .find((found) => found !== undefined),
    remarks: remarksOf(
      [list(value).some((part) => isObject(part) && member(part, 'bundled') === true), 'bundled'],
      [disputed, DISPUTED_REMARK],
    ),
  };
  return [key, spec.name, spec.what, place ?? ''].every((each) => each.isWellFormed())
    ? checked(entry)
    : fault('half of a surrogate pair is no character', 'ambiguous-json');
}

/** What the mask puts in place of whatever stands under the name of a secret: `@types/cookie`, `@acme/token`. */
const MASKED = '[secret]';

function integrityOf(part: Json): string | undefined {
  return typeof part === 'string' && /^sha\d+-[\w+/=]+$/.test(part) ? part : undefined;
}
