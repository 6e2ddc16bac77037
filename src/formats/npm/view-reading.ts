import type { EventDraft } from '../../core/event.ts';
import type { Context, Out } from '../../core/format.ts';
import { type Json, text } from '../../core/json.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import type { Moment } from '../../core/time.ts';
import { type Manifest, readManifest } from '../../registry/manifest.ts';
import { packageName } from '../../registry/names.ts';
import type { DocumentReading, Path, Surveyed } from './documents.ts';
import { Nameless } from './nameless.ts';
import { eventsInPart, memberPart, skippedMember, stateOut, timeOuts } from './outs.ts';
import { approveEvent, deprecateEvent, publishEvent, type Release, timeEvents, uploadEvent } from './release-events.ts';
import { readTimes, type Times } from './times.ts';

interface Member {
  readonly json: Json;
  readonly record: number;
}

/**
 * One answer of `npm view`: the manifest of a single version, laid over the package's own members; or the manifest
 * alone. The list of versions is a part like any other: that a version is not in it says nothing by itself.
 */
export class ViewReading implements DocumentReading {
  readonly #name: string | undefined;
  readonly #taken: Moment | undefined;
  readonly #members = new Map<string, Member>();
  readonly #nameless = new Nameless('`name` is not the name of a package');

  constructor(context: Context, surveyed: Surveyed) {
    this.#name = packageName(text(surveyed('name')) ?? '');
    this.#taken = context.taken.at;
  }

  push(record: EvidenceRecord, path: Path): readonly Out[] {
    const member = String(path[0]);
    const skipped = skippedMember(member, record);
    if (skipped !== undefined) return [skipped];
    if (this.#name === undefined) return this.#nameless.push(record);
    this.#members.set(member, { json: record.json ?? null, record: record.number });
    const part = memberPart(`npm-view:${this.#name}`, path, record);
    return member === 'time' ? timeOuts(readTimes(record.json), part, record) : [part];
  }

  end(): readonly Out[] {
    const name = this.#name;
    if (name === undefined) return this.#nameless.end();
    const manifest = readManifest(Object.fromEntries([...this.#members].map(([key, { json }]) => [key, json])));
    const times = this.#times();
    const version = text(this.#members.get('version')?.json);
    const own = version === undefined ? [] : this.#ownEvents({ name, version }, times, manifest);
    const others = times && timeEvents(name, times, new Set([version ?? '']));
    const state = stateOut(`npm-view:${name}`, times?.newest ?? manifest.uploaded);
    return [...own, ...this.#standing('time', ...(others ?? [])), state];
  }

  /** The times, unless a mirror wrote them. */
  #times(): Times | undefined {
    const times = readTimes(this.#members.get('time')?.json);
    return times?.mirror ? undefined : times;
  }

  #ownEvents(release: Release, times: Times | undefined, manifest: Manifest): readonly Out[] {
    const published = times?.versions.get(release.version);
    const { uploaded } = manifest;
    const before = times?.modified ?? this.#taken;
    const bounds = { after: published ?? uploaded, before };
    const upload = published === undefined && uploaded && uploadEvent(release, uploaded, manifest);
    const approver = this.#members.has('approver') ? 'approver' : '_npmUser';
    return [
      ...this.#standing('time', published && publishEvent(release, published, manifest)),
      ...this.#standing('_npmOperationalInternal', upload || undefined),
      ...this.#standing('deprecated', deprecateEvent(release, manifest, bounds)),
      ...this.#standing(approver, approveEvent(release, manifest, before)),
    ];
  }

  #standing(member: string, ...drafts: readonly (EventDraft | undefined)[]): readonly Out[] {
    const record = this.#members.get(member)?.record;
    return record === undefined ? [] : eventsInPart(drafts, record);
  }
}
