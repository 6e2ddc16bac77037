import type { Context, Out } from '../../core/format.ts';
import { fingerprintsIn } from '../../core/secrets.ts';
import { type Facts, noFacts, readFacts } from './facts.ts';
import { Groups, groupOf } from './group.ts';
import { cachedUrlOf, type Fetched, fetchedOf, type LogLine } from './line.ts';
import { actOut, exchangeOut, runMembers } from './outs.ts';
import { Packs } from './packs.ts';
import { Reads } from './reads.ts';
import { runOuts } from './summary.ts';

/** How many lines beside its requests the event of a run stands on. */
const MOST_TELLING = 20;

/** One run of npm, which is what one log holds. */
export class Run {
  readonly #facts: Facts = noFacts();
  readonly #groups = new Groups();
  readonly #packs = new Packs();
  readonly #reads = new Reads();
  readonly #telling: number[] = [];
  #oidc = false;

  constructor({ taken }: Pick<Context, 'taken'>) {
    if (taken.basis === 'file-name' && taken.at !== undefined) this.#facts.named = taken.at;
  }

  push(line: LogLine): Out[] {
    const fetched = fetchedOf(line);
    if (fetched !== undefined) return this.#request(fetched);
    const url = cachedUrlOf(line);
    if (url !== undefined) return this.#reads.hold(url, line.record, runMembers(this.#facts));
    if (line.level === 'verbose' && line.rest.startsWith('oidc ')) return this.#exchange(line);
    if (this.#packs.take(line)) return [];
    return readFacts(this.#facts, line) ? this.#tell(line) : [ignored(ruleOf(line), line.record)];
  }

  /** The line with the command is where a run stands. */
  #tell({ record, rest }: LogLine): Out[] {
    if (this.#telling.length >= MOST_TELLING) return [ignored('run-line', record)];
    if (rest.startsWith('title ')) this.#telling.unshift(record);
    else this.#telling.push(record);
    return [];
  }

  end(): Out[] {
    const parts = {
      facts: this.#facts,
      groups: this.#groups.all(),
      packs: this.#packs,
      telling: this.#telling,
      oidc: this.#oidc,
      fingerprint: fingerprintsIn(this.#facts.argv ?? '')[0],
    };
    return [...this.#reads.end(runMembers(this.#facts)), ...runOuts(parts)];
  }

  #request(fetched: Fetched): Out[] {
    const read = this.#reads.take(fetched, runMembers(this.#facts));
    if (read !== undefined) return read;
    const group = groupOf(fetched);
    if (group.request.kind === 'audit') return [ignored('audit-request', fetched.record)];
    const trivial = ['other', 'search', 'ping'].includes(group.request.kind);
    if (trivial && !group.request.write) return [ignored('other-request', fetched.record)];
    return this.#groups.hold(fetched) ? [] : [actOut(group, this.#facts)];
  }

  /** npm exchanges the identity of its CI for a token, and says in one line how that ended. */
  #exchange(line: LogLine): Out[] {
    const message = line.rest.slice('oidc '.length);
    const success = message.startsWith('Successfully retrieved');
    const failure = /^(?:Failed to fetch|Failed token exchange|Failed because|Failure)/.test(message);
    if (!success && !failure) return [ignored('verbose-line', line.record)];
    this.#oidc ||= success;
    return [exchangeOut({ success, message, record: line.record }, this.#groups.removeExchange(), this.#facts)];
  }
}

function ignored(rule: string, record: number): Out {
  return { kind: 'ignored', rule, records: [record] };
}

const RULES = { notice: 'notice-text', warn: 'warning-text', error: 'error-text', http: 'other-request' } as const;

function ruleOf({ level }: LogLine): string {
  return Object.hasOwn(RULES, level) ? RULES[level as keyof typeof RULES] : `${level}-line`;
}
