import { refuse } from './problem.ts';
import { memberOf, type YamlMap, type YamlMember, type YamlNode, type YamlScalar } from './yaml.ts';

/** @throws {AtLine} */
export function mapOf(node: YamlNode, what: string): YamlMap {
  return node.kind === 'map' ? node : refuse(node, `${what} must be a map`);
}

/** @throws {AtLine} */
export function scalarOf(node: YamlNode, what: string): YamlScalar {
  return node.kind === 'scalar' ? node : refuse(node, `${what} must be one value`);
}

/** @throws {AtLine} */
export function textOf(node: YamlNode, what: string): string {
  const { value, text } = scalarOf(node, what);
  return value === null || text.trim() === '' ? refuse(node, `${what} must be a text`) : text;
}

/** A list of texts; one text is a list of one. @throws {AtLine} */
export function textsOf(node: YamlNode, what: string): readonly string[] {
  if (node.kind !== 'list') return [textOf(node, what)];
  return node.items.map((item) => textOf(item, `each of ${what}`));
}

/** @throws {AtLine} */
export function booleanOf(node: YamlNode, what: string): boolean {
  const { value } = scalarOf(node, what);
  return typeof value === 'boolean' ? value : refuse(node, `${what} must be true or false`);
}

/** @throws {AtLine} */
export function numberOf(node: YamlNode, what: string): number {
  const { value } = scalarOf(node, what);
  return typeof value === 'number' ? value : refuse(node, `${what} must be a number`);
}

/** @throws {AtLine} */
export function neededIn(map: YamlMap, name: string, what: string): YamlMember {
  return memberOf(map, name) ?? refuse(map, `${what} lacks \`${name}\``);
}

/** No other members than these. @throws {AtLine} */
export function onlyKnown(map: YamlMap, known: readonly string[], what: string): void {
  const stranger = map.members.find(({ name }) => !known.includes(name));
  if (stranger !== undefined)
    refuse(stranger, `${what} has \`${stranger.name}\`, which is not supported; known are ${known.join(', ')}`);
}

const UNITS: Readonly<Record<string, number>> = { s: 1e6, m: 60e6, h: 3600e6, d: 86_400e6, w: 7 * 86_400e6 };

/** Microseconds of `10s`, `5m`, `1h`, `30d`, `2w`. @throws {AtLine} */
export function timespanOf(node: YamlNode, what: string): number {
  const text = textOf(node, what);
  const [, digits = '', unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  const size = UNITS[unit];
  if (size === undefined || Number(digits) === 0) return refuse(node, `${what} is "${text}": write 30s, 5m, 1h, 14d`);
  return Number(digits) * size;
}
