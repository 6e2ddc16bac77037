import type { Entry, EventEntry, NoteEntry } from '../core/entry.ts';
import { placeText } from '../core/record.ts';
import { type Citation, compareSteps, type Step } from '../core/step.ts';
import type { CaseReader } from '../store/case-reader.ts';
import type { Receipt } from '../store/receipts.ts';
import { mergeSteps } from '../timeline/merge.ts';
import { placeInTime } from '../timeline/place.ts';

/** Lists of facts are written by people; entries of one piece of evidence that are looked at. */
const MOST = 5_000;

/** Logs of CI jobs, and entries of each. */
const LOGS = 100;
const LINES = 500;

/**
 * What people reported without naming a package, and notes like that. Nothing in the index leads to them by a name, so
 * they are read where they stand: in lists of facts, and in the ledger between the pieces of evidence.
 */
export function factsWithoutPackage(reader: CaseReader, since: number, until: number): readonly Step[] {
  const receipts = reader.receipts();
  const lists = receipts.filter(({ evidence }) => evidence.format === 'reported-facts');
  const found = [
    ...lists.flatMap((receipt) => eventsOf(reader, receipt, MOST)),
    ...notesBetween(reader, receipts),
  ].filter(({ entry }) => entry.event.grade === 'reported' && entry.event.package === undefined);
  return merged(reader, found).filter(
    ({ bounded, sort, low }) => bounded !== 2 && sort >= since && (low ?? sort) <= until,
  );
}

/** Tags in lists of refs, which no repository is named in, that are named like one of some versions. */
export function tagsOfVersions(reader: CaseReader, versions: ReadonlySet<string>): readonly Step[] {
  const lists = reader.receipts().filter(({ evidence }) => evidence.format === 'git-refs');
  const found = lists.flatMap((receipt) => eventsOf(reader, receipt, MOST));
  return merged(
    reader,
    found.filter(({ entry: { event } }) => event.repo === undefined && versions.has(versionOf(event.tag ?? ''))),
  );
}

/** `1.4.2` of `v1.4.2`, `@acme/widget@1.4.2`. */
function versionOf(tag: string): string {
  return tag.slice(tag.lastIndexOf('@') + 1).replace(/^v/, '');
}

/**
 * What kept logs of CI jobs say, of those that are wanted. Copies of one log share lines, and a line stands where it was
 * read first: so all are looked at. Undefined where there are too many for that.
 */
export function stepsOfJobs(reader: CaseReader, wanted: ReadonlySet<string>): readonly Step[] | undefined {
  const logs = reader.receipts().filter(({ evidence }) => evidence.format === 'github-actions-log');
  if (logs.length > LOGS) return undefined;
  if (!logs.some(({ evidence }) => wanted.has(evidence.sha256))) return [];
  const steps = merged(
    reader,
    logs.flatMap((receipt) => eventsOf(reader, receipt, LINES)),
  );
  return steps.filter(({ citations }) => citations.some(({ evidence }) => wanted.has(evidence)));
}

interface Found {
  readonly seq: number;
  readonly entry: EventEntry | NoteEntry;
}

/** Events of one piece of evidence, which stand behind its receipt. */
function eventsOf(reader: CaseReader, { seq: first, evidence: { sha256 } }: Receipt, most: number): Found[] {
  const found: Found[] = [];
  const end = Math.min(reader.entries.size, first + 1 + most);
  for (let seq = first + 1; seq < end; seq++) {
    const entry = reader.entry(seq);
    if (entry.entry === 'evidence' || entry.entry === 'evidence-end') break;
    if (entry.entry === 'event' && entry.evidence === sha256) found.push({ seq, entry });
  }
  return found;
}

/** Notes stand after the end of one piece of evidence and before the next. */
function notesBetween(reader: CaseReader, receipts: readonly Receipt[]): Found[] {
  const found: Found[] = [];
  const ends = [...receipts.slice(1).map(({ seq }) => seq), reader.entries.size];
  for (const end of ends) {
    for (let seq = end - 1; seq > 0; seq--) {
      const entry = reader.entry(seq);
      if (isOfEvidence(entry)) break;
      if (entry.entry === 'note') found.push({ seq, entry });
    }
  }
  return found;
}

function isOfEvidence({ entry }: Entry): boolean {
  return ['event', 'state', 'part', 'sighting', 'problem', 'evidence', 'evidence-end'].includes(entry);
}

/** As in the timeline: one step an id, with all that witness it. */
function merged(reader: CaseReader, found: readonly Found[]): readonly Step[] {
  const byId = grouped(found);
  const steps = [...byId.values()].map((same) => mergeSteps(same.map((each) => stepOf(reader, each))));
  return steps.sort(compareSteps);
}

function grouped(found: readonly Found[]): ReadonlyMap<string, readonly Found[]> {
  const groups = new Map<string, Found[]>();
  for (const each of found) groups.set(each.entry.id, [...(groups.get(each.entry.id) ?? []), each]);
  return groups;
}

function stepOf(reader: CaseReader, { seq, entry }: Found): Step {
  const id = entry.id.slice(0, 32);
  const own: Citation =
    entry.entry === 'note'
      ? { evidence: 'note', place: `:${id.slice(0, 8)}` }
      : { evidence: entry.evidence, place: placeText(entry.at) };
  const others = reader.timeline.sightings(id).flatMap((at): Citation[] => {
    const seen = reader.entry(at);
    return seen.entry === 'sighting' ? [{ evidence: seen.evidence, place: placeText(seen.at) }] : [];
  });
  const citations = [own, ...others].sort((a, b) => (a.evidence + a.place < b.evidence + b.place ? -1 : 1));
  return { id, ...placeInTime(entry.event), members: entry.event, citations, entries: [seq] };
}
