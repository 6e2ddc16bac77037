import type { Sample } from '../../core/format.ts';
import { isObject, type Json, member, scalar, text } from '../../core/json.ts';
import { momentOf } from '../../core/time.ts';
import { csvCells } from '../csv-cells.ts';
import { mostValues, withoutLineEnd } from './sample.ts';
import type { Unwrapped, Wrapper, WrapperEntry } from './wrapper.ts';

/** A row of results stands in `result`, or is one of `results`, or a row of a table. */
function resultOf(json: Json | undefined): Json | undefined {
  const result = member(json, 'result');
  return isObject(result) ? result : json;
}

function isRow(value: Json | undefined): boolean {
  return typeof member(resultOf(value), '_raw') === 'string';
}

function unwrap({ json }: WrapperEntry): Unwrapped | undefined {
  if (member(json, 'preview') === true) return { kind: 'noise', rule: 'preview' };
  const row = resultOf(json);
  const raw = member(row, '_raw');
  if (typeof raw === 'string') {
    const says = { time: momentOf(scalar(member(row, '_time'))), host: text(member(row, 'host')) };
    return { kind: 'content', text: withoutLineEnd(raw), says };
  }
  if (row === json && member(json, 'preview') === false) return { kind: 'noise', rule: 'end-of-results' };
  if (row === json) return undefined;
  return { kind: 'fault', code: 'missing-field', message: 'a result of Splunk without _raw: export raw events' };
}

function framing(sample: Sample): 'records' | 'csv' | undefined {
  if (mostValues(sample, isRow)) return 'records';
  const header = sample.lines.find((line) => line.trim() !== '') ?? '';
  return csvCells(header).includes('_raw') ? 'csv' : undefined;
}

/** Results of a search, exported as JSON (`{"preview":false,"result":{"_raw":…}}`, `{"results":[…]}`) or as CSV. */
const splunk: Wrapper = { id: 'splunk', title: 'Splunk', framing, unwrap };

export default splunk;
