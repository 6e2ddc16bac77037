import type { EventMembers } from '../core/event.ts';
import type { EvidenceView, Inference, StateView } from '../core/inference.ts';
import { placeText } from '../core/record.ts';
import { type Citation, compareSteps, type Step, stepWith } from '../core/step.ts';
import type { CaseReader } from '../store/case-reader.ts';
import type { TimelineQuery } from '../store/query.ts';
import { inferredStep } from '../timeline/inferred.ts';
import { joined } from '../timeline/joined.ts';
import { mergeSteps } from '../timeline/merge.ts';

/** The case as steps: events with the same id become one, sightings add their witness. */
export class CaseView implements EvidenceView {
  readonly #case: CaseReader;
  #sources: number | undefined;

  constructor(reader: CaseReader) {
    this.#case = reader;
  }

  subjects(): readonly string[] {
    return this.#case.states.subjects();
  }

  states(subject: string): readonly StateView[] {
    return this.#case.states.states(subject);
  }

  steps(query: { readonly package?: string } = {}): Iterable<Step> {
    return this.query(query.package === undefined ? {} : { roles: { package: [query.package] } });
  }

  /** One step an act: records of different evidence that tell of the same one are put together. */
  query(query: TimelineQuery): Iterable<Step> {
    const steps = this.#single(query);
    return this.#severalSources() ? joined(steps, (step) => this.members(step)) : steps;
  }

  #severalSources(): boolean {
    this.#sources ??= this.#case.receipts().length;
    return this.#sources > 1;
  }

  /** All members, from the ledger: those of the index and the rarer ones. */
  members(step: Step): EventMembers {
    const events = step.entries
      .map((seq) => this.#case.entry(seq))
      .flatMap((entry) => (entry.entry === 'event' || entry.entry === 'note' ? [entry.event] : []));
    return Object.assign({}, ...events, step.members) as EventMembers;
  }

  *#single(query: TimelineQuery): Generator<Step> {
    let tied: Step[] = [];
    for (const event of this.#case.timeline.events(query)) {
      if (tied.length > 0 && tied[0]?.sort !== event.sort) {
        yield* this.#merged(tied);
        tied = [];
      }
      tied.push(event);
    }
    yield* this.#merged(tied);
  }

  /** Text of the ledger entries behind a step. */
  whole(step: Step): string {
    return step.entries.map((seq) => this.#case.entries.told(seq)).join('\n');
  }

  /** Events of one moment: those with one id are one step. */
  *#merged(events: readonly Step[]): Generator<Step> {
    const [single] = events;
    if (single === undefined || events.length > 1) yield* this.#severalMerged(events);
    else yield this.#withSightings(single);
  }

  *#severalMerged(events: readonly Step[]): Generator<Step> {
    const byId = new Map<string, Step[]>();
    for (const event of events) {
      const same = byId.get(event.id);
      if (same === undefined) byId.set(event.id, [event]);
      else same.push(event);
    }
    const steps = [...byId.values()].map((same) => this.#withSightings(oneOf(same)));
    yield* steps.sort(compareSteps);
  }

  #withSightings(step: Step): Step {
    const seen = this.#case.timeline.sightings(step.id);
    if (seen.length === 0) return step;
    const citations = [...step.citations, ...seen.map((seq) => this.#sighting(seq))];
    return stepWith(step, { citations: sortCitations(citations) });
  }

  #sighting(seq: number): Citation {
    const entry = this.#case.entry(seq);
    if (entry.entry !== 'sighting') throw new Error(`entry ${seq} is no sighting`);
    return { evidence: entry.evidence, place: placeText(entry.at) };
  }
}

/** Nearly always there is one: then nothing has to be compared. */
function oneOf(same: readonly Step[]): Step {
  const [first, ...others] = same;
  return first === undefined || others.length > 0 ? mergeSteps(same) : first;
}

function sortCitations(citations: readonly Citation[]): Citation[] {
  const key = ({ evidence, place }: Citation): string =>
    `${evidence} ${place.replace(/\d+/g, (digits) => digits.padStart(12, '0'))}`;
  const places = new Map(citations.map((citation) => [key(citation), citation]));
  return [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, citation]) => citation);
}

/** What the inferences say, as steps in timeline order. */
export function inferredSteps(
  inferences: readonly Inference[],
  view: EvidenceView,
  packages?: ReadonlySet<string>,
): Step[] {
  const steps = inferences.flatMap((inference) =>
    [...inference.infer(view, packages)].map((inferred) => inferredStep(inference, inferred)),
  );
  return steps.sort(compareSteps);
}

/** Two sorted sequences as one. */
export function* interleaved(events: Iterable<Step>, inferred: readonly Step[]): Generator<Step> {
  let next = 0;
  for (const step of events) {
    for (let other = inferred[next]; other !== undefined && compareSteps(other, step) < 0; other = inferred[++next])
      yield other;
    yield step;
  }
  yield* inferred.slice(next);
}
