import { momentOf } from '../../core/time.ts';
import { mostLines } from './sample.ts';
import type { Unwrapped, Wrapper } from './wrapper.ts';

/** `2026-03-31T00:40:01.123000+00:00 registry/verdaccio/0a1b `: time and log stream. */
const DETAILED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?\+00:00) (?=\S*[-_/[\d])[^\s:*]{1,512}(?: |$)/;
/** `--format short` leaves out the stream and the zone: its times are of no use. */
const SHORT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?: |$)/;

function unwrap({ text }: { readonly text: string }): Unwrapped | undefined {
  const [head, time] = DETAILED.exec(text) ?? SHORT.exec(text) ?? [];
  if (head === undefined) return undefined;
  return { kind: 'content', text: text.slice(head.length), says: { time: momentOf(time) } };
}

/** What `aws logs tail` prints. */
const cloudwatchTail: Wrapper = {
  id: 'cloudwatch-tail',
  title: 'CloudWatch',
  framing: (sample) => (mostLines(sample, (line) => DETAILED.test(line) || SHORT.test(line)) ? 'lines' : undefined),
  unwrap,
};

export default cloudwatchTail;
