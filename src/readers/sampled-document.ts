import { isObject, type Json } from '../core/json.ts';

type Path = readonly (string | number)[];

/** Where a document stands: bytes and lines. */
export interface DocumentPlace {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly lastLine: number;
}

/** Members beyond this many are not looked at. */
const MOST_MEMBERS = 1_000_000;

/** One JSON document, put together again from what was taken of it. */
export class SampledDocument {
  /** What it holds, but for what is damaged. */
  readonly value: Json;
  /** Values that can be parsed, and those that cannot. */
  good = 0;
  bad = 0;
  /** Text stands on the line on which it ends. */
  beside = false;
  /** Commas before closing brackets within its members. */
  trailingCommas = 0;
  /** Set once it has ended. */
  place: DocumentPlace | undefined;

  constructor(value: Json) {
    this.value = value;
  }

  /** Whether commas before closing brackets are a habit: not JSON, but a language like it. */
  get dialect(): boolean {
    return this.trailingCommas > 1 && !Array.isArray(this.value);
  }

  /** Whether it is JSON, perhaps damaged, and not text that begins with a bracket. */
  get isJson(): boolean {
    if (this.beside || this.dialect) return false;
    if (Array.isArray(this.value) && this.value.some(isObject)) return true;
    return this.good === 0 ? this.bad === 0 && this.place !== undefined : this.good >= this.bad;
  }

  /** Whether the other one ends or begins on a line of this one. */
  touches(other: SampledDocument | undefined): boolean {
    if (other?.place === undefined || this.place === undefined) return false;
    return other.place.lastLine === this.place.line || other.place.line === this.place.lastLine;
  }

  /** Puts a value where it stood. */
  add(path: Path, value: Json): void {
    this.good += 1;
    this.#put(path, value);
  }

  /** Says that there is a member, within whose brackets the evidence ends: what it begins with is still known by it. */
  addCut(path: Path, empty: Json): void {
    if (typeof path.at(-1) === 'string' && typeof empty === 'object') this.#put(path, empty);
  }

  #put(path: Path, value: Json): void {
    const step = path.at(-1);
    const around = this.#at(path.slice(0, -1));
    if (this.good > MOST_MEMBERS || step === undefined) return;
    if (Array.isArray(around)) around.push(value);
    else if (isObject(around)) {
      Object.defineProperty(around, step, { value, configurable: true, enumerable: true, writable: true });
    }
  }

  #at(path: Path): Json | undefined {
    let found: Json | undefined = this.value;
    for (const step of path) {
      if (Array.isArray(found)) found = found.at(-1) as Json | undefined;
      else found = isObject(found) && Object.hasOwn(found, step) ? found[step] : undefined;
    }
    return found;
  }
}
