import { type Json, member, text } from '../../core/json.ts';
import { momentOf } from '../../core/time.ts';
import { mostValues } from './sample.ts';
import type { Unwrapped, Wrapper, WrapperEntry } from './wrapper.ts';

function isEvent(value: Json | undefined): boolean {
  return ['specversion', 'type', 'source', 'id'].every((name) => text(member(value, name)) !== undefined);
}

function unwrap({ json }: WrapperEntry): Unwrapped | undefined {
  if (!isEvent(json)) return undefined;
  const data = dataOf(json);
  if (data === undefined) return { kind: 'fault', code: 'missing-field', message: 'an event without data' };
  return { kind: 'content', text: data, says: { time: momentOf(member(json, 'time')) } };
}

/** A document, a text that may be one, or bytes in base64. */
function dataOf(json: Json | undefined): string | Buffer | undefined {
  const [data, base64] = [member(json, 'data'), text(member(json, 'data_base64'))];
  if (typeof data === 'string') return data;
  if (data !== undefined && data !== null) return JSON.stringify(data);
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64');
}

/** CloudEvents 1.0 in JSON, alone or in batches. */
const cloudevents: Wrapper = {
  id: 'cloudevents',
  title: 'CloudEvents',
  framing: (sample) => (mostValues(sample, isEvent) ? 'records' : undefined),
  unwrap,
};

export default cloudevents;
