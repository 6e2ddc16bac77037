import { readdir } from 'node:fs/promises';
import { isAbsolute, join, parse } from 'node:path';

/** Whether a text may be a pattern. */
export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}

/**
 * Files and folders that match a pattern, sorted: `*` and `?` within a name, `**` for any folders. As in a shell,
 * a leading dot must be written. Folders that cannot be read match nothing.
 */
export async function expandGlob(pattern: string, cwd: string): Promise<string[]> {
  const { root } = parse(pattern);
  const steps = pattern
    .slice(root.length)
    .split('/')
    .filter((step) => step !== '' && step !== '.');
  const found = await expand(isAbsolute(pattern) ? root : '', steps, cwd);
  return [...new Set(found)].sort();
}

async function expand(folder: string, steps: readonly string[], cwd: string): Promise<string[]> {
  const [step, ...rest] = steps;
  if (step === undefined) return [folder];
  if (step === '**') return expandDeep(folder, rest, cwd);
  if (step === '..') return expand(join(folder, step), rest, cwd);
  const matches = matcher(step);
  const entries = (await entriesOf(folder, cwd)).filter(({ name }) => matches(name));
  const inner = rest.length === 0 ? entries : entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  return (await Promise.all(inner.map(({ name }) => expand(join(folder, name), rest, cwd)))).flat();
}

async function expandDeep(folder: string, rest: readonly string[], cwd: string): Promise<string[]> {
  const steps = rest.length === 0 ? ['*'] : rest;
  const here = await expand(folder, steps, cwd);
  const folders = (await entriesOf(folder, cwd)).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const deeper = await Promise.all(folders.map(({ name }) => expandDeep(join(folder, name), rest, cwd)));
  return [...here, ...deeper.flat()];
}

async function entriesOf(folder: string, cwd: string) {
  try {
    return await readdir(isAbsolute(folder) ? folder : join(cwd, folder), { withFileTypes: true });
  } catch {
    return [];
  }
}

function matcher(step: string): (name: string) => boolean {
  if (!isGlob(step)) return (name) => name === step;
  const source = step
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  const pattern = new RegExp(`^${source}$`, 's');
  return (name) => pattern.test(name) && (step.startsWith('.') || !name.startsWith('.'));
}

/**
 * Whether a name fits one of several patterns. A pattern without a slash is about the last step of the name; with one,
 * about the end of the whole name, where `**` stands for any folders. What is in an archive lies behind a `!`.
 */
export function nameMatcher(patterns: readonly string[]): (name: string) => boolean {
  const all = patterns.map(namePattern);
  return (name) => all.some((pattern) => pattern.test(name));
}

function namePattern(pattern: string): RegExp {
  const source = pattern
    .replace(/^\.?\//, '')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/?|\*|\?/g, (wild) => (wild.startsWith('**') ? '.*' : wild === '*' ? '[^/!]*' : '[^/!]'));
  return new RegExp(`(?:^|[/!])${source}$`, 's');
}
