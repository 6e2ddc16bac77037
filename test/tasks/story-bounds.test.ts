import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ingest, temporaryFolder } from '../support/cases.ts';
import { story } from '../support/story.ts';
import { run } from '../support/terminal.ts';
import { lines, record } from '../support/told.ts';

/** How far the story of a package goes, and that it ends. */
const folder = temporaryFolder();
const PUBLISH = { action: 'packages.package_version_published', ecosystem: 'npm', repo: undefined };
const HOUR = 3_600_000;

/** Mallory publishes left@1.0.1, which an advisory names, and right@2.0.0; bob follows. */
function evidence(name: string, more: readonly string[] = []): string {
  const at = join(folder, name);
  mkdirSync(at);
  const audit = [
    record(1, { ...PUBLISH, actor: 'mallory', package: 'left', version: '1.0.0' }),
    record(60 * 24 * HOUR, { action: 'personal_access_token.create', actor: 'mallory', repo: undefined }),
    record(61 * 24 * HOUR, { ...PUBLISH, actor: 'mallory', package: 'left', version: '1.0.1' }),
    record(61 * 24 * HOUR + 1, { ...PUBLISH, actor: 'mallory', package: 'right', version: '2.0.0' }),
    record(61 * 24 * HOUR + 2, { ...PUBLISH, actor: 'bob', package: 'right', version: '2.0.1' }),
    record(61 * 24 * HOUR + 3, { ...PUBLISH, actor: 'bob', package: 'far', version: '1.0.0' }),
    ...more,
  ];
  writeFileSync(join(at, 'audit.ndjson'), lines(...audit));
  const affected = [{ package: { ecosystem: 'npm', name: 'left' }, versions: ['1.0.1'] }];
  const osv = { id: 'MAL-2026-1', modified: '2026-06-01T02:00:00Z', published: '2026-06-01T02:00:00Z', affected };
  writeFileSync(join(at, 'MAL-2026-1.json'), JSON.stringify({ schema_version: '1.7.0', summary: 'bad', ...osv }));
  return at;
}

describe('how far a story goes', () => {
  const db = join(folder, 'left.db');
  const texts = async (...words: readonly string[]): Promise<readonly string[]> =>
    (await story(db, '--package', 'left', ...words)).rows.map(({ what }) => what);

  beforeAll(async () => {
    await ingest(db, evidence('left'));
  });

  it('0: the package; 1: what those who touched it did; 2: what else was done to what they changed', async () => {
    const zero = ['published left@1.0.0', 'published left@1.0.1', 'MAL-2026-1 published for left 1.0.1'];
    expect(await texts('--depth', '0')).toEqual(zero);
    const one = await texts();
    expect(one).toEqual(expect.arrayContaining([...zero, 'published right@2.0.0']));
    expect(one.some((text) => /^token.* created/.test(text))).toBe(true);
    expect(one).not.toContain('published right@2.0.1');
    const two = await texts('--depth', '2');
    expect(two).toEqual(expect.arrayContaining([...one, 'published right@2.0.1']));
    expect(two).not.toContain('published far@1.0.0');
  });

  it('is 0, 1 or 2', async () => {
    const outcome = await run(['show', '--package', 'left', '--depth', '3', '--db', db]);
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stderr).toContain('--depth is 0, 1 or 2, not "3"');
  });

  it('is small where nothing is in question', async () => {
    const { rows } = await story(db, '--package', 'far');
    expect(rows.map(({ what }) => what)).toEqual(['published far@1.0.0']);
  });

  it('has an end: of too many acts the nearest are told, and the rest is named', async () => {
    const many = Array.from({ length: 900 }, (_, i) =>
      record(60 * 24 * HOUR + 90_000 * (i + 1), {
        action: 'repo.access',
        actor: 'mallory',
        repo: 'acme/other',
        _document_id: `many-${i}`,
      }),
    );
    const crowded = join(folder, 'crowded.db');
    await ingest(crowded, evidence('crowded', many));
    const { rows, foot } = await story(crowded, '--package', 'left');
    expect(rows.filter(({ repo }) => repo === 'acme/other')).toHaveLength(99);
    expect(foot.not_told).toEqual(['more than 100 acts, of which the nearest are told: show --actor mallory']);
    expect(rows.map(({ what }) => what)).toContain('published right@2.0.0');
  });
});
