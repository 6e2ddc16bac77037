import { aliasesOf, groupByOf, referencesOf } from './correlation.ts';
import type { CorrelationBody, Grouping } from './model.ts';
import { mapOf, neededIn, onlyKnown, textsOf, timespanOf } from './node.ts';
import type { Placeholders } from './placeholders.ts';
import { refuse } from './problem.ts';
import { memberOf, type YamlMap, type YamlNode } from './yaml.ts';

/** Members of `audit-timeline:`, the namespace for what Sigma lacks. */
const KNOWN = ['absence', 'examples', 'examples-of', 'first-seen', 'formats', 'phase', 'placeholders'];

/** The rule's `audit-timeline:`, checked for members that are not known. @throws {AtLine} */
export function ownOf(map: YamlMap): YamlMap | undefined {
  const member = memberOf(map, 'audit-timeline');
  if (member === undefined) return undefined;
  const own = mapOf(member.value, '`audit-timeline`');
  onlyKnown(own, KNOWN, '`audit-timeline`');
  return own;
}

/** @throws {AtLine} */
export function placeholdersOf(own: YamlMap | undefined): Placeholders {
  const member = own === undefined ? undefined : memberOf(own, 'placeholders');
  const members = member === undefined ? [] : mapOf(member.value, '`placeholders`').members;
  return new Map(members.map(({ name, value }) => [name, textsOf(value, `the values of %${name}%`)]));
}

interface OwnCorrelation {
  readonly grouping: Grouping;
  readonly body: CorrelationBody;
}

/** Reads `absence` or `first-seen`. Nothing where the rule has neither. @throws {AtLine} */
export function ownCorrelation(own: YamlMap): OwnCorrelation | undefined {
  const absence = memberOf(own, 'absence');
  const seen = memberOf(own, 'first-seen');
  if (absence !== undefined && seen !== undefined)
    return refuse(seen, '`absence` and `first-seen` are two rules: write two documents');
  if (absence !== undefined) return absenceOf(mapOf(absence.value, '`absence`'));
  return seen === undefined ? undefined : firstSeenOf(mapOf(seen.value, '`first-seen`'));
}

/** `{rule: publish, without: run, before: 1h, after: 0m, group-by: [repo]}` */
function absenceOf(map: YamlMap): OwnCorrelation {
  onlyKnown(map, ['rule', 'without', 'before', 'after', 'group-by', 'aliases'], '`absence`');
  const rule = referencesOf(neededIn(map, 'rule', '`absence`').value);
  const without = referencesOf(neededIn(map, 'without', '`absence`').value);
  if (rule.length !== 1 || without.length !== 1) return refuse(map, '`rule` and `without` take one rule each');
  const [before, after] = ['before', 'after'].map((name) => {
    const member = memberOf(map, name);
    return member === undefined ? 0 : timespanOf(member.value, `\`${name}\``);
  });
  if (!before && !after) return refuse(map, '`absence` lacks `before` or `after`: how far to look');
  return {
    grouping: groupingOf(map, [...rule, ...without], (before ?? 0) + (after ?? 0)),
    body: { type: 'absence', before: before ?? 0, after: after ?? 0 },
  };
}

/** `{rule: publish, field: [event.ip], group-by: [event.actor], learn: 14d}` */
function firstSeenOf(map: YamlMap): OwnCorrelation {
  onlyKnown(map, ['rule', 'field', 'learn', 'group-by', 'aliases'], '`first-seen`');
  const rules = referencesOf(neededIn(map, 'rule', '`first-seen`').value);
  const fields = textsOf(neededIn(map, 'field', '`first-seen`').value, '`field`');
  if (fields.length === 0) return refuse(map, '`field` is an empty list');
  const learn = timespanOf(neededIn(map, 'learn', '`first-seen`').value, '`learn`');
  return { grouping: groupingOf(map, rules, learn), body: { type: 'first-seen', fields, learn } };
}

function groupingOf(map: YamlMap, rules: Grouping['rules'], timespan: number): Grouping {
  return { rules, timespan, groupBy: groupByOf(map), aliases: aliasesOf(map, rules) };
}

/** Formats that a rule names itself, for evidence that no log source of Sigma means. @throws {AtLine} */
export function formatsIn(own: YamlMap | undefined): readonly string[] | undefined {
  const member = own === undefined ? undefined : memberOf(own, 'formats');
  return member === undefined ? undefined : textsOf(member.value, '`formats`');
}

/** A document that holds nothing but `audit-timeline`. */
export function isOwnOnly(node: YamlNode): boolean {
  return node.kind === 'map' && node.members.every(({ name }) => name === 'audit-timeline');
}
