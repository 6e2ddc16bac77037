import { at, entries, isObject, type Json, type JsonObject, member, scalar, text } from '../../core/json.ts';
import { webhookKind } from './webhook-kind.ts';

/** A webhook delivery: its body, and what is kept beside it. */
export interface Delivery {
  /** Name of the event, as the header has it or as the body shows; empty where neither tells. */
  readonly event: string;
  readonly action: string | undefined;
  /** Empty where only the list of deliveries is at hand. */
  readonly body: JsonObject;
  /** GitHub's id of the delivery; the same when it is delivered again. */
  readonly guid: string | undefined;
  readonly delivered: Json | undefined;
}

/**
 * A record as a delivery: the body alone; a delivery of GitHub's API (`request.headers`, `request.payload`), or its row
 * in the list; headers and body as a receiver keeps them (`headers`, `body` or `payload`, or headers beside `body`).
 */
export function deliveryOf(json: Json | undefined): Delivery | undefined {
  if (!isObject(json)) return undefined;
  if (isApiDelivery(json)) return apiDelivery(json);
  const headers = isObject(member(json, 'headers')) ? member(json, 'headers') : json;
  const event = header(headers, 'x-github-event');
  const content = event === undefined ? json : bodyOf(member(json, 'body') ?? member(json, 'payload'));
  if (content === undefined || (event === undefined && !isBody(content))) return undefined;
  return {
    event: event ?? webhookKind(content) ?? '',
    action: text(member(content, 'action')),
    body: content,
    guid: header(headers, 'x-github-delivery'),
    delivered: undefined,
  };
}

/** All bodies name who caused them, but for those about advisories. */
function isBody(json: JsonObject): boolean {
  const sent = text(at(json, 'sender', 'login')) !== undefined;
  const about = ['action', 'repository', 'organization', 'hook', 'installation'];
  if (sent) return about.some((name) => member(json, name) !== undefined);
  return member(json, 'action') !== undefined && text(at(json, 'security_advisory', 'ghsa_id')) !== undefined;
}

function isApiDelivery(json: JsonObject): boolean {
  return ['guid', 'delivered_at', 'event'].every((name) => text(member(json, name)) !== undefined);
}

function apiDelivery(json: JsonObject): Delivery {
  const body = bodyOf(at(json, 'request', 'payload')) ?? {};
  return {
    event: text(member(json, 'event')) ?? '',
    action: text(member(json, 'action')) ?? text(member(body, 'action')),
    body,
    guid: scalar(member(json, 'guid')),
    delivered: member(json, 'delivered_at'),
  };
}

/** Names of headers have no fixed case, and some receivers keep a list of values. */
function header(headers: Json | undefined, name: string): string | undefined {
  const [, value] = entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
  return text(Array.isArray(value) ? value[0] : value);
}

/** A body as an object, or as the text that was sent. */
function bodyOf(body: Json | undefined): JsonObject | undefined {
  if (typeof body !== 'string') return isObject(body) ? body : undefined;
  try {
    const parsed = JSON.parse(body) as Json;
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
