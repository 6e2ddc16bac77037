import { isAbsolute } from 'node:path';
import type { EvidenceEntry } from '../core/entry.ts';
import { maskSecrets } from '../core/secrets.ts';
import type { Found } from '../readers/found.ts';

/** How a receipt names evidence. */
export function receiptNames({ name, member }: Found): Pick<EvidenceEntry, 'name' | 'archive' | 'member'> {
  if (member === undefined) return { name: receiptName(name) };
  const path = maskSecrets(member.path);
  const archive = receiptName(name.slice(0, -member.path.length - 1));
  return { name: `${archive}!${path}`, archive: member.archive, member: path };
}

/** An absolute path would tell more of this machine than of the evidence: its last two steps are kept. */
function receiptName(name: string): string {
  return maskSecrets(isAbsolute(name) ? name.split(/[\\/]/).slice(-2).join('/') : name);
}
