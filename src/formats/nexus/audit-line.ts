import type { Out } from '../../core/format.ts';
import { isObject, type JsonObject, member, scalar, text } from '../../core/json.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import { type Moment, readTime } from '../../core/time.ts';
import { problem, timeProblem } from '../proxy/problems.ts';
import { type Initiator, initiatorOf } from './initiator.ts';

/** One line of the audit log. */
export interface AuditLine {
  readonly number: number;
  readonly at: Moment;
  readonly domain: string;
  readonly type: string;
  readonly context: string | undefined;
  readonly node: string | undefined;
  /** Of the server, busy with one request at a time: the request log has it too. */
  readonly thread: string | undefined;
  readonly initiator: Initiator;
  readonly attributes: JsonObject;
}

/** The line, or why it cannot be understood. */
export function auditLine({ json, number }: EvidenceRecord, zone: string | undefined): AuditLine | Out {
  if (!isObject(json)) return problem('unknown-shape', 'a line of this log is a JSON object', number);
  const [domain, type] = [text(member(json, 'domain')), text(member(json, 'type'))];
  if (domain === undefined || type === undefined) {
    return problem('missing-field', 'the line has no domain or no type', number);
  }
  const stamp = member(json, 'timestamp');
  if (stamp === undefined) return problem('missing-field', 'the line has no time', number);
  const time = readTime(stamp, zone);
  if (!time.ok) return timeProblem(time.code, number);
  const attributes = member(json, 'attributes');
  return {
    number,
    at: time.moment,
    domain,
    type,
    context: text(member(json, 'context')),
    node: text(member(json, 'nodeId')),
    thread: text(member(json, 'thread')),
    initiator: initiatorOf(text(member(json, 'initiator')) ?? ''),
    attributes: isObject(attributes) ? attributes : {},
  };
}

/** An attribute as text. */
export function attribute(line: AuditLine, name: string): string | undefined {
  return scalar(member(line.attributes, name)) || undefined;
}
