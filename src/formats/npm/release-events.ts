import type { Action } from '../../core/action.ts';
import type { EventDraft } from '../../core/event.ts';
import type { Moment } from '../../core/time.ts';
import type { Manifest } from '../../registry/manifest.ts';
import type { Times, Unpublished } from './times.ts';

/** A version of a package. */
export interface Release {
  readonly name: string;
  readonly version: string;
}

/** npm's own placeholder in place of a package it took down. */
const SECURITY_HOLDER = /^0\.0\.1-security(?:\.|$)/;
/** npm's own placeholder of a package whose first version is staged. */
const STAGE_HOLDER = '0.0.0-stage';

function publishAction(version: string): Action {
  if (SECURITY_HOLDER.test(version)) return 'package.security_held';
  return version === STAGE_HOLDER ? 'package.staged' : 'package.published';
}

/** A publish: its time from the registry, all else from the manifest where that still exists. */
export function publishEvent({ name, version }: Release, moment: Moment, manifest?: Manifest): EventDraft {
  return {
    action: publishAction(version),
    grade: 'server',
    outcome: 'success',
    identity: { by: 'native', key: `npm-publish:${name}@${version}` },
    at: moment,
    package: name,
    version,
    ...(manifest && publishDetails(manifest)),
  };
}

/** Who published, how, and what, as the manifest tells it. */
function publishDetails(manifest: Manifest): Partial<EventDraft> {
  const { publisher, trustedPublisher } = manifest;
  const oidc = trustedPublisher !== undefined;
  return {
    actor: publisher?.name,
    actor_email: publisher?.email,
    actor_type: actorType(manifest),
    auth_method: oidc || publisher?.email === OIDC_ADDRESS ? 'oidc' : 'unknown',
    trusted_publisher: trustedPublisher,
    provenance: manifest.provenance,
    integrity: manifest.integrity,
    shasum: manifest.shasum,
    commit: manifest.commit,
    client: clientText(manifest.npmVersion),
    scripts: manifest.installScripts.length > 0 ? manifest.installScripts : undefined,
  };
}

/** The address npm writes for every trusted publish; `npm view` shows it where it leaves out the publisher itself. */
const OIDC_ADDRESS = 'npm-oidc-no-reply@github.com';

function actorType({ publisher, trustedPublisher }: Manifest): EventDraft['actor_type'] {
  if (trustedPublisher !== undefined || publisher?.email === OIDC_ADDRESS) return 'oidc';
  return publisher === undefined ? undefined : 'user';
}

/** `_npmVersion` is npm's bare version; other clients write their own name into it (`lerna/3.13.1/node@v10`). */
function clientText(npmVersion: string | undefined): string | undefined {
  return npmVersion !== undefined && /^\d/.test(npmVersion) ? `npm/${npmVersion}` : npmVersion;
}

/**
 * The upload of a version, where only its manifest is at hand: the registry's clock when the tarball reached it, a
 * fraction of a second before the publish. Another witness of the same act, so another id.
 */
export function uploadEvent(release: Release, moment: Moment, manifest: Manifest): EventDraft {
  const identity = { by: 'native', key: `npm-upload:${release.name}@${release.version}` } as const;
  return { ...publishEvent(release, moment, manifest), identity };
}

/** Between which moments something must have happened. */
export interface Bounds {
  readonly after: Moment | undefined;
  readonly before: Moment | undefined;
}

/** A deprecation has no time of its own: after the publish, before the document's last change. */
export function deprecateEvent(release: Release, { deprecated }: Manifest, bounds: Bounds): EventDraft | undefined {
  const { name, version } = release;
  const { after, before } = consistent(bounds);
  if (before === undefined || deprecated === undefined) return undefined;
  return {
    action: 'package.deprecated',
    grade: 'derived',
    outcome: 'success',
    identity: { by: 'native', key: `npm-deprecated:${name}@${version}:${deprecated}` },
    after,
    before,
    basis: 'snapshot_range',
    package: name,
    version,
    deprecated,
  };
}

/** An approval of a staged publish has no time of its own either, and only an upper bound. */
export function approveEvent(
  { name, version }: Release,
  { approver }: Manifest,
  before: Moment | undefined,
): EventDraft | undefined {
  if (before === undefined || approver === undefined) return undefined;
  return {
    action: 'package.stage_approved',
    grade: 'derived',
    outcome: 'success',
    identity: { by: 'native', key: `npm-stage-approved:${name}@${version}` },
    before,
    basis: 'snapshot_range',
    actor: approver.name,
    actor_email: approver.email,
    actor_type: 'user',
    package: name,
    version,
  };
}

/** A lower bound above the upper one proves nothing; the later change is the one the document is sure of. */
function consistent({ after, before }: Bounds): Bounds {
  const crossed = after !== undefined && before !== undefined && after.micros > before.micros;
  return crossed ? { after: undefined, before } : { after, before };
}

function createEvent(name: string, moment: Moment): EventDraft {
  return {
    action: 'perm.resource_created',
    grade: 'server',
    outcome: 'success',
    identity: { by: 'native', key: `npm-created:${name}` },
    at: moment,
    package: name,
  };
}

/** Something in the document changed; what, it does not say. */
export function changeEvent(name: string, moment: Moment): EventDraft {
  return {
    action: 'package.metadata_changed',
    grade: 'server',
    outcome: 'success',
    identity: { by: 'native', key: `npm-modified:${name}:${moment.text}` },
    at: moment,
    package: name,
  };
}

function unpublishEvent(name: string, { at, by, versions }: Unpublished): EventDraft {
  return {
    action: 'package.unpublished',
    grade: 'server',
    outcome: 'success',
    identity: { by: 'native', key: `npm-unpublished:${name}:${at.text}` },
    at,
    actor: by,
    actor_type: by === undefined ? undefined : 'user',
    package: name,
    versions: versions.length > 0 ? versions : undefined,
  };
}

/** What the times alone witness: the package's life, and the publishes that no manifest has told already. */
export function timeEvents(name: string, times: Times, told: ReadonlySet<string>): readonly (EventDraft | undefined)[] {
  const bare = [...times.versions].filter(([version]) => !told.has(version));
  return [
    times.created && createEvent(name, times.created),
    ...bare.map(([version, moment]) => publishEvent({ name, version }, moment)),
    times.unpublished && unpublishEvent(name, times.unpublished),
  ];
}
