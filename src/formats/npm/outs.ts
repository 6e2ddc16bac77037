import type { ProblemCode } from '../../core/errors.ts';
import type { EventDraft } from '../../core/event.ts';
import type { Out } from '../../core/format.ts';
import type { Json } from '../../core/json.ts';
import { type EvidenceRecord, pointerOf } from '../../core/record.ts';
import type { Moment } from '../../core/time.ts';
import { readStamp, type Times, unreadable } from './times.ts';

export function problemOut(code: ProblemCode, message: string, record: EvidenceRecord): Out {
  return { kind: 'problem', code, message, records: [record.number] };
}

export function ignoredOut(rule: string, record: EvidenceRecord): Out {
  return { kind: 'ignored', rule, records: [record.number] };
}

export function partOut(subject: string, name: string, record: EvidenceRecord): Out {
  return { kind: 'part', subject, name, records: [record.number] };
}

/** A member of a document as a part, named by its pointer: `versions/1.14.1`. */
export function memberPart(subject: string, path: readonly (string | number)[], record: EvidenceRecord): Out {
  return partOut(subject, pointerOf(path).slice(1), record);
}

export function stateOut(subject: string, newest: Moment | undefined): Out {
  return newest === undefined ? { kind: 'state', subject } : { kind: 'state', subject, newest };
}

/** Drafts that could be made, as events that stand in a record which is stored as a part. */
export function eventsInPart(drafts: readonly (EventDraft | undefined)[], record: number): readonly Out[] {
  const made = drafts.filter((draft) => draft !== undefined);
  return made.map((event) => ({ kind: 'event', event, records: [record], rawIsPart: true }));
}

/** Members of a packument that say nothing about who did what, by the rule that skips them. */
const SKIPPED: ReadonlyMap<unknown, string> = new Map([
  ['readme', 'readme-text'],
  ['users', 'stars'],
]);

/** The answer to a member that is skipped by rule. */
export function skippedMember(member: unknown, record: EvidenceRecord): Out | undefined {
  const rule = SKIPPED.get(member);
  return rule === undefined ? undefined : ignoredOut(rule, record);
}

/** The member `time`: a part, and what cannot be read in it. Not a part where a mirror wrote it or it is no object. */
export function timeOuts(times: Times | undefined, part: Out, record: EvidenceRecord): readonly Out[] {
  if (times === undefined) return [problemOut('unknown-shape', '`time` is not an object', record)];
  if (times.mirror) {
    const why = 'no `created` and no `modified`: a mirror wrote these times when it cached';
    return [problemOut('mirror-time', `${why}, so no publish is read off them`, record)];
  }
  return [part, ...times.unreadable.map(({ code, message }) => problemOut(code, message, record))];
}

/** What is wrong with one time of a record; nothing where it reads well. */
export function stampProblem(label: string, json: Json | undefined, record: EvidenceRecord): readonly Out[] {
  if (json === undefined) return [problemOut('missing-field', `no \`${label}\``, record)];
  const result = readStamp(json);
  if (result.ok) return [];
  const { code, message } = unreadable(label, result.code, json);
  return [problemOut(code, message, record)];
}
