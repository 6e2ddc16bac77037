import { readFileSync } from 'node:fs';
import { AppError } from '../../core/errors.ts';
import type { Finding } from '../../core/finding.ts';

const ID = /\b[0-9a-f]{64}\b/g;

/**
 * Ids of findings that were there before: an earlier `detect --json`, `--format jsonl`, or a list of ids. Only ids of a
 * finding's own member count, so that digests of evidence in the same file do not hide anything.
 * @throws {AppError} `path-unreadable`
 */
export function readBaseline(path: string): ReadonlySet<string> {
  const text = readText(path);
  const ids = new Set<string>();
  for (const [, id = ''] of text.matchAll(/"id"\s*:\s*"([0-9a-f]{64})"/g)) ids.add(id);
  if (ids.size === 0) for (const line of text.split('\n')) if (/^[0-9a-f]{64}$/.test(line.trim())) ids.add(line.trim());
  if (ids.size === 0 && (ID.test(text) || !isEmptyReport(text))) {
    throw new AppError(
      'usage',
      `${path} is no baseline: it names no finding`,
      'make one with `audit-timeline detect --json -o baseline.json`',
    );
  }
  return ids;
}

/** A report without findings is a baseline too. */
function isEmptyReport(text: string): boolean {
  return /^\{"kind":"findings"/.test(text) || text.trim() === '';
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new AppError('path-unreadable', `cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
}

/** The finding that a prefix of its id names. @throws {AppError} `usage` */
export function findingByPrefix(findings: readonly Finding[], prefix: string): Finding {
  const wanted = prefix.toLowerCase();
  const found = /^[0-9a-f]{4,64}$/.test(wanted) ? findings.filter(({ id }) => id.startsWith(wanted)) : [];
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  const why = only === undefined ? `there is no finding ${prefix}` : `${prefix} names ${found.length} findings`;
  throw new AppError('usage', why, '`audit-timeline detect` prints the ids; at least four digits of one');
}
