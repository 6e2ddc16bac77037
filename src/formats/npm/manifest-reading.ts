import type { EventDraft } from '../../core/event.ts';
import type { Context, Out } from '../../core/format.ts';
import type { Json } from '../../core/json.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import type { Moment } from '../../core/time.ts';
import { type Manifest, readManifest } from '../../registry/manifest.ts';
import type { DocumentReading, Path, Surveyed } from './documents.ts';
import { Nameless } from './nameless.ts';
import { eventsInPart, memberPart, skippedMember, stateOut } from './outs.ts';
import { releaseOf } from './release.ts';
import { approveEvent, deprecateEvent, publishEvent, type Release, uploadEvent } from './release-events.ts';

/** The manifest of one version, member by member. */
export class ManifestReading implements DocumentReading {
  readonly #release: Release | undefined;
  readonly #taken: Moment | undefined;
  readonly #members = new Map<string, { readonly json: Json; readonly record: number }>();
  readonly #nameless = new Nameless('`name` and `version` do not name a version of a package');

  constructor(context: Context, surveyed: Surveyed) {
    this.#release = releaseOf(surveyed('name'), surveyed('version'));
    this.#taken = context.taken.at;
  }

  push(record: EvidenceRecord, path: Path): readonly Out[] {
    const member = String(path[0]);
    const skipped = skippedMember(member, record);
    if (skipped !== undefined) return [skipped];
    if (this.#release === undefined) return this.#nameless.push(record);
    this.#members.set(member, { json: record.json ?? null, record: record.number });
    return [memberPart(subjectOf(this.#release), path, record)];
  }

  end(): readonly Out[] {
    const release = this.#release;
    if (release === undefined) return this.#nameless.end();
    const manifest = readManifest(Object.fromEntries([...this.#members].map(([name, { json }]) => [name, json])));
    const { uploaded } = manifest;
    const before = this.#taken;
    return [
      ...this.#publish(release, manifest),
      ...this.#standing('deprecated', deprecateEvent(release, manifest, { after: uploaded, before })),
      ...this.#standing(this.#approver(), approveEvent(release, manifest, before)),
      stateOut(subjectOf(release), uploaded),
    ];
  }

  #publish(release: Release, manifest: Manifest): readonly Out[] {
    const { uploaded } = manifest;
    if (uploaded !== undefined)
      return this.#standing('_npmOperationalInternal', uploadEvent(release, uploaded, manifest));
    return this.#standing('dist', this.#taken && existenceEvent(release, this.#taken, manifest));
  }

  #approver(): string {
    return this.#members.has('approver') ? 'approver' : '_npmUser';
  }

  #standing(member: string, draft: EventDraft | undefined): readonly Out[] {
    const record = this.#members.get(member)?.record;
    return record === undefined ? [] : eventsInPart([draft], record);
  }
}

/** Each version has a state of its own: what a registry shows of one must never change. */
function subjectOf({ name, version }: Release): string {
  return `npm-manifest:${name}@${version}`;
}

/** Without the time of the upload the manifest proves one thing: when it was read, the version was there. */
function existenceEvent(release: Release, before: Moment, manifest: Manifest): EventDraft {
  const { at: _, ...publish } = publishEvent(release, before, manifest);
  const identity = { by: 'native', key: `npm-manifest:${release.name}@${release.version}` } as const;
  return { ...publish, identity, grade: 'derived', before, basis: 'snapshot_range' };
}
