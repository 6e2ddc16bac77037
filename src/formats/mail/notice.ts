import type { HeaderField } from '../../core/http.ts';
import { maskSecrets } from '../../core/secrets.ts';
import { NOTICES, type Notice, SENDERS, type Sender } from '../mail.notices.ts';
import { addressIn, fieldOf, textOf } from './head.ts';

/** What stands further behind in a subject decides nothing. */
const MOST_OF_SUBJECT = 400;

const SEVERITY = 'x-github-severity';

/** A mail of npm or GitHub, as its head shows it. */
export interface RegistryMail {
  readonly fields: readonly HeaderField[];
  readonly sender: Sender;
  readonly from: string;
  readonly subject: string;
  /** Repository whose conversation the mail is part of: people wrote it, not GitHub. */
  readonly conversation: string | undefined;
  readonly notice: Notice | undefined;
}

/** Nothing for a mail of anybody else. */
export function registryMail(fields: readonly HeaderField[]): RegistryMail | undefined {
  const from = addressIn(fieldOf(fields, 'from'));
  const sender = from === undefined ? undefined : senderOf(from);
  if (from === undefined || sender === undefined) return undefined;
  const subject = maskSecrets(textOf(fields, 'subject')?.replace(/\s+/g, ' ').trim() ?? '');
  const conversation = sender === 'GitHub' ? conversationOf(fields) : undefined;
  const notice = conversation === undefined ? (noticeOf(sender, subject) ?? alertOf(fields)) : undefined;
  return { fields, sender, from, subject, conversation, notice };
}

function senderOf(address: string): Sender | undefined {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const known = [...SENDERS].find(([name]) => domain === name || domain.endsWith(`.${name}`));
  return known?.[1];
}

/** `acme/widget <widget.acme.github.com>`. Alerts of Dependabot have it too, and a severity. */
function conversationOf(fields: readonly HeaderField[]): string | undefined {
  if (fieldOf(fields, SEVERITY) !== undefined) return undefined;
  return repositoryOf(fields);
}

export function repositoryOf(fields: readonly HeaderField[]): string | undefined {
  return /^([\w.-]{1,100}\/[\w.-]{1,100}) *</.exec(fieldOf(fields, 'list-id') ?? '')?.[1];
}

/** A subject without the sender's name before it. */
export function bareSubject(subject: string): string {
  return subject.replace(/^\[(?:npm|GitHub)\] */i, '');
}

/** What a subject means; nothing where no rule knows it. */
export function noticeOf(sender: Sender, subject: string): Notice | undefined {
  const bare = bareSubject(subject).slice(0, MOST_OF_SUBJECT);
  return NOTICES.find((notice) => (notice.sender ?? sender) === sender && notice.subject.test(bare));
}

/** Alerts of Dependabot have a header of their own, and any subject. */
function alertOf(fields: readonly HeaderField[]): Notice | undefined {
  return fieldOf(fields, SEVERITY) === undefined ? undefined : { subject: /^/, action: 'advisory.published' };
}
