import { type Json, member, text } from '../../core/json.ts';
import { momentOf } from '../../core/time.ts';
import { mostValues, withoutLineEnd } from './sample.ts';
import type { Unwrapped, Wrapper, WrapperEntry } from './wrapper.ts';

const STREAMS: readonly (Json | undefined)[] = ['stdout', 'stderr'];

function isEntry(value: Json | undefined): boolean {
  const streams = STREAMS.includes(member(value, 'stream'));
  return streams && typeof member(value, 'log') === 'string' && text(member(value, 'time')) !== undefined;
}

/** A `log` without a line end is a piece: Docker cuts lines at 16 KB. */
function unwrap({ json }: WrapperEntry): Unwrapped | undefined {
  const [log, stream] = [member(json, 'log'), text(member(json, 'stream'))];
  if (!isEntry(json) || typeof log !== 'string' || stream === undefined) return undefined;
  const piece = { stream, last: log.endsWith('\n') };
  return {
    kind: 'content',
    text: withoutLineEnd(log),
    says: { time: momentOf(member(json, 'time')) },
    piece,
  };
}

/** Log driver `json-file`, in `/var/lib/docker/containers/<id>/<id>-json.log`: `{"log":"…\n","stream":"stdout","time":"…Z"}`. */
const docker: Wrapper = {
  id: 'docker',
  title: 'Docker',
  framing: (sample) => {
    const ends = sample.values.some((value) => text(member(value, 'log'))?.endsWith('\n'));
    return ends && mostValues(sample, isEntry) ? 'records' : undefined;
  },
  unwrap,
};

export default docker;
