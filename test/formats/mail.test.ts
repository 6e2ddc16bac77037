import { describe, expect, it } from 'vitest';
import { htmlText } from '../../src/formats/mail/html.ts';
import { noticeOf } from '../../src/formats/mail/notice.ts';
import { decodeWords } from '../../src/formats/mail/words.ts';
import { FOUND, NOTICES } from '../../src/formats/mail.notices.ts';
import format from '../../src/formats/mail.ts';
import { parseNaively, readNaively, sampleOf } from '../support/naive.ts';
import { told } from '../support/told.ts';

const score = (text: string) => format.recognise(sampleOf(parseNaively(text)));
const HEAD = 'Received: from a by b; Tue, 31 Mar 2026 00:22:05 -0700 (PDT)\nFrom: npm <support@npmjs.com>\n';
const mail = (subject: string, body: string, more = '') =>
  `${HEAD}To: alice@example.test\nSubject: ${subject}\nMessage-ID: <1@example.test>\n${more}\n${body}`;
const eventOf = (text: string) => readNaively(format, text).find((out) => out.kind === 'event')?.event;

describe('recognition', () => {
  it.each([
    ['one mail', mail('x', 'y'), 70],
    ['a mailbox', `From a@b Tue Mar 31 00:22:10 2026\n${mail('x', 'y')}`, 85],
    ['a mailbox of a webmail', `From 123@xxx Tue Mar 31 00:22:10 +0000 2026\n${mail('x', 'y')}`, 85],
    ['a mailbox of a mail program', `From - Tue Mar 31 00:22:10 2026\n${mail('x', 'y')}`, 85],
    ['a patch', `From ${'a'.repeat(40)} Mon Sep 17 00:00:00 2001\nFrom: A <a@b>\nDate: x\nSubject: y\n`, 0],
    ['an HTTP answer', 'HTTP/1.1 200 OK\nDate: x\nContent-Type: y\nReceived: z\n', 0],
    ['a list of settings', 'from: a\nto: b\n', 0],
    ['prose', 'From here on nothing matters.\nFrom: a\n', 0],
    ['JSON', '{"from":"a"}', 0],
    ['nothing', '', 0],
  ])('of %s', (_, text, expected) => expect(score(text)).toBe(expected));
});

describe('subjects', () => {
  it.each(FOUND)('%s: %s is %s', (sender, subject, action) => {
    expect(noticeOf(sender, subject)?.action ?? 'other').toBe(action);
  });

  it.each([
    ['npm', 'A granular access token was created', 'auth.token.created', 'success'],
    ['npm', 'Your access token was deleted', 'auth.token.revoked', 'success'],
    ['GitHub', 'Your personal access token was regenerated', 'auth.token.changed', 'success'],
    ['npm', 'A recovery code was used to sign in', 'auth.2fa.recovered', 'success'],
    ['npm', 'Two-factor authentication settings were changed', 'auth.2fa.changed', 'success'],
    ['GitHub', '[GitHub] A two-factor recovery was requested', 'auth.2fa.recovered', 'unknown'],
    ['GitHub', '[GitHub] An SSH key was removed from your account', 'auth.key.removed', 'success'],
    ['GitHub', '[GitHub] An OAuth application was revoked', 'auth.oauth.revoked', 'success'],
    ['npm', '[npm] The email address of your account has been changed', 'auth.email_changed', 'success'],
    ['npm', 'Your one-time password', 'auth.login', 'unknown'],
    ['npm', 'New sign-in to your npm account', 'auth.new_device', 'success'],
    ['npm', 'bob was removed as an owner of acme-widget', 'package.owner_removed', 'success'],
    ['npm', 'bob invited you to be a maintainer of acme-widget', 'package.owner_added', 'unknown'],
    ['npm', 'bob was added as a maintainer of acme-widget', 'package.owner_added', 'success'],
    ['npm', 'You have been invited to join the acme organization', 'perm.member_added', 'unknown'],
    ['npm', 'You were added to the acme organization', 'perm.member_added', 'success'],
    ['npm', 'A trusted publisher was removed', 'package.trust_removed', 'success'],
    ['npm', 'A trusted publisher was added', 'package.trust_added', 'success'],
    ['npm', 'acme-widget@1.0.0 was unpublished', 'package.unpublished', 'success'],
    ['npm', 'Your package acme-widget was deprecated', 'package.deprecated', 'success'],
    ['GitHub', 'Dependabot alert in acme/widget', 'advisory.published', 'success'],
  ] as const)('%s: %s is %s, %s', (sender, subject, action, outcome) => {
    const notice = noticeOf(sender, subject);
    expect([notice?.action, notice?.outcome ?? 'success']).toEqual([action, outcome]);
  });

  it('have no rule that nothing was tried on', () => {
    const tried = new Set([...FOUND.map(([, , action]) => action)]);
    const rules = new Set(NOTICES.map(({ action }) => action));
    expect([...tried].filter((action) => action !== 'other' && !rules.has(action))).toEqual([]);
  });

  it('are read at their start only', () => {
    const long = `${'token password email new '.repeat(20_000)}!`;
    expect(noticeOf('npm', long)?.action).toBe('auth.token.created');
  });
});

