import type { Action } from '../core/action.ts';
import type { Outcome } from '../core/event.ts';

/** What an error of npm means. */
export interface Refusal {
  readonly action: Action;
  readonly outcome: Outcome;
  /** For whoever expected a list. */
  readonly hint: string;
}

/** npm's error codes that say something about an account or a package. */
export const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  [
    'E401',
    {
      action: 'auth.login_failed',
      outcome: 'denied',
      hint: 'npm refused (E401), no list. Your account? Then you were locked out when this was taken',
    },
  ],
  [
    'E403',
    {
      action: 'auth.login_failed',
      outcome: 'denied',
      hint: 'npm refused (E403), no list. Your account? Then it had no right to this when it was taken',
    },
  ],
  [
    'ENEEDAUTH',
    {
      action: 'auth.login_failed',
      outcome: 'denied',
      hint: 'npm refused (ENEEDAUTH), no list: nobody was logged in. Log in, then take it again',
    },
  ],
  [
    'EOTP',
    {
      action: 'auth.login_failed',
      outcome: 'denied',
      hint: 'npm refused (EOTP), no list: it asked for a one-time password. Take it again with --otp',
    },
  ],
  [
    'E404',
    {
      action: 'artifact.metadata_read',
      outcome: 'failure',
      hint: 'npm refused (E404), no list: it is not there, or this account may not see it',
    },
  ],
]);

/** Any other code: a failure of npm itself, of the network, of the command. */
export function failed(code: string): Refusal {
  return {
    action: 'other',
    outcome: 'failure',
    hint: `npm failed (${code}) before it had an answer, no list. Take it again`,
  };
}

/** What the registry itself answers, where npm was not asked with --json: its sentence, and npm's code for it. */
export const ANSWERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:unauthorized|you must (?:be logged in|sign up)|authentication (?:required|token))/i, 'E401'],
  [/^(?:forbidden|you do not have permission)/i, 'E403'],
  [/^(?:not[ _]found|version not found|no such package|document not found)/i, 'E404'],
];
