import { parseCondition } from './condition.ts';
import type { Bound, CorrelationBody, Grouping, Measure, Reference } from './model.ts';
import { booleanOf, mapOf, neededIn, numberOf, onlyKnown, textOf, textsOf, timespanOf } from './node.ts';
import { refuse } from './problem.ts';
import { memberOf, type YamlMap, type YamlNode } from './yaml.ts';

const KNOWN = ['type', 'rules', 'timespan', 'group-by', 'condition', 'aliases', 'generate', 'field'];
const BOUNDS: readonly string[] = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] satisfies Bound['is'][];
const COUNTS = ['event_count', 'value_count', 'value_sum', 'value_avg', 'value_percentile'];

export interface ReadCorrelation {
  readonly grouping: Grouping;
  readonly body: CorrelationBody;
  readonly generate: boolean;
}

/** Reads the `correlation` of a rule. @throws {AtLine} */
export function readCorrelation(node: YamlNode): ReadCorrelation {
  const map = mapOf(node, '`correlation`');
  onlyKnown(map, KNOWN, '`correlation`');
  const grouping = groupingOf(map);
  const generate = memberOf(map, 'generate');
  return {
    grouping,
    body: bodyOf(map, grouping),
    generate: generate !== undefined && booleanOf(generate.value, '`generate`'),
  };
}

function groupingOf(map: YamlMap): Grouping {
  const rules = referencesOf(neededIn(map, 'rules', '`correlation`').value);
  return {
    rules,
    timespan: timespanOf(neededIn(map, 'timespan', '`correlation`').value, '`timespan`'),
    groupBy: groupByOf(map),
    aliases: aliasesOf(map, rules),
  };
}

/** @throws {AtLine} */
export function referencesOf(node: YamlNode): readonly Reference[] {
  const items = node.kind === 'list' ? node.items : [node];
  if (items.length === 0) return refuse(node, '`rules` is an empty list');
  const references = items.map((item) => ({ name: textOf(item, 'each of `rules`'), line: item.line }));
  const twice = references.find(({ name }, index) => references.findIndex((other) => other.name === name) < index);
  return twice === undefined ? references : refuse(twice, `"${twice.name}" stands twice in \`rules\``);
}

/** @throws {AtLine} */
export function groupByOf(map: YamlMap): readonly string[] {
  const member = memberOf(map, 'group-by');
  return member === undefined ? [] : textsOf(member.value, '`group-by`');
}

/** @throws {AtLine} */
export function aliasesOf(map: YamlMap, rules: readonly Reference[]): Grouping['aliases'] {
  const member = memberOf(map, 'aliases');
  const aliases = member === undefined ? [] : mapOf(member.value, '`aliases`').members;
  return new Map(
    aliases.map(({ name, value }) => {
      const fields = mapOf(value, `the alias \`${name}\``).members.map((field) => {
        if (!rules.some((rule) => rule.name === field.name))
          refuse(field, `the alias \`${name}\` names "${field.name}", which is none of \`rules\``);
        return [field.name, textOf(field.value, 'a field')] as const;
      });
      const lacking = rules.find((rule) => !fields.some(([of]) => of === rule.name));
      if (lacking !== undefined) refuse(value, `the alias \`${name}\` says nothing of "${lacking.name}"`);
      return [name, new Map(fields)] as const;
    }),
  );
}

function bodyOf(map: YamlMap, grouping: Grouping): CorrelationBody {
  const type = neededIn(map, 'type', '`correlation`');
  const text = textOf(type.value, '`type`');
  if (COUNTS.includes(text)) return countBody(text, map);
  if (text === 'temporal') return { type: 'temporal', holds: temporalCondition(map, grouping) };
  if (text !== 'temporal_ordered')
    return refuse(type, `\`type\` is "${text}"; it must be one of temporal, temporal_ordered, ${COUNTS.join(', ')}`);
  if (grouping.rules.length < 2) return refuse(type, '`temporal_ordered` needs at least two rules');
  refuseOrderedCondition(map, grouping);
  return { type: 'ordered' };
}

