import { percentDecoded } from '../../registry/names.ts';
import { checked, DISPUTED_REMARK, type Entry, fault, passed, quoted, RULES, remarksOf } from './entry.ts';
import type { EntryLines } from './entry-fold.ts';
import { type Fields, fieldsOf } from './fields.ts';
import { isPlace, originOf } from './origin.ts';
import { type Spec, splitSpec } from './spec.ts';
import { keyLine, splitYaml, yamlScalar } from './yaml.ts';

/** An entry of yarn 2 and later: `"a@npm:^1, a@npm:~1.2":`, and below it `resolution: "a@npm:1.2.3"`. */
export function berryEntry({ texts, disputed }: EntryLines): Entry {
  const head = keyLine(texts);
  if (head === undefined) return fault(`${quoted(texts[0] ?? '')} does not begin an entry of yarn`);
  if (head.key === '__metadata') return passed(RULES.frame);
  const fields = fieldsOf(head.body, splitYaml);
  if (typeof fields === 'string') return fault(fields);
  const resolution = yamlScalar(fields.get('resolution')?.value ?? '');
  if (resolution === undefined) return fault(`no resolution of ${quoted(head.key)}`, 'missing-field');
  const spec = splitSpec(resolution);
  if (spec === undefined) return fault(`${quoted(resolution)} is no resolution`);
  return checked(resolved(spec, fields, head.key, disputed));
}

function resolved(spec: Spec, fields: Fields, key: string, disputed: boolean): Entry {
  const version = yamlScalar(fields.get('version')?.value ?? '');
  if (spec.what.startsWith('workspace:')) return passed(RULES.project);
  const isPatched = spec.what.startsWith('patch:');
  const original = isPatched ? patchedSpec(spec.what) : spec;
  if (original === undefined) return fault(`${quoted(spec.what)} names no package to patch`);
  const { name, what } = original;
  const [plain = '', ...parameters] = what.split('::');
  const npm = plain.startsWith('npm:') ? plain.slice('npm:'.length) : undefined;
  const place = npm === undefined && isPlace(what) ? what : archiveUrl(parameters);
  return {
    kind: 'locked',
    name,
    // The resolution is what yarn installs; `version` only repeats it.
    version: npm ?? version,
    key,
    origin: place === undefined ? undefined : originOf(place),
    remarks: remarksOf([isPatched, 'patched by the project'], [disputed, DISPUTED_REMARK]),
  };
}

/** The package under a patch: `patch:widget@npm%3A1.1.0#~/patches/widget.patch::version=1.1.0&hash=…`. */
function patchedSpec(what: string): Spec | undefined {
  const [inner = ''] = what.slice('patch:'.length).split('#');
  return splitSpec(percentDecoded(inner) ?? '');
}

/** Where the archive lies, if not where the registry's own rule would put it. */
function archiveUrl(parameters: readonly string[]): string | undefined {
  const [, url] = /(?:^|&)__archiveUrl=([^&]+)/.exec(parameters.join('&')) ?? [];
  return url === undefined ? undefined : percentDecoded(url);
}
