import { refuse } from './problem.ts';

/** A condition over names: of selections, or of rules. */
export type Condition =
  | { readonly op: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly op: 'not'; readonly of: readonly [Condition] }
  | { readonly op: 'name'; readonly name: string };

const DEEPEST = 50;
const LONGEST = 10_000;

/**
 * Reads `selection and not 1 of filter*`. `not` binds closest, then `and`, then `or`.
 * @param names all names that there are, for `1 of` and `all of`
 * @throws {AtLine}
 */
export function parseCondition(text: string, names: readonly string[], at: { readonly line: number }): Condition {
  if (text.length > LONGEST) refuse(at, 'the condition is too long');
  if (text.includes('|'))
    refuse(
      at,
      'aggregations behind "|" are of Sigma 1 and not supported: write a correlation (event_count, value_count)',
    );
  return new Reading(text, names, at).whole();
}

class Reading {
  readonly #tokens: readonly string[];
  readonly #names: readonly string[];
  readonly #line: { readonly line: number };
  #at = 0;
  #depth = 0;

  constructor(text: string, names: readonly string[], at: { readonly line: number }) {
    this.#tokens = text.match(/[()]|[^\s()]+/g) ?? [];
    this.#names = names;
    this.#line = at;
  }

  whole(): Condition {
    const condition = this.#or();
    const left = this.#tokens[this.#at];
    return left === undefined ? condition : this.#refuse(`"${left}" is not expected here`);
  }

  #or(): Condition {
    if (++this.#depth > DEEPEST) this.#refuse('it is nested too deep');
    const of = [this.#and()];
    while (this.#take('or')) of.push(this.#and());
    this.#depth--;
    return joined('or', of);
  }

  #and(): Condition {
    const of = [this.#not()];
    while (this.#take('and')) of.push(this.#not());
    return joined('and', of);
  }

  #not(): Condition {
    let isNegated = false;
    while (this.#take('not')) isNegated = !isNegated;
    const operand = this.#operand();
    return isNegated ? { op: 'not', of: [operand] } : operand;
  }

  #operand(): Condition {
    const token = this.#tokens[this.#at++];
    if (token === undefined) return this.#refuse('it ends too early');
    if (token === '(') {
      const inner = this.#or();
      return this.#take(')') ? inner : this.#refuse('a "(" is not closed');
    }
    if (this.#tokens[this.#at]?.toLowerCase() === 'of') return this.#quantified(token);
    if (/^(?:and|or|of|them|near)$/i.test(token) || token === ')')
      return this.#refuse(`"${token}" is not expected here`);
    if (token.includes('*'))
      return this.#refuse(`"${token}" stands for several: write "1 of ${token}" or "all of ${token}"`);
    return this.#names.includes(token) ? { op: 'name', name: token } : this.#refuse(`there is no "${token}"`);
  }

  #quantified(count: string): Condition {
    const op = /^(?:1|any)$/i.test(count) ? 'or' : /^all$/i.test(count) ? 'and' : undefined;
    if (op === undefined) return this.#refuse(`"${count} of" is not supported: only "1 of" and "all of"`);
    const pattern = this.#tokens[this.#at + 1];
    this.#at += 2;
    if (pattern === undefined) return this.#refuse('it ends too early');
    const found = this.#names.filter((name) =>
      pattern.toLowerCase() === 'them' ? !name.startsWith('_') : isNamed(name, pattern),
    );
    if (found.length === 0) return this.#refuse(`nothing is called ${pattern}`);
    return joined(
      op,
      found.map((name) => ({ op: 'name', name })),
    );
  }

  #take(word: string): boolean {
    if (this.#tokens[this.#at]?.toLowerCase() !== word) return false;
    this.#at++;
    return true;
  }

  #refuse(why: string): never {
    return refuse(this.#line, `the condition cannot be read: ${why}`);
  }
}

function joined(op: 'and' | 'or', of: readonly Condition[]): Condition {
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { op, of };
}

/** `*` stands for any number of characters. */
function isNamed(name: string, pattern: string): boolean {
  const parts = pattern.split('*');
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const found =
      index === 0 ? (name.startsWith(part) ? 0 : -1) : isLast ? name.length - part.length : name.indexOf(part, at);
    if (found < at || !name.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return parts.length > 1 || name === pattern;
}
