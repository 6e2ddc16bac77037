import type { Context, Format, Out, Sample } from '../core/format.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { toldOuts } from './github/api-time.ts';
import { deliveryOf } from './github/webhook-delivery.ts';
import { webhookEvents } from './github/webhook-event.ts';

/**
 * Deliveries of GitHub's webhooks: bodies as a receiver stored them, with or without their headers, and what the API of
 * deliveries gives. Form: GitHub's webhook events and payloads, REST API 2022-11-28.
 */
const format: Format = {
  id: 'github-webhook',
  title: 'GitHub webhook deliveries',
  revision: 1,
  about: {
    export:
      'the store of whatever received them; or gh api --paginate repos/<owner>/<repo>/hooks/<id>/deliveries, each with gh api repos/<owner>/<repo>/hooks/<id>/deliveries/<delivery>',
    lifetime: 'at GitHub 3 days; at the receiver as it likes',
    proves:
      'what GitHub told at the moment itself: pushes, releases, packages, members, keys, runs, alerts, and who did it',
    cannotProve: 'when, for acts on members and teams: their bodies have no time; that a body was not made up later',
    tried: 'documentation',
  },
  framing: 'records',
  signs: { members: ['sender', 'repository', 'organization', 'action', 'installation', 'hook'] },
  recognise,
  open: (context) => ({ push: (record) => answer(record, context), end: () => [] }),
};

export default format;

function recognise({ values, wrapper }: Sample): number {
  const found = values.map(deliveryOf).filter((delivery) => delivery !== undefined);
  if (wrapper !== undefined || found.length * 2 <= values.length) return 0;
  return found.some(({ guid }) => guid !== undefined) ? 84 : 79;
}

function answer({ json, number }: EvidenceRecord, { taken }: Context): readonly Out[] {
  const delivery = deliveryOf(json);
  if (delivery !== undefined) return toldOuts(webhookEvents(delivery, taken.at), [number]);
  const message = 'neither a delivery of a webhook nor the body of one';
  return [{ kind: 'problem', code: 'unknown-shape', message, records: [number] }];
}
