import { momentOf } from '../../core/time.ts';
import { mostLines } from './sample.ts';
import type { Unwrapped, Wrapper } from './wrapper.ts';

/** `2026-03-31T00:40:01.123456789Z stdout F `: time, stream, whole (F) or a piece (P), perhaps more tags. */
const HEAD =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) (stdout|stderr) ([FP])(?::[\w:]{1,99})?(?: |$)/;

function unwrap({ text }: { readonly text: string }): Unwrapped | undefined {
  const [head, time, stream = '', tag] = HEAD.exec(text) ?? [];
  if (head === undefined) return undefined;
  return {
    kind: 'content',
    text: text.slice(head.length),
    says: { time: momentOf(time) },
    piece: { stream, last: tag === 'F' },
  };
}

/** Kubernetes container runtime interface, as containerd and CRI-O write below `/var/log/pods`. */
const cri: Wrapper = {
  id: 'cri',
  title: 'a container runtime (CRI)',
  framing: (sample) => (mostLines(sample, (line) => HEAD.test(line)) ? 'lines' : undefined),
  unwrap,
};

export default cri;
