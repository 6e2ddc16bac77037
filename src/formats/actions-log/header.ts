import type { Out } from '../../core/format.ts';
import type { Moment } from '../../core/time.ts';
import { jobEvent } from './job-event.ts';
import { type JobFacts, opensJob, readJobFacts } from './job-facts.ts';
import type { ActionsLine } from './line.ts';

const PERMISSION = /^([A-Za-z][A-Za-z-]{0,40}): (read|write|none|admin)$/;
const FIRST_STEP = /^##\[group\]Run /;

/** How many lines the event of a job may stand on. A runner writes about twenty. */
const MOST_RECORDS = 100;
/**
 * Collects the lines about a job until its first step: from then on a line is what a step printed, which may imitate
 * them.
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
    if (FIRST_STEP.test(line.text)) {
      this.#closed = true;
      const outs = this.#outs();
      return outs.length === 0
        ? undefined
        : [...outs, { kind: 'ignored', rule: 'group-marker', records: [line.record] }];
    }
    if (this.#records.length >= MOST_RECORDS || !this.#reads(line)) return undefined;
    this.#first ??= line.at;
    this.#records.push(line.record);
    if (this.#facts.name === undefined) return [];
    this.#closed = true;
    return this.#outs();
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
    return this.#outs();
  }

  #outs(): readonly Out[] {
    if (this.#first === undefined) return [];
    const telling = this.#facts.started?.record ?? this.#records[0] ?? 0;
    const others = this.#records.filter((record) => record !== telling);
    const event = jobEvent(this.#facts, this.#permissions, this.#facts.started?.at ?? this.#first);
    return [{ kind: 'event', event, records: [telling, ...others] }];
  }
}
