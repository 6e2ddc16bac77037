/** First-in first-out queues by key; an entry can also leave from the middle. */
export class Queues<T> {
  readonly #queues = new Map<string, Set<T>>();

  add(key: string, entry: T): void {
    const queue = this.#queues.get(key);
    if (queue === undefined) this.#queues.set(key, new Set([entry]));
    else queue.add(entry);
  }

  remove(key: string, entry: T): void {
    const queue = this.#queues.get(key);
    queue?.delete(entry);
    if (queue?.size === 0) this.#queues.delete(key);
  }

  first(key: string): T | undefined {
    const [entry] = this.#queues.get(key) ?? [];
    return entry;
  }

  all(key: string): Iterable<T> {
    return this.#queues.get(key) ?? [];
  }
}
