import { checked, DISPUTED_REMARK, type Entry, fault, passed, quoted, RULES, remarksOf } from './entry.ts';
import type { EntryLines } from './entry-fold.ts';
import { type Field, type Fields, fieldsOf, NO_FIELDS } from './fields.ts';
import { gitOrigin, type Origin, originOf } from './origin.ts';
import { type PnpmKey, pnpmKey } from './pnpm-key.ts';
import { flowMap, keyLine, splitYaml, yamlScalar, yamlText } from './yaml.ts';

type Resolution = ReadonlyMap<string, string>;

/** An entry of `packages`: its key names the package, `resolution` says where it comes from. */
export function pnpmEntry({ texts, disputed }: EntryLines): Entry {
  const head = keyLine(texts);
  if (head === undefined || (head.value !== '' && head.value !== '{}'))
    return fault(`${quoted(texts[0]?.trim() ?? '')} does not begin an entry of pnpm`);
  // pnpm writes at least where it comes from: a key alone is what is left of an entry that was cut off.
  if (head.value === '' && head.body.length === 0) return fault(`${quoted(head.key)} has no members`);
  const fields = fieldsOf(head.body, splitYaml);
  if (typeof fields === 'string') return fault(fields);
  const resolution = resolutionOf(fields.get('resolution'));
  if (resolution === undefined) return fault(`the resolution of ${quoted(head.key)} cannot be read`);
  if (resolution.get('type') === 'directory') return passed(RULES.folder);
  const key = pnpmKey(head.key);
  const name = yamlText(fields.get('name')) ?? key.name;
  if (name === undefined) return fault(`${quoted(head.key)} names no package`);
  return checked({
    kind: 'locked',
    name,
    version: yamlText(fields.get('version')) ?? key.version,
    key: head.key,
    origin: originIn(resolution) ?? originByKey(key, resolution),
    integrity: resolution.get('integrity'),
    deprecated: yamlText(fields.get('deprecated')),
    remarks: remarksOf(
      [isSet(fields, 'dev'), 'dev'],
      [isSet(fields, 'optional'), 'optional'],
      [isSet(fields, 'requiresBuild'), 'has install scripts'],
      [disputed, DISPUTED_REMARK],
    ),
  });
}

/** A key may be an address without its scheme, of an archive or of a Git repository: only archives have an integrity. */
function originByKey({ name, origin }: PnpmKey, resolution: Resolution): Origin | undefined {
  return name !== undefined || resolution.has('integrity') ? origin : undefined;
}

function isSet(fields: Fields, name: string): boolean {
  return fields.get(name)?.value === 'true';
}

/** `{integrity: sha512-…}` on the line itself, or one member a line below it. */
function resolutionOf(field: Field | undefined): Resolution | undefined {
  if (field === undefined) return new Map();
  if (field.value !== '') return flowMap(field.value);
  const inner = fieldsOf(field.lines, splitYaml);
  if (typeof inner === 'string') return undefined;
  const scalars = [...(inner ?? NO_FIELDS)].map(([name, { value }]) => [name, yamlScalar(value)] as const);
  return new Map(scalars.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function originIn(resolution: Resolution): Origin | undefined {
  const tarball = resolution.get('tarball');
  if (tarball !== undefined) return originOf(tarball);
  const repository = resolution.get('repo');
  if (repository === undefined) return undefined;
  const commit = resolution.get('commit');
  return gitOrigin(commit === undefined ? repository : `${repository}#${commit}`);
}
