import { logHead } from './log-head.ts';
import { isOfPipeline, mostLines } from './sample.ts';
import type { Unwrapped, Wrapper } from './wrapper.ts';

/** What `journalctl` says between the lines: where the journal begins, where the machine was started. */
const BETWEEN = /^-- (?:Logs begin|Journal begins|Boot [0-9a-f]{32}|Reboot|No entries)/;

function unwrap({ text }: { readonly text: string }): Unwrapped | undefined {
  const head = logHead(text, 0, true);
  if (head === undefined) return between(text);
  // Messages about services, not by them.
  if (head.program === 'systemd' && head.pid === '1') return { kind: 'noise', rule: 'service-manager' };
  const { time, host, program, length } = head;
  return { kind: 'content', text: text.slice(length), says: { time, host, process: program } };
}

/** A message of several lines goes on indented. */
function between(text: string): Unwrapped | undefined {
  if (BETWEEN.test(text)) return { kind: 'noise', rule: 'journal-header' };
  return /^[ \t]/.test(text) ? { kind: 'content', text: text.trimStart(), says: {}, continues: true } : undefined;
}

/** Files of a syslog daemon, and `journalctl -o short` with its kin: `Mar 31 00:40:01 host app[7]: …`. */
const journalLines: Wrapper = {
  id: 'journal-lines',
  title: 'a system log',
  framing: (sample) => {
    const fits = (line: string): boolean => !isOfPipeline(line) && logHead(line, 0, true) !== undefined;
    return mostLines(sample, fits) ? 'lines' : undefined;
  },
  unwrap,
};

export default journalLines;
