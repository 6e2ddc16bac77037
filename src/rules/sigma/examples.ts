import type { Reference } from './model.ts';
import { mapOf, neededIn, onlyKnown, textOf } from './node.ts';
import { refuse } from './problem.ts';
import { memberOf, type YamlMap } from './yaml.ts';

/** A small case of evidence, and what a rule must say of it. */
export interface SigmaExample {
  readonly name: string;
  readonly source: string;
  /** Files as they would be ingested: name to text. */
  readonly files: Readonly<Record<string, string>>;
  /** How many findings; `no-evidence`: it cannot run. */
  readonly expect: number | 'no-evidence';
  readonly line: number;
}

/** Examples of a rule of this document, or of one that `examples-of` names. */
export interface ExamplesOf {
  /** Absent: the rule of this document. */
  readonly of?: Reference;
  readonly examples: readonly SigmaExample[];
}

/** Reads `examples` of `audit-timeline`. @throws {AtLine} */
export function readExamples(own: YamlMap): ExamplesOf | undefined {
  const of = memberOf(own, 'examples-of');
  const member = memberOf(own, 'examples');
  if (member === undefined) return of === undefined ? undefined : refuse(of, '`examples-of` without `examples`');
  if (member.value.kind !== 'list') return refuse(member, '`examples` must be a list');
  const examples = member.value.items.map((item) => exampleOf(mapOf(item, 'an example')));
  return { ...(of !== undefined && { of: { name: textOf(of.value, '`examples-of`'), line: of.line } }), examples };
}

function exampleOf(map: YamlMap): SigmaExample {
  onlyKnown(map, ['name', 'source', 'files', 'expect'], 'an example');
  const source = memberOf(map, 'source');
  const files = mapOf(neededIn(map, 'files', 'an example').value, '`files`').members;
  return {
    name: textOf(neededIn(map, 'name', 'an example').value, '`name`'),
    source: source === undefined ? 'made up' : textOf(source.value, '`source`'),
    files: Object.fromEntries(files.map(({ name, value }) => [fileName(name, value), textOf(value, 'a file')])),
    expect: expectation(map),
    line: map.line,
  };
}

/** Examples are written into a folder of their own, and nowhere else. */
function fileName(name: string, at: { readonly line: number }): string {
  const isPlain = /^[\w@.-]{1,100}(?:\/[\w@.-]{1,100}){0,5}$/.test(name) && !name.split('/').includes('..');
  return isPlain && name !== '__proto__' ? name : refuse(at, `"${name}" is no name for a file of an example`);
}

const WORDS: ReadonlyMap<string, SigmaExample['expect']> = new Map<string, SigmaExample['expect']>([
  ['fires', 1],
  ['silent', 0],
  ['no-evidence', 'no-evidence'],
]);

function expectation(map: YamlMap): SigmaExample['expect'] {
  const { value, line } = neededIn(map, 'expect', 'an example');
  if (
    value.kind === 'scalar' &&
    typeof value.value === 'number' &&
    Number.isSafeInteger(value.value) &&
    value.value >= 0
  )
    return value.value;
  const word = WORDS.get(value.kind === 'scalar' ? value.text : '');
  return word ?? refuse({ line }, '`expect` is one of fires, silent, no-evidence, or a number of findings');
}
