import type { Format, Out, Sample } from '../core/format.ts';
import { isObject, type Json, member } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { auditAction } from './github/audit-actions.ts';
import { auditAnswer, auditProblem } from './github/audit-answer.ts';
import { auditRecord } from './github/audit-record.ts';

/** Any one of them, beside a dotted `action`, makes a record one of these logs. */
const TELLING = ['@timestamp', 'created_at', '_document_id', 'at_sign_timestamp', 'actor', 'org'];

/**
 * Audit log of an organisation or enterprise and security log of a user, from the web, the API or a stream: one JSON
 * object a record. Fields: GitHub's list of audit log events.
 */
const format: Format = {
  id: 'github-audit',
  title: 'GitHub audit log',
  revision: 1,
  about: {
    export:
      'gh api --paginate "orgs/ORG/audit-log?include=all&per_page=100"; a single account: Settings, Security log, Export, JSON',
    lifetime: 'organisation 180 days, its git events 7 days; account 90 days',
    proves:
      'who did what when at GitHub, with which token, from which country; from which address, if the organisation shows it',
    cannotProve:
      'anything done at the package registry; pushes made in the browser; downloads; that the export is complete',
    tried: 'real',
  },
  keepsDays: 180,
  framing: 'records',
  recognise,
  open: (context) => ({ push: (record) => [answer(record, context.assumeTz)], end: () => [] }),
};

export default format;

function answer(record: EvidenceRecord, zone: string | undefined): Out {
  const source = { text: record.text, records: [record.number], zone };
  if (isObject(record.json)) return auditAnswer(auditRecord(record.json), source);
  return auditProblem(source, 'unknown-shape', 'an audit log record is a JSON object');
}

/** The more of the telling fields, the surer; a webhook body has an `action` too, and a `sender`. */
function recognise(sample: Sample): number {
  const found = sample.values.map(tellingFields).filter((count) => count > 0);
  if (found.length * 2 <= sample.values.length) return 0;
  return 50 + 5 * Math.max(...found);
}

function tellingFields(value: Json): number {
  const action = member(value, 'action');
  if (typeof action !== 'string' || isObject(member(value, 'sender'))) return 0;
  if (auditAction(action) === undefined) return 0;
  return TELLING.filter((name) => member(value, name) !== undefined && !isObject(member(value, name))).length;
}
