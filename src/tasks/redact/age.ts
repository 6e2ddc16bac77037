import type { Entry, EventEntry, NoteEntry, StateEntry } from '../../core/entry.ts';
import { microsOf } from '../../core/time.ts';
import type { CaseReader } from '../../store/case-reader.ts';
import type { Candidate, Choice } from './choices.ts';

/**
 * What is older than a moment: events and notes that certainly happened before it, snapshots taken before it and parts
 * that only such snapshots and events hold, and what else was read of evidence that is older as a whole. What has no
 * time stays.
 * @param before microseconds
 */
export function ageChoice(reader: CaseReader, before: number): Choice {
  const evidence = oldEvidence(reader, before);
  const needed = neededParts(reader, before);
  const isOld = (entry: Entry): boolean => {
    switch (entry.entry) {
      case 'event':
      case 'note':
        return isOldEvent(entry, before);
      case 'state':
        return isOldState(entry, before);
      case 'part':
        return !needed.has(entry.sha256);
      case 'problem':
      case 'sighting':
        return evidence.has(entry.evidence);
      default:
        return false;
    }
  };
  return { by: 'age', chosen: (candidate) => (isDatable(candidate) && isOld(candidate.entry()) ? 'whole' : undefined) };
}

/** Receipts are needed and histories are of the case: they need not be parsed. */
function isDatable({ text }: Candidate): boolean {
  return !text.includes('"entry":"evidence');
}

function isOldEvent({ event: { time, not_after: latest } }: EventEntry | NoteEntry, before: number): boolean {
  const moment = time ?? latest;
  return moment !== undefined && microsOf(moment) < before;
}

function isOldState({ taken, newest }: StateEntry, before: number): boolean {
  const moment = taken ?? newest;
  return moment !== undefined && microsOf(moment) < before;
}

/** Evidence whose newest time is older, or that was taken before. */
function oldEvidence(reader: CaseReader, before: number): ReadonlySet<string> {
  const old = reader.receipts().filter(({ evidence, end }) => {
    const last = end?.last ?? evidence.taken;
    return end?.complete === true && last !== undefined && microsOf(last) < before;
  });
  return new Set(old.map(({ evidence }) => evidence.sha256));
}

/** Digests of the parts that newer snapshots and events hold. */
function neededParts(reader: CaseReader, before: number): ReadonlySet<string> {
  const needed = new Set<string>();
  for (let seq = 0; seq < reader.entries.size; seq++) {
    const text = reader.entries.text(seq);
    if (!text.includes('"entry":"state"') && !text.includes('"part":"')) continue;
    const entry = reader.entry(seq);
    if (entry.entry === 'state' && !isOldState(entry, before))
      for (const part of partsOf(reader, entry)) needed.add(part);
    if (entry.entry === 'event' && entry.part !== undefined && !isOldEvent(entry, before)) needed.add(entry.part);
  }
  return needed;
}

function partsOf(reader: CaseReader, { parts, parts_sha256: long }: StateEntry): readonly string[] {
  const map =
    long === undefined ? parts : (JSON.parse(reader.entries.raw(long) ?? '{}') as Readonly<Record<string, string>>);
  return Object.values(map ?? {});
}
