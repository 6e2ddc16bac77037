import type { Out } from '../../core/format.ts';
import type { Moment } from '../../core/time.ts';
import { jobEvent } from './job-event.ts';
import { type JobFacts, opensJob, readJobFacts } from './job-facts.ts';
import type { ActionsLine } from './line.ts';

const PERMISSION = /^([A-Za-z][A-Za-z-]{0,40}): (read|write|none|admin)$/;

/** Image of a hosted runner, and its version. */
const IMAGE = /^(?:Image|Environment|Version): (\S{1,100})$/;

type Group = 'permissions' | 'image';

const GROUPS: ReadonlyMap<string, Group> = new Map([
  ['GITHUB_TOKEN Permissions', 'permissions'],
  ['Runner Image', 'image'],
  ['Virtual Environment', 'image'],
]);

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
  readonly #fallback: string | undefined;
  #first: Moment | undefined;
  /** The group of lines that is being read, if it says anything of the job. */
  #group: Group | undefined;
  #closed = false;

  /** @param fallback name of the job where no line tells it */
  constructor(fallback: string | undefined) {
    this.#fallback = fallback;
  }

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
    return this.#readsGroup(line.text) || readJobFacts(this.#facts, line);
  }

  #readsGroup(text: string): boolean {
    const [, title] = /^##\[group\](.*)$/.exec(text) ?? [];
    if (title !== undefined) {
      this.#group = GROUPS.get(title);
      return this.#group !== undefined;
    }
    const isRead = this.#group !== undefined && this.#readsMember(this.#group, text);
    if (!isRead) this.#group = undefined;
    return isRead;
  }

  #readsMember(group: Group, text: string): boolean {
    if (group === 'permissions') {
      if (PERMISSION.test(text)) this.#permissions.push(text);
      return PERMISSION.test(text);
    }
    const [, image] = IMAGE.exec(text) ?? [];
    if (image !== undefined) this.#facts.image = [this.#facts.image, image].filter(Boolean).join(' ');
    return image !== undefined;
  }

  end(): readonly Out[] {
    if (this.#closed) return [];
    this.#closed = true;
    if (this.#first === undefined) return [];
    const telling = this.#facts.started?.record ?? this.#records[0] ?? 0;
    const others = this.#records.filter((record) => record !== telling);
    const facts = { ...this.#facts, name: this.#facts.name ?? this.#fallback };
    const event = jobEvent(facts, this.#permissions, this.#facts.started?.at ?? this.#first);
    return [{ kind: 'event', event, records: [telling, ...others] }];
  }
}
