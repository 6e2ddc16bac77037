import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from '../../src/core/rule.ts';
import { runExample } from '../../src/tasks/rules/run-example.ts';

/** What a rule says of files given as texts. */
export function resultOf(rule: Rule, files: Readonly<Record<string, string>>) {
  return runExample(rule, { name: 'a test', source: 'a test', files, expect: [] });
}

/** Files of an incident as texts, without those that are no text or that tell of a refusal. */
export function filesOf(incident: string): Readonly<Record<string, string>> {
  const folder = join('fixtures/incidents', incident);
  const names = readdirSync(folder).filter((name) => !/\.(?:gz|md)$|^token-list\.json$/.test(name));
  const texts = names.map((name) => [name, readFileSync(join(folder, name))] as const);
  return Object.fromEntries(texts.filter(([, bytes]) => bytes[0] !== 0xff).map(([name, bytes]) => [name, `${bytes}`]));
}
