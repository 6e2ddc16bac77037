import type { EventDraft } from '../../core/event.ts';
import { at, type Json, member } from '../../core/json.ts';
import type { Moment } from '../../core/time.ts';
import { WEBHOOK_SUBJECTS, WEBHOOK_TIMES } from '../github-webhook.actions.ts';
import { apiTime, type TimeProblem, timeProblem } from './api-time.ts';
import { nativeName } from './webhook-action.ts';
import type { Delivery } from './webhook-delivery.ts';

/** Exact, or between bounds, or nothing at all: a body has no time of its own. */
export type WebhookTime = Pick<EventDraft, 'at' | 'after' | 'before' | 'basis'>;

/** Actions with which the subject of an event comes into being. */
const CREATIONS: ReadonlySet<string> = new Set(['created', 'opened']);

/** @param seen when the delivery was seen at the latest, where its own time is not known */
export function webhookTime(delivery: Delivery, seen: Moment | undefined): WebhookTime | TimeProblem {
  const rule = ruleOf(delivery);
  const exact = firstTime(delivery.body, rule.at);
  if (exact !== undefined && 'code' in exact) return exact;
  if (exact !== undefined) return { at: exact };
  const after = firstTime(delivery.body, rule.after);
  const delivered = firstTime({ delivered_at: delivery.delivered ?? null }, 'delivered_at');
  if (after !== undefined && 'code' in after) return after;
  if (delivered !== undefined && 'code' in delivered) return delivered;
  const before = delivered ?? seen;
  const isConsistent = after === undefined || before === undefined || after.micros <= before.micros;
  const basis = delivered === undefined && seen !== undefined ? 'snapshot_range' : undefined;
  return { after: isConsistent ? after : undefined, before, basis };
}

function ruleOf(delivery: Delivery): { readonly at?: string; readonly after?: string } {
  for (const name of [nativeName(delivery) ?? '', delivery.event]) {
    if (Object.hasOwn(WEBHOOK_TIMES, name)) return WEBHOOK_TIMES[name] ?? {};
  }
  const subject = subjectName(delivery.event);
  const isCreation = CREATIONS.has(delivery.action ?? '');
  return isCreation ? { at: `${subject}.created_at` } : { after: `${subject}.updated_at` };
}

/** The member of a body that its event is about. */
function subjectName(event: string): string {
  return (Object.hasOwn(WEBHOOK_SUBJECTS, event) ? WEBHOOK_SUBJECTS[event] : undefined) ?? event;
}

export function subjectOf({ event, body }: Delivery): Json | undefined {
  return member(body, subjectName(event));
}

/** The first of several places that holds a time. */
function firstTime(from: Json, paths: string | undefined): Moment | TimeProblem | undefined {
  for (const path of paths?.split(' ') ?? []) {
    const time = apiTime(at(from, ...path.split('.')));
    if (time !== undefined) return time.ok ? time.moment : timeProblem(path, time.code);
  }
  return undefined;
}
