import { type Condition, parseCondition } from './condition.ts';
import { fieldRef } from './event.ts';
import { type Expression, expressionOf } from './expression.ts';
import { type Matcher, textMatcher } from './matcher.ts';
import { Modifiers } from './modifiers.ts';
import { mapOf, scalarOf, textsOf } from './node.ts';
import { MANY, piecesOf, textTest } from './pattern.ts';
import type { Placeholders } from './placeholders.ts';
import { type Problems, refuse } from './problem.ts';
import type { YamlMap, YamlMember, YamlNode, YamlScalar } from './yaml.ts';

/** What stands in `detection` or `filter` beside the selections. */
const NO_SELECTIONS = ['condition', 'rules'];

/** Reads selections and condition of a `detection` or a `filter`. Nothing where something is wrong in it. */
export function readDetection(
  node: YamlNode,
  what: string,
  placeholders: Placeholders,
  problems: Problems,
): Expression | undefined {
  const map = problems.attempt(() => mapOf(node, `\`${what}\``));
  if (map === undefined) return undefined;
  refuseOld(map, problems);
  const before = problems.all.length;
  const members = map.members.filter(({ name }) => !NO_SELECTIONS.includes(name));
  const read = members.flatMap((member) => {
    const expression = problems.attempt(() => selection(member, placeholders));
    return expression === undefined ? [] : [[member.name, expression] as const];
  });
  const names = members.map(({ name }) => name);
  const condition = problems.attempt(() => conditionOf(map, names, what));
  if (problems.all.length > before || condition === undefined) return undefined;
  return expressionOf(condition, new Map(read));
}

function refuseOld(map: YamlMap, problems: Problems): void {
  const old = map.members.find(({ name }) => name === 'timeframe');
  if (old !== undefined) problems.add(old.line, '`timeframe` is of Sigma 1 and not supported: write a correlation');
}

/** Several conditions are alternatives. @throws {AtLine} */
function conditionOf(map: YamlMap, names: readonly string[], what: string): Condition {
  const member = map.members.find(({ name }) => name === 'condition');
  if (member === undefined) return refuse(map, `\`${what}\` lacks \`condition\``);
  if (names.length === 0) return refuse(map, `\`${what}\` has no selection`);
  const texts = textsOf(member.value, '`condition`');
  if (texts.length === 0) return refuse(member, '`condition` is an empty list');
  const conditions = texts.map((text) => parseCondition(text, names, member));
  const [only] = conditions;
  return conditions.length === 1 && only !== undefined ? only : { op: 'or', of: conditions };
}

/** A map: all of it. A list of maps and keywords: one of them. @throws {AtLine} */
function selection({ name, value, line }: YamlMember, placeholders: Placeholders): Expression {
  if (value.kind === 'map') return mapSelection(value, name, placeholders);
  if (value.kind === 'scalar') return { op: 'keyword', matcher: keyword(value) };
  if (value.items.length === 0) return refuse({ line }, `\`${name}\` is an empty list`);
  const of = value.items.map((item): Expression => {
    if (item.kind === 'list') return refuse(item, `\`${name}\` has a list in a list`);
    return item.kind === 'map' ? mapSelection(item, name, placeholders) : { op: 'keyword', matcher: keyword(item) };
  });
  return { op: 'or', of };
}

function mapSelection(map: YamlMap, name: string, placeholders: Placeholders): Expression {
  if (map.members.length === 0) return refuse(map, `\`${name}\` is an empty map`);
  return { op: 'and', of: map.members.map((member) => item(member, placeholders)) };
}

/** `field|modifier: value`, or keywords with modifiers: `'|all': [a, b]`. */
function item(member: YamlMember, placeholders: Placeholders): Expression {
  const [field = '', ...names] = member.name.split('|');
  if (member.value.kind === 'map')
    return refuse(member, `\`${field}\` has a map for a value: write \`${field}.name: value\``);
  if (field.trim() === '') return keywords(member, names, placeholders);
  const modifiers = new Modifiers(names, member, placeholders);
  return { op: 'field', ref: fieldRef(field), matcher: modifiers.matcher(member.value) };
}

function keywords(member: YamlMember, names: readonly string[], placeholders: Placeholders): Expression {
  const all = names.includes('all');
  const others = names.filter((name) => name !== 'all');
  const values = member.value.kind === 'list' ? member.value.items : [member.value];
  if (values.length === 0) return refuse(member, 'an empty list of keywords');
  const modifiers = new Modifiers(others, member, placeholders);
  const of = values.map((value): Expression => {
    const plain = scalarOf(value, 'a keyword');
    return { op: 'keyword', matcher: others.length === 0 ? keyword(plain) : modifiers.matcher(plain) };
  });
  return { op: all ? 'and' : 'or', of };
}

/** Anywhere in a value. @throws {AtLine} */
function keyword(value: YamlScalar): Matcher {
  if (value.text.trim() === '') return refuse(value, 'a keyword is empty');
  return textMatcher(textTest([MANY, ...piecesOf(value.text), MANY], false));
}
