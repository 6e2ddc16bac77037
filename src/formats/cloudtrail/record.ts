import { isObject, type Json, type JsonObject, list, member, text } from '../../core/json.ts';

/** A record of CloudTrail, its parts as objects even where an export has made texts of them. */
export interface TrailRecord {
  readonly all: JsonObject;
  /** `codeartifact:ReadFromRepository` */
  readonly native: string;
  readonly service: string;
  readonly name: string;
  readonly identity: Json | undefined;
  readonly parameters: Json | undefined;
  readonly answer: Json | undefined;
  readonly additional: Json | undefined;
}

/** Undefined where the record does not name its service and its call. */
export function trailRecord(json: JsonObject): TrailRecord | undefined {
  const [source, name] = [text(member(json, 'eventSource')), text(member(json, 'eventName'))];
  if (source === undefined || name === undefined) return undefined;
  const service = source.replace(/\..*$/s, '');
  return {
    all: json,
    native: `${service}:${name}`,
    service,
    name,
    identity: parsed(member(json, 'userIdentity')),
    parameters: parsed(member(json, 'requestParameters')),
    answer: parsed(member(json, 'responseElements')),
    additional: parsed(member(json, 'additionalEventData')),
  };
}

/** Tables of queries hold parts of a record as JSON text. */
function parsed(value: Json | undefined): Json | undefined {
  return typeof value === 'string' && /^\s*\{/.test(value) ? (parseObject(value) ?? value) : value;
}

export function parseObject(source: string): JsonObject | undefined {
  try {
    const value = JSON.parse(source) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The records of the trail in what was exported: the record itself; `lookup-events`, which puts it as text in
 * `CloudTrailEvent` and a list of those in `Events`; an event bus, which puts it in `detail`.
 */
export function trailRecordsIn(json: Json): readonly Json[] {
  const events = member(json, 'Events');
  if (Array.isArray(events)) return list(events).map(inEnvelope);
  return [inEnvelope(json)];
}

function inEnvelope(json: Json): Json {
  const told = text(member(json, 'CloudTrailEvent'));
  if (told !== undefined) return parseObject(told) ?? json;
  const detail = member(json, 'detail');
  return member(json, 'eventName') === undefined && member(detail, 'eventName') !== undefined ? (detail ?? json) : json;
}
