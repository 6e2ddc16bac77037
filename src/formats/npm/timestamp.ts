import { type Moment, parseTime } from '../../core/time.ts';
import { CONSTRUCTED, nodeAt, OCTET_STRING } from './der.ts';

/** Deepest nesting of DER that is followed. A time stamp response needs nine levels. */
const DEEPEST = 16;

const GENERALIZED_TIME = 0x18;

/**
 * When a time stamp authority signed, from an RFC 3161 response in base64: the first GeneralizedTime in it is `genTime`
 * of its TSTInfo, which stands before any certificate. The signature is not checked here.
 */
export function readTimestamp(base64: string): Moment | undefined {
  const found = firstTime(Buffer.from(base64, 'base64'), 0);
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(found ?? '');
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = ''] = match;
  const result = parseTime(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`);
  return result.ok ? result.moment : undefined;
}

/** Text of the first GeneralizedTime in DER, depth first. */
function firstTime(bytes: Buffer, depth: number): string | undefined {
  for (let offset = 0; offset < bytes.length; ) {
    const node = nodeAt(bytes, offset);
    if (node === undefined) return undefined;
    if (node.tag === GENERALIZED_TIME) return node.value.toString('latin1');
    const holds = (node.tag & CONSTRUCTED) !== 0 || node.tag === OCTET_STRING;
    const inner = holds && depth < DEEPEST ? firstTime(node.value, depth + 1) : undefined;
    if (inner !== undefined) return inner;
    offset = node.end;
  }
  return undefined;
}
