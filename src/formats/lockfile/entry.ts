import type { ProblemCode } from '../../core/errors.ts';
import type { EventDraft } from '../../core/event.ts';
import type { Out, Taken } from '../../core/format.ts';
import { isVersion } from '../../registry/lines.ts';
import { packageName } from '../../registry/names.ts';
import { classifyRequest } from '../../registry/request.ts';
import type { Origin } from './origin.ts';

/** A package that a lockfile names, under the name it is published by. */
export interface Locked {
  readonly kind: 'locked';
  readonly name: string;
  readonly version?: string | undefined;
  /** The lockfile's own key of it: a folder, a list of ranges. */
  readonly key: string;
  readonly origin?: Origin | undefined;
  readonly integrity?: string | undefined;
  readonly deprecated?: string | undefined;
  /** What else the entry says, in words. */
  readonly remarks: readonly string[];
}

export interface Passed {
  readonly kind: 'passed';
  readonly rule: string;
}

export interface Fault {
  readonly kind: 'fault';
  readonly code: ProblemCode;
  readonly message: string;
}

/** What an entry of a lockfile is: a package from elsewhere, something that is passed over by rule, or a problem. */
export type Entry = Locked | Passed | Fault;

/** Rules by which entries are passed over. */
export const RULES = {
  project: 'the project itself',
  folder: 'a folder of the project',
  wanted: 'what the project asks for',
  frame: 'about the lockfile itself',
  comment: 'comment',
} as const;

/** Said of what stands between the marks of a merge conflict. */
export const DISPUTED_REMARK = 'on one side of a merge conflict';

export function passed(rule: string): Passed {
  return { kind: 'passed', rule };
}

export function fault(message: string, code: ProblemCode = 'unknown-shape'): Fault {
  return { kind: 'fault', code, message };
}

/** Text of the evidence within a message. */
export function quoted(text: string): string {
  const shown = text.length <= 80 ? text : `${text.slice(0, 80)}…`;
  return `"${shown.toWellFormed()}"`;
}

/** Remarks that hold, of flags and their words. */
export function remarksOf(...flags: readonly (readonly [boolean, string])[]): readonly string[] {
  return flags.filter(([holds]) => holds).map(([, words]) => words);
}

/** An entry as it stands when all that is wrong with it is found. */
export function checked(entry: Entry): Entry {
  if (entry.kind !== 'locked') return entry;
  if (entry.origin?.kind === 'folder') return passed(RULES.folder);
  const { name, origin } = entry;
  const version = entry.version ?? versionInUrl(entry);
  if (packageName(name) !== name) return fault(`${quoted(name)} is no package name`);
  if (version === undefined && origin === undefined) return fault(`no version of ${name}`, 'missing-field');
  if (version !== undefined && !isVersion(version)) return fault(`${quoted(version)} is no version of ${name}`);
  return { ...entry, version };
}

/** The version that the address of an archive in a registry names. */
function versionInUrl({ name, origin }: Locked): string | undefined {
  if (origin?.kind !== 'remote') return undefined;
  const request = classifyRequest('GET', origin.url);
  return request.kind === 'tarball' && request.package === name ? request.version : undefined;
}

export interface EntryPlace {
  readonly records: readonly number[];
  readonly taken: Taken;
  /** Which of several entries of one record. */
  readonly number?: number | undefined;
  readonly rawIsPart?: boolean;
}

/** The answer to one entry, which must have been checked. */
export function entryOut(entry: Entry, { records, taken, number, rawIsPart }: EntryPlace): Out {
  if (entry.kind === 'passed') return { kind: 'ignored', rule: entry.rule, records };
  if (entry.kind === 'fault') return { kind: 'problem', code: entry.code, message: entry.message, records };
  const event = { ...lockedEvent(entry, taken), number };
  return rawIsPart === true ? { kind: 'event', event, records, rawIsPart } : { kind: 'event', event, records };
}

/** A lockfile has no time: that it was taken at some time only says that the entry was there by then. */
function lockedEvent(locked: Locked, { at }: Taken): EventDraft {
  const { name, version, key, origin, integrity, deprecated } = locked;
  const said = [...originRemarks(locked), ...locked.remarks];
  return {
    identity: { by: 'evidence' },
    action: 'artifact.locked',
    grade: 'client',
    outcome: 'success',
    before: at,
    basis: 'snapshot_range',
    package: name,
    version,
    integrity,
    shasum: origin?.shasum ?? sha1In(integrity),
    url: origin?.url,
    commit: origin?.commit,
    repo: origin?.repo,
    deprecated,
    resource: key,
    text: said.length === 0 ? undefined : said.join(', '),
  };
}

/** A version means what the registry published under it only if that is where it comes from. */
function originRemarks({ name, version, origin }: Locked): readonly string[] {
  if (origin?.kind === 'git') return ['from git, not from a registry'];
  if (origin?.kind === 'file') return ['from a file, not from a registry'];
  const request = origin === undefined ? undefined : classifyRequest('GET', origin.url);
  if (request?.kind !== 'tarball') return [];
  const same = request.package === name && withoutBuild(request.version) === withoutBuild(version);
  return same ? [] : [`its archive is that of ${request.package}@${request.version}`];
}

/** Registries keep no build metadata in file names. */
function withoutBuild(version: string | undefined): string | undefined {
  return version?.replace(/\+.*$/, '');
}

/** The SHA-1 of old lockfiles as hex, which is how manifests have it. */
function sha1In(integrity: string | undefined): string | undefined {
  const [, digest] = /(?:^|\s)sha1-([A-Za-z0-9+/]{27}=)(?=$|[\s?])/.exec(integrity ?? '') ?? [];
  return digest === undefined ? undefined : Buffer.from(digest, 'base64').toString('hex');
}