function countBody(type: string, map: YamlMap): CorrelationBody {
  const condition = neededIn(map, 'condition', `a correlation of type ${type}`);
  const inner = mapOf(condition.value, '`condition`');
  onlyKnown(inner, [...BOUNDS, 'field', ...(type === 'value_percentile' ? ['percentile'] : [])], '`condition`');
  const bounds = boundsOf(inner);
  if (bounds.length === 0) return refuse(condition, `\`condition\` lacks a bound: one of ${BOUNDS.join(', ')}`);
  return { type: 'count', measure: measureOf(type, inner, map), bounds };
}

function boundsOf(map: YamlMap): readonly Bound[] {
  return map.members.flatMap(({ name, value }) => {
    const is = (BOUNDS as readonly Bound['is'][]).find((bound) => bound === name);
    return is === undefined ? [] : [{ is, value: numberOf(value, `\`${name}\``) }];
  });
}

function measureOf(type: string, condition: YamlMap, map: YamlMap): Measure {
  const field = memberOf(condition, 'field') ?? memberOf(map, 'field');
  if (type === 'event_count')
    return field === undefined ? { of: 'events' } : refuse(field, '`event_count` takes no `field`: use value_count');
  if (field === undefined) return refuse(condition, `\`condition\` of ${type} lacks \`field\``);
  const fields = textsOf(field.value, '`field`');
  if (type === 'value_count') return { of: 'values', fields };
  const [only] = fields;
  if (only === undefined || fields.length > 1) return refuse(field, `${type} takes one field`);
  if (type !== 'value_percentile') return { of: type === 'value_sum' ? 'sum' : 'average', fields: [only] };
  const at = neededIn(condition, 'percentile', '`condition` of value_percentile');
  const percentile = numberOf(at.value, '`percentile`');
  if (percentile < 0 || percentile > 100) return refuse(at, '`percentile` must lie between 0 and 100');
  return { of: 'percentile', fields: [only], percentile };
}

/** A map counts the rules that fit; a text says which; without one it is all of them. */
function temporalCondition(map: YamlMap, { rules }: Grouping): Extract<CorrelationBody, { type: 'temporal' }>['holds'] {
  const names = rules.map(({ name }) => name);
  const all = { op: 'and' as const, of: names.map((name) => ({ op: 'name' as const, name })) };
  const condition = memberOf(map, 'condition');
  if (condition === undefined) return all;
  if (condition.value.kind === 'map') {
    if (isAll(condition.value, rules.length)) return all;
    return refuse(
      condition,
      'a number in the `condition` of `temporal` must be that of its rules; or name them: a and (b or c)',
    );
  }
  const holds = parseCondition(textOf(condition.value, '`condition`'), names, condition);
  if (JSON.stringify(holds).includes('"op":"not"'))
    return refuse(condition, '`not` has no meaning in a window that may go on: use `audit-timeline: absence`');
  return holds;
}

function isAll(map: YamlMap, count: number): boolean {
  const [only] = map.members;
  if (map.members.length !== 1 || only === undefined) return false;
  return (only.name === 'gte' || only.name === 'eq') && numberOf(only.value, `\`${only.name}\``) === count;
}

/** The order is that of `rules`; a condition may only repeat that all of them are needed. */
function refuseOrderedCondition(map: YamlMap, { rules }: Grouping): void {
  const condition = memberOf(map, 'condition');
  if (condition === undefined) return;
  if (condition.value.kind === 'map' && isAll(condition.value, rules.length)) return;
  const names = rules.map(({ name }) => name);
  const holds = condition.value.kind === 'scalar' ? parseCondition(condition.value.text, names, condition) : undefined;
  const isPlain =
    holds?.op === 'and' && holds.of.every((each, index) => each.op === 'name' && each.name === names[index]);
  if (!isPlain) refuse(condition, 'the `condition` of `temporal_ordered` can only be all of its rules: leave it out');
}
