import { at, type Json, member, text } from '../../core/json.ts';
import { momentOf } from '../../core/time.ts';
import { mostValues, withoutLineEnd } from './sample.ts';
import type { Unwrapped, Wrapper, WrapperEntry } from './wrapper.ts';

const MESSAGES = ['log', 'message'];
const TIMES = ['time', '@timestamp', 'timestamp', 'date'];
const PROCESSES = ['container_name', 'appname', 'service'];
/** Members that only collectors write beside a line that they carry. */
const MARKS = ['stream', 'kubernetes', 'container_id', 'container_name', 'source_type', '@version', 'logtag', '_p'];

function messageOf(json: Json | undefined): string | undefined {
  return MESSAGES.map((name) => member(json, name)).find((value) => typeof value === 'string');
}

function isEntry(value: Json | undefined): boolean {
  const message = messageOf(value);
  if (message === undefined) return false;
  const plain = message.trim();
  return (plain.startsWith('{') && plain.endsWith('}')) || MARKS.some((name) => member(value, name) !== undefined);
}

function first(json: Json | undefined, names: readonly string[]): Json | undefined {
  return names.map((name) => member(json, name)).find((value) => value !== undefined);
}

function unwrap({ json }: WrapperEntry): Unwrapped | undefined {
  const message = messageOf(json);
  if (message === undefined) return undefined;
  const pod = at(json, 'kubernetes');
  const says = {
    time: momentOf(first(json, TIMES)),
    host: text(member(pod, 'host')) ?? text(first(json, ['host', 'hostname'])),
    process: text(member(pod, 'container_name')) ?? text(first(json, PROCESSES)),
  };
  const tag = first(json, ['logtag', '_p']);
  const content = { kind: 'content', text: withoutLineEnd(message), says } as const;
  if (tag !== 'P' && tag !== 'F') return content;
  const stream = [member(pod, 'pod_id'), says.process, member(json, 'stream')].map(String).join(' ');
  return { ...content, piece: { stream, last: tag === 'F' } };
}

/** Fluent Bit, Fluentd, Vector, Logstash: the line in `log` or `message`, with what they know beside it. */
const collector: Wrapper = {
  id: 'collector',
  title: 'a log collector',
  framing: (sample) => (mostValues(sample, isEntry) ? 'records' : undefined),
  unwrap,
};

export default collector;
