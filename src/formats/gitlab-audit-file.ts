import type { Format, Sample } from '../core/format.ts';
import { type Json, member } from '../core/json.ts';
import { gitlabAnswer } from './gitlab/answer.ts';

/** `audit_json.log` of a GitLab server: the audit events, one a line, with their details beside them. */
const format: Format = {
  id: 'gitlab-audit-file',
  title: 'GitLab audit log file',
  revision: 1,
  about: {
    export: '/var/log/gitlab/gitlab-rails/audit_json.log of the server, with the rotated files beside it',
    lifetime: 'as long as the server keeps its log files; 30 days where nobody changed it',
    proves: 'who logged in, changed members, tokens, keys, settings, and when; mostly from which address',
    cannotProve: 'downloads; most events of the free tier; that no line is missing',
    tried: 'real',
  },
  framing: 'records',
  signs: { members: ['severity', 'time', 'author_id', 'entity_id', 'entity_type', 'correlation_id'] },
  recognise,
  open: ({ assumeTz }) => ({
    push: (record) => [gitlabAnswer(record, ['created_at', 'time'], assumeTz)],
    end: () => [],
  }),
};

export default format;

function recognise({ values }: Sample): number {
  const found = values.filter(isAuditLine).length;
  return found * 2 > values.length ? 71 : 0;
}

function isAuditLine(value: Json): boolean {
  const [time, severity, type] = ['time', 'severity', 'entity_type'].map((name) => typeof member(value, name));
  const strings = time === 'string' && severity === 'string' && type === 'string';
  return strings && member(value, 'author_id') !== undefined && member(value, 'details') === undefined;
}
