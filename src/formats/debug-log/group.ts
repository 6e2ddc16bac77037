import type { Outcome } from '../../core/event.ts';
import { classifyRequest, type RegistryRequest } from '../../registry/request.ts';
import type { Fetched } from './line.ts';

/** Requests with one method and URL: the last counts, those before it were repeated (one-time password, retry). */
export interface Group {
  readonly method: string;
  readonly url: string;
  readonly request: RegistryRequest;
  /** Status of each, in their order. */
  readonly statuses: number[];
  readonly records: number[];
}

const MOST_GROUPS = 1000;
const MOST_REPEATS = 100;

/** Holds the requests of a run until its end, when it is known what came of them. */
export class Groups {
  readonly #groups = new Map<string, Group>();

  /** False: there is no more room. */
  hold({ method, url, status, record }: Fetched): boolean {
    const key = `${method} ${url}`;
    const group = this.#groups.get(key) ?? {
      method,
      url,
      request: classifyRequest(method, url),
      statuses: [],
      records: [],
    };
    if (group.records.length >= MOST_REPEATS || (group.records.length === 0 && this.#groups.size >= MOST_GROUPS))
      return false;
    group.statuses.push(status);
    group.records.push(record);
    this.#groups.set(key, group);
    return true;
  }

  /** Takes out the latest request for a token in exchange for an identity of CI. */
  removeExchange(): Group | undefined {
    const found = [...this.#groups].findLast(([, { request }]) => request.kind === 'oidc-exchange');
    if (found !== undefined) this.#groups.delete(found[0]);
    return found?.[1];
  }

  all(): readonly Group[] {
    return [...this.#groups.values()];
  }
}

export function groupOf({ method, url, status, record }: Fetched): Group {
  return { method, url, request: classifyRequest(method, url), statuses: [status], records: [record] };
}

export function outcomeOf(status: number | undefined): Outcome {
  if (status === undefined) return 'unknown';
  if (status === 401 || status === 403) return 'denied';
  return status >= 200 && status < 400 ? 'success' : 'failure';
}

export function lastStatus({ statuses }: Group): number | undefined {
  return statuses.at(-1);
}
