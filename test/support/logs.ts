import { writeFileSync } from 'node:fs';

const GENERATOR = '../bench/generate.js';

/** Writes a log of the GitHub audit format with so many records, the same ones every time. */
export async function githubLog(path: string, records: number): Promise<void> {
  const { writeLog } = (await import(GENERATOR)) as { writeLog(to: string, kind: 'github', count: number): number };
  writeLog(path, 'github', records);
}

/** The shortest records that are events: many of them are read in little time. */
export function shortLog(path: string, records: number): void {
  const line = (i: number): string =>
    `{"@timestamp":${1_774_917_600_000 + i},"_document_id":"d${i}","action":"git.fetch","actor":"user-${i % 7}"}\n`;
  writeFileSync(path, Array.from({ length: records }, (_, i) => line(i)).join(''));
}
