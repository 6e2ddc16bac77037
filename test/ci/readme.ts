import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './repositories.ts';

/** The page that holds what users copy. Another one than the README can be tried before it is put in. */
const README = readFileSync(process.env['CI_RECIPE'] ?? join(ROOT, 'README.md'), 'utf8');

/** What stands between two markers. @throws {Error} if they are not there */
export function between(name: string, page = README): string {
  const text = new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)<!-- /${name} -->`).exec(page)?.[1];
  if (text === undefined) throw new Error(`no markers <!-- ${name} -->`);
  return text;
}

/** The script between two markers. */
export function script(name: string): string {
  return /^```sh\n([\s\S]*?)^```$/m.exec(between(name))?.[1] ?? '';
}
