import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CaseReader } from '../../src/store/case-reader.ts';
import type { SourceCheck, SourceContext, SourceVerdict } from '../../src/tasks/verify/source-check.ts';
import { ingest } from './cases.ts';

/** What a check says of a case, in its own order. */
export async function verdictsOf(
  check: SourceCheck,
  db: string,
  more: Partial<SourceContext> = {},
): Promise<SourceVerdict[]> {
  const reader = new CaseReader(db);
  try {
    const verdicts: SourceVerdict[] = [];
    for await (const verdict of check.run({ reader, now: 0, ...more })) verdicts.push(verdict);
    return verdicts;
  } finally {
    reader.close();
  }
}

/** Codes of findings, each with its message: `I-GAP: …`. */
export function told(verdicts: readonly SourceVerdict[]): string[] {
  return verdicts.map(({ code, message }) => (code === undefined ? message : `${code}: ${message}`));
}

/** The codes in what was told. */
export function codes(lines: readonly string[]): string[] {
  return lines.flatMap((line) => /^([FIN]-[A-Z-]+): /.exec(line)?.[1] ?? []);
}

/** What a check says of the files that are written, each time into a case of their own. */
export function checkerOf(check: SourceCheck, folder: string) {
  let cases = 0;
  return async (write: (at: string) => void, ...words: readonly string[]): Promise<string[]> => {
    cases++;
    const at = join(folder, `evidence-${cases}`);
    const db = join(folder, `${cases}.db`);
    mkdirSync(at);
    write(at);
    await ingest(db, at, ...words);
    return told(await verdictsOf(check, db));
  };
}
