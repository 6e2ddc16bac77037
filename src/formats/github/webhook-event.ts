import type { EventDraft, Identity } from '../../core/event.ts';
import { at, scalar, text } from '../../core/json.ts';
import type { Moment } from '../../core/time.ts';
import type { Told } from './api-time.ts';
import { jobEvents, jobOf, started } from './job.ts';
import { actorOf, idOf } from './people.ts';
import { published, releaseOf } from './release.ts';
import { completed, created, inProgress, type Run, rerun, runOf } from './run.ts';
import { nativeName, webhookAction } from './webhook-action.ts';
import type { Delivery } from './webhook-delivery.ts';
import { webhookDetails } from './webhook-details.ts';
import { subjectOf, webhookTime } from './webhook-time.ts';

/**
 * What a delivery tells. Runs, jobs and releases have the identity that the lists of GitHub's API give them too.
 * @param seen when the delivery was seen at the latest
 */
export function webhookEvents(delivery: Delivery, seen: Moment | undefined): readonly Told[] {
  const listed = LISTED.get(delivery.event)?.(delivery) ?? [];
  if (listed.length === 0) return [plainEvent(delivery, seen)];
  const where = placeOf(delivery);
  return listed.map((told) => ('event' in told ? { event: { ...told.event, ...where } } : told));
}

function placeOf({ body }: Delivery): Pick<EventDraft, 'org' | 'repo'> {
  return { org: text(at(body, 'organization', 'login')), repo: text(at(body, 'repository', 'full_name')) };
}

/** Events of which the API's lists tell as well. */
const LISTED: ReadonlyMap<string, (delivery: Delivery) => readonly Told[]> = new Map([
  ['workflow_run', runTold],
  ['workflow_job', jobTold],
  ['release', releaseTold],
]);

function runTold(delivery: Delivery): readonly Told[] {
  const run = runOf(at(delivery.body, 'workflow_run'));
  return run === undefined ? [] : named(delivery, runAct(run, delivery.action));
}

function runAct(run: Run, action: string | undefined): readonly Told[] {
  if (action === 'requested') return run.attempt > 1 ? rerun(run) : created(run);
  if (action === 'in_progress') return inProgress(run);
  return action === 'completed' ? completed(run) : [];
}

function jobTold({ action, body }: Delivery): readonly Told[] {
  const job = jobOf(at(body, 'workflow_job'));
  if (job === undefined) return [];
  if (action === 'completed') return jobEvents(job);
  return action === 'in_progress' ? started(job) : [];
}

/** Who published it may be another one than who drafted it. */
function releaseTold(delivery: Delivery): readonly Told[] {
  const release = delivery.action === 'published' ? releaseOf(at(delivery.body, 'release')) : undefined;
  if (release === undefined) return [];
  return named(delivery, published(release), actorOf(at(delivery.body, 'sender')));
}

function named(delivery: Delivery, all: readonly Told[], more: Partial<EventDraft> = {}): readonly Told[] {
  const native_action = nativeName(delivery);
  return all.map((told) => ('event' in told ? { event: { ...told.event, ...more, native_action } } : told));
}

function plainEvent(delivery: Delivery, seen: Moment | undefined): Told {
  const { body, guid } = delivery;
  const time = webhookTime(delivery, seen);
  if ('code' in time) return { problem: time };
  const event: EventDraft = {
    identity: { by: 'record' },
    action: webhookAction(delivery),
    grade: 'server',
    outcome: 'success',
    native_action: nativeName(delivery),
    native_id: guid,
    ...actorOf(at(body, 'sender')),
    ...placeOf(delivery),
    ...webhookDetails(delivery),
    ...time,
  };
  return { event: { ...event, identity: identityOf(delivery, event) } };
}

/** Without an id, a body that shows when its act was is the same however it was written down. */
function identityOf(delivery: Delivery, event: EventDraft): Identity {
  if (delivery.guid !== undefined) return { by: 'native', key: `github-delivery:${delivery.guid}` };
  if (event.at === undefined) return { by: 'record' };
  const { body } = delivery;
  const subject = subjectOf(delivery);
  const names = [scalar(at(subject, 'number')), text(at(subject, 'ghsa_id')), idOf(at(subject, 'package_version'))];
  const refs = ['ref', 'before', 'after', 'sha', 'context'].map((name) => text(at(body, name)));
  const what = [idOf(subject), ...names, ...refs, idOf(body)];
  if (what.every((value) => value === undefined)) return { by: 'record' };
  const who = [event.native_action, event.repo, event.org, event.actor];
  return { by: 'fields', values: ['github-webhook', ...who, String(event.at.micros), ...what] };
}
