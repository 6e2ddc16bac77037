import type { Action } from '../core/action.ts';
import type { Outcome } from '../core/event.ts';

/** Who sends mails that matter here, by the domain behind the `@`; subdomains count. */
export const SENDERS: ReadonlyMap<string, Sender> = new Map([
  ['npmjs.com', 'npm'],
  ['github.com', 'GitHub'],
  ['githubsupport.com', 'GitHub'],
]);

export type Sender = 'npm' | 'GitHub';

/** What a subject means. */
export interface Notice {
  /** Tried on the subject without `[npm]` or `[GitHub]` before it; the first that matches counts. */
  readonly subject: RegExp;
  readonly action: Action;
  /** `unknown` where it was asked for, and the mail does not say that it was done. Default: `success`. */
  readonly outcome?: Outcome;
  /** Set where only this sender means it so. */
  readonly sender?: Sender;
  /** The body holds a link or a code that opens the account: it is not stored. */
  readonly secret?: true;
}

export const NOTICES: readonly Notice[] = [
  { subject: /^successfully published\b|\bpackage\b.*\bwas published\b/i, action: 'package.published', sender: 'npm' },
  { subject: /\bunpublished\b/i, action: 'package.unpublished', sender: 'npm' },
  {
    subject: /^successfully deprecated\b|\bpackage\b.*\bwas deprecated\b/i,
    action: 'package.deprecated',
    sender: 'npm',
  },

  { subject: /\btokens?\b.*\b(?:expir|about to)/i, action: 'other' },
  { subject: /\btokens?\b.*\b(?:published in|revoked|deleted|removed)\b/i, action: 'auth.token.revoked' },
  { subject: /\btokens?\b.*\b(?:regenerated|updated|changed|edited|rotated)\b/i, action: 'auth.token.changed' },
  { subject: /\btokens?\b.*\b(?:created|added|generated)\b|\bnew\b.*\btoken\b/i, action: 'auth.token.created' },

  { subject: /\brecovery codes?\b.*\bused\b|\bused\b.*\brecovery code/i, action: 'auth.2fa.recovered' },
  { subject: /\brecovery codes?\b/i, action: 'auth.2fa.changed' },
  { subject: /^enabling two-factor|\b(?:enable|require[ds]?|not enabled)\b.*\b(?:2fa|two-factor)/i, action: 'other' },
  {
    subject: /\b(?:2fa|two-factor)\b.*\b(?:disabled|removed|turned off|reset)\b/i,
    action: 'auth.2fa.disabled',
  },
  { subject: /\b(?:2fa|two-factor)\b.*\b(?:enabled|turned on|activated)\b/i, action: 'auth.2fa.enabled' },
  { subject: /\b(?:2fa|two-factor)\b.*\b(?:changed|updated|modified|added)\b/i, action: 'auth.2fa.changed' },
  { subject: /\b(?:2fa|two-factor)\b.*\brecovery\b/i, action: 'auth.2fa.recovered', outcome: 'unknown' },
  {
    subject: /\b(?:security (?:key|device)|passkey|authenticator)\b.*\b(?:added|registered|removed|deleted|renamed)\b/i,
    action: 'auth.2fa.changed',
  },

  {
    subject: /\b(?:public|ssh|gpg|signing|deploy|authentication) keys?\b.*\b(?:removed|deleted|revoked)\b/i,
    action: 'auth.key.removed',
  },
  {
    subject: /\b(?:public|ssh|gpg|signing|deploy|authentication) keys?\b.*\b(?:added|created|registered)\b/i,
    action: 'auth.key.added',
  },
  { subject: /\boauth app(?:lication)?\b.*\b(?:revoked|removed)\b/i, action: 'auth.oauth.revoked' },
  {
    subject:
      /\b(?:oauth|github|first-party|third-party) app(?:lication)?\b.*\b(?:added|authori[sz]ed|approved|installed)\b/i,
    action: 'auth.oauth.authorized',
  },

  {
    subject: /\be-?mail change\b|\bconfirm your new\b.*\be-?mail\b/i,
    action: 'auth.email_changed',
    outcome: 'unknown',
    secret: true,
  },
  {
    subject:
      /\be-?mail(?: address)?\b.*\b(?:was|been|is now|has)\b.*\b(?:changed|updated|added|removed)\b|\bnew e-?mail address\b/i,
    action: 'auth.email_changed',
    secret: true,
  },
  { subject: /\bpassword\b.*\b(?:was|has|been)\b.*\b(?:changed|reset|updated)\b/i, action: 'auth.password_changed' },
  {
    subject: /\bpassword reset\b|\breset (?:your|of your)\b.*\bpassword\b/i,
    action: 'auth.password_changed',
    outcome: 'unknown',
    secret: true,
  },

  { subject: /\bverify your device\b/i, action: 'auth.new_device', outcome: 'unknown', secret: true },
  {
    subject: /\botp for logging in\b|\bone-time pass(?:word|code)\b/i,
    action: 'auth.login',
    outcome: 'unknown',
    secret: true,
  },
  { subject: /\bverification code\b|\botp\b/i, action: 'other', secret: true },
  {
    subject:
      /\breview this sign[ -]?in\b|\b(?:new|unrecogni[sz]ed|unknown|unusual|suspicious)\b.*\b(?:sign[ -]?in|log[ -]?in|signed in|logged in)\b/i,
    action: 'auth.new_device',
  },

  {
    subject: /\b(?:removed|dropped)\b.*\b(?:maintainer|owner|collaborator)\b|\b(?:maintainer|owner)\b.*\bremoved\b/i,
    action: 'package.owner_removed',
    sender: 'npm',
  },
  {
    subject: /\binvit(?:ed|ation)\b.*\b(?:maintain|maintainer|owner|collaborat)/i,
    action: 'package.owner_added',
    outcome: 'unknown',
    sender: 'npm',
    secret: true,
  },
  {
    subject: /\badded\b.*\b(?:maintainer|owner|collaborator)\b|\b(?:maintainer|owner)\b.*\badded\b/i,
    action: 'package.owner_added',
    sender: 'npm',
  },
  {
    subject: /\binvit(?:ed|ation)\b.*\b(?:organi[sz]ation|org|team|join)\b/i,
    action: 'perm.member_added',
    outcome: 'unknown',
    secret: true,
  },
  { subject: /\badded\b.*\b(?:organi[sz]ation|org|team)\b/i, action: 'perm.member_added' },
  { subject: /\btrusted publish\w*\b.*\bremoved\b/i, action: 'package.trust_removed', sender: 'npm' },
  {
    subject: /\btrusted publish\w*\b.*\b(?:added|created|configured)\b/i,
    action: 'package.trust_added',
    sender: 'npm',
  },

  { subject: /\bdependabot alerts for the week\b/i, action: 'other', sender: 'GitHub' },
  { subject: /\bdependabot alert\b/i, action: 'advisory.published', sender: 'GitHub' },
  { subject: /^re:|\brequest received\b|\bsupport (?:ticket|request)\b|\bticket #?\d/i, action: 'incident.contacted' },
];

/** Subjects that were really sent, as people quote them, and what the rules above must make of them. */
export const FOUND: readonly (readonly [sender: Sender, subject: string, action: Action, source: string])[] = [
  [
    'npm',
    'Successfully published honkit@3.4.0',
    'package.published',
    'efcl.info, 2020-07-04; azu/gmail-npm-publish-digest',
  ],
  [
    'npm',
    'npm security alert - account token published in npm package',
    'auth.token.revoked',
    'blog of npm, post 182015409750',
  ],
  ['npm', '[npm] Granular access tokens expiring in 7 days', 'other', 'listing of a mailbox, 2026'],
  ['npm', '[npm] Two-factor authentication enabled', 'auth.2fa.enabled', 'listing of a mailbox, 2026'],
  ['npm', '[npm] Two-factor authentication disabled', 'auth.2fa.disabled', 'report of an account recovery, 2024-08'],
  ['npm', '[npm] A security key was added to your account', 'auth.2fa.changed', 'listing of a mailbox, 2026'],
  [
    'npm',
    'Enabling two-factor authentication (2FA) on your npm account: alice',
    'other',
    'archive of a mailing list, 2024-12',
  ],
  [
    'npm',
    'OTP for logging in to your account: alice',
    'auth.login',
    'documentation of npm, receiving a one-time password over email',
  ],
  ['npm', '[npm] OTP for complete the sign up for you new npm account: alice', 'other', 'listing of a mailbox, 2026'],
  ['npm', 'npm Password Reset', 'auth.password_changed', 'npm/newww, 2014'],
  ['npm', 'Your npm password reset', 'auth.password_changed', "tests of npm's mail templates"],
  ['npm', 'npm Email Change Alert', 'auth.email_changed', 'npm/newww, 2014'],
  ['npm', 'Your npm email change', 'auth.email_changed', "tests of npm's mail templates"],
  ['npm', 'Please confirm your new npm email', 'auth.email_changed', "tests of npm's mail templates"],
  ['npm', 'Welcome to npm! Please confirm your email address', 'other', "tests of npm's mail templates"],
  ['GitHub', '[GitHub] Please review this sign in', 'auth.new_device', 'quoted in test data of mail programs, 2026'],
  [
    'GitHub',
    '[GitHub] Please verify your device',
    'auth.new_device',
    'scripts that read the code from a mailbox, 2023',
  ],
  ['GitHub', '[GitHub] Sudo email verification code', 'other', 'instructions for GitHub Desktop, 2026'],
  [
    'GitHub',
    '[GitHub] A third-party OAuth application has been added to your account',
    'auth.oauth.authorized',
    'zhupite.com; listing of a mailbox, 2020',
  ],
  [
    'GitHub',
    '[GitHub] A first-party GitHub OAuth application has been added to your account',
    'auth.oauth.authorized',
    'listing of a mailbox, 2026',
  ],
  [
    'GitHub',
    '[GitHub] A new public key was added to your account',
    'auth.key.added',
    'instructions for GitHub Desktop',
  ],
  [
    'GitHub',
    '[GitHub] A new SSH authentication public key was added to your account',
    'auth.key.added',
    'listing of a mailbox, 2026',
  ],
  ['GitHub', '[GitHub] A new public key was added to acme/widget', 'auth.key.added', 'test data of a mail filter'],
  [
    'GitHub',
    '[GitHub] A personal access token (classic) has been added to your account',
    'auth.token.created',
    'listing of a mailbox, 2023',
  ],
  [
    'GitHub',
    '[GitHub] A fine-grained personal access token has been added to your account',
    'auth.token.created',
    'listing of a mailbox, 2025',
  ],
  [
    'GitHub',
    '[GitHub] Your personal access token is about to expire',
    'other',
    'README of a script that renews tokens',
  ],
  ['GitHub', '[GitHub] Your personal access token (classic) has expired', 'other', 'blog post, 2024-03-15'],
  ['GitHub', '[GitHub] Your password has changed', 'auth.password_changed', 'listing of a mailbox, 2016'],
  ['GitHub', '[GitHub] Your password was reset', 'auth.password_changed', 'git mailing list, 2018-08-26'],
  ['GitHub', '[GitHub] Please reset your password', 'auth.password_changed', 'listing of a mailbox'],
  ['GitHub', '[GitHub] Two-factor authentication enabled', 'auth.2fa.enabled', 'README of a mail query tool'],
  [
    'GitHub',
    '[GitHub] Please download your two-factor recovery codes',
    'auth.2fa.changed',
    'test data of a mail program',
  ],
  ['GitHub', '[GitHub] A passkey was added to your account', 'auth.2fa.changed', 'test data of a mail program'],
  ['GitHub', '[GitHub] Your Dependabot alerts for the week of Jan 23 - Jan 30', 'other', 'listing of a mailbox, 2024'],
  [
    'GitHub',
    '[GitHub Support] Confirmation - Request Received (#1234567)',
    'incident.contacted',
    'instructions for an abuse report, 2026',
  ],
];
