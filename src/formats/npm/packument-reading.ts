import type { Context, Out } from '../../core/format.ts';
import { isObject, text } from '../../core/json.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import { type Moment, momentOf } from '../../core/time.ts';
import { type Manifest, readManifest } from '../../registry/manifest.ts';
import { packageName } from '../../registry/names.ts';
import type { DocumentReading, Path, Surveyed } from './documents.ts';
import { Nameless } from './nameless.ts';
import { eventsInPart, memberPart, problemOut, skippedMember, stampProblem, stateOut, timeOuts } from './outs.ts';
import { approveEvent, changeEvent, deprecateEvent, publishEvent, timeEvents } from './release-events.ts';
import { readTimes, type Times } from './times.ts';

interface Version {
  readonly version: string;
  readonly manifest: Manifest;
  readonly record: number;
}

/** One packument: its members become parts, its times and manifests become events. */
export class PackumentReading implements DocumentReading {
  readonly #name: string | undefined;
  readonly #taken: Moment | undefined;
  /** The member `modified` of the abbreviated form, which has no `time`. */
  readonly #modified: Moment | undefined;
  #times: Times | undefined;
  /** The record of `time`, which witnesses the publishes whose manifest is gone. */
  #timeRecord: number | undefined;
  /** Versions that came before the times were known. */
  readonly #waiting: Version[] = [];
  readonly #published = new Set<string>();
  readonly #nameless = new Nameless('neither `name` nor `_id` holds the name of a package');

  constructor(context: Context, surveyed: Surveyed) {
    this.#name = packageName(text(surveyed('name')) ?? text(surveyed('_id')) ?? '');
    this.#taken = context.taken.at;
    this.#times = readTimes(surveyed('time'));
    this.#modified = momentOf(surveyed('modified'));
  }

  push(record: EvidenceRecord, path: Path): readonly Out[] {
    const [member] = path;
    const skipped = skippedMember(member, record);
    if (skipped !== undefined) return [skipped];
    if (this.#name === undefined) return this.#nameless.push(record);
    const part = memberPart(`package:${this.#name}`, path, record);
    if (member === 'versions') return this.#version(this.#name, record, path, part);
    if (member === 'time') return this.#time(record, part);
    return member === 'modified' ? [part, ...this.#lastChange(this.#name, record)] : [part];
  }

  #version(name: string, record: EvidenceRecord, [, version]: Path, part: Out): readonly Out[] {
    if (typeof version !== 'string')
      return [problemOut('unknown-shape', '`versions` is a list, not an object', record)];
    if (!isObject(record.json)) return [problemOut('unknown-shape', 'a version that is not an object', record)];
    const told = { version, manifest: readManifest(record.json), record: record.number };
    if (this.#times !== undefined) return [part, ...this.#versionEvents(name, told)];
    this.#waiting.push(told);
    return [part];
  }

  #versionEvents(name: string, { version, manifest, record }: Version): readonly Out[] {
    const release = { name, version };
    const times = this.#trusted();
    const moment = times?.versions.get(version);
    if (moment !== undefined) this.#published.add(version);
    const before = times?.modified ?? this.#modified ?? this.#taken;
    const drafts = [
      moment && publishEvent(release, moment, manifest),
      deprecateEvent(release, manifest, { after: moment, before }),
      approveEvent(release, manifest, before),
    ];
    return eventsInPart(drafts, record);
  }

  #time(record: EvidenceRecord, part: Out): readonly Out[] {
    const times = readTimes(record.json);
    this.#times ??= times;
    if (this.#trusted() !== undefined) this.#timeRecord = record.number;
    return timeOuts(times, part, record);
  }

  /** The times, unless a mirror wrote them. */
  #trusted(): Times | undefined {
    return this.#times?.mirror ? undefined : this.#times;
  }

  /** The abbreviated form tells one thing with a time: when the document last changed. */
  #lastChange(name: string, record: EvidenceRecord): readonly Out[] {
    if (this.#times !== undefined) return [];
    const moment = momentOf(record.json);
    if (moment === undefined) return stampProblem('modified', record.json, record);
    return eventsInPart([changeEvent(name, moment)], record.number);
  }

  end(): readonly Out[] {
    const name = this.#name;
    if (name === undefined) return this.#nameless.end();
    const waited = this.#waiting.flatMap((version) => this.#versionEvents(name, version));
    const times = this.#trusted();
    const record = this.#timeRecord;
    const known = times !== undefined && record !== undefined;
    const bare = known ? eventsInPart(timeEvents(name, times, this.#published), record) : [];
    return [...waited, ...bare, stateOut(`package:${name}`, times?.newest ?? this.#modified)];
  }
}
