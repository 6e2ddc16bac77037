import { aliasesOf } from '../logsource.ts';
import type { DetectionRule } from '../model.ts';
import type { TextTest } from '../pattern.ts';

interface Term {
  readonly rule: number;
  readonly may: TextTest;
}

interface Key {
  readonly name: string;
  /** `name"` and `name\"`: how it ends in the text of an entry, and in the record within that text. */
  readonly terms: readonly Term[];
  /** Rules that may fit, by the value beside the name. */
  readonly known: Map<string, readonly number[]>;
}

const MOST_VALUES = 20_000;
const LONGEST_VALUE = 200;
/** The record is JSON, within the JSON of its entry. */
const JSON_RECORD = ',"raw":"{';

/**
 * Tells from the text of an entry which rules may fit, so that most entries are never parsed. It errs on one side only:
 * what it cannot read it lets through.
 */
export class Guards {
  readonly #rules: readonly DetectionRule[];
  readonly #always: readonly DetectionRule[];
  readonly #keys: readonly Key[];

  /** @param rules the rules that look at events of one format */
  constructor(rules: readonly DetectionRule[], format: string) {
    const hasAliases = aliasesOf(format) !== undefined;
    this.#rules = rules;
    this.#always = rules.filter(({ guard }) => hasAliases || guard === undefined);
    const keys = new Map<string, Term[]>();
    for (const [rule, { guard }] of rules.entries()) {
      if (hasAliases || guard === undefined) continue;
      for (const { key, may } of guard) keys.set(key, [...(keys.get(key) ?? []), { rule, may }]);
    }
    this.#keys = [...keys].map(([name, terms]) => ({ name, terms, known: new Map() }));
  }

  /** The rules that have to look at the event of an entry. */
  candidates(text: string): readonly DetectionRule[] {
    if (this.#keys.length === 0) return this.#always;
    if (!text.includes(JSON_RECORD) || hasEscapes(text)) return this.#rules;
    const found = new Set<number>();
    for (const key of this.#keys) this.#look(key, text, found);
    if (found.size === 0) return this.#always;
    return [...this.#always, ...[...found].map((rule) => this.#rules[rule]).filter((rule) => rule !== undefined)];
  }

  #look(key: Key, text: string, found: Set<number>): void {
    const { name } = key;
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      const value = valueAfter(text, at + name.length);
      if (value === undefined) continue;
      const rules = value === UNREADABLE ? key.terms.map(({ rule }) => rule) : this.#rulesFor(key, value);
      for (const rule of rules) found.add(rule);
    }
  }

  #rulesFor(key: Key, value: string): readonly number[] {
    const known = key.known.get(value);
    if (known !== undefined) return known;
    const rules = key.terms.filter(({ may }) => may(value)).map(({ rule }) => rule);
    if (key.known.size >= MOST_VALUES) key.known.clear();
    if (value.length <= LONGEST_VALUE) key.known.set(value, rules);
    return rules;
  }
}

/** Letters written as `\\u0061` would hide a name. The letters alone are looked for first: backslashes are many. */
function hasEscapes(text: string): boolean {
  return text.includes('u00') && text.includes('\\\\u00');
}

const UNREADABLE = Symbol('unreadable');
const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;

/**
 * The text behind `name":` or `name\":`. Undefined where no name of a member ends here; unreadable where the value is
 * no plain text.
 */
function valueAfter(text: string, from: number): string | typeof UNREADABLE | undefined {
  const depth = text.charCodeAt(from) === BACKSLASH ? 1 : 0;
  if (text.charCodeAt(from + depth) !== QUOTE) return undefined;
  let at = afterSpace(text, from + depth + 1);
  if (text.charCodeAt(at) !== COLON) return undefined;
  at = afterSpace(text, at + 1);
  if (depth === 1 && text.charCodeAt(at) !== BACKSLASH) return UNREADABLE;
  if (text.charCodeAt(at + depth) !== QUOTE) return UNREADABLE;
  return plainUntilQuote(text, at + depth + 1, depth);
}

function plainUntilQuote(text: string, start: number, depth: number): string | typeof UNREADABLE {
  for (let end = start; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === QUOTE && depth === 0) return text.slice(start, end);
    if (code === BACKSLASH)
      return depth === 1 && text.charCodeAt(end + 1) === QUOTE ? text.slice(start, end) : UNREADABLE;
  }
  return UNREADABLE;
}

/** Blanks, and tabs and line ends as they stand in a JSON text: `\n`. */
function afterSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    if (text.charCodeAt(at) === 32) at += 1;
    else if (text.charCodeAt(at) === BACKSLASH && 'nrt'.includes(text[at + 1] ?? '"')) at += 2;
    else return at;
  }
}
