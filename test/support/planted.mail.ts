import type { Change } from './planting.ts';

/** A mailbox with further mails; the secrets stand there as they are, and in each way that mails hide text. */
export const mailbox: Change = (text, { secrets, marker }) => {
  const say = (): string => `${marker} ${secrets.sentence()}`;
  const base64 = (plain: string): string => Buffer.from(plain).toString('base64');
  const quoted = (plain: string): string => plain.replace(/[=_:/]/g, (one) => `=${one.charCodeAt(0).toString(16)}`);
  const html = (plain: string): string => `<p>${plain.replace('_', '&#95;').replace('token ', 'token <b>')}</b></p>`;
  const word = (plain: string): string => `=?utf-8?B?${base64(plain)}?=`;
  const mails = [
    mail('published acme@1.0.0', ['Content-Type: text/plain'], say()),
    mail('published acme@1.0.1', ['Content-Transfer-Encoding: base64'], wrapped(base64(say()))),
    mail('published acme@1.0.2', ['Content-Transfer-Encoding: quoted-printable'], quoted(say())),
    mail('published acme@1.0.3', ['Content-Type: text/html'], html(say())),
    mail('published acme@1.0.4', ['Content-Type: text/html', 'Content-Transfer-Encoding: base64'], base64(html(say()))),
    mail(`published acme@1.0.5 ${word(say())}`, [], 'x'),
    mail('published acme@1.0.6', [`X-Note: ${word(say())}`], 'x'),
    mail('published acme@1.0.7', ['Content-Type: multipart/mixed; boundary=b'], attachment(wrapped(base64(say())))),
  ];
  return `${text.trimEnd()}\n\n${mails.join('\n\n')}\n`;
};

function mail(subject: string, head: readonly string[], body: string): string {
  return [
    'From - Tue Mar 31 02:00:00 2026',
    'Received: from a by b; Tue, 31 Mar 2026 02:00:00 +0000',
    'From: npm <support@npmjs.com>',
    `Subject: Successfully ${subject}`,
    ...head,
    '',
    body,
  ].join('\n');
}

function attachment(content: string): string {
  return [
    '--b',
    '',
    'the log is attached',
    '--b',
    'Content-Type: text/x-log; name="npm.log"',
    'Content-Disposition: attachment',
    'Content-Transfer-Encoding: base64',
    '',
    content,
    '--b--',
  ].join('\n');
}

function wrapped(text: string): string {
  return text.replace(/.{76}/g, '$&\n');
}
