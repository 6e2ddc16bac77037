import { refuse } from './problem.ts';
import type { YamlScalar } from './yaml.ts';

/** Values that stand for `%name%`, as the rule's `audit-timeline: placeholders` gives them. */
export type Placeholders = ReadonlyMap<string, readonly string[]>;

const MOST_VALUES = 1000;

/** A value of `expand` with each placeholder put in; `\%` is a percent sign. @throws {AtLine} for one without values */
export function expanded(value: YamlScalar, placeholders: Placeholders): readonly string[] {
  const parts = value.text.split(/(\\%|%[\w.-]{1,80}%)/);
  if (!parts.some((part) => part.length > 2 && part.startsWith('%')))
    return refuse(value, '`expand` without a placeholder such as %name% says nothing');
  let texts: readonly string[] = [''];
  for (const part of parts) {
    const choices =
      part === '\\%' ? ['%'] : part.length > 2 && part.startsWith('%') ? named(part, value, placeholders) : [part];
    texts = texts.flatMap((text) => choices.map((choice) => text + choice));
    if (texts.length > MOST_VALUES) return refuse(value, `its placeholders make more than ${MOST_VALUES} values`);
  }
  return texts;
}

function named(part: string, at: YamlScalar, placeholders: Placeholders): readonly string[] {
  const name = part.slice(1, -1);
  const values = placeholders.get(name);
  return values ?? refuse(at, `nothing says what %${name}% is: give its values in \`audit-timeline: placeholders\``);
}
