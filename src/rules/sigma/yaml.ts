import { isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseAllDocuments } from 'yaml';
import { AtLine, type Problems, refuse } from './problem.ts';

/** A value of a YAML document with its line. Aliases are resolved; names of members are texts, in order, each once. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: 'map';
  readonly line: number;
  readonly members: readonly YamlMember[];
}

export interface YamlMember {
  readonly name: string;
  readonly line: number;
  readonly value: YamlNode;
}

export interface YamlList {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly YamlNode[];
}

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly line: number;
  readonly value: string | number | boolean | null;
  /** As it is written, without quotes: large numbers keep their digits. */
  readonly text: string;
}

/** A rule file is small; anything larger is no rule file. */
const LARGEST = 1024 * 1024;
/** Values of one file with its aliases resolved. */
const MOST_NODES = 50_000;
const DEEPEST = 32;
const TAGS = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq))$/;

/** The documents of a file. What cannot be read is told; documents that can are given all the same. */
export function readYaml(text: string, problems: Problems): readonly YamlNode[] {
  if (text.length > LARGEST) {
    problems.add(1, `is larger than ${LARGEST} characters, so no file of rules`);
    return [];
  }
  const lines = new LineCounter();
  const documents = problems.attempt(() => parse(text, lines)) ?? [];
  const reading: Reading = { lines, left: MOST_NODES };
  return documents.flatMap(({ contents, errors, warnings }) => {
    const lineOf = (offset: number): number => lines.linePos(offset).line;
    // One mistake of syntax makes many after it.
    const [first] = [...errors, ...warnings];
    if (first !== undefined) problems.add(lineOf(first.pos[0]), `no YAML: ${firstLine(first.message)}`);
    if (contents === null || first !== undefined) return [];
    const node = problems.attempt(() => nodeOf(contents, reading, new Map(), 0));
    return node === undefined || isEmpty(node) ? [] : [node];
  });
}

function parse(text: string, lineCounter: LineCounter): ReturnType<typeof parseAllDocuments<ParsedNode>> {
  try {
    const options = { lineCounter, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;
    return parseAllDocuments(text.startsWith('\ufeff') ? text.slice(1) : text, options);
  } catch (error) {
    // Brackets in brackets overflow the stack of the parser.
    if (error instanceof RangeError) throw new AtLine(1, 'no YAML that can be read: it is nested too deep');
    throw error;
  }
}

function firstLine(message: string): string {
  if (message.includes('call stack')) return 'nested too deep';
  return message.split('\n', 1)[0] ?? message;
}

function isEmpty(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

interface Reading {
  readonly lines: LineCounter;
  left: number;
}

type Anchors = Map<string, ParsedNode>;

function nodeOf(node: ParsedNode | null, reading: Reading, anchors: Anchors, depth: number): YamlNode {
  const line = node === null ? 0 : reading.lines.linePos(node.range[0]).line;
  if (reading.left-- <= 0) throw new AtLine(line, `has more than ${MOST_NODES} values`);
  if (node?.tag !== undefined && !TAGS.test(node.tag)) throw new AtLine(line, `the tag ${node.tag} is not supported`);
  if (depth > DEEPEST) throw new AtLine(line, `is nested deeper than ${DEEPEST}`);
  if (node === null) return { kind: 'scalar', line, value: null, text: '' };
  if (isAlias(node)) {
    const target = anchors.get(node.source);
    if (target === undefined) throw new AtLine(line, `nothing is called *${node.source} above`);
    return nodeOf(target, reading, anchors, depth + 1);
  }
  const within = (child: ParsedNode | null): YamlNode => nodeOf(child, reading, anchors, depth + 1);
  const given = isMap(node)
    ? { kind: 'map' as const, line, members: membersOf(node.items, within) }
    : isSeq(node)
      ? { kind: 'list' as const, line, items: node.items.map((item) => within(item as ParsedNode)) }
      : scalarOf(node, line);
  // Only now: an alias within what it names finds nothing.
  if (node.anchor !== undefined) anchors.set(node.anchor, node);
  return given;
}

function scalarOf(node: ParsedNode, line: number): YamlScalar {
  if (!isScalar(node)) throw new AtLine(line, 'no plain value');
  const text = node.source ?? '';
  const { value } = node;
  if (value === null || typeof value === 'boolean') return { kind: 'scalar', line, value, text };
  if (typeof value === 'number') return { kind: 'scalar', line, value: Number.isFinite(value) ? value : text, text };
  return { kind: 'scalar', line, value: String(value), text: String(value) };
}

type Pairs = readonly { readonly key: unknown; readonly value: unknown }[];

function membersOf(pairs: Pairs, within: (child: ParsedNode | null) => YamlNode): YamlMember[] {
  const seen = new Set<string>();
  return pairs.map(({ key, value }) => {
    const name = within(key as ParsedNode | null);
    const content = within(value as ParsedNode | null);
    const text = name.kind === 'scalar' ? name.text : refuse(name, 'a name must be a text');
    if (text === '<<') refuse(name, 'merge keys (<<) are not supported: write the members out');
    if (seen.has(text)) refuse(name, `"${text}" stands here twice`);
    seen.add(text);
    return { name: text, line: name.line, value: content.line === 0 ? { ...content, line: name.line } : content };
  });
}

/** A member of a map by its name. */
export function memberOf(node: YamlNode, name: string): YamlMember | undefined {
  return node.kind === 'map' ? node.members.find((member) => member.name === name) : undefined;
}
