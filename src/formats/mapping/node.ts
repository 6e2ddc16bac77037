import { AppError } from '../../core/errors.ts';
import { isObject, type Json, type JsonObject, member } from '../../core/json.ts';

/** A value of a mapping file, and where it stands there. What is wrong with it is said by file, member and remedy. */
export class MappingNode {
  readonly value: Json;
  readonly #file: string;
  readonly #path: readonly string[];

  constructor(value: Json, file: string, path: readonly string[] = []) {
    this.value = value;
    this.#file = file;
    this.#path = path;
  }

  /** @throws {AppError} `usage`, always */
  refuse(what: string, remedy: string): never {
    const where = this.#path.length === 0 ? 'the mapping' : `\`${this.#path.join('.')}\``;
    throw new AppError('usage', `${this.#file}: ${where} ${what}`, remedy);
  }

  /** Its members, none of which may be unknown. */
  object(known?: readonly string[]): JsonObject {
    if (!isObject(this.value)) this.refuse('must be an object', 'write { … }');
    const stranger = known === undefined ? undefined : Object.keys(this.value).find((name) => !known.includes(name));
    if (stranger !== undefined) this.#at(stranger).refuse('is not known here', `one of ${known?.join(', ')}`);
    return this.value;
  }

  member(name: string): MappingNode | undefined {
    const value = member(this.value, name);
    return value === undefined ? undefined : this.#at(name, value);
  }

  needed(name: string, remedy: string): MappingNode {
    return this.member(name) ?? this.#at(name).refuse('is missing', remedy);
  }

  members(): readonly (readonly [string, MappingNode])[] {
    return Object.entries(this.object()).map(([name, value]) => [name, this.#at(name, value)]);
  }

  /** The elements of a list; anything else is a list of one. */
  elements(): readonly MappingNode[] {
    if (!Array.isArray(this.value)) return [this];
    if (this.value.length === 0) this.refuse('is an empty list', 'leave it out, or name something');
    return this.value.map((value: Json, index) => this.#at(String(index), value));
  }

  text(): string {
    if (typeof this.value === 'string' && this.value.trim() !== '') return this.value;
    return this.refuse('must be a text', 'write "…"');
  }

  oneOf<Choice extends string>(choices: readonly Choice[]): Choice {
    const found = choices.find((choice) => choice === this.value);
    return found ?? this.refuse(`is ${shown(this.value)}`, `one of ${choices.join(', ')}`);
  }

  #at(name: string, value: Json = null): MappingNode {
    return new MappingNode(value, this.#file, [...this.#path, name]);
  }
}

function shown(value: Json): string {
  const text = JSON.stringify(value).toWellFormed();
  return text.length <= 60 ? `${text}, which is none of its values` : 'none of its values';
}
