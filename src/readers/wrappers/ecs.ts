import { at, type Json, member, text } from '../../core/json.ts';
import { momentOf } from '../../core/time.ts';
import { mostValues, withoutLineEnd } from './sample.ts';
import type { Unwrapped, Wrapper, WrapperEntry } from './wrapper.ts';

/** A field that stands nested, or under its whole name with dots. */
function field(json: Json | undefined, ...path: readonly string[]): string | undefined {
  return text(at(json, ...path)) ?? text(member(json, path.join('.')));
}

/** The record as it came; where that was not kept, the message, if a shipper carried it. */
function original(json: Json | undefined): string | undefined {
  if (text(member(json, '@timestamp')) === undefined) return undefined;
  const shipped = field(json, 'ecs', 'version') ?? field(json, 'agent', 'type');
  return field(json, 'event', 'original') ?? (shipped === undefined ? undefined : text(member(json, 'message')));
}

function unwrap({ json }: WrapperEntry): Unwrapped | undefined {
  const message = original(json);
  if (message === undefined) return undefined;
  const says = {
    time: momentOf(member(json, '@timestamp')),
    host: field(json, 'host', 'name') ?? field(json, 'host', 'hostname'),
    process: field(json, 'container', 'name') ?? field(json, 'process', 'name'),
  };
  return { kind: 'content', text: withoutLineEnd(message), says };
}

/** Elastic Common Schema, as Filebeat and Elastic Agent write it: `event.original`, or `message`. */
const ecs: Wrapper = {
  id: 'ecs',
  title: 'ECS',
  framing: (sample) => (mostValues(sample, (value) => original(value) !== undefined) ? 'records' : undefined),
  unwrap,
};

export default ecs;
