import { isRange } from '../../core/ip.ts';
import { encodedPieces } from './encodings.ts';
import { fieldRef } from './event.ts';
import {
  allMatcher,
  anyMatcher,
  type Comparison,
  comparisonMatcher,
  existsMatcher,
  type FieldComparison,
  fieldMatcher,
  type Matcher,
  NOTHING,
  notMatcher,
  numberMatcher,
  rangeMatcher,
  regexMatcher,
  TIME_PARTS,
  type TimePart,
  textMatcher,
  timeMatcher,
} from './matcher.ts';
import { booleanOf, numberOf, scalarOf, textOf } from './node.ts';
import { MANY, type Piece, piecesOf, textTest, withDashes } from './pattern.ts';
import { expanded, type Placeholders } from './placeholders.ts';
import { refuse } from './problem.ts';
import { RegexError } from './regex/parse.ts';
import { LinearRegex } from './regex/regex.ts';
import type { YamlNode, YamlScalar } from './yaml.ts';

const COMPARISONS: readonly string[] = ['gt', 'gte', 'lt', 'lte'] satisfies Comparison[];
const PLACES = ['contains', 'startswith', 'endswith'];
const ENCODINGS = ['base64', 'base64offset', 'utf16', 'utf16le', 'utf16be', 'wide'];
const REGEX_FLAGS = ['i', 'm', 's'];
const OTHERS = ['all', 'cased', 'cidr', 'exists', 'expand', 'fieldref', 'neq', 're', 'windash'];
const KNOWN: readonly string[] = [...PLACES, ...ENCODINGS, ...COMPARISONS, ...TIME_PARTS, ...REGEX_FLAGS, ...OTHERS];

/** The modifiers of one field, in their order. */
export class Modifiers {
  readonly names: readonly string[];
  readonly #line: { readonly line: number };
  readonly #placeholders: Placeholders;

  /** @throws {AtLine} for one that is not known, twice there, or does not go with another */
  constructor(names: readonly string[], at: { readonly line: number }, placeholders: Placeholders) {
    this.names = names;
    this.#line = at;
    this.#placeholders = placeholders;
    const stranger = names.find((name) => !KNOWN.includes(name));
    if (stranger !== undefined)
      refuse(at, `there is no modifier "${stranger}"; known are ${[...KNOWN].sort().join(', ')}`);
    if (new Set(names).size < names.length) refuse(at, `a modifier stands twice in ${names.join('|')}`);
    this.#refuseMixtures();
  }

  has(name: string): boolean {
    return this.names.includes(name);
  }

  /** What the values together say of a field. @throws {AtLine} */
  matcher(node: YamlNode): Matcher {
    const values = node.kind === 'list' ? node.items : [node];
    if (values.length === 0) refuse(node, 'an empty list of values would never fit');
    if (this.has('all') && values.length === 1) refuse(node, '`all` with one value says nothing: leave it out');
    const matchers = values.map((value) => this.#timed(this.#one(scalarOf(value, 'a value'))));
    const joined = this.has('all') ? allMatcher(matchers) : anyMatcher(matchers);
    return this.has('neq') ? notMatcher(joined) : joined;
  }

  #timed(matcher: Matcher): Matcher {
    const part = this.names.find((name): name is TimePart => TIME_PARTS.some((each) => each === name));
    return part === undefined ? matcher : timeMatcher(part, matcher);
  }

