import { LONGEST_LINE } from '../proxy/problems.ts';

/** A line of the access log, taken apart. */
export interface AccessLine {
  readonly time: string;
  readonly trace: string;
  readonly response: 'ACCEPTED' | 'DENIED';
  readonly type: string;
  /** `repository:path`, where the line has one. */
  readonly place: string;
  readonly message: string;
  readonly user: string;
  readonly ip: string;
  /** How the user proved who it is: `token`, `apikey`. */
  readonly proof: string;
}

/** Versions before 7 have no trace id. */
const LINE =
  /^(\d{4}-\d\d-\d\d[T ][\d:.,]+ ?(?:Z|[+-]\d\d:?\d\d)?) (?:\[([0-9a-fA-F]*) *\] )?\[(ACCEPTED|DENIED) ([A-Z][A-Z_ ]*)\] ?([\s\S]*)$/;
/** A path may hold ` for ` too: the last one counts. */
const CLIENT = /^([\s\S]*)for client : ([\s\S]*) \/ ([^\s/[\]]*)(?: \[?([A-Za-z][\w -]*)\]?)?$/;
const OLDER_CLIENT = /^([\s\S]*)for (\S+)\/([^\s/[\]]*)(?: \[?([A-Za-z][\w -]*)\]?)?$/;

/** Whether a line begins as those of an access log do. */
export function isAccessLine(line: string): boolean {
  return LINE.test(line);
}

/** Undefined for what is no line of an access log, `no-client` for one that does not say who. */
export function accessLine(text: string): AccessLine | 'no-client' | undefined {
  const match = text.length > LONGEST_LINE ? null : LINE.exec(text);
  if (match === null) return undefined;
  const [, time = '', trace = '', response, type = '', rest = ''] = match;
  const client = CLIENT.exec(rest) ?? OLDER_CLIENT.exec(rest);
  if (client === null) return 'no-client';
  const [, what = '', user = '', ip = '', proof = ''] = client;
  const base = { time: time.replace(/ (?=Z|[+-])/, ''), trace, type, user, ip: ip.replace(/\.+$/, ''), proof };
  return { ...base, response: response === 'DENIED' ? 'DENIED' : 'ACCEPTED', ...placeIn(what) };
}

/** Path and message stand before the client, each with a space after it; a path without a message may hold spaces. */
function placeIn(what: string): { readonly place: string; readonly message: string } {
  const text = what.trim();
  if (!/^[^\s:]+:/.test(text)) return { place: '', message: text };
  if (what.endsWith('  ') || !text.includes(' ')) return { place: text, message: '' };
  const end = text.indexOf(' ');
  return { place: text.slice(0, end), message: text.slice(end + 1) };
}
