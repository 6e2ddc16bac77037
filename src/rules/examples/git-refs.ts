import { stamped } from './packument.ts';

/** `v1.14.0`, and when: `git for-each-ref` in the documented form. The commits are made of the place in the list. */
export function gitRefs(
  name: string,
  taken: string,
  tags: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const lines = Object.entries(tags).map(([tag, at], i) => `refs/tags/${tag}\t${commitOf(i)}\t\t${at}\t\t`);
  const main = `refs/heads/main\t${'f'.repeat(40)}\t\t2020-01-01T00:00:00Z\t\t`;
  return { [stamped(`${name}.git-refs`, taken, 'tsv')]: `${[main, ...lines].join('\n')}\n` };
}

/** 40 hex digits that stand for a number. */
export function commitOf(number: number): string {
  return (number + 1).toString(16).padStart(40, '0');
}

/** `git log` in the documented form. */
export function gitLog(name: string, taken: string, commits: readonly string[]): Readonly<Record<string, string>> {
  const alice = 'Alice\talice@example.test';
  const at = '2026-01-01T00:00:00Z';
  const lines = commits.map((commit) => `${commit}\t\t${at}\t${at}\t${alice}\t${alice}\tN\ta change`);
  return { [stamped(`${name}.git-log`, taken, 'txt')]: `${lines.join('\n')}\n` };
}

/** `gh api repos/<owner>/<repo>/releases`. */
export function githubReleases(
  repo: string,
  taken: string,
  tags: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const releases = Object.entries(tags).map(([tag, at], i) => ({
    id: 500 + i,
    tag_name: tag,
    target_commitish: 'main',
    name: tag,
    draft: false,
    prerelease: false,
    created_at: at,
    published_at: at,
    author: { login: 'alice', id: 101, type: 'User' },
    html_url: `https://github.com/${repo}/releases/tag/${encodeURIComponent(tag)}`,
    assets: [],
  }));
  return { [stamped(`${repo.replace('/', '-')}.releases`, taken)]: JSON.stringify(releases) };
}
