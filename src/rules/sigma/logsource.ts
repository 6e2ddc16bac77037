import type { FieldAliases } from './event.ts';
import { LOG_SOURCES, type LogSource } from './logsources.actions.ts';
import { mapOf, textOf } from './node.ts';
import { refuse } from './problem.ts';
import type { YamlNode } from './yaml.ts';

const ATTRIBUTES = ['category', 'product', 'service'] as const;

/** Ids of the formats that a `logsource` means. @throws {AtLine} for one that no format of this program gives */
export function formatsOf(node: YamlNode): readonly string[] {
  const map = mapOf(node, '`logsource`');
  const wanted = ATTRIBUTES.flatMap((name) => {
    const member = map.members.find((each) => each.name === name);
    return member === undefined ? [] : [[name, textOf(member.value, `\`${name}\``)] as const];
  });
  if (wanted.length === 0) return refuse(map, '`logsource` names neither product, service nor category');
  const found = LOG_SOURCES.filter((source) => wanted.every(([name, value]) => source[name] === value));
  if (found.length > 0) return [...new Set(found.flatMap(({ formats }) => formats))].sort();
  const text = wanted.map(([name, value]) => `${name} ${value}`).join(', ');
  return refuse(
    map,
    `no evidence that can be read is of ${text}; known are ${known()}; or name formats in \`audit-timeline: formats\``,
  );
}

/** `github/audit`, as in the table. */
function known(): string {
  return [...new Set(LOG_SOURCES.map(sourceName))].sort().join(', ');
}

function sourceName({ product, service, category }: LogSource): string {
  return [product, service ?? category].filter((part) => part !== undefined).join('/');
}

/** What rules for a format call what our events hold. */
export function aliasesOf(format: string): FieldAliases | undefined {
  const fields = LOG_SOURCES.find((source) => source.fields !== undefined && source.formats.includes(format))?.fields;
  return fields === undefined ? undefined : new Map(Object.entries(fields));
}
