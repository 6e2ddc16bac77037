import type { EventDraft, Outcome } from '../../core/event.ts';
import type { Out } from '../../core/format.ts';
import type { Moment } from '../../core/time.ts';
import { isVersion } from '../../registry/lines.ts';
import { packageName } from '../../registry/names.ts';
import type { ActionsLine } from './line.ts';

/** What npm shows of a tarball before it publishes or packs it. */
interface Pack {
  readonly name: string | undefined;
  readonly version: string | undefined;
  shasum?: string;
  readonly records: number[];
}

/** A publish that npm has begun. */
interface Attempt {
  readonly at: Moment;
  readonly record: number;
  readonly url: string;
  readonly tag: string | undefined;
  readonly dryRun: boolean;
}

const TITLE = /^npm notice +(?:\u{1F4E6}|package:) +(@?[^@\s]+)@([^@\s]+)$/u;
const DETAIL = /^npm notice +(?:name|version|(shasum)): +(\S+)$/;
const PUBLISHING = /^npm notice +Publishing to (\S+)(?: with tag (\S+) and \S+ access)?( \(dry-run\))?$/;
const PUBLISHED = /^\+ (@?[^@\s]+)@(\S+)$/;
const REFUSED = /^npm (?:ERR!|error) code (E[A-Z0-9_]+)$/;

/** Where the step that publishes is over. */
const STEP_END = /^##\[(?:group\]Run |error\])|^Post job cleanup\.$/;

const DENIED: ReadonlySet<string> = new Set(['E401', 'E403', 'EOTP']);
const MOST_PACK_LINES = 8;

export function endsStep({ text }: ActionsLine): boolean {
  return STEP_END.test(text);
}

/**
 * Joins what npm prints about one publish: the tarball, where it goes, and `+ name@version` or an error code. The last
 * counts only after the line that says where: npm 6 prints `+ name@version` after an install too.
 */
export class Publish {
  #pack: Pack | undefined;
  #attempt: Attempt | undefined;

  /** Undefined: the line is not about a publish. */
  take(line: ActionsLine): readonly Out[] | undefined {
    const title = TITLE.exec(line.text);
    if (title !== null) return this.#open(title, line.record);
    if (this.#takeDetail(line)) return [];
    const publishing = PUBLISHING.exec(line.text);
    if (publishing !== null) return this.#begin(publishing, line);
    return this.#attempt && this.#finish(this.#attempt, line);
  }

  /** The log does not tell how a publish ended, or whether the tarball was for one. */
  end(): readonly Out[] {
    const attempt = this.#attempt;
    if (attempt !== undefined) return [this.#event({ ...attempt, outcome: 'unknown' }, attempt)];
    const records = this.#pack?.records ?? [];
    this.#pack = undefined;
    return records.map((record) => ({ kind: 'ignored', rule: 'notice-text', records: [record] }));
  }

  #open([, name = '', version = '']: readonly string[], record: number): readonly Out[] {
    const before = this.end();
    this.#pack = { name: packageName(name), version: isVersion(version) ? version : undefined, records: [record] };
    return before;
  }

  /** Name and version repeat the title. */
  #takeDetail({ text, record }: ActionsLine): boolean {
    const [, shasum, value = ''] = DETAIL.exec(text) ?? [];
    if (value === '' || this.#pack === undefined || this.#pack.records.length >= MOST_PACK_LINES) return false;
    if (shasum !== undefined && /^[0-9a-f]{40}$/.test(value)) this.#pack.shasum = value;
    this.#pack.records.push(record);
    return true;
  }

  #begin([, url = '', tag, dryRun]: readonly (string | undefined)[], { at, record }: ActionsLine): readonly Out[] {
    const before = this.#attempt === undefined ? [] : this.end();
    this.#attempt = { at, record, url, tag, dryRun: dryRun !== undefined };
    return before;
  }

  #finish(attempt: Attempt, { text, at, record }: ActionsLine): readonly Out[] | undefined {
    const [, name = '', version = ''] = PUBLISHED.exec(text) ?? [];
    const [, error] = REFUSED.exec(text) ?? [];
    const published = packageName(name);
    if (published !== undefined && isVersion(version)) {
      return [this.#event({ at, record, outcome: 'success', name: published, version }, attempt)];
    }
    if (error === undefined) return undefined;
    return [this.#event({ at, record, outcome: DENIED.has(error) ? 'denied' : 'failure', error }, attempt)];
  }

  #event({ at, record, outcome, error, ...said }: Ending, attempt: Attempt): Out {
    const pack = this.#pack;
    this.#pack = undefined;
    this.#attempt = undefined;
    const name = said.name ?? pack?.name;
    const version = said.version ?? pack?.version;
    const same = pack?.name === name && pack?.version === version;
    const event: EventDraft = {
      action: attempt.dryRun ? 'ci.step' : 'package.published',
      grade: 'client',
      outcome,
      identity: { by: 'record' },
      at,
      native_action: 'npm publish',
      package: name,
      version,
      shasum: same ? pack?.shasum : undefined,
      tag: attempt.tag,
      url: attempt.url,
      error,
      text: attempt.dryRun ? 'dry run: nothing was published' : undefined,
    };
    const others = [...(pack?.records ?? []), attempt.record].filter((other) => other !== record);
    return { kind: 'event', event, records: [record, ...others] };
  }
}

/** The line that tells how a publish ended; of one that did not, the line with which it began. */
interface Ending {
  readonly at: Moment;
  readonly record: number;
  readonly outcome: Outcome;
  readonly name?: string;
  readonly version?: string;
  readonly error?: string;
}
