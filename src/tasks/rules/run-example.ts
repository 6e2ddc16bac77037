import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { Rule, RuleExample } from '../../core/rule.ts';
import { FORMATS } from '../../formats/index.ts';
import { INFERENCES } from '../../inference/index.ts';
import { discover } from '../../readers/discover.ts';
import { CaseReader } from '../../store/case-reader.ts';
import { judge, type RuleResult } from '../detect/judge.ts';
import { CaseRuleView } from '../detect/rule-view.ts';
import { ingestFiles } from '../ingest.ts';

const RECORDED = '2026-01-01T00:00:00.000Z';

/** Reads an example's files into a case of its own and asks the rule. The case is removed afterwards. */
export async function runExample(rule: Rule, example: RuleExample): Promise<RuleResult> {
  return inCaseOf(example.files, (reader) => {
    const [result] = judge([rule], new CaseRuleView(reader, INFERENCES));
    if (result === undefined) throw new Error(`no result of rule ${rule.id}`);
    return result;
  });
}

/** Ingests files given as texts into a temporary case, as `ingest` does, and reads it. */
export async function inCaseOf<T>(
  files: Readonly<Record<string, string>>,
  read: (reader: CaseReader) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'audit-timeline-example-'));
  try {
    const db = await ingestInto(folder, files);
    const reader = new CaseReader(db);
    try {
      return await read(reader);
    } finally {
      reader.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ingestInto(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  const evidence = join(folder, 'evidence');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(evidence, name)), { recursive: true });
    writeFileSync(join(evidence, name), text);
  }
  const db = join(folder, 'case.db');
  const found = await discover([evidence], { cwd: folder, stdin: Readable.from([]) });
  const result = await ingestFiles(found.files, {
    db,
    recordedAt: RECORDED,
    origin: 'example',
    maxRecord: 2 ** 26,
    collected: found.collected,
    formats: FORMATS,
    leftOut: () => undefined,
    stopAtProblem: false,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  const unread = result.files.filter(({ status }) => status !== 'read');
  if (unread.length > 0) throw new Error(`not read: ${unread.map(({ name }) => name).join(', ')}`);
  return db;
}
