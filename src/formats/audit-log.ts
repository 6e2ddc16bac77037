import { AUDIT_LOG, isLogEnd, isLogHeader, LOG_ENTRY } from '../core/audit-log.ts';
import type { Format, Out, Reading, Sample } from '../core/format.ts';
import { integer, isObject, type Json, member, scalar, text } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { readTime } from '../core/time.ts';
import { givenIn, loggedEvent } from './audit-log/logged-event.ts';
import { ignoredOut, problemOut } from './npm/outs.ts';

/** A chained log in the open format `audit-log/v1`. Only its events are read here; `verify` checks the chain. */
const format: Format = {
  id: 'audit-log',
  title: AUDIT_LOG,
  revision: 2,
  about: {
    export: 'the .jsonl of a system that writes audit-log/v1; keep the .checkpoint beside it for `verify`',
    lifetime: 'as its writer keeps it',
    proves: 'what its writer recorded, in order; with a checkpoint kept elsewhere, that nothing was changed since',
    cannotProve: 'what its writer never recorded; anything of the chain before `verify` has checked it',
    tried: 'documentation',
  },
  framing: 'records',
  signs: { members: [...LOG_ENTRY, 'record'] },
  recognise,
  open: () => new Reader(),
};

export default format;

function recognise({ values, shape }: Sample): number {
  if (shape === 'array') return 0;
  if (values.some((value) => isLogHeader(value) && member(value, 'format') === AUDIT_LOG)) return 95;
  return values.some(isEntry) ? 90 : 0;
}

function isEntry(value: Json): boolean {
  return (
    LOG_ENTRY.every((name) => member(value, name) !== undefined) && (holds(value, 'record') || holds(value, 'redacted'))
  );
}

function holds(value: Json | undefined, name: string): boolean {
  return isObject(member(value, name));
}

class Reader implements Reading {
  /** Of the log that the header names: with the number of an entry it is the entry's own id. */
  #origin: string | undefined;

  push(record: EvidenceRecord): readonly Out[] {
    const { json } = record;
    if (!isObject(json)) return [problemOut('unknown-shape', 'a line of this log is a JSON object', record)];
    if (isLogHeader(json)) return [this.#header(record)];
    if (isLogEnd(json)) return [ignoredOut('end-of-chain', record)];
    const seq = integer(member(json, 'seq'));
    if (seq === undefined || seq < 0) return [problemOut('missing-field', 'an entry without its number `seq`', record)];
    if (holds(json, 'redacted')) return [this.#redacted(record, seq)];
    if (holds(json, 'record')) return [this.#entry(record, seq)];
    return [problemOut('missing-field', 'an entry with neither `record` nor `redacted`', record)];
  }

  end(): readonly Out[] {
    return [];
  }

  #header(record: EvidenceRecord): Out {
    const version = member(record.json, 'format');
    if (version !== AUDIT_LOG) return problemOut('unknown-shape', `the header is not one of ${AUDIT_LOG}`, record);
    this.#origin = text(member(record.json, 'origin'));
    return ignoredOut('chain-header', record);
  }

  #entry(record: EvidenceRecord, seq: number): Out {
    const made = loggedEvent(member(record.json, 'record'));
    if ('rule' in made) return ignoredOut(made.rule, record);
    if ('code' in made) return problemOut(made.code, made.message, record);
    const identity = givenIn(member(record.json, 'record')) ?? this.#identity('', seq);
    return { kind: 'event', event: { ...made, identity }, records: [record.number] };
  }

  /** What stands where a record was taken out: who did that, when, and why. */
  #redacted(record: EvidenceRecord, seq: number): Out {
    const told = member(record.json, 'redacted');
    const time = readTime(member(told, 'ts'));
    if (!time.ok) return problemOut(time.code, 'the entry was redacted, at a time that cannot be read', record);
    const reason = scalar(member(told, 'reason'));
    return {
      kind: 'event',
      event: {
        identity: this.#identity('redaction:', seq),
        action: 'other',
        native_action: 'redacted',
        grade: 'server',
        outcome: 'success',
        at: time.moment,
        actor: scalar(member(told, 'authority')),
        resource: `entry ${seq}`,
        text: reason === undefined ? 'its record was taken out' : `its record was taken out: ${reason}`,
      },
      records: [record.number],
    };
  }

  #identity(kind: string, seq: number) {
    if (this.#origin === undefined) return { by: 'record' } as const;
    return { by: 'native', key: `audit-log:${kind}${this.#origin}:${seq}` } as const;
  }
}
