import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCHEMAS } from '../../src/core/schemas.ts';
import { RULES } from '../../src/rules/index.ts';
import { loadRules } from '../../src/tasks/rules/load.ts';
import { temporaryFolder } from '../support/cases.ts';
import { violations } from '../support/json-schema.ts';
import { run } from '../support/terminal.ts';

const folder = temporaryFolder();
const GOOD = `title: Repository deleted
name: repository-deleted
logsource: {product: github, service: audit}
detection: {s: {action: repo.destroy}, condition: s}
level: high
audit-timeline:
  examples:
    - name: deleted
      files: {a.jsonl: '{"@timestamp":1774900000000,"_document_id":"a","action":"repo.destroy","actor":"alice","org":"acme"}'}
      expect: EXPECT
`;

function file(name: string, text: string): string {
  mkdirSync(join(folder, 'rules', 'deep'), { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const good = file('rules/good.yml', GOOD.replace('EXPECT', 'fires'));
file(
  'rules/deep/other.yaml',
  'title: F\nlogsource: {product: github}\nfilter: {rules: [repository-deleted], s: {actor: bot}, condition: s}\n',
);
file('rules/readme.txt', 'no rule');
const wrong = file('wrong.yml', GOOD.replace('EXPECT', 'silent'));
const bad = file(
  'bad.yml',
  `${GOOD.replace('EXPECT', 'fires').replace('condition: s', 'condition: t')}---\ntitle: U\n`,
);

interface Document {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly foot: Readonly<Record<string, unknown>>;
}

async function json(...words: readonly string[]): Promise<{ document: Document; exitCode: number }> {
  const { stdout, stderr, exitCode } = await run(['rules', ...words, '--json']);
  if (stdout === '') throw new Error(stderr);
  const document = JSON.parse(stdout) as Document;
  expect(violations(document, SCHEMAS.rules)).toEqual([]);
  return { document, exitCode };
}

describe('rules', () => {
  it('lists the built-in rules and those of a folder', async () => {
    const { document, exitCode } = await json('list', join(folder, 'rules'));
    expect([document.rows.length, exitCode]).toEqual([RULES.length + 1, 0]);
    expect(document.rows.at(-1)).toMatchObject({ id: 'repository-deleted', severity: 'high', phase: 'preparation' });
    expect((await json('list')).document.rows.length).toBeGreaterThan(RULES.length + 5);
  });

  it('lints: where, which rule, what is wrong', async () => {
    expect((await json('lint', join(folder, 'rules'))).exitCode).toBe(0);
    const { document, exitCode } = await json('lint', bad, good);
    expect(exitCode).toBe(2);
    expect(document.rows.map(({ file: name, line, rule }) => [name, line, rule])).toEqual([
      [bad, 4, 'Repository deleted'],
      [bad, 12, 'U'],
    ]);
    const { stdout } = await run(['rules', 'lint', bad]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('there is no "t"');
    expect((await run(['rules', 'lint'])).exitCode).toBe(2);
    expect((await run(['rules', 'lint', join(folder, 'nothing')])).exitCode).toBe(2);
    expect((await run(['rules', 'lint', join(folder, 'rules', 'deep', '..', '..')])).exitCode).toBe(2);
  });

  it('tests: exit code 1 where an example says something else', async () => {
    expect(await json('test', good)).toMatchObject({ exitCode: 0, document: { foot: { examples: 1, failed: 0 } } });
    const { document, exitCode } = await json('test', wrong);
    expect([exitCode, document.rows[0]]).toEqual([
      1,
      expect.objectContaining({ expected: 'silent', found: 'fires', passed: false }),
    ]);
  });

  it('explains a rule with what its examples say', async () => {
    const built = await json('explain', 'provenance-downgrade');
    expect(built.document.foot['explained']).toMatchObject({ id: 'provenance-downgrade', origin: 'built in' });
    const own = await json('explain', 'repository-deleted', '--rules', good);
    expect(own.document.foot['explained']).toMatchObject({ examples: [{ example: 'deleted', passed: true }] });
    expect((await run(['rules', 'explain', 'nothing'])).exitCode).toBe(2);
    expect((await run(['rules', 'strange'])).exitCode).toBe(2);
  });
});

describe('loadRules', () => {
  it('gives rules and limits, or names file and line', async () => {
    const limited = RULES.find(({ limits }) =>
      Object.values(limits).some(({ unit }) => unit === 'hours' || unit === 'days'),
    );
    const [name] =
      Object.entries(limited?.limits ?? {}).find(([, { unit }]) => unit === 'hours' || unit === 'days') ?? [];
    const limits = file('limits.yml', `limits:\n  ${limited?.id}:\n    ${name}: 3h\n`);
    const loaded = await loadRules([join(folder, 'rules'), limits], { cwd: folder });
    expect(loaded.set.rules.map(({ head }) => head.id)).toEqual(['repository-deleted']);
    expect(loaded.limits.get(limited?.id ?? '')).toEqual({ [name ?? '']: 3 * 3600e6 });
    await expect(loadRules([bad], { cwd: folder })).rejects.toThrow(
      /bad\.yml:4: Repository deleted: .*there is no "t"/,
    );
    const twice = await loadRules([join(folder, 'rules'), good], { cwd: folder });
    expect(twice.files).toBe(2);
    const strange = file(
      'strange.yml',
      'title: T\naudit-timeline: {formats: [strange]}\ndetection: {s: {a: b}, condition: s}\n',
    );
    await expect(loadRules([strange], { cwd: folder })).rejects.toThrow('there is no format "strange"');
    await expect(loadRules(['nothing'], { cwd: folder })).rejects.toThrow('there is no nothing');
  });
});
