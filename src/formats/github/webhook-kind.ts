import { at, isObject, type JsonObject, member } from '../../core/json.ts';
import { ALERT_KINDS, WEBHOOK_KINDS } from '../github-webhook.actions.ts';

const KINDS = WEBHOOK_KINDS.map(([event, names]) => {
  const members = names.split(' ');
  const absent = members.filter((name) => name.startsWith('-')).map((name) => name.slice(1));
  return { event, present: members.filter((name) => !name.startsWith('-')), absent };
});

/** Which event a body is of, by its members. */
export function webhookKind(body: JsonObject): string | undefined {
  const has = (name: string): boolean => member(body, name) !== undefined;
  if (isObject(at(body, 'changes', 'from', 'security_and_analysis'))) return 'security_and_analysis';
  const alert = member(body, 'alert');
  if (isObject(alert) && !has('location')) return ALERT_KINDS.find(([, name]) => Object.hasOwn(alert, name))?.[0];
  const event = KINDS.find(({ present, absent }) => present.every(has) && !absent.some(has))?.event;
  const action = member(body, 'action');
  if (event === 'repository' && action === 'started') return 'watch';
  return event === 'github_app_authorization' && action !== 'revoked' ? undefined : event;
}
