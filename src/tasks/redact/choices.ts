import type { Entry } from '../../core/entry.ts';
import { AppError } from '../../core/errors.ts';
import { isRange } from '../../core/ip.ts';
import { parsePosition, placeText } from '../../core/record.ts';
import { type Held, type ValueKind, ValueSearch } from '../../core/value-search.ts';

/** An entry of the ledger, read only as far as it is needed. */
export interface Candidate {
  readonly seq: number;
  readonly text: string;
  entry(): Entry;
  /** The long texts that it asks for. */
  long(): readonly string[];
}

/** One of the ways in which entries are chosen. */
export interface Choice {
  /** As it is written into the ledger: never a value. */
  readonly by: string;
  /** What stands in the entry itself. */
  chosen(candidate: Candidate): Held | undefined;
  /** The same of a text that is sealed beside it; absent where no value is looked for. */
  holds?(text: string): Held | undefined;
  /** What the user named, if it must be there. */
  readonly named?: string;
}

/** All entries that hold a value. @throws {AppError} `usage` */
export function valueChoice(kind: ValueKind, value: string): Choice {
  if (value.trim().length < 2)
    throw new AppError('usage', `--${kind} "${value}" is too short to look for`, 'give two characters or more');
  if (kind === 'ip' && !isRange(value.trim()))
    throw new AppError('usage', `--ip takes an address or a range, not "${value}"`, 'write 203.0.113.7 or 10.0.0.0/8');
  const search = new ValueSearch(kind, value);
  return {
    by: kind,
    holds: (text) => search.find(text),
    chosen: (candidate) => {
      const found = search.find(candidate.text);
      if (found === 'whole') return found;
      const long = candidate.long().map((text) => search.find(text));
      return long.includes('whole') ? 'whole' : (found ?? long.find((held) => held !== undefined));
    },
  };
}

/** `17`, `17-20`, `EV-7c1e:17`, `EV-7c1e#/time`, `EV-7c1e`, `note:1a2b3c4d`, an id of at least 8 hex digits. */
export function namedChoice(named: string): Choice {
  const range = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(named);
  if (range !== null) return numbers(named, Number(range[1]), Number(range[2] ?? range[1]));
  const place = /^EV-([0-9a-f]{4,64})([:#@].*)?$/is.exec(named);
  if (place !== null) return placed(named, (place[1] ?? '').toLowerCase(), place[2] ?? '');
  const id = /^(?:id:|note:)?([0-9a-f]{8,64})$/i.exec(named);
  if (id !== null) return withId(named, (id[1] ?? '').toLowerCase());
  throw new AppError(
    'usage',
    `"${named}" names no entry`,
    'write its number (17, 17-20), its place (EV-7c1e:17), or its id as `show --json` gives it',
  );
}

function numbers(named: string, first: number, last: number): Choice {
  return { by: 'entry', named, chosen: ({ seq }) => (seq >= first && seq <= last ? 'whole' : undefined) };
}

function withId(named: string, prefix: string): Choice {
  return {
    by: 'entry',
    named,
    chosen: (candidate) => {
      if (!candidate.text.includes(prefix)) return undefined;
      const entry = candidate.entry();
      const id = entry.entry === 'event' || entry.entry === 'note' ? entry.id : undefined;
      return id?.startsWith(prefix) === true ? 'whole' : undefined;
    },
  };
}

/** Entries of a record, or of a whole piece of evidence. */
function placed(named: string, evidence: string, place: string): Choice {
  return {
    by: 'entry',
    named,
    chosen: (candidate) => {
      if (!candidate.text.includes(`"evidence":"${evidence}`)) return undefined;
      const entry = candidate.entry();
      if (!('evidence' in entry) || !entry.evidence.startsWith(evidence)) return undefined;
      if (place === '') return entry.entry === 'evidence-end' ? undefined : 'whole';
      return 'at' in entry && isAt(entry.at, place) ? 'whole' : undefined;
    },
  };
}

/** Whether one of the records of an entry stands there, or all of them do: `:17+19`. */
function isAt(at: readonly string[], place: string): boolean {
  if (placeText(at) === place) return true;
  return at.some((text) => {
    const { start, end, line } = parsePosition(text);
    return placeText([text]) === place || `:${line}` === place || `@${start}-${end}` === place;
  });
}
