import type { EventDraft } from '../../core/event.ts';
import type { Out } from '../../core/format.ts';
import type { Unreadable } from './times.ts';

/** The answer to what was read in these records: an event, or why there is none. */
export function readOut(read: EventDraft | Unreadable, records: readonly number[]): Out {
  if ('action' in read) return { kind: 'event', event: read, records };
  return { kind: 'problem', code: read.code, message: read.message, records };
}