  #one(value: YamlScalar): Matcher {
    const comparison = this.names.find((name): name is Comparison => COMPARISONS.includes(name));
    if (comparison !== undefined)
      return comparisonMatcher(comparison, numberOf(value, `the value of \`${comparison}\``));
    if (this.has('exists')) return existsMatcher(booleanOf(value, 'the value of `exists`'));
    if (this.has('re')) return this.#regex(value);
    if (this.has('cidr')) return cidr(value);
    if (this.has('fieldref')) return this.#field(value);
    return this.#text(value);
  }

  #text(value: YamlScalar): Matcher {
    const isPlain = this.names.every((name) => ['all', 'neq', 'cased', ...TIME_PARTS].includes(name));
    if (value.value === null) return isPlain ? NOTHING : refuse(value, 'null takes no modifier that looks into a text');
    if (isPlain && typeof value.value === 'number') return numberMatcher(value.value, value.text);
    const texts = this.has('expand') ? expanded(value, this.#placeholders) : [value.text];
    return anyMatcher(texts.flatMap((text) => this.#variants(text, value)).map((pieces) => this.#pieces(pieces)));
  }

  /** The value as encodings and dashes make it. */
  #variants(text: string, at: YamlScalar): readonly (readonly Piece[])[] {
    const pieces = piecesOf(text);
    const dashed = this.has('windash') ? withDashes(pieces) : pieces;
    const encodings = this.names.filter((name) => ENCODINGS.includes(name));
    return encodings.length === 0 ? [dashed] : encodedPieces(dashed, encodings, at);
  }

  #pieces(pieces: readonly Piece[]): Matcher {
    const before: Piece[] = this.has('contains') || this.has('endswith') ? [MANY] : [];
    const after: Piece[] = this.has('contains') || this.has('startswith') ? [MANY] : [];
    return textMatcher(textTest([...before, ...pieces, ...after], this.has('cased')));
  }

  #regex(value: YamlScalar): Matcher {
    const flags = { insensitive: this.has('i'), multiline: this.has('m'), dotAll: this.has('s') };
    try {
      return regexMatcher(new LinearRegex(textOf(value, 'a regular expression'), flags));
    } catch (error) {
      if (!(error instanceof RegexError)) throw error;
      return refuse(value, `the regular expression cannot be used: ${error.message}`);
    }
  }

  #field(value: YamlScalar): Matcher {
    const place = PLACES.find((name) => this.has(name)) as Exclude<FieldComparison['how'], 'equals'> | undefined;
    const ref = fieldRef(textOf(value, 'the value of `fieldref`'));
    return fieldMatcher({ ref, how: place ?? 'equals', cased: this.has('cased') });
  }

  #refuseMixtures(): void {
    const groups = [
      COMPARISONS,
      PLACES,
      ['re', 'cidr', 'exists', 'fieldref', ...ENCODINGS.slice(0, 2)],
      [...TIME_PARTS],
    ];
    for (const group of groups) {
      const [one, two] = this.names.filter((name) => group.includes(name));
      if (two !== undefined) refuse(this.#line, `\`${one}\` and \`${two}\` exclude each other`);
    }
    for (const [name, others] of ALONE) {
      const stranger = this.has(name) ? this.names.find((each) => each !== name && !others.includes(each)) : undefined;
      if (stranger !== undefined) refuse(this.#line, `\`${name}\` does not go with \`${stranger}\``);
    }
    const flag = this.names.find((name) => REGEX_FLAGS.includes(name));
    if (flag !== undefined && !this.has('re')) refuse(this.#line, `\`${flag}\` is a flag of \`re\``);
    if (this.has('windash') && this.names.some((name) => ENCODINGS.includes(name)))
      refuse(this.#line, '`windash` does not go with encodings: write the variants out');
  }
}

/** What may stand beside modifiers that make the value something else than a text. */
const ALONE: readonly (readonly [string, readonly string[]])[] = [
  ['exists', []],
  ['cidr', ['all', 'neq']],
  ['re', ['all', 'neq', ...REGEX_FLAGS]],
  ['fieldref', ['all', 'neq', 'cased', ...PLACES]],
  ...COMPARISONS.map((name) => [name, [...TIME_PARTS]] as const),
  ...TIME_PARTS.map((name) => [name, ['all', 'neq', ...COMPARISONS]] as const),
];

function cidr(value: YamlScalar): Matcher {
  const range = textOf(value, 'the value of `cidr`');
  return isRange(range) ? rangeMatcher(range) : refuse(value, `"${range}" is no range such as 10.0.0.0/8`);
}
