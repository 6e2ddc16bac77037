import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** A file below a folder. */
export interface FolderEntry {
  /** Relative to the folder. */
  readonly path: string;
  /** Why it cannot be evidence; nothing for a file. */
  readonly reason?: string;
}

/**
 * All files below a folder, hidden ones too, sorted by name; `.git` is left out. Links are not followed: what they
 * lead to within the folder is found anyway, what lies outside was not named.
 */
export async function walkFolder(root: string): Promise<FolderEntry[]> {
  return walk(root, '', await realpath(root));
}

async function walk(root: string, inner: string, real: string): Promise<FolderEntry[]> {
  const names = await readdir(join(root, inner), { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => `${error.code}`,
  );
  if (typeof names === 'string') return [{ path: inner, reason: `cannot be read: ${names}` }];
  const sorted = names.filter(({ name }) => name !== '.git').sort((a, b) => (a.name < b.name ? -1 : 1));
  const found: FolderEntry[] = [];
  for (const entry of sorted) {
    const path = join(inner, entry.name);
    if (entry.isDirectory()) found.push(...(await walk(root, path, real)));
    else found.push(...(await fileOrReason(entry, path, root, real)));
  }
  return found;
}

async function fileOrReason(entry: Dirent, path: string, root: string, real: string): Promise<FolderEntry[]> {
  if (entry.isFile()) return [{ path }];
  if (!entry.isSymbolicLink()) return [{ path, reason: 'neither a file nor a folder' }];
  const target = await realpath(join(root, path)).catch(() => undefined);
  if (target === undefined) return [{ path, reason: 'a link to nothing' }];
  return target.startsWith(real + sep) ? [] : [{ path, reason: 'a link that leads out of the folder' }];
}
