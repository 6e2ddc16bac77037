import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemText } from '../../../src/rules/sigma/problem.ts';
import { readRuleSet } from '../../../src/rules/sigma/rule-set.ts';
import { judgeSigma } from '../../../src/tasks/detect/sigma.ts';
import { inCaseOf } from '../../../src/tasks/rules/run-example.ts';

/**
 * Rules that others wrote run as they are. `SIGMA_RULES` names a folder with `rules/application/github` and
 * `rules/application/bitbucket` of the public collection; without it, rules of the same shapes stand in for them.
 */
const GIVEN = process.env['SIGMA_RULES'] ?? '../shared/sigma';
const FOLDERS = ['github', 'bitbucket'].map((product) => join(GIVEN, 'rules/application', product));
const files = FOLDERS.every((folder) => existsSync(folder)) ? new Map(FOLDERS.flatMap(textsIn)) : likeThem();
const set = readRuleSet(files);

function textsIn(folder: string): readonly (readonly [string, string])[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yml'));
  return names.sort().map((name) => [join(folder, name), readFileSync(join(folder, name), 'utf8')]);
}

function likeThem(): ReadonlyMap<string, string> {
  const head = (title: string, product: string): string =>
    `title: ${title}\nid: ${title.padEnd(8, '0')}-0000-4000-8000-000000000000\nstatus: test\ndescription: made up\nauthor: nobody\ndate: 2026-03-31\ntags:\n    - attack.persistence\nlogsource:\n    product: ${product}\n    service: audit\n    definition: 'Requirements: the log'\n`;
  const tail = '    condition: selection\nfalsepositives:\n    - \'It may be: "allowed"\'\nlevel: medium\n';
  return new Map([
    [
      'github/one.yml',
      `${head('a1', 'github')}detection:\n    selection:\n        action: 'repo.pages_public'\n${tail}`,
    ],
    [
      'github/list.yml',
      `${head('a2', 'github')}detection:\n    selection:\n        action:\n            - 'repo.archived' # a remark\n            - 'repo.unarchived'\n${tail}`,
    ],
    [
      'github/contains.yml',
      `${head('a3', 'github')}detection:\n    selection:\n        action|contains: 'push_protection.bypass'\n${tail}`,
    ],
    [
      'bitbucket/two.yml',
      `${head('b1', 'bitbucket')}detection:\n    selection:\n        auditType.category: 'Permissions'\n        auditType.action:\n            - 'Granted'\n            - 'Removed'\n${tail}`,
    ],
  ]);
}

/** Actions that the rule's own text names: a record with one of them is what it was written for. */
function actionsIn(text: string): readonly string[] {
  const [, detection = ''] = text.split(/^detection:/m);
  const [body = ''] = detection.split(/^ {4}condition:/m);
  return [...body.matchAll(/(?:action(?:\|contains)?: |- )'([\w.]+)'/g)].map(([, action = '']) => action);
}

describe('public rules', () => {
  it('load whole', () => {
    expect(set.problems.map(problemText)).toEqual([]);
    expect(set.rules).toHaveLength(files.size);
  });

  it('for GitHub fire on each action that they name, and on no other', { timeout: 60_000 }, async () => {
    const github = [...files].filter(([name]) => name.includes('github'));
    const acts = github.flatMap(([name, text]) => actionsIn(text).map((action) => ({ name, action })));
    expect(acts.length).toBeGreaterThanOrEqual(github.length);
    const lines = [...acts.map(({ action }) => action), 'git.clone'].map((action, i) =>
      JSON.stringify({ '@timestamp': 1774915318168 + i, _document_id: `d${i}`, action, actor: 'alice', org: 'acme' }),
    );
    const results = await inCaseOf({ 'audit.jsonl': `${lines.join('\n')}\n` }, (reader) => judgeSigma(reader, set));
    for (const { rule, findings, status } of results.filter(({ missing }) => missing.length === 0)) {
      const own = set.rules.find(({ head }) => head.id === rule.id)?.head.file ?? '';
      const wanted = acts.filter(({ name }) => name === own).map(({ action }) => action);
      const found = findings.map(({ fact }) => fact.split(' ')[0]);
      expect([own, status]).toEqual([own, 'fired']);
      expect(found).toEqual(expect.arrayContaining(wanted));
      expect(found).not.toContain('git.clone');
    }
  });

  it('for Bitbucket fit a record made for each', () => {
    const rules = set.rules.filter(({ head }) => head.file.includes('bitbucket'));
    expect(rules.length).toBeGreaterThan(0);
    for (const rule of rules) expect(rule).toMatchObject({ kind: 'detection', formats: ['generic-jsonl'] });
  });
});
