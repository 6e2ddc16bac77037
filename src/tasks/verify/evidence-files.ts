import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Sha256 } from '../../core/digest.ts';
import { AppError } from '../../core/errors.ts';
import { fileSource, hashSource } from '../../readers/source.ts';
import type { Findings } from '../../store/verify/finding.ts';
import type { Notable } from '../../store/verify/range.ts';

/** Path of each file below a folder, by its digest. @throws {AppError} `path-missing` */
export async function hashedFiles(folder: string): Promise<ReadonlyMap<Sha256, string>> {
  const digests = new Map<Sha256, string>();
  for (const path of filesBelow(folder)) digests.set((await hashSource(fileSource(path))).sha256, path);
  return digests;
}

/** Check 13: the originals, wherever they lie in the folder now. */
export function checkEvidence(
  folder: string,
  files: ReadonlyMap<Sha256, string>,
  notable: readonly Notable[],
  findings: Findings,
): void {
  const names = new Map([...files].map(([digest, path]) => [path.slice(folder.length + 1), digest]));
  for (const { entry } of notable) {
    if (entry.entry !== 'evidence') continue;
    const { sha256, name: stated, archive, member } = entry;
    if (files.has(sha256) || (archive !== undefined && files.has(archive))) continue;
    const name = member === undefined ? stated : stated.slice(0, -member.length - 1);
    const other = names.get(name) ?? names.get(name.split('/').at(-1) ?? name);
    if (other === undefined) findings.add('I-EVIDENCE-MISSING', `EV-${sha256.slice(0, 8)} ${name} is not in ${folder}`);
    else {
      const what = member === undefined ? 'that' : 'the archive';
      findings.add('F-EVIDENCE', `${name}: SHA-256 differs from ${what} of EV-${sha256.slice(0, 8)}`);
    }
  }
}

function filesBelow(folder: string): string[] {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat === undefined)
    throw new AppError('path-missing', `there is no ${folder}`, 'name the folder with the original files');
  if (!stat.isDirectory()) return [folder];
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return names.map((entry) => join(entry.parentPath, entry.name)).sort();
}
