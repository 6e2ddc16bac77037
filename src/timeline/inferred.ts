import type { Inference, Inferred } from '../core/inference.ts';
import type { Step } from '../core/step.ts';
import { placeInTime } from './place.ts';

/** An inference as a step of the timeline. */
export function inferredStep({ id }: Pick<Inference, 'id'>, inferred: Inferred): Step {
  const { key, members, citations, remarks } = inferred;
  const step = {
    id: `inference:${id}:${key}`,
    ...placeInTime(members),
    members,
    citations,
    inference: id,
    entries: [],
  };
  return remarks === undefined ? step : { ...step, remarks };
}
