import fc from 'fast-check';
import { expect } from 'vitest';
import { sha256 } from '../../src/core/digest.ts';
import type { EvidenceView, Inference, Inferred, StateView } from '../../src/core/inference.ts';
import { entries, isObject, type Json, type JsonObject, member } from '../../src/core/json.ts';
import { pointerOf } from '../../src/core/record.ts';
import type { Step } from '../../src/core/step.ts';
import { momentOf } from '../../src/core/time.ts';

/** When and where a state was seen. */
export interface Seen {
  /** Any text: the digest of the evidence is made from it. */
  readonly evidence: string;
  /** `2026-03-31T02:10:00.000Z`; unknown without it. */
  readonly taken?: string;
}

export function stateOf(subject: string, parts: ReadonlyMap<string, Json>, seen: Seen, newest?: string): StateView {
  const values = new Map([...parts].map(([name, value]) => [name, JSON.parse(JSON.stringify(value)) as Json]));
  return {
    subject,
    evidence: sha256(seen.evidence),
    ...(seen.taken !== undefined && { taken: seen.taken }),
    ...(newest !== undefined && { newest }),
    parts: [...values.keys()].sort(),
    digest: (name) => (values.has(name) ? sha256(JSON.stringify(values.get(name))) : undefined),
    value: (name) => values.get(name),
  };
}

/** A packument given as JSON text, so that it may hold any name, as the format of packuments makes a state of it. */
export function packument(text: string, seen: Seen): StateView {
  const document = JSON.parse(text) as JsonObject;
  const time = member(document, 'time');
  const mirror = isObject(time) && !Object.hasOwn(time, 'created') && !Object.hasOwn(time, 'modified');
  const parts = new Map<string, Json>();
  for (const [name, value] of entries(document)) {
    if (name === 'versions') for (const [version, json] of entries(value)) parts.set(partOf(version), json);
    else if (name !== 'time' || !mirror) parts.set(name, value);
  }
  const times = entries(mirror ? undefined : time).flatMap(([, value]) => momentOf(value) ?? []);
  const newest = [...times].sort((a, b) => b.micros - a.micros)[0] ?? momentOf(member(document, 'modified'));
  return stateOf(`package:${String(member(document, 'name'))}`, parts, seen, newest?.text);
}

function partOf(version: string): string {
  return pointerOf(['versions', version]).slice(1);
}

/** A view of the given states, in the order given. */
export function viewOf(states: readonly StateView[], steps: readonly Step[] = []): EvidenceView {
  return {
    subjects: () => [...new Set(states.map(({ subject }) => subject))].sort(),
    states: (subject) => states.filter((state) => state.subject === subject),
    steps: (query) => steps.filter(({ members }) => query?.package === undefined || members.package === query.package),
  };
}

export function infer(inference: Inference, states: readonly StateView[], packages?: ReadonlySet<string>): Inferred[] {
  return [...inference.infer(viewOf(states), packages)];
}

/** Expects the same inferences whatever the order in which the view gives the states, and gives them. */
export function inferInAnyOrder(inference: Inference, states: readonly StateView[]): Inferred[] {
  const expected = infer(inference, states);
  const order = fc.shuffledSubarray([...states], { minLength: states.length });
  fc.assert(
    fc.property(order, (shuffled) => {
      expect(infer(inference, shuffled)).toEqual(expected);
    }),
  );
  return expected;
}

/** What an inference says, short: members without those that all of them have. */
export function said(inferred: readonly Inferred[]): Record<string, unknown>[] {
  return inferred.map(({ members }) => {
    const { grade, outcome, basis, ...rest } = members;
    return rest;
  });
}

/** `evidence place` of each citation, with the names that the evidence was given. */
export function cited({ citations }: Inferred, ...names: readonly string[]): string[] {
  const byDigest = new Map(names.map((name) => [sha256(name), name]));
  return citations.map(({ evidence, place }) => `${byDigest.get(evidence) ?? evidence} ${place}`.trim());
}
