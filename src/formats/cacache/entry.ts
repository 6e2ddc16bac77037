import type { EventDraft, Outcome } from '../../core/event.ts';
import { integer, type Json, type JsonObject, member, text } from '../../core/json.ts';
import type { Moment } from '../../core/time.ts';
import { packageName } from '../../registry/names.ts';
import { classifyRequest } from '../../registry/request.ts';
import { headerMembers } from './headers.ts';

/** Who made the entry, and what it is about: `make-fetch-happen:request-cache:<url>`, `pacote:tarball:<spec>`. */
const KEY = /^(make-fetch-happen:request-cache|pacote:[a-z-]+):([\s\S]*)$/;
const FETCHED = 'make-fetch-happen:request-cache';

/** A tarball that is not of a registry: `https://host/file.tgz`, an archive of a repository. */
const ARCHIVE = /\.(?:tgz|tar\.gz)$|\/tar\.gz\/[^/]+$/;

type Told = Pick<EventDraft, 'action'> & Partial<EventDraft>;

/** The act that an entry of the index tells of. All of it is what the machine said. */
export function entryEvent(key: string, entry: JsonObject, written: Moment): EventDraft {
  const [, kind = 'cache entry', about = key] = KEY.exec(key) ?? [];
  return {
    grade: 'client',
    outcome: 'success',
    identity: { by: 'record' },
    at: written,
    native_action: kind,
    ...told(kind, about, entry, written),
  };
}

function told(kind: string, about: string, entry: JsonObject, written: Moment): Told {
  const integrity = member(entry, 'integrity');
  if (integrity === null) return removal(kind, about);
  if (kind === FETCHED) return kept(about, entry, written);
  const manifest = member(member(entry, 'metadata'), 'manifest');
  if (manifest !== undefined) return { action: 'other', ...manifestMembers(manifest) };
  return { action: 'other', bytes: sizeOf(entry), integrity: text(integrity), resource: about };
}

/** npm notes that an entry is gone; it does so for answers it must not keep, too. */
function removal(kind: string, about: string): Told {
  const gone = { action: 'other', native_action: `${kind} removed` } as const;
  return kind === FETCHED ? { ...gone, ...named(about) } : { ...gone, resource: about };
}

/** An answer that npm kept. The integrity of a document is no artifact's. */
function kept(about: string, entry: JsonObject, written: Moment): Told {
  const metadata = member(entry, 'metadata');
  const url = text(member(metadata, 'url')) ?? about;
  const action = actionOf(url);
  const status = integer(member(metadata, 'status'));
  return {
    action,
    outcome: outcomeOf(status),
    status,
    bytes: sizeOf(entry),
    integrity: action === 'artifact.downloaded' ? text(member(entry, 'integrity')) : undefined,
    ...named(url),
    ...headerMembers(metadata, written),
  };
}

function actionOf(url: string): EventDraft['action'] {
  const { kind } = classifyRequest('GET', url);
  if (kind === 'tarball' || isArchive(url)) return 'artifact.downloaded';
  return kind === 'metadata' || kind === 'dist-tag-list' ? 'artifact.metadata_read' : 'other';
}

function isArchive(url: string): boolean {
  return ARCHIVE.test(url.replace(/[?#][\s\S]*$/, ''));
}

/** What the URL names. A file from elsewhere is no package, though it looks like the name of one. */
function named(url: string): Partial<EventDraft> {
  const request = classifyRequest('GET', url);
  if (request.kind !== 'tarball' && isArchive(url)) return { url };
  return { url, package: request.package, version: request.version, tag: request.tag };
}

/** Only a status other than 200 is kept. Some refusals may be kept, too. */
function outcomeOf(status: number | undefined): Outcome {
  if (status === undefined || status < 400) return 'success';
  return status === 401 || status === 403 ? 'denied' : 'failure';
}

function sizeOf(entry: JsonObject): number | undefined {
  const size = integer(member(entry, 'size'));
  return size === undefined || size < 0 ? undefined : size;
}

/** npm 6 keeps what it read out of a tarball. */
function manifestMembers(manifest: Json): Partial<EventDraft> {
  return {
    package: packageName(text(member(manifest, 'name')) ?? ''),
    version: text(member(manifest, 'version')),
    integrity: text(member(manifest, '_integrity')),
    shasum: text(member(manifest, '_shasum')),
    url: text(member(manifest, '_resolved')),
  };
}
