import { PHASES, type Phase, type Severity } from '../../core/finding.ts';
import type { RuleHead } from './model.ts';
import { textOf, textsOf } from './node.ts';
import { type Problems, refuse } from './problem.ts';
import { memberOf, type YamlMap, type YamlNode } from './yaml.ts';

const LONGEST_TITLE = 256;
const LEVELS: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ['informational', 'info'],
  ['low', 'low'],
  ['medium', 'medium'],
  ['high', 'high'],
  ['critical', 'critical'],
]);
/** Sigma does not require a level. */
const NO_LEVEL = 'medium';

/** Tactics of ATT&CK, as Sigma's tags write them, in the words of an incident. */
const TACTICS: ReadonlyMap<string, Phase> = new Map<string, Phase>([
  ['attack.initial-access', 'initial access'],
  ['attack.reconnaissance', 'initial access'],
  ['attack.execution', 'detonation'],
  ['attack.impact', 'detonation'],
  ['attack.exfiltration', 'detonation'],
]);

/** Title, id, level and the like. Nothing where one of them cannot be read. */
export function readHead(map: YamlMap, file: string, problems: Problems): RuleHead | undefined {
  const before = problems.all.length;
  const title = problems.attempt(() => titleOf(map));
  problems.rule = title ?? problems.rule;
  const read = <T>(name: string, how: (node: YamlNode) => T): T | undefined => {
    const member = memberOf(map, name);
    return member === undefined ? undefined : problems.attempt(() => how(member.value));
  };
  const id = read('id', (node) => textOf(node, '`id`'));
  const name = read('name', (node) => textOf(node, '`name`'));
  const severity = read('level', levelOf);
  const falsePositives = read('falsepositives', (node) => textsOf(node, '`falsepositives`'));
  const references = read('references', (node) => textsOf(node, '`references`'));
  const tags = read('tags', (node) => textsOf(node, '`tags`'));
  const description = read('description', (node) => textOf(node, '`description`'));
  const own = memberOf(map, 'audit-timeline')?.value;
  const phase = own === undefined ? undefined : problems.attempt(() => phaseOf(own));
  if (problems.all.length > before || title === undefined) return undefined;
  return {
    id: name ?? id ?? slug(title),
    names: [name, id].filter((each) => each !== undefined),
    title,
    severity: severity ?? NO_LEVEL,
    phase: phase ?? tactic(tags ?? []),
    description: description ?? '',
    falsePositives: falsePositives ?? [],
    references: references ?? [],
    file,
    line: map.line,
  };
}

function titleOf(map: YamlMap): string {
  const member = memberOf(map, 'title') ?? refuse(map, 'the document lacks `title`');
  const title = textOf(member.value, '`title`').trim();
  return title.length <= LONGEST_TITLE ? title : refuse(member, `\`title\` is longer than ${LONGEST_TITLE} letters`);
}

function levelOf(node: YamlNode): Severity {
  const text = textOf(node, '`level`');
  return LEVELS.get(text) ?? refuse(node, `\`level\` is "${text}"; it must be one of ${[...LEVELS.keys()].join(', ')}`);
}

function phaseOf(own: YamlNode): Phase | undefined {
  const member = memberOf(own, 'phase');
  if (member === undefined) return undefined;
  const text = textOf(member.value, '`phase`');
  return (
    PHASES.find((phase) => phase === text) ??
    refuse(member, `\`phase\` is "${text}"; it must be one of ${PHASES.join(', ')}`)
  );
}

function tactic(tags: readonly string[]): Phase {
  const found = tags.map((tag) => TACTICS.get(tag.replaceAll('_', '-'))).find((phase) => phase !== undefined);
  return found ?? 'preparation';
}

function slug(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? ['rule'];
  return words.join('-').slice(0, 80);
}
