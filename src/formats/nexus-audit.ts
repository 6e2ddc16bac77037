import type { Context, Format, Out, Reading, Sample } from '../core/format.ts';
import { type Json, member } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { auditEvent } from './nexus/audit-event.ts';
import { auditLine } from './nexus/audit-line.ts';
import { VersionFold } from './nexus/version-fold.ts';

/** Null members are left out, and a line without an initiator or attributes still is one. */
const MEMBERS = ['timestamp', 'nodeId', 'domain', 'type'] as const;

/** `audit.log` of Nexus Repository 3.16 and later: one JSON object a line. Fields: its page "Auditing" and its source. */
const format: Format = {
  id: 'nexus-audit',
  title: 'Nexus audit log',
  revision: 1,
  about: {
    export: 'log/audit/audit.log and the daily audit-<date>.log.gz beside it, from each node',
    lifetime: '90 days; before 3.16 in the database instead',
    proves:
      'which version was added or removed, which user, role, token or repository was changed, by whom, when, from which address; wrong passwords',
    cannotProve:
      'downloads and successful requests, which the request log has; whether a repository holds copies only; what happened while the audit was off',
    tried: 'documentation',
  },
  keepsDays: 90,
  framing: 'records',
  signs: { members: ['timestamp', 'nodeId', 'initiator', 'domain', 'type', 'context', 'attributes'] },
  recognise,
  open: (context) => new Reader(context),
};

export default format;

function recognise({ values }: Sample): number {
  const found = values.filter((value) => MEMBERS.every((name) => typeof member(value, name) === 'string'));
  const own = found.some((value: Json) => (member(value, 'initiator') ?? member(value, 'attributes')) !== undefined);
  return own && found.length * 2 > values.length ? 85 : 0;
}

class Reader implements Reading {
  readonly #zone: string | undefined;
  readonly #versions = new VersionFold();

  constructor({ assumeTz }: Context) {
    this.#zone = assumeTz;
  }

  push(record: EvidenceRecord): readonly Out[] {
    const line = auditLine(record, this.#zone);
    if ('kind' in line) return [line];
    const outs = this.#versions.take(line);
    if (outs !== undefined) return outs;
    const event: Out = { kind: 'event', event: auditEvent(line), records: [line.number] };
    return [...this.#versions.expired(line.at.micros), event];
  }

  end(): readonly Out[] {
    return this.#versions.end();
  }
}
