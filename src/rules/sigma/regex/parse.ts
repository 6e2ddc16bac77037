/** A regular expression as a tree. */
export type RegexNode =
  | { readonly kind: 'set'; readonly has: CharTest }
  | { readonly kind: 'assert'; readonly at: Assertion }
  | { readonly kind: 'all'; readonly of: readonly RegexNode[] }
  | { readonly kind: 'any'; readonly of: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly of: RegexNode; readonly least: number; readonly most: number };

export type Assertion = 'start' | 'end' | 'line-start' | 'line-end' | 'word' | 'no-word';
/** Whether a UTF-16 code unit fits. */
export type CharTest = (code: number) => boolean;

export interface RegexFlags {
  readonly insensitive: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

/** What is not in the expressions that Sigma rules may have, or not understood. */
export class RegexError extends Error {}

const DEEPEST = 50;
const MOST_REPEATS = 1000;

/** Reads an expression of the flavour that Sigma names: no look-around, no references back. @throws {RegexError} */
export function parseRegex(source: string, flags: RegexFlags): RegexNode {
  return new Parser(source, flags).whole();
}

class Parser {
  readonly #source: string;
  #flags: RegexFlags;
  #at = 0;
  #depth = 0;

  constructor(source: string, flags: RegexFlags) {
    this.#source = source;
    this.#flags = flags;
  }

