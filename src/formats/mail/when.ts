import type { ProblemCode } from '../../core/errors.ts';
import type { HeaderField } from '../../core/http.ts';
import { parseMailTime } from '../../core/mail-time.ts';
import type { Basis, Moment } from '../../core/time.ts';
import { fieldOf } from './head.ts';

export interface When {
  readonly at: Moment;
  /** `ingest`: the recipient's own server took the mail in. `reported`: the sender says so. */
  readonly basis: Basis;
}

/** When a mail came, and what of its times cannot be read. */
export interface Told {
  readonly when: When | undefined;
  readonly problem: { readonly code: ProblemCode; readonly message: string } | undefined;
}

/**
 * The topmost `Received` is of the recipient's own server, the last one to handle the mail; all else in the head, `Date`
 * too, came with it and can be made up.
 */
export function deliveryOf(fields: readonly HeaderField[]): Told {
  const received = fieldOf(fields, 'received');
  const stamp = received?.slice(received.lastIndexOf(';') + 1);
  const delivery = stamp === undefined ? undefined : parseMailTime(stamp);
  if (delivery?.ok === true) return { when: { at: delivery.moment, basis: 'ingest' }, problem: undefined };
  const problem =
    delivery === undefined ? undefined : { code: delivery.code, message: 'the time in `Received` cannot be used' };
  const sent = sentAt(fieldOf(fields, 'date'));
  return { when: sent.when, problem: problem ?? sent.problem };
}

function sentAt(date: string | undefined): Told {
  if (date === undefined)
    return { when: undefined, problem: { code: 'missing-field', message: 'neither `Received` nor `Date`' } };
  const sent = parseMailTime(date);
  if (sent.ok) return { when: { at: sent.moment, basis: 'reported' }, problem: undefined };
  return { when: undefined, problem: { code: sent.code, message: 'the `Date` of the mail cannot be used' } };
}
