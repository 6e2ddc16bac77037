import type { EventDraft } from '../../core/event.ts';
import type { Out } from '../../core/format.ts';

/** How far apart, in log time, the two entries of an operation may stand, in microseconds. */
const APART = 60_000_000;
const MOST_OPEN = 10_000;

/** One entry of a long operation, which is logged when it begins and when it ends. */
export interface OperationEntry {
  readonly id: string;
  readonly part: 'first' | 'last';
  readonly event: EventDraft;
  readonly record: number;
}

/** Joins the entries of an operation. Exports are sorted either way: the end may come before the beginning. */
export class OperationFold {
  readonly #open = new Map<string, OperationEntry>();

  take(entry: OperationEntry): Out[] {
    const outs = this.#expired(entry.event.at?.micros ?? 0);
    const other = this.#open.get(entry.id);
    if (other !== undefined) this.#open.delete(entry.id);
    if (other !== undefined && other.part !== entry.part) return [...outs, joined(entry, other)];
    if (other !== undefined) outs.push(alone(other));
    this.#open.set(entry.id, entry);
    const [oldest] = this.#open.values();
    if (this.#open.size > MOST_OPEN && oldest !== undefined) outs.push(this.#close(oldest));
    return outs;
  }

  end(): Out[] {
    return [...this.#open.values()].map((entry) => this.#close(entry));
  }

  #expired(now: number): Out[] {
    const late: OperationEntry[] = [];
    for (const entry of this.#open.values()) {
      if (Math.abs((entry.event.at?.micros ?? 0) - now) <= APART) break;
      late.push(entry);
    }
    return late.map((entry) => this.#close(entry));
  }

  #close(entry: OperationEntry): Out {
    this.#open.delete(entry.id);
    return alone(entry);
  }
}

/** The beginning says who and what, the end how it went. */
function joined(one: OperationEntry, other: OperationEntry): Out {
  const [first, last] = one.part === 'first' ? [one, other] : [other, one];
  const { outcome, error, text } = last.event;
  const refused = first.event.outcome !== 'success';
  const event = refused ? first.event : { ...first.event, outcome, error, text: text ?? first.event.text };
  return { kind: 'event', event, records: [first.record, last.record] };
}

function alone({ part, event, record }: OperationEntry): Out {
  if (part === 'last' || event.outcome !== 'success') return { kind: 'event', event, records: [record] };
  const text = [event.text, 'the log has no end of this operation'].filter(Boolean).join('; ');
  return { kind: 'event', event: { ...event, outcome: 'unknown', text }, records: [record] };
}
