import { type Json, type JsonObject, member, text } from '../../core/json.ts';
import { isVersion } from '../../registry/lines.ts';
import { packageName } from '../../registry/names.ts';
import type { Release } from './release-events.ts';

/** The version that a manifest says it is of; undefined where that can be none. */
export function releaseOf(name: Json | undefined, version: Json | undefined): Release | undefined {
  const found = packageName(text(name) ?? '');
  const said = text(version);
  return found === undefined || said === undefined || !isVersion(said) ? undefined : { name: found, version: said };
}

/** Whether `dist` says which tarball the version is. A project may have a `dist` of its own in its package.json. */
export function isPacked(document: JsonObject | undefined): boolean {
  const dist = member(document, 'dist');
  return ['integrity', 'shasum', 'tarball'].some((name) => text(member(dist, name)) !== undefined);
}
