import type { Framing, Sample, Select } from '../../core/format.ts';
import { isObject, type Json, member } from '../../core/json.ts';
import { mostValues } from './sample.ts';
import type { Unwrapped, Wrapper, WrapperEntry } from './wrapper.ts';

/** What stands beside the hits in an answer. */
const BESIDE = ['took', 'timed_out', '_shards'];

const hitsOfAnswer: Select = (path) => {
  if (path.length > 2) return 'take';
  return path.every((step) => step === 'hits') ? 'enter' : 'skip';
};

function isHit(value: Json | undefined): boolean {
  return typeof member(value, '_index') === 'string' && isObject(member(value, '_source'));
}

/** The document as it was indexed, which may be wrapped itself (ECS). */
function unwrap({ json }: WrapperEntry): Unwrapped | undefined {
  const source = member(json, '_source');
  if (isObject(source)) return { kind: 'content', text: JSON.stringify(source), says: {} };
  if (member(json, '_index') === undefined) return undefined;
  return { kind: 'fault', code: 'missing-field', message: 'a hit without _source: search with _source' };
}

function framing(sample: Sample): Framing | undefined {
  const { first } = sample;
  const isAnswer = isObject(member(first, 'hits')) && BESIDE.some((name) => member(first, name) !== undefined);
  if (isAnswer) return hitsOfAnswer;
  return mostValues(sample, isHit) ? 'records' : undefined;
}

/** Answers of `_search` in Elasticsearch or OpenSearch, and their hits one a line (elasticdump). */
const elastic: Wrapper = { id: 'elastic', title: 'Elasticsearch', framing, unwrap };

export default elastic;
