import type { EventDraft } from '../../core/event.ts';
import { at, integer, type Json, list, member, text } from '../../core/json.ts';
import { readManifest } from '../../registry/manifest.ts';
import { packageName } from '../../registry/names.ts';
import { integrityOf } from './artifact.ts';

/** What a body says of a package that was published: `package` or `registry_package`. */
export function packageMembers(json: Json | undefined): Partial<EventDraft> {
  const version = member(json, 'package_version');
  const ecosystem = ecosystemOf(json);
  const isNpm = ecosystem === 'npm';
  const npm = isNpm ? npmManifest(version) : undefined;
  const manifest = readManifest(npm);
  const files = list(member(version, 'package_files'));
  const file = files.length === 1 ? files[0] : undefined;
  const client = text(member(npm, '_npmVersion')) ?? text(member(npm, 'npm_version'));
  return {
    ecosystem: isNpm ? undefined : ecosystem,
    package: isNpm ? npmName(json, npm) : text(member(json, 'name')),
    version: text(member(version, 'version')),
    integrity: manifest.integrity ?? integrityOf(text(member(file, 'sha256'))),
    shasum: manifest.shasum ?? text(member(file, 'sha1')),
    bytes: integer(member(file, 'size')),
    client: client && `npm/${client}`,
    scripts: manifest.installScripts.length > 0 ? manifest.installScripts : undefined,
    commit: manifest.commit ?? commitOf(text(member(npm, 'git_head')) ?? text(member(version, 'target_oid'))),
    tag: text(member(version, 'tag_name')),
    resource: text(member(file, 'name')),
    visibility: text(member(json, 'visibility')),
    text: text(member(version, 'package_url')),
  };
}

/** The registry knows best; GitHub's own examples name a wrong ecosystem in the other two. */
function ecosystemOf(json: Json | undefined): string | undefined {
  const stated =
    text(at(json, 'registry', 'type')) ?? text(member(json, 'package_type')) ?? text(member(json, 'ecosystem'));
  return stated?.toLowerCase();
}

/** The manifest: `npm_metadata`, or as JSON in a text. */
function npmManifest(version: Json | undefined): Json | undefined {
  const manifest = text(member(version, 'manifest'));
  if (manifest === undefined) return member(version, 'npm_metadata');
  try {
    return JSON.parse(manifest) as Json;
  } catch {
    return member(version, 'npm_metadata');
  }
}

/** GitHub's own name of a package lacks the scope, which the manifest and the way to install it have. */
function npmName(json: Json | undefined, manifest: Json | undefined): string | undefined {
  const command = text(at(json, 'package_version', 'installation_command'));
  const [, installed] = /^npm install (@[^@\s/]+\/[^@\s]+)(?:@\S+)?$/.exec(command ?? '') ?? [];
  const [, full] = /^(@?[^@]+)@/.exec(text(member(manifest, '_id')) ?? '') ?? [];
  const candidates = [text(member(manifest, 'name')), full, installed, text(member(json, 'name'))];
  return candidates.map((name) => name && packageName(name)).find((name) => name !== undefined);
}

function commitOf(id: string | undefined): string | undefined {
  return id !== undefined && /^[0-9a-f]{40}$/.test(id) ? id : undefined;
}
