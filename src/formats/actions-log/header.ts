import type { Out } from '../../core/format.ts';
import type { Moment } from '../../core/time.ts';
import { jobEvent } from './job-event.ts';
import { type JobFacts, opensJob, readJobFacts } from './job-facts.ts';
import type { ActionsLine } from './line.ts';

const PERMISSION = /^([A-Za-z][A-Za-z-]{0,40}): (read|write|none|admin)$/;

/** How many lines the event of a job may stand on. A runner writes about twenty. */
const MOST_RECORDS = 100;

/** From the first step on, a line is what a step printed. */
export function startsStep({ text }: ActionsLine): boolean {
  return text.startsWith('##[group]Run ');
}

/**
 * Collects the lines about a job until its name or its first step. After that a line may be an imitation that a step
 * printed.
 */
export class Header {
  readonly #facts: JobFacts = {};
  readonly #records: number[] = [];
  readonly #permissions: string[] = [];
  #first: Moment | undefined;
  #inPermissions = false;
  #closed = false;

  /** Undefined: the line says nothing of the job. */
  take(line: ActionsLine): readonly Out[] | undefined {
    if (this.#closed) return undefined;
    if (this.#records.length >= MOST_RECORDS || !this.#reads(line)) return undefined;
    this.#first ??= line.at;
    this.#records.push(line.record);
    return this.#facts.name === undefined ? [] : this.end();
  }

  /** Before the line with which a job begins, none of the others is looked for. */
  #reads(line: ActionsLine): boolean {
    if (this.#first === undefined) return opensJob(line) && readJobFacts(this.#facts, line);
    return this.#readsPermission(line.text) || readJobFacts(this.#facts, line);
  }

  #readsPermission(text: string): boolean {
    if (text === '##[group]GITHUB_TOKEN Permissions') {
      this.#inPermissions = true;
      return true;
    }
    if (!this.#inPermissions) return false;
    if (PERMISSION.test(text)) this.#permissions.push(text);
    else this.#inPermissions = false;
    return this.#inPermissions;
  }

  end(): readonly Out[] {
    if (this.#closed) return [];
    this.#closed = true;
    if (this.#first === undefined) return [];
    const telling = this.#facts.started?.record ?? this.#records[0] ?? 0;
    const others = this.#records.filter((record) => record !== telling);
    const event = jobEvent(this.#facts, this.#permissions, this.#facts.started?.at ?? this.#first);
    return [{ kind: 'event', event, records: [telling, ...others] }];
  }
}
