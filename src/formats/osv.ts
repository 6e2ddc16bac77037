import type { ProblemCode } from '../core/errors.ts';
import type { EventDraft } from '../core/event.ts';
import type { Format, Out, Sample } from '../core/format.ts';
import { at, isObject, type Json, type JsonObject, list, member, text } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { type Moment, readTime } from '../core/time.ts';
import { type AffectedPackage, affectedPackages } from './osv.affected.ts';

/** Advisories in the OSV form, one JSON object each: schema of OSV 1.7, and what the malicious-packages database adds. */
const format: Format = {
  id: 'osv',
  title: 'OSV advisory',
  revision: 1,
  about: {
    export:
      'the JSON file of the advisory (MAL-…, GHSA-…) from osv.dev, or from the ossf/malicious-packages repository',
    lifetime: 'kept for ever; an advisory that is withdrawn says so',
    proves: 'which versions others call malicious or vulnerable, and when that became public in this database',
    cannotProve: 'when the package was first noticed; what the attacker did; that other versions are clean',
    tried: 'real',
  },
  framing: 'records',
  recognise,
  open: () => ({ push: (record) => answers(record), end: () => [] }),
};

export default format;

function recognise(sample: Sample): number {
  const found = sample.values.filter(isAdvisory);
  if (found.length * 2 <= sample.values.length) return 0;
  return found.some((value) => typeof member(value, 'schema_version') === 'string') ? 80 : 70;
}

function isAdvisory(value: Json): boolean {
  const named = typeof member(value, 'id') === 'string' && typeof member(value, 'modified') === 'string';
  return named && Array.isArray(member(value, 'affected'));
}

/** What all events of one advisory share. */
interface Advisory {
  readonly id: string;
  readonly json: JsonObject;
  readonly packages: readonly AffectedPackage[];
  readonly number: number;
}

function answers({ json, number }: EvidenceRecord): readonly Out[] {
  const id = text(member(json, 'id'));
  if (!isObject(json) || id === undefined) return [problem(number, 'unknown-shape', 'not an advisory with an id')];
  const affected = list(member(json, 'affected'));
  const packages = affectedPackages(affected);
  if (affected.length === 0) return [problem(number, 'missing-field', `${id} names nothing that is affected`)];
  if (packages.length === 0) return [{ kind: 'ignored', rule: 'advisory for other ecosystems', records: [number] }];
  const advisory = { id, json, packages, number };
  return [...publications(advisory), ...origins(advisory), ...withdrawal(advisory)];
}

/** One event a package. The package stands in the key, so that one added later does not shift the others. */
function publications(advisory: Advisory): Out[] {
  const { id, json, packages } = advisory;
  return dated(advisory, 'publication time', member(json, 'published'), (moment) =>
    packages.map((affected) => ({
      ...base(advisory, moment),
      identity: { by: 'native', key: `osv:${id}:${affected.name}` },
      action: 'advisory.published',
      source_name: 'OSV',
      text: summary(json, affected),
      ...subject(affected),
    })),
  );
}

/** The databases that the advisory was put together from, each at the time when it was taken in, where that is given. */
function origins(advisory: Advisory): Out[] {
  const listed = list(at(advisory.json, 'database_specific', 'malicious-packages-origins'))
    .filter(isObject)
    .filter((origin) => member(origin, 'import_time') !== undefined);
  return listed.flatMap((origin) =>
    dated(advisory, 'import time of an origin', member(origin, 'import_time'), (moment) => [
      originEvent(advisory, origin, moment),
    ]),
  );
}

function originEvent(advisory: Advisory, origin: JsonObject, moment: Moment): EventDraft {
  const source = text(member(origin, 'source'));
  const versions = texts(member(origin, 'versions'));
  const [only, ...others] = advisory.packages;
  const key = text(member(origin, 'sha256')) ?? `${source ?? ''}:${moment.text}`;
  const foreign = text(member(origin, 'id'));
  return {
    ...base(advisory, moment),
    identity: { by: 'native', key: `osv-origin:${advisory.id}:${key}` },
    basis: 'ingest',
    action: 'advisory.published',
    source_name: source,
    package: others.length === 0 ? only?.name : undefined,
    version: versions.length === 1 ? versions[0] : undefined,
    versions: versions.length === 0 ? undefined : versions,
    text: `taken into ${advisory.id}${foreign === undefined || foreign === advisory.id ? '' : ` from ${foreign}`}`,
  };
}

function withdrawal(advisory: Advisory): Out[] {
  const value = member(advisory.json, 'withdrawn');
  if (value === undefined || value === null) return [];
  return dated(advisory, 'withdrawal time', value, (moment) =>
    advisory.packages.map((affected) => ({
      ...base(advisory, moment),
      identity: { by: 'native', key: `osv-withdrawn:${advisory.id}:${affected.name}` },
      action: 'other',
      native_action: 'withdrawn',
      source_name: 'OSV',
      text: `${advisory.id} was withdrawn`,
      ...subject(affected),
    })),
  );
}

function base({ id, json }: Advisory, moment: Moment) {
  return {
    at: moment,
    grade: 'third_party',
    outcome: 'success',
    native_id: id,
    resource: id,
    reference: reference(json),
  } as const;
}

function subject({ name, versions }: AffectedPackage) {
  const [only, ...others] = versions;
  const several = versions.length === 0 ? undefined : versions;
  return { package: name, version: others.length === 0 ? only : undefined, versions: several };
}

/** The source's own page about it where there is one, else whatever it lists first. */
function reference(json: JsonObject): string | undefined {
  const listed = list(member(json, 'references'));
  const best = listed.find((item) => member(item, 'type') === 'ADVISORY') ?? listed[0];
  return text(member(best, 'url'));
}

function summary(json: JsonObject, { range }: AffectedPackage): string | undefined {
  const aliases = texts(member(json, 'aliases'));
  const said = [
    text(member(json, 'summary')),
    range === undefined ? undefined : `affected: ${range}`,
    aliases.length === 0 ? undefined : `also ${aliases.join(', ')}`,
  ].filter((part) => part !== undefined);
  return said.length === 0 ? undefined : said.join('; ');
}

function texts(value: Json | undefined): readonly string[] {
  return list(value).filter((item) => typeof item === 'string' && item !== '') as string[];
}

/** The events of one of the advisory's times, or what is wrong with that time. */
function dated(
  advisory: Advisory,
  name: string,
  value: Json | undefined,
  make: (moment: Moment) => readonly EventDraft[],
): Out[] {
  if (value === undefined || value === null)
    return [problem(advisory.number, 'missing-field', `${advisory.id} has no ${name}`)];
  const time = readTime(value);
  if (!time.ok) return [problem(advisory.number, time.code, `${advisory.id}: ${name} cannot be used`)];
  return make(time.moment).map((event) => ({ kind: 'event', event, records: [advisory.number] }));
}

function problem(number: number, code: ProblemCode, message: string): Out {
  return { kind: 'problem', code, message, records: [number] };
}
