import type { EventDraft } from '../../core/event.ts';
import {
  addressDetails,
  advisoryDetails,
  appDetails,
  type Details,
  greeted,
  keyDetails,
  ownerDetails,
  publishDetails,
  releaseIn,
  signInDetails,
  tokenDetails,
} from './details.ts';
import { addressIn, fieldOf } from './head.ts';
import { bareSubject, type RegistryMail, repositoryOf } from './notice.ts';
import type { When } from './when.ts';

/** The event of a mail. A mail can be made up, so it is what somebody reports, whatever it says. */
export function mailEvent(mail: RegistryMail, when: When | undefined, body: string): EventDraft {
  const { notice, fields, subject } = mail;
  const action = notice?.action ?? 'other';
  const id = /<([^<>\s]{1,500})>/.exec(fieldOf(fields, 'message-id') ?? '')?.[1];
  return {
    action,
    grade: 'reported',
    outcome: notice === undefined || action === 'other' ? 'unknown' : (notice.outcome ?? 'success'),
    identity: id === undefined ? { by: 'record' } : { by: 'native', key: `mail:${id}` },
    ...when,
    native_id: id,
    source_name: mail.from,
    text: subject === '' ? undefined : subject,
    repo: mail.conversation ?? repositoryOf(fields) ?? repositoryIn(subject),
    ...(action.startsWith('auth.') ? accountOf(mail, body) : {}),
    ...detailsOf(mail, body),
  };
}

/** Mails about an account go to its owner, and greet by its name. */
function accountOf({ fields }: RegistryMail, body: string): Details {
  return { user: greeted(body), user_email: addressIn(fieldOf(fields, 'to')) };
}

function repositoryIn(subject: string): string | undefined {
  return /^\[GitHub\] .* added to ([\w.-]{1,100}\/[\w.-]{1,100})$/.exec(subject)?.[1];
}

function detailsOf({ notice, subject }: RegistryMail, body: string): Details {
  const action = notice?.action ?? 'other';
  if (action === 'package.published') return { ...releaseIn(subject), ...publishDetails(body) };
  if (action.startsWith('package.owner_')) return ownerDetails(bareSubject(subject), greeted(body));
  if (action.startsWith('package.')) return releaseIn(subject);
  if (action.startsWith('auth.token.')) return tokenDetails(body);
  if (action.startsWith('auth.oauth.')) return appDetails(body);
  if (action.startsWith('auth.key.')) return keyDetails(body);
  if (action === 'auth.email_changed') return addressDetails(body);
  if (action === 'auth.new_device') return signInDetails(body);
  return action === 'advisory.published' ? advisoryDetails(`${subject}\n${body}`) : {};
}
