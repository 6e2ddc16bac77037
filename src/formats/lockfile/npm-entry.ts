import { entries, isObject, type Json, type JsonObject, member, text } from '../../core/json.ts';
import { checked, type Entry, fault, type Locked, passed, quoted, RULES, remarksOf } from './entry.ts';
import { isPlace, type Origin, originOf } from './origin.ts';
import { aliasTarget } from './spec.ts';

/** An entry, and the folder that it stands for. */
export interface NpmEntry {
  readonly folder: string;
  readonly entry: Entry;
}

const IN_MODULES = 'node_modules/';

/** A member of `packages`: its name is a folder, `node_modules/a/node_modules/b`. */
export function packagesEntry(folder: string, json: Json | undefined): Entry {
  if (folder === '') return passed(RULES.project);
  if (!isObject(json)) return fault(`${quoted(folder)} is not described by an object`);
  if (member(json, 'link') === true) return passed(RULES.folder);
  const modules = folder.lastIndexOf(IN_MODULES);
  if (modules < 0) return passed(RULES.project);
  const alias = aliasOf(json);
  const resolved = text(member(json, 'resolved'));
  return checked({
    ...stated(json, folder),
    name: text(member(json, 'name')) ?? alias?.name ?? folder.slice(modules + IN_MODULES.length),
    version: alias?.version ?? text(member(json, 'version')),
    origin: resolved === undefined ? undefined : originOf(resolved),
  });
}

/** A member of `dependencies`, with those that stand within it. */
export function dependenciesEntries(name: string, json: Json | undefined, around = ''): readonly NpmEntry[] {
  const folder = `${around}${IN_MODULES}${name}`;
  const inner = entries(member(json, 'dependencies'));
  return [
    { folder, entry: dependenciesEntry(name, folder, json) },
    ...inner.flatMap(([below, value]) => dependenciesEntries(below, value, `${folder}/`)),
  ];
}

function dependenciesEntry(name: string, folder: string, json: Json | undefined): Entry {
  if (!isObject(json)) return fault(`${quoted(folder)} is not described by an object`);
  const alias = aliasOf(json);
  const { version, origin } = versionOrPlace(json);
  return checked({
    ...stated(json, folder),
    name: alias?.name ?? name,
    version: alias?.version ?? version,
    origin,
  });
}

/** `version` is a version, an alias, or a place: `git+ssh://…#<commit>`, `file:../widget`, `https://…/widget.tgz`. */
function versionOrPlace(json: JsonObject): { version?: string | undefined; origin?: Origin | undefined } {
  const version = text(member(json, 'version'));
  const resolved = text(member(json, 'resolved'));
  const isAlias = version?.startsWith('npm:') === true;
  if (version !== undefined && !isAlias && isPlace(version)) return { origin: originOf(version) };
  return { version, origin: resolved === undefined ? undefined : originOf(resolved) };
}

interface Alias {
  readonly name: string;
  readonly version: string | undefined;
}

/** `npm:string-width@4.2.0` where a version should stand. */
function aliasOf(json: JsonObject): Alias | undefined {
  const target = aliasTarget(text(member(json, 'version')) ?? '');
  return target === undefined ? undefined : { name: target.name, version: target.what };
}

function stated(json: JsonObject, folder: string): Omit<Locked, 'name' | 'version' | 'origin'> {
  const has = (flag: string): boolean => member(json, flag) === true;
  const deprecated = member(json, 'deprecated');
  return {
    kind: 'locked',
    key: folder,
    integrity: text(member(json, 'integrity')),
    deprecated: deprecated === true ? 'true' : text(deprecated),
    remarks: remarksOf(
      [has('dev'), 'dev'],
      [has('optional'), 'optional'],
      [has('devOptional'), 'dev or optional'],
      [has('peer'), 'peer'],
      [has('extraneous'), 'extraneous'],
      [has('inBundle') || has('bundled'), 'bundled'],
      [has('hasInstallScript'), 'has install scripts'],
    ),
  };
}
