import type { EventDraft } from '../../core/event.ts';
import { at, list, text } from '../../core/json.ts';
import { remarks } from './people.ts';
import type { Delivery } from './webhook-delivery.ts';

const NO_COMMIT = /^0{40}(?:0{24})?$/;
const TAG = 'refs/tags/';

/** The pusher is the same account as the sender, with its address. */
export function push({ body }: Delivery): Partial<EventDraft> {
  const ref = text(at(body, 'ref'));
  const [before, after] = [commitOf(at(body, 'before')), commitOf(at(body, 'after'))];
  const commits = list(at(body, 'commits')).length;
  return {
    ref,
    tag: ref?.startsWith(TAG) === true ? ref.slice(TAG.length) : undefined,
    commit: after,
    old: before,
    new: after,
    count: commits === 0 ? undefined : commits,
    actor_email: text(at(body, 'pusher', 'email')),
    text: remarks(
      ...['created', 'deleted', 'forced'].map((name) => (at(body, name) === true ? name : undefined)),
      text(at(body, 'head_commit', 'message'))?.split('\n')[0],
    ),
  };
}

function commitOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && !NO_COMMIT.test(value) ? value : undefined;
}

/** A branch or tag that was made or removed: `ref` is its bare name. */
export function reference({ body }: Delivery): Partial<EventDraft> {
  const [ref, type] = [text(at(body, 'ref')), text(at(body, 'ref_type'))];
  return {
    ref,
    tag: type === 'tag' ? ref : undefined,
    resource: type,
    auth_method: at(body, 'pusher_type') === 'deploy_key' ? 'deploy_key' : undefined,
  };
}
