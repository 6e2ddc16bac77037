import type { Out } from '../../core/format.ts';
import { type Act, answerOf, recordsOf } from './act.ts';
import { actEvent } from './event.ts';

/** How long, in log time, the tarball may follow the document, in microseconds. */
const BETWEEN = 60_000_000;
const MOST_HELD = 10_000;

/** A document was written; its tarball may be deleted next. */
interface Written {
  readonly act: Act;
  /** The version that was taken out of it; absent where the log begins too late to tell. */
  readonly version: string | undefined;
}

/**
 * `npm unpublish name@version` is two requests: the document without the version, then the tarball. They are one act,
 * told by the first: from then on nobody could find the version.
 */
export class Unpublishes {
  /** Writes that may be the first of the two, by who wrote what; the oldest first. */
  readonly #held = new Map<string, Written>();

  /** What is known of an act that has ended, and of held ones that wait no more. */
  take(act: Act): Out[] {
    const key = keyOf(act);
    const first = this.#held.get(key);
    if (isTarballDeletion(act) && first !== undefined && isSame(first, act)) {
      this.#held.delete(key);
      return [bothOut(first, act)];
    }
    if (!mayBeFirst(act)) return [actOut(act)];
    this.#held.delete(key);
    this.#held.set(key, { act, version: act.changes[0]?.version });
    return [...(first === undefined ? [] : [actOut(first.act)]), ...this.#overflowing()];
  }

  #overflowing(): Out[] {
    const [oldest] = this.#held;
    if (this.#held.size <= MOST_HELD || oldest === undefined) return [];
    this.#held.delete(oldest[0]);
    return [actOut(oldest[1].act)];
  }

  /** Those that were answered too long before a time. */
  expired(now: number): Out[] {
    const late: Out[] = [];
    for (const [key, { act }] of this.#held) {
      if ((answerOf(act)?.at.micros ?? 0) >= now - BETWEEN) break;
      this.#held.delete(key);
      late.push(actOut(act));
    }
    return late;
  }

  end(): Out[] {
    return [...this.#held.values()].map(({ act }) => actOut(act));
  }
}

/** A document was written without one version, or the log has only the end of the request and does not tell. */
function mayBeFirst(act: Act): boolean {
  const [change, ...more] = act.changes;
  if (act.request.kind !== 'rev-put' || !succeeded(act) || more.length > 0) return false;
  return change === undefined ? act.requested === undefined : change.verb === 'unpublishing' && !!change.version;
}

/** It may still be under way where the log ends. */
function isTarballDeletion(act: Act): boolean {
  return act.request.kind === 'delete-tarball' && (answerOf(act) === undefined || succeeded(act));
}

function isSame({ act, version }: Written, deletion: Act): boolean {
  const [who, asked] = [answerOf(act)?.user, answerOf(deletion)];
  if (asked !== undefined && asked.user !== who) return false;
  const gone = deletion.request.version;
  return gone !== undefined && (version === undefined || version === gone);
}

function succeeded(act: Act): boolean {
  const status = answerOf(act)?.status ?? 0;
  return status >= 200 && status < 300;
}

/** An unanswered request does not know its account yet. */
function keyOf(act: Act): string {
  const ip = act.requested?.ip ?? (answerOf(act) ?? act.phases[0])?.ip;
  return `${act.request.package ?? ''} ${ip ?? ''}`;
}

function actOut(act: Act): Out {
  return { kind: 'event', event: actEvent(act), records: recordsOf(act) };
}

function bothOut({ act, version }: Written, second: Act): Out {
  const event = actEvent(act);
  const doubt = version === undefined ? undefined : event.text;
  return {
    kind: 'event',
    event: {
      ...event,
      action: 'package.version_deleted',
      version: second.request.version,
      text: [doubt, 'then the tarball was deleted'].filter(Boolean).join('; '),
    },
    records: [...recordsOf(act), ...recordsOf(second)],
  };
}