describe('the owner of a package', () => {
  it.each([
    ['You were added as a maintainer of @acme/widget.', '@acme/widget', 'alice'],
    ['[npm] bob was removed as an owner of acme-widget', 'acme-widget', 'bob'],
    ['A maintainer was added', undefined, undefined],
  ])('%s', (subject, name, user) => {
    const event = eventOf(mail(subject, 'Hi alice!'));
    expect([event?.package, event?.user]).toEqual([name, user]);
  });
});

describe('what is encoded', () => {
  it.each([
    ['=?utf-8?Q?caf=C3=A9_x?=', 'café x'],
    ['=?UTF-8?B?w6k=?= =?UTF-8?B?w6k=?= y', 'éé y'],
    ['=?utf-8?B?w?= =?utf-8?B?6k=?=', '\u0000\uFFFD'],
    ['a =?iso-8859-1?q?=E9?= b', 'a é b'],
    ['=?utf-8*en?q?x?=', 'x'],
    ['no =?word?=', 'no =?word?='],
  ])('in a header: %s', (value, text) => {
    if (text.includes('\uFFFD')) expect(decodeWords(value)).not.toContain('=?');
    else expect(decodeWords(value)).toBe(text);
  });

  it('in HTML', () => {
    expect(htmlText('<style>a{}</style><p>a &lt;b&gt; &#233;&#xe9;&nope;</p><p>c<br>d</p>')).toBe(
      'a <b> éé&nope;\nc\nd\n',
    );
    expect(htmlText('<style>never closed')).toBe('');
    expect(htmlText('<'.repeat(100_000)).length).toBe(100_000);
    expect(htmlText('<style><style>'.repeat(10_000))).toBe('');
  });

  it('is masked where it comes to light', () => {
    const token = `npm_${'a1B2c3D4e5F6'.repeat(3)}`;
    const text = `A personal access token "${token}" was added`;
    const body = Buffer.from(text).toString('base64');
    const event = eventOf(mail('A token was created', body, 'Content-Transfer-Encoding: base64\n'));
    expect(event?.token_name).toMatch(/^\[npm-token sha512:/);
    const subject = `=?utf-8?B?${Buffer.from(`New token ${token}`).toString('base64')}?=`;
    expect(eventOf(mail(subject, ''))?.text).toMatch(/^New token \[npm-token sha512:/);
  });
});

describe('bounds', () => {
  it('keeps little of a large body, and names every line once', () => {
    const outs = readNaively(format, mail('Successfully published a@1.0.0', 'x\n'.repeat(10_000)));
    const named = outs.flatMap(({ kind, ...out }) => ('records' in out ? out.records : []));
    expect(new Set(named).size).toBe(10_005);
    expect(outs.find((out) => out.kind === 'event')?.records.length).toBe(2004);
  });

  it('keeps little of a large head', () => {
    const outs = readNaively(format, `${HEAD}${'X-A: b\n'.repeat(3000)}\nbody`);
    expect(outs.filter((out) => out.kind === 'ignored').flatMap(({ records }) => records).length).toBe(2003);
    expect(outs.filter((out) => out.kind === 'event').length).toBe(1);
  });

  it('follows parts within parts only so deep', () => {
    const deep = Array.from({ length: 50 }, () => '--x\nContent-Type: multipart/mixed; boundary=x\n').join('\n');
    const event = eventOf(mail('New sign-in', deep, 'Content-Type: multipart/mixed; boundary=x\n'));
    expect(event?.action).toBe('auth.new_device');
  });
});

it('reads a mailbox into a case, and stores nothing of mails of others nor links', { timeout: 60_000 }, async () => {
  const box = [
    `From a@b Tue Mar 31 00:22:10 2026\n${mail('Your npm password reset', 'https://npm.example/forgot/abcdef0123\n')}`,
    'From a@b Tue Mar 31 00:23:10 2026\nFrom: Bob <bob@example.test>\nTo: alice@example.test\nSubject: private\n\nvery private\n',
  ].join('\n');
  const { exitCode, events, problems } = await told(box, 'inbox.mbox');
  expect([exitCode, problems]).toEqual([0, []]);
  expect(events).toMatchObject([
    { action: 'auth.password_changed', outcome: 'unknown', basis: 'ingest', time: '2026-03-31T07:22:05.000Z' },
  ]);
  expect(JSON.stringify(events)).not.toMatch(/abcdef0123|private/);
});
