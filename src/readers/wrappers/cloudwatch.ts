import type { Framing, Sample, Select } from '../../core/format.ts';
import { isObject, type Json, member } from '../../core/json.ts';
import { momentOf } from '../../core/time.ts';
import { mostValues, withoutLineEnd } from './sample.ts';
import type { Unwrapped, Wrapper, WrapperEntry } from './wrapper.ts';

/** CloudWatch asks the receiver of a subscription whether it is there. */
const CONTROL = 'CWL CONTROL MESSAGE:';
/** What stands beside the events in an answer of get-log-events or filter-log-events. */
const BESIDE = ['nextForwardToken', 'nextBackwardToken', 'searchedLogStreams'];

const eventsOfAnswer: Select = (path) => {
  if (path.length === 0) return 'enter';
  if (path[0] !== 'events') return 'skip';
  return path.length === 1 ? 'enter' : 'take';
};

function isEvent(value: Json | undefined): boolean {
  return typeof member(value, 'message') === 'string' && typeof member(value, 'timestamp') === 'number';
}

/** An event taken out of its answer, one a line. */
function isLooseEvent(value: Json): boolean {
  return (
    isEvent(value) && ['ingestionTime', 'eventId', 'logStreamName'].some((name) => member(value, name) !== undefined)
  );
}

function unwrap({ json }: WrapperEntry): Unwrapped | undefined {
  const message = member(json, 'message');
  if (typeof message !== 'string' || !isEvent(json)) return undefined;
  if (message.startsWith(CONTROL)) return { kind: 'noise', rule: 'control-message' };
  return { kind: 'content', text: withoutLineEnd(message), says: { time: momentOf(member(json, 'timestamp')) } };
}

function framing(sample: Sample): Framing | undefined {
  if (sample.wrapper === 'logEvents') return mostValues(sample, isEvent) ? 'records' : undefined;
  if (isAnswer(sample.first)) return eventsOfAnswer;
  return mostValues(sample, isLooseEvent) ? 'records' : undefined;
}

/** Of a large answer the sample shows no events. */
function isAnswer(document: Json | undefined): boolean {
  const events = member(document, 'events');
  if (!isObject(document) || !Array.isArray(events)) return false;
  const [first] = events as readonly Json[];
  return first === undefined ? BESIDE.some((name) => Object.hasOwn(document, name)) : isEvent(first);
}

/** `aws logs get-log-events`, `aws logs filter-log-events`, and what a subscription delivers (`logEvents`). */
const cloudwatch: Wrapper = { id: 'cloudwatch', title: 'CloudWatch', framing, unwrap };

export default cloudwatch;
