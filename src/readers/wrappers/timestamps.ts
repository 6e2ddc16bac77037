import { momentOf } from '../../core/time.ts';
import { isOfPipeline, mostLines } from './sample.ts';
import type { Unwrapped, Wrapper } from './wrapper.ts';

/** Before the time: `[pod/registry-0/verdaccio] ` (kubectl --prefix), `verdaccio-1  | ` (docker compose). */
const HEAD =
  /^(?:\[pod\/([^\]\s]{1,255})\] |([\w.-]{1,255}) +\| )?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))(?: |$)/;

function unwrap({ text }: { readonly text: string }): Unwrapped | undefined {
  const [head, pod, service, time] = HEAD.exec(text) ?? [];
  if (head === undefined) return undefined;
  const says = { time: momentOf(time), process: pod ?? service };
  return { kind: 'content', text: text.slice(head.length), says };
}

/** `docker logs -t`, `kubectl logs --timestamps`, CloudWatch exported to S3: a time with a zone, a space, the line. */
const timestamps: Wrapper = {
  id: 'timestamps',
  title: 'a stream with times',
  framing: (sample) => {
    if (mostLines(sample, isOfPipeline)) return undefined;
    return mostLines(sample, (line) => HEAD.test(line)) ? 'lines' : undefined;
  },
  unwrap,
};

export default timestamps;
