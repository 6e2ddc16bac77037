import type { Format, Sample } from '../core/format.ts';
import { isObject, type Json, member } from '../core/json.ts';
import { gitlabAnswer } from './gitlab/answer.ts';

/** Answers of the audit events API of instance, group or project, and what event streaming sends. */
const format: Format = {
  id: 'gitlab-audit-api',
  title: 'GitLab audit events',
  revision: 1,
  about: {
    export: 'glab api --paginate "groups/GROUP/audit_events?per_page=100"; or what a streaming destination has stored',
    lifetime: 'as long as the instance keeps its database; needs a Premium licence',
    proves: 'who changed members, tokens, keys, settings, and when; publishes, where the group records them',
    cannotProve:
      'downloads; anything on the free tier; the address, where the record has none; that no page is missing',
    tried: 'documentation',
  },
  framing: 'records',
  signs: { members: ['author_id', 'entity_id', 'entity_type', 'details', 'created_at', 'event_type'] },
  recognise,
  open: ({ assumeTz }) => ({
    push: (record) => [gitlabAnswer(record, ['created_at'], assumeTz)],
    end: () => [],
  }),
};

export default format;

function recognise({ values }: Sample): number {
  const found = values.filter(isAuditEvent).length;
  return found * 2 > values.length ? 72 : 0;
}

function isAuditEvent(value: Json): boolean {
  return (
    isObject(member(value, 'details')) &&
    member(value, 'author_id') !== undefined &&
    typeof member(value, 'entity_type') === 'string'
  );
}
