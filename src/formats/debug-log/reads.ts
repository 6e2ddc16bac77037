import type { EventDraft } from '../../core/event.ts';
import type { Out } from '../../core/format.ts';
import { classifyRequest } from '../../registry/request.ts';
import { outcomeOf } from './group.ts';
import type { Fetched } from './line.ts';

const FROM_CACHE = 'from the cache of this machine: no network';
const MOST_HELD = 10_000;

/** What is the same in all events of a run. */
export type RunMembers = Pick<EventDraft, 'identity' | 'grade' | 'client' | 'after' | 'basis'>;

/**
 * Downloads and reads of metadata. A line that says that a tarball will come from the cache is held back: npm 11 writes
 * it before it has looked, and fetches the tarball if it is not there.
 */
export class Reads {
  readonly #cached = new Map<string, number>();

  /** Undefined: the request is no read of a package. */
  take(fetched: Fetched, run: RunMembers): Out[] | undefined {
    const { method, url, record, status, cache } = fetched;
    const request = classifyRequest(method, url);
    if (request.write || request.package === undefined) return undefined;
    const download = request.kind === 'tarball';
    if (!download && request.kind !== 'metadata' && request.kind !== 'dist-tag-list') return undefined;
    const outcome = outcomeOf(status);
    const read = download ? (outcome === 'denied' ? 'artifact.download_denied' : 'artifact.downloaded') : undefined;
    const event: EventDraft = {
      ...run,
      action: read ?? 'artifact.metadata_read',
      outcome,
      native_action: `http fetch ${method}`,
      package: request.package,
      version: request.version,
      tag: request.tag,
      status,
      url,
      text: cache === 'hit' || cache === 'stale' ? FROM_CACHE : undefined,
    };
    return [...this.#superseded(url), { kind: 'event', event, records: [record] }];
  }

  /** Notes that npm means to take a tarball from its cache. */
  hold(url: string, record: number, run: RunMembers): Out[] {
    const before = this.#superseded(url);
    this.#cached.set(url, record);
    const [oldest] = this.#cached;
    if (this.#cached.size <= MOST_HELD || oldest === undefined) return before;
    this.#cached.delete(oldest[0]);
    return [...before, cachedOut(...oldest, run)];
  }

  end(run: RunMembers): Out[] {
    return [...this.#cached].map(([url, record]) => cachedOut(url, record, run));
  }

  #superseded(url: string): Out[] {
    const record = this.#cached.get(url);
    if (record === undefined) return [];
    this.#cached.delete(url);
    return [{ kind: 'ignored', rule: 'cache-line-repeated', records: [record] }];
  }
}

function cachedOut(url: string, record: number, run: RunMembers): Out {
  const request = classifyRequest('GET', url);
  const event: EventDraft = {
    ...run,
    action: request.kind === 'tarball' ? 'artifact.downloaded' : 'other',
    outcome: 'success',
    native_action: 'http cache',
    package: request.package,
    version: request.version,
    url,
    text: FROM_CACHE,
  };
  return { kind: 'event', event, records: [record] };
}