  whole(): RegexNode {
    const inline = /^\(\?([ims]+)\)/.exec(this.#source);
    if (inline !== null) {
      this.#at = inline[0].length;
      this.#flags = withInline(this.#flags, inline[1] ?? '');
    }
    const node = this.#alternatives();
    if (this.#at < this.#source.length) throw new RegexError('a ")" closes nothing');
    return node;
  }

  #alternatives(): RegexNode {
    if (++this.#depth > DEEPEST) throw new RegexError('groups are nested too deep');
    const of = [this.#sequence()];
    while (this.#take('|')) of.push(this.#sequence());
    this.#depth--;
    const [only] = of;
    return of.length === 1 && only !== undefined ? only : { kind: 'any', of };
  }

  #sequence(): RegexNode {
    const of: RegexNode[] = [];
    for (let next = this.#peek(); next !== undefined && next !== '|' && next !== ')'; next = this.#peek())
      of.push(this.#repeated(this.#atom()));
    return { kind: 'all', of };
  }

  #repeated(of: RegexNode): RegexNode {
    const bounds = this.#quantifier();
    if (bounds === undefined) return of;
    if (this.#take('+')) throw new RegexError('possessive quantifiers are not supported');
    // Lazy or greedy is the same for whether it matches.
    this.#take('?');
    if (this.#quantifier() !== undefined) throw new RegexError('a quantifier stands after a quantifier');
    const [least, most] = bounds;
    return { kind: 'repeat', of, least, most };
  }

  #quantifier(): readonly [number, number] | undefined {
    if (this.#take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#take('?')) return [0, 1];
    const counted = /^\{(\d{1,5})(,(\d{0,5}))?\}/.exec(this.#source.slice(this.#at, this.#at + 16));
    if (counted === null) return undefined;
    this.#at += counted[0].length;
    const least = Number(counted[1]);
    const most = counted[2] === undefined ? least : counted[3] === '' ? Number.POSITIVE_INFINITY : Number(counted[3]);
    if (most < least || least > MOST_REPEATS || (most > MOST_REPEATS && most !== Number.POSITIVE_INFINITY))
      throw new RegexError(`${counted[0]} is out of bounds; at most ${MOST_REPEATS} times`);
    return [least, most];
  }

  #atom(): RegexNode {
    const character = this.#next();
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'set', has: this.#class() };
      case '.':
        return { kind: 'set', has: this.#flags.dotAll ? () => true : (code) => code !== 10 && code !== 13 };
      case '^':
        return { kind: 'assert', at: this.#flags.multiline ? 'line-start' : 'start' };
      case '$':
        return { kind: 'assert', at: this.#flags.multiline ? 'line-end' : 'end' };
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw new RegexError(`"${character}" repeats nothing`);
      default:
        return this.#literal(character);
    }
  }

  #group(): RegexNode {
    if (this.#take('?') && !this.#take(':')) {
      const name = /^P?<[A-Za-z_]\w{0,40}>/.exec(this.#source.slice(this.#at, this.#at + 48));
      if (name === null)
        throw new RegexError(`"(?${this.#peek() ?? ''}" is not supported: no look-around, no flags inside`);
      this.#at += name[0].length;
    }
    const node = this.#alternatives();
    if (!this.#take(')')) throw new RegexError('a "(" is not closed');
    return node;
  }

  #escape(): RegexNode {
    const letter = this.#next();
    if (letter === 'b') return { kind: 'assert', at: 'word' };
    if (letter === 'B') return { kind: 'assert', at: 'no-word' };
    if (letter === 'A') return { kind: 'assert', at: 'start' };
    if (letter === 'z' || letter === 'Z') return { kind: 'assert', at: 'end' };
    return { kind: 'set', has: SETS.get(letter) ?? this.#cased(this.#escaped(letter)) };
  }

  /** The one character that an escape stands for. */
  #escaped(letter: string): number {
    const control = CONTROLS.get(letter);
    if (control !== undefined) return control;
    const hex = HEX[letter]?.exec(this.#source.slice(this.#at, this.#at + 8));
    if (hex?.[1] !== undefined) {
      this.#at += hex[0].length;
      return Number.parseInt(hex[1], 16);
    }
    if (/[A-Za-z0-9]/.test(letter)) throw new RegexError(`"\\${letter}" is not supported: no references back`);
    return letter.charCodeAt(0);
  }

  #class(): CharTest {
    const negated = this.#take('^');
    const tests: CharTest[] = [];
    for (let first = true; first || this.#peek() !== ']'; first = false) tests.push(this.#classItem());
    this.#at++;
    const has: CharTest = (code) => tests.some((test) => test(code));
    return negated ? (code) => !has(code) : has;
  }

  #classItem(): CharTest {
    if (this.#source.startsWith('[:', this.#at)) throw new RegexError('classes such as [:alpha:] are not supported');
    const from = this.#classEnd();
    if (typeof from !== 'number') return from;
    const after = this.#source[this.#at + 1];
    if (this.#peek() !== '-' || after === undefined || after === ']') return this.#cased(from);
    this.#at++;
    const to = this.#classEnd();
    if (typeof to !== 'number' || to < from) throw new RegexError('a range in [ ] runs backwards');
    return this.#folded((code) => code >= from && code <= to);
  }

  #classEnd(): number | CharTest {
    const character = this.#next();
    if (character !== '\\') return character.charCodeAt(0);
    const letter = this.#next();
    return letter === 'b' ? 8 : (SETS.get(letter) ?? this.#escaped(letter));
  }

  #literal(character: string): RegexNode {
    return { kind: 'set', has: this.#cased(character.charCodeAt(0)) };
  }

  #cased(code: number): CharTest {
    return this.#folded((other) => other === code);
  }

  #folded(test: CharTest): CharTest {
    if (!this.#flags.insensitive) return test;
    return (code) => test(code) || test(otherCase(code, 'toLowerCase')) || test(otherCase(code, 'toUpperCase'));
  }

  #peek(): string | undefined {
    return this.#source[this.#at];
  }

  #next(): string {
    const character = this.#source[this.#at++];
    if (character === undefined) throw new RegexError('it ends too early');
    return character;
  }

  #take(character: string): boolean {
    if (this.#source[this.#at] !== character) return false;
    this.#at++;
    return true;
  }
}

function withInline(flags: RegexFlags, letters: string): RegexFlags {
  return {
    insensitive: flags.insensitive || letters.includes('i'),
    multiline: flags.multiline || letters.includes('m'),
    dotAll: flags.dotAll || letters.includes('s'),
  };
}

function otherCase(code: number, how: 'toLowerCase' | 'toUpperCase'): number {
  const other = String.fromCharCode(code)[how]();
  return other.length === 1 ? other.charCodeAt(0) : code;
}

export function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}

const isDigit: CharTest = (code) => code >= 48 && code <= 57;
const isSpace: CharTest = (code) => (code >= 9 && code <= 13) || code === 32 || code === 0xa0 || code === 0xfeff;

const SETS: ReadonlyMap<string, CharTest> = new Map<string, CharTest>([
  ['d', isDigit],
  ['D', (code) => !isDigit(code)],
  ['w', isWord],
  ['W', (code) => !isWord(code)],
  ['s', isSpace],
  ['S', (code) => !isSpace(code)],
]);

const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['f', 12],
  ['v', 11],
  ['0', 0],
]);

const HEX: Readonly<Record<string, RegExp>> = { x: /^([0-9a-fA-F]{2})/, u: /^([0-9a-fA-F]{4})/ };
