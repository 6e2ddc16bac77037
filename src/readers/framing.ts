import type { Sample } from '../core/format.ts';
import type { Origin } from './charset.ts';
import { CsvFramer } from './csv-framer.ts';
import { DocumentFramer } from './document-framer.ts';
import type { Framer } from './framer.ts';
import { BYTE } from './json-bytes.ts';
import { LineFramer } from './line-framer.ts';
import { NdjsonFramer } from './ndjson-framer.ts';
import { OctetFramer } from './octet-framer.ts';
import type { ReadOptions } from './read-item.ts';
import type { ScanSelect } from './scanned.ts';
import type { EntryFraming } from './wrappers/wrapper.ts';

/** The framer for a text whose beginning is known. */
export function framerOf(sample: Sample, framing: EntryFraming, origin: Origin, options: ReadOptions): Framer {
  if (framing === 'lines') return new LineFramer(origin, options);
  if (framing === 'octets') return new OctetFramer(origin, options);
  if (framing === 'csv') return new CsvFramer(origin, options);
  if (framing !== 'records') return new DocumentFramer(framing, origin, options);
  if (sample.shape === 'ndjson' && sample.wrapper === undefined) return new NdjsonFramer(origin, options);
  return new DocumentFramer(recordSelect(sample.wrapper), origin, options);
}

/** One record an object: the elements of an array or of the wrapping member, else the document itself. */
function recordSelect(wrapper: string | undefined): ScanSelect {
  return (path, first) => {
    if (path.length === 0) return first === BYTE.openArray || wrapper !== undefined ? 'enter' : 'take';
    if (path.length === 1 && path[0] === wrapper) return 'enter';
    return path.length === 1 && typeof path[0] === 'string' ? 'skip' : 'take';
  };
}
