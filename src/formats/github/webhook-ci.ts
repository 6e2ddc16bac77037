import type { EventDraft } from '../../core/event.ts';
import { at, entries, scalar, text } from '../../core/json.ts';
import { actorOf, remarks } from './people.ts';
import { outcomeOf, workflowOf } from './run.ts';
import type { Delivery } from './webhook-delivery.ts';

export function deployment({ body }: Delivery): Partial<EventDraft> {
  const [found, status] = [at(body, 'deployment'), at(body, 'deployment_status')];
  const state = text(at(status, 'state'));
  return {
    resource: text(at(found, 'environment')),
    ref: text(at(found, 'ref')),
    commit: text(at(found, 'sha')),
    conclusion: state,
    outcome: state === undefined ? 'success' : stateOutcome(state),
    run_id: scalar(at(body, 'workflow_run', 'id')),
    text: text(at(status, 'description')) ?? text(at(found, 'description')),
  };
}

/** Who approved or turned down; to ask for a review is an act of the one who started the run. */
export function review({ action, body }: Delivery): Partial<EventDraft> {
  const reviewer = at(body, 'approver') ?? at(body, 'sender');
  return {
    ...(action === 'requested' ? actorOf(at(body, 'requestor') ?? at(body, 'sender')) : actorOf(reviewer)),
    resource: text(at(body, 'environment')) ?? text(at(body, 'workflow_job_run', 'environment')),
    run_id: scalar(at(body, 'workflow_run', 'id')),
    run_attempt: scalar(at(body, 'workflow_run', 'run_attempt')),
    commit: text(at(body, 'workflow_run', 'head_sha')),
    ref: text(at(body, 'workflow_run', 'head_branch')),
    workflow: workflowOf(at(body, 'workflow_run')),
    text: text(at(body, 'comment')),
  };
}

export function workflowDispatch({ body }: Delivery): Partial<EventDraft> {
  const inputs = entries(at(body, 'inputs')).map(([name, value]) => `${name}: ${scalar(value) ?? ''}`);
  return { workflow: text(at(body, 'workflow')), ref: text(at(body, 'ref')), text: remarks(...inputs) };
}

export function checkRun({ event, body }: Delivery): Partial<EventDraft> {
  const check = at(body, event);
  const conclusion = text(at(check, 'conclusion'));
  return {
    resource: text(at(check, 'name')) ?? text(at(check, 'app', 'slug')),
    commit: text(at(check, 'head_sha')),
    ref: text(at(check, 'head_branch')) ?? text(at(check, 'check_suite', 'head_branch')),
    conclusion,
    outcome: conclusion === undefined ? 'success' : outcomeOf(conclusion),
    text: text(at(check, 'output', 'title')),
  };
}

export function commitStatus({ body }: Delivery): Partial<EventDraft> {
  const state = text(at(body, 'state'));
  return {
    resource: text(at(body, 'context')),
    commit: text(at(body, 'sha')),
    conclusion: state,
    outcome: stateOutcome(state),
    url: text(at(body, 'target_url')),
    text: text(at(body, 'description')),
  };
}

function stateOutcome(state: string | undefined): EventDraft['outcome'] {
  return state === 'error' ? 'failure' : outcomeOf(state);
}
