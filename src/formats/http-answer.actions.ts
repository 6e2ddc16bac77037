import type { Outcome } from '../core/event.ts';

/** How to take a status: refusals are `denied`; a redirect that nobody followed says nothing. */
export function outcomeOf(status: number): Outcome {
  if (DENIALS.has(status)) return 'denied';
  if (status >= 400) return 'failure';
  return (status >= 200 && status < 300) || status === 304 ? 'success' : 'unknown';
}

/** Unauthorized, Forbidden, Proxy Authentication Required, Unavailable For Legal Reasons. */
const DENIALS: ReadonlySet<number> = new Set([401, 403, 407, 451]);

/** Headers in which servers name the request, in the order in which they are believed. */
export const REQUEST_IDS = [
  'x-request-id',
  'x-github-request-id',
  'x-amzn-requestid',
  'x-amz-request-id',
  'x-gitlab-request-id',
  'x-correlation-id',
  'cf-ray',
] as const;

/** Members of an error body that hold its sentence. */
export const SENTENCES = ['error', 'message', 'reason', 'error_description', 'detail'] as const;

/** Sentences of registries that name the package, with the words around it. */
export const NAMING: readonly RegExp[] = [
  /^no such package available *: *(\S+)$/i,
  /\bpackage ["'`](@?[^"'`\s]+)["'`] (?:not found|does not exist|was not found)/i,
  /^package (@?[^\s"'`]+) (?:not found|does not exist|was not found)/i,
  /["'`](@?[^"'`\s]+)["'`] is not in (?:this|the) (?:npm )?registry/i,
];
