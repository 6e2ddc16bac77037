import { isObject, type Json } from '../core/json.ts';
import type { ScannedClosing } from './scanned.ts';

type Path = readonly (string | number)[];

/** Members beyond this many are not looked at. */
const MOST_MEMBERS = 1_000_000;

/** One JSON document, put together again from what was taken of it. */
export class SampledDocument {
  /** Values that can be parsed, and those that cannot. */
  good = 0;
  bad = 0;
  /** Text stands on the line on which it ends. */
  beside = false;
  /** Set once it has ended. */
  closing: ScannedClosing | undefined;
  /** A value in it ends in a comma: not JSON, but a language like it. */
  #dialect = false;
  readonly #root: Json[] | Record<string, Json>;
  readonly #dropped = new Set<Json>();

  constructor(isArray: boolean) {
    this.#root = isArray ? [] : {};
  }

  /** Whether it is JSON, perhaps damaged, and not text that begins with a bracket. */
  get isJson(): boolean {
    if (this.beside || this.#dialect) return false;
    return this.good === 0 ? this.bad === 0 && this.closing !== undefined : this.good >= this.bad;
  }

  /** What it holds, without the damaged records. */
  get value(): Json {
    const whole = (value: Json): Json =>
      Array.isArray(value) ? (value as Json[]).filter((item) => !this.#dropped.has(item)) : value;
    if (Array.isArray(this.#root)) return whole(this.#root);
    return Object.fromEntries(Object.entries(this.#root).map(([name, value]) => [name, whole(value)]));
  }

  place(path: Path, value: Json): void {
    this.good += 1;
    const step = path.at(-1);
    const around = this.#at(path.slice(0, -1));
    if (this.good > MOST_MEMBERS || step === undefined) return;
    if (Array.isArray(around) || isObject(around)) {
      Object.defineProperty(around, step, { value, configurable: true, enumerable: true, writable: true });
    }
  }

  damaged(path: Path, trailingComma: boolean): void {
    this.bad += 1;
    this.#dialect ||= trailingComma && !Array.isArray(this.#root);
    const record = this.#at(path.slice(0, -1));
    if (record !== undefined) this.#dropped.add(record);
  }

  #at(path: Path): Json | undefined {
    let found: Json | undefined = this.#root;
    for (const step of path) {
      if (!(Array.isArray(found) || isObject(found)) || !Object.hasOwn(found, step)) return undefined;
      found = (found as Record<string | number, Json>)[step];
    }
    return found;
  }
}
