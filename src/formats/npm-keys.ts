import type { EventDraft } from '../core/event.ts';
import type { Context, Format, Out, Reading, Sample } from '../core/format.ts';
import { type Json, list, member } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import type { Moment } from '../core/time.ts';
import { eventsInPart, ignoredOut, partOut, problemOut, stateOut } from './npm/outs.ts';
import { type RegistryKey, readRegistryKey } from './npm/registry-key.ts';
import { readStamp, unreadable } from './npm/times.ts';

const SUBJECT = 'registry-keys';

/** Members that hold keys: of the registry's answer, and of Corepack's `COREPACK_INTEGRITY_KEYS`. */
const LISTS: ReadonlySet<unknown> = new Set(['keys', 'npm']);

/**
 * The keys a registry signs with: its answer (`/-/npm/v1/keys`), the form sigstore's TUF repository has of it
 * (`keys.json`), a bare list, or Corepack's setting. Forms: npm/registry docs, sigstore/protobuf-specs.
 */
const format: Format = {
  id: 'npm-keys',
  title: 'npm registry keys',
  revision: 1,
  about: {
    export: 'curl -s https://registry.example/-/npm/v1/keys -o keys.<UTC stamp>.json',
    lifetime: 'as long as the registry shows the key, also after it has expired',
    proves: 'which keys sign versions and attestations, and until when each is good',
    cannotProve: "that the file is the registry's own: compare it with another source",
    tried: 'real',
  },
  framing: (path) => {
    if (path.length === 0 || (path.length === 1 && LISTS.has(path[0]))) return 'enter';
    return 'take';
  },
  signs: { members: ['keys', 'keyid', 'keytype', 'scheme', 'expires'] },
  recognise: ({ first, values }: Sample) => {
    const keys = [...LISTS].flatMap((name) => list(member(first, String(name))));
    return [...keys, ...(Array.isArray(first) ? values : [])].some(isKey) ? 80 : 0;
  },
  open,
};

export default format;

function isKey(value: Json): boolean {
  const key = readRegistryKey(value);
  return key?.material !== undefined && key.scheme !== undefined;
}

function open(context: Context): Reading {
  let parts = 0;
  let refused = 0;
  return {
    push(record) {
      const outs = answer(record, context);
      if (outs.some(({ kind }) => kind === 'part')) parts += 1;
      else refused += 1;
      return outs;
    },
    // A list in which nothing could be read would say that there are no keys.
    end: () => (parts === 0 && refused > 0 ? [] : [stateOut(SUBJECT, undefined)]),
  };
}

function answer(record: EvidenceRecord, context: Context): readonly Out[] {
  const [first, second] = record.path ?? [];
  const listed = typeof first === 'number' || (LISTS.has(first) && second !== undefined);
  if (!listed) return [ignoredOut('not-a-list-of-keys', record)];
  const key = readRegistryKey(record.json);
  if (key === undefined) return [problemOut('missing-field', 'a key without `keyid`', record)];
  const part = partOut(SUBJECT, key.usage === undefined ? key.id : `${key.id} ${key.usage}`, record);
  const empty = key.material === undefined ? [problemOut('missing-field', 'a key without the key itself', record)] : [];
  const dates = [
    ['valid from', key.starts],
    ['expires', key.expires],
  ] as const;
  return [part, ...empty, ...dates.flatMap(([what, date]) => dateOuts(what, date, key, record, context.taken.at))];
}

/** A day before npm had signatures stands for "since ever". */
const SINCE_EVER = /^(?:19|200)\d/;

/** A date that lay ahead when the list was taken has not come yet. Null is no date. */
function dateOuts(
  what: string,
  date: Json | undefined,
  key: RegistryKey,
  record: EvidenceRecord,
  taken: Moment | undefined,
): readonly Out[] {
  if (date === undefined || date === null || (typeof date === 'string' && SINCE_EVER.test(date))) return [];
  const time = readStamp(date);
  if (!time.ok) {
    const { code, message } = unreadable(what, time.code, date);
    return [problemOut(code, message, record)];
  }
  if (taken !== undefined && time.moment.micros > taken.micros) return [];
  return eventsInPart([keyEvent(what, key, time.moment)], record.number);
}

function keyEvent(what: string, { id, usage }: RegistryKey, moment: Moment): EventDraft {
  const values = ['registry-key', id, usage, what, moment.text];
  return {
    action: 'other',
    grade: 'server',
    outcome: 'success',
    identity: { by: 'fields', values },
    at: moment,
    native_action: `registry key ${what}`,
    native_id: id,
    resource: id,
    scopes: usage,
  };
}
