import { sha256 } from '../../src/core/digest.ts';
import type { EventMembers } from '../../src/core/event.ts';
import type { Citation, Step } from '../../src/core/step.ts';
import { placeInTime } from '../../src/timeline/place.ts';

/** A citation of evidence that is known by any name. */
export function citation(name: string, place = ':1'): Citation {
  return { evidence: sha256(name), place };
}

/** A step of the given members: a server recorded it, and it succeeded, unless they say otherwise. */
export function step(members: Partial<EventMembers>, more: Partial<Step> = {}): Step {
  const whole: EventMembers = { action: 'other', grade: 'server', outcome: 'success', ...members };
  const id = JSON.stringify(whole);
  return { id, ...placeInTime(whole), members: whole, citations: [citation('log')], entries: [], ...more };
}
