import type { EventDraft } from '../../core/event.ts';
import { text } from '../../core/json.ts';
import type { Run } from './provenance.ts';

/** What an event tells of a CI run. */
export function runMembers(run: Run): Partial<EventDraft> {
  return {
    repo: run.repo,
    commit: run.commit,
    ref: run.ref,
    workflow: run.workflow,
    run_id: run.id,
    run_attempt: run.attempt,
    reference: run.url,
    text: runText(run),
  };
}

function runText({ trigger, builder }: Run): string | undefined {
  const parts = [trigger && `event ${trigger}`, builder && `builder ${builder}`];
  return text(parts.filter((part) => part !== undefined && part !== '').join(', '));
}
