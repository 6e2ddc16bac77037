import type { Step } from '../../core/step.ts';
import type { Realms } from './realms.ts';

/** Changes of e-mail addresses, of which some open nothing. */
export class Addresses {
  readonly #changes: readonly { readonly step: Step; readonly place: number }[];
  readonly #realms: Realms;

  /** @param steps in the order of time */
  constructor(steps: readonly Step[], realms: Realms) {
    this.#realms = realms;
    this.#changes = steps.flatMap((step, place) =>
      step.members.action === 'auth.email_changed' ? [{ step, place }] : [],
    );
  }

  /** An address that is taken away, that the account had before, or of which another copy told already. */
  isNothingNew(step: Step, place: number): boolean {
    const { action, new: became, old } = step.members;
    if (action !== 'auth.email_changed') return false;
    if (became === undefined) return old !== undefined;
    const before = this.#changes.filter((change) => change.place < place && this.#isSame(change.step, step));
    return before.some(
      ({ step: other }) =>
        (other.members.old === became && other.members.new !== became) ||
        (other.members.new === became && overlap(other, step)),
    );
  }

  /** Of one account in one place. */
  #isSame(a: Step, b: Step): boolean {
    return personOf(a) === personOf(b) && this.#realms.areOne(a, b);
  }
}

function personOf({ members: { user, actor } }: Step): string | undefined {
  return user ?? actor;
}

type Range = Pick<Step, 'low' | 'sort'>;

/** Whether both may be of one moment. */
function overlap(a: Range, b: Range): boolean {
  return (a.low ?? a.sort) <= b.sort && (b.low ?? b.sort) <= a.sort;
}
