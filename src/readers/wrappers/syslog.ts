import type { Sample } from '../../core/format.ts';
import { type Moment, momentOf } from '../../core/time.ts';
import { logHead } from './log-head.ts';
import { mostLines, withoutLineEnd } from './sample.ts';
import type { Unwrapped, Wrapper } from './wrapper.ts';

const PRIORITY = /^<(?:0|[1-9]\d{0,2})>/;
/** RFC 5424: version, time, host, program, process id, message id; `-` where there is none. */
const HEADER = /^<\d{1,3}>\d{1,2} (\S{1,64}) (\S{1,255}) (\S{1,255}) \S{1,128} \S{1,64} (?=[[-])/;
const COUNTED = /^\d{1,9} <\d{1,3}>/;
/** A byte order mark in front of the message, read as UTF-8 or byte by byte. */
const MARK = /^(?:\ufeff|\u00ef\u00bb\u00bf)/;

function unwrap({ text }: { readonly text: string }): Unwrapped | undefined {
  const [priority] = PRIORITY.exec(text) ?? [];
  if (priority === undefined) return undefined;
  return modern(text) ?? old(text, priority.length);
}

/** RFC 5424. Undefined for anything older. */
function modern(text: string): Unwrapped | undefined {
  const [header, time, host, program] = HEADER.exec(text) ?? [];
  if (header === undefined) return undefined;
  const end = endOfData(text, header.length);
  if (end === -1) return { kind: 'fault', code: 'unknown-shape', message: 'the structured data has no end' };
  return content(text.slice(end).replace(/^ /, '').replace(MARK, ''), {
    time: momentOf(time),
    host: given(host),
    process: given(program),
  });
}

/** RFC 3164, where everything but the priority may be missing. */
function old(text: string, from: number): Unwrapped {
  const head = logHead(text, from, false);
  if (head === undefined) return content(text.slice(from), {});
  const { time, host, program, length } = head;
  return content(text.slice(from + length), { time, host, process: program });
}

interface Says {
  readonly time?: Moment | undefined;
  readonly host?: string | undefined;
  readonly process?: string | undefined;
}

function content(text: string, says: Says): Unwrapped {
  return { kind: 'content', text: withoutLineEnd(text), says };
}

function given(value: string | undefined): string | undefined {
  return value === '-' ? undefined : value;
}

/** Index behind the structured data: `-`, or elements in brackets whose quoted values may hold any; -1 if it has no end. */
function endOfData(text: string, from: number): number {
  if (text[from] === '-') return text[from + 1] === ' ' || from + 1 === text.length ? from + 1 : -1;
  let [i, quoted, open] = [from, false, false];
  for (; i < text.length && (open || text[i] === '['); i += 1) {
    const character = text[i];
    if (quoted && character === '\\') i += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted) open = character !== ']';
  }
  return open ? -1 : i;
}

function framing(sample: Sample): 'lines' | 'octets' | undefined {
  if (mostLines(sample, (line) => PRIORITY.test(line))) return 'lines';
  return mostLines(sample, (line) => COUNTED.test(line)) ? 'octets' : undefined;
}

/** Messages of syslog as they are sent, with their priority: RFC 5424 and 3164, one a line or behind their length. */
const syslog: Wrapper = { id: 'syslog', title: 'syslog', framing, unwrap };

export default syslog;
