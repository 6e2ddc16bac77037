import { sha256 } from '../../../core/digest.ts';
import type { Json } from '../../../core/json.ts';

const LONGEST = 200;

/** Values of fields as numbers, each text once. 0: there is none. */
export class Texts {
  readonly #ids = new Map<string, number>();
  readonly #texts: string[] = [''];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** Undefined where there are too many different ones. */
  id(value: Json | undefined): number | undefined {
    if (value === undefined || value === null) return 0;
    const text = valueText(value);
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    if (this.#texts.length > this.#most) return undefined;
    const id = this.#texts.push(text) - 1;
    this.#ids.set(text, id);
    return id;
  }

  text(id: number): string {
    return this.#texts[id] ?? '';
  }
}

function valueText(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST).toWellFormed()}… ${sha256(text).slice(0, 16)}`;
}
