import type { Limit, LimitValues, Rule } from '../../core/rule.ts';
import { mapOf, onlyKnown, scalarOf } from './node.ts';
import { type Problems, refuse } from './problem.ts';
import { memberOf, type YamlMap, type YamlScalar } from './yaml.ts';

/** One line of a limits document: `package_age: 72h`. */
export interface LimitLine {
  readonly file: string;
  readonly rule: string;
  readonly ruleLine: number;
  readonly limit: string;
  readonly line: number;
  readonly value: YamlScalar;
}

/** Reads `limits: {rule: {limit: value}}`. */
export function readLimits(map: YamlMap, problems: Problems): readonly LimitLine[] {
  const lines = problems.attempt(() => {
    onlyKnown(map, ['limits'], 'a document of limits');
    const rules = mapOf(memberOf(map, 'limits')?.value ?? map, '`limits`').members;
    return rules.flatMap((rule) =>
      mapOf(rule.value, `the limits of ${rule.name}`).members.map(({ name, line, value }) => ({
        file: problems.file,
        rule: rule.name,
        ruleLine: rule.line,
        limit: name,
        line,
        value: scalarOf(value, `\`${name}\``),
      })),
    );
  });
  return lines ?? [];
}

export type LimitedRule = Pick<Rule, 'id' | 'limits'>;

/** New values of the limits of built-in rules: times in microseconds. A limit given twice is told. */
export function limitChanges(
  lines: readonly LimitLine[],
  rules: readonly LimitedRule[],
  problemsOf: (file: string) => Problems,
): ReadonlyMap<string, LimitValues> {
  const changes = new Map<string, Map<string, number>>();
  for (const line of lines) {
    const problems = problemsOf(line.file);
    const value = problems.attempt(() => changed(line, rules, changes.get(line.rule)));
    if (value === undefined) continue;
    changes.set(line.rule, (changes.get(line.rule) ?? new Map<string, number>()).set(line.limit, value));
  }
  return new Map([...changes].map(([rule, values]) => [rule, Object.fromEntries(values)]));
}

function changed(
  line: LimitLine,
  rules: readonly LimitedRule[],
  given: ReadonlyMap<string, number> | undefined,
): number {
  const rule = rules.find(({ id }) => id === line.rule);
  if (rule === undefined) return refuse({ line: line.ruleLine }, `there is no rule "${line.rule}": see \`rules list\``);
  const limit = Object.hasOwn(rule.limits, line.limit) ? rule.limits[line.limit] : undefined;
  if (limit === undefined) {
    const names = Object.keys(rule.limits).join(', ');
    return refuse(
      line,
      `${line.rule} has no limit "${line.limit}"; ${names === '' ? 'it has none' : `known are ${names}`}`,
    );
  }
  if (given?.has(line.limit) === true) return refuse(line, `\`${line.limit}\` of ${line.rule} is given twice`);
  return valueIn(line, limit);
}

const TIMES: Readonly<Record<string, number>> = { m: 60e6, h: 3600e6, d: 86_400e6 };

function valueIn(line: LimitLine, { unit }: Limit): number {
  const { text } = line.value;
  const [, digits = '', letter = ''] = /^(\d{1,9}(?:\.\d{1,3})?)([mhd%]?)$/.exec(text.trim()) ?? [];
  const number = digits === '' ? Number.NaN : Number(digits);
  const time = TIMES[letter];
  if (unit === 'minutes' || unit === 'hours' || unit === 'days')
    return time === undefined || Number.isNaN(number)
      ? refuse(line, `\`${line.limit}\` is "${text}"; it is a time: write 30m, 72h or 14d`)
      : number * time;
  if (unit === 'percent' && (letter === '%' || letter === '') && number <= 100) return number;
  if (unit !== 'percent' && letter === '' && Number.isInteger(number)) return number;
  const what = unit === 'percent' ? 'a share: write 50%' : `a number of ${unit}: write a whole number`;
  return refuse(line, `\`${line.limit}\` is "${text}"; it is ${what}`);
}
