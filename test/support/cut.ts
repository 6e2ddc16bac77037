import type { Entry, EventEntry } from '../../src/core/entry.ts';
import type { Format } from '../../src/core/format.ts';

/** Members in which an act may differ that the cut left open. Formats that make an event of one record have none. */
const OPEN_ACTS: Readonly<Record<string, readonly string[]>> = {
  'github-actions-log': ['outcome', 'ref', 'repo', 'resource', 'scopes', 'text', 'time', 'workflow'],
  'npm-debug-log': [
    ...['action', 'basis', 'native_action', 'outcome', 'package', 'precision', 'shasum', 'status', 'text', 'time'],
    ...['time_raw', 'url', 'version'],
  ],
  'gcp-audit': ['outcome', 'text', 'version', 'status', 'error', 'integrity', 'resource', 'native_id', 'time'],
  // A redirect is an answer of its own where the file ends before the answer that it leads to.
  'http-answer': ['action', 'native_action', 'package', 'status', 'text', 'time', 'time_raw', 'url', 'version'],
  mail: ['action', 'package', 'text', 'version', 'basis', 'time', 'time_raw', 'ip', 'outcome', 'precision', 'shasum'],
  'nexus-audit': ['action', 'native_action', 'text', 'version', 'resource', 'outcome', 'time', 'time_raw', 'package'],
  // Without its `time.modified`, which a cut takes, a deprecation is bounded by the time of the copy: wider, and true.
  'npm-packument': ['not_after'],
  // Nothing ends an entry: at the end of any of its lines it may be whole.
  'pnpm-lock': ['deprecated', 'text'],
  'yarn-lock': ['integrity', 'package', 'resource', 'text', 'url', 'version'],
  verdaccio: [
    ...['action', 'basis', 'client', 'native_action', 'outcome', 'status', 'text', 'time', 'time_raw', 'url', 'user'],
    ...['user_agent', 'version'],
  ],
  'verdaccio-pretty': ['action', 'basis', 'outcome', 'text', 'time', 'time_raw', 'user'],
  'verdaccio-pretty-timestamped': ['action', 'basis', 'outcome', 'text', 'time', 'time_raw', 'user'],
};

const UNKNOWN = JSON.stringify('unknown');

/** Acts that a cut leaves open: the one in whose entry it is, and one that ran beside it. */
const MOST_OPEN_ACTS = 3;

function eventsOf(entries: readonly Entry[]): EventEntry[] {
  return entries.filter((entry) => entry.entry === 'event');
}

/** Members in which an event differs from the one of the whole file that is most like it; `unknown` only says less. */
function differences({ event }: EventEntry, whole: readonly EventEntry[]): readonly string[] {
  const members = Object.entries(event).map(([name, value]) => [name, JSON.stringify(value)] as const);
  let least: readonly string[] = ['everything'];
  for (const { event: other } of whole) {
    const others = new Map(Object.entries(other).map(([name, value]) => [name, JSON.stringify(value)]));
    const names = members
      .filter(([name, value]) => value !== UNKNOWN && others.get(name) !== value)
      .map(([name]) => name);
    if (least[0] === 'everything' || names.length < least.length) least = names;
  }
  return least;
}

/** What is wrong with the reading of a file that was cut off; nothing is expected. */
export function cutFaults(cut: readonly Entry[], whole: readonly Entry[], format: Format): string[] {
  const known = new Set(eventsOf(whole).map(({ event }) => JSON.stringify(event)));
  const others = eventsOf(cut).filter(({ event }) => !known.has(JSON.stringify(event)));
  const faults = others.flatMap((entry) => otherwise(entry, eventsOf(whole), OPEN_ACTS[format.id] ?? []));
  // What dates the events of a document may stand at its end: without it they all say less.
  const isDocument = typeof format.framing === 'function';
  if (!isDocument && others.length > MOST_OPEN_ACTS) faults.push(`${others.length} other events`);
  const problems = (entries: readonly Entry[]): number => entries.filter(({ entry }) => entry === 'problem').length;
  const more = problems(cut) - problems(whole);
  if (more > 1) faults.push(`${more} more problems`);
  return faults;
}

function otherwise(entry: EventEntry, whole: readonly EventEntry[], open: readonly string[]): string[] {
  const names = differences(entry, whole);
  const wrong = names.filter((name) => !open.includes(name));
  return [
    ...(wrong.length === 0 ? [] : [`says otherwise: ${wrong.join()} in ${JSON.stringify(entry.event)}`]),
    ...(names.includes('outcome') && entry.event.outcome === 'success' ? ['claims a success'] : []),
  ];
}
