import type { Format, Out, Reading, Sample } from '../core/format.ts';
import { headerField, isFolded } from '../core/http.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { isHeadLine } from './mail/head.ts';
import { Message } from './mail/message.ts';

/**
 * Mails of npm and GitHub to the owner of an account: one mail (RFC 5322), or a mailbox in mbox form (RFC 4155), quoted
 * the mboxo or the mboxrd way. Mails of anybody else are passed over unread.
 */
const format: Format = {
  id: 'mail',
  title: 'mails of npm and GitHub',
  revision: 1,
  about: {
    export: 'save the mails as .eml, or export the folder as mbox: search for mails from npm and from GitHub',
    lifetime: 'as long as the owner of the mailbox keeps them; deleted mails are gone',
    proves: 'what npm and GitHub told the owner, and when the mail came; of a publish: when, from which address',
    cannotProve:
      'that npm or GitHub sent it: a mail can be made up, and its DKIM signature cannot be checked without the key in DNS; that nothing else happened',
    tried: 'documentation',
  },
  framing: 'lines',
  entriesOfLines: true,
  signs: { line: 'From …, Received: … or Delivered-To: …' },
  // A full stop may be one within an address or a version.
  whole: (line) => /(?:--|>|(?:^| )[A-Za-z]+[.!])$/.test(line) && headerField(line) === undefined,
  recognise,
  open: () => new MailboxReading(),
};

export default format;

/** `From alice@example.test Tue Mar 31 00:22:10 2026`, with whatever stands in place of the address. */
const SEPARATOR =
  /^From \S{1,400} +(?:\S{1,40} +)?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? .{4,30}\d\d:\d\d.{0,20}\d{4}.{0,20}$/;
/** `git format-patch` begins its files with a commit in that place. */
const PATCH = /^From [0-9a-f]{40} /;

function isSeparator(line: string): boolean {
  return SEPARATOR.test(line);
}

/** Fields of which a mail has several. */
const USUAL: ReadonlySet<string> = new Set([
  ...['from', 'to', 'subject', 'date', 'message-id', 'received', 'return-path', 'delivered-to', 'mime-version'],
  ...['dkim-signature', 'authentication-results', 'content-type', 'x-gmail-labels', 'x-gm-thrid'],
]);
const ENOUGH = 4;

function recognise({ lines }: Sample): number {
  const start = lines.findIndex((line) => line.trim() !== '');
  const first = lines[start] ?? '';
  if (PATCH.test(first)) return 0;
  const separated = isSeparator(first);
  const head = headAt(lines, separated ? start + 1 : start);
  const names = new Set(
    head.map((line) => headerField(line)?.name).filter((name) => name !== undefined && USUAL.has(name)),
  );
  if (!names.has('from') && !names.has('received')) return 0;
  if (separated) return 85;
  return names.size >= ENOUGH ? 70 : 0;
}

function headAt(lines: readonly string[], start: number): readonly string[] {
  const rest = lines.slice(start);
  const end = rest.findIndex((line, i) => !isHeadLine(line, i));
  return (end === -1 ? rest : rest.slice(0, end)).filter((line) => !isFolded(line));
}

class MailboxReading implements Reading {
  #isMailbox: boolean | undefined;
  #message: Message | undefined;
  #line = 0;

  push(record: EvidenceRecord): readonly Out[] {
    const line = record.at.line ?? record.number + 1;
    const gap = line > this.#line + 1;
    this.#line = line;
    this.#isMailbox ??= isSeparator(record.text);
    if (this.#isMailbox && isSeparator(record.text)) return this.#begin(record);
    this.#message ??= new Message();
    return this.#message.push(record, gap);
  }

  end(): readonly Out[] {
    return this.#message?.end() ?? [];
  }

  #begin(separator: EvidenceRecord): readonly Out[] {
    const outs = this.end();
    this.#message = new Message(separator);
    return outs;
  }
}
