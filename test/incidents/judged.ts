import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { INFERENCES } from '../../src/inference/index.ts';
import { RULES } from '../../src/rules/index.ts';
import { CaseReader } from '../../src/store/case-reader.ts';
import { investigate } from '../../src/tasks/detect/investigate.ts';
import type { RuleResult } from '../../src/tasks/detect/judge.ts';
import { ingest } from '../support/cases.ts';
import type { Outcome } from '../support/terminal.ts';

const INCIDENTS = 'fixtures/incidents';

export interface Judged {
  readonly ingested: Outcome;
  readonly results: ReadonlyMap<string, RuleResult>;
}

/** What all rules say of a folder, ingested as it is. */
export async function judgedFolder(scratch: string, folder: string): Promise<Judged> {
  const db = join(scratch, `${folder}.db`);
  const ingested = await ingest(db, join(INCIDENTS, folder));
  return { ingested, results: judgedCase(db) };
}

/** The same evidence in two folders of other names, the later files first. */
export async function judgedShuffled(scratch: string, folder: string): Promise<ReadonlyMap<string, RuleResult>> {
  const db = join(scratch, `${folder}-shuffled.db`);
  const files = readdirSync(join(INCIDENTS, folder)).sort().reverse();
  const half = Math.ceil(files.length / 2);
  for (const [name, part] of Object.entries({ 'b-first': files.slice(0, half), 'a-second': files.slice(half) })) {
    const target = join(scratch, folder, name);
    mkdirSync(target, { recursive: true });
    for (const file of new Set([...part, ...files.filter((other) => other === 'collected.tsv')])) {
      cpSync(join(INCIDENTS, folder, file), join(target, file));
    }
    await ingest(db, target);
  }
  return judgedCase(db);
}

function judgedCase(db: string): ReadonlyMap<string, RuleResult> {
  const reader = new CaseReader(db);
  try {
    const { findings, results } = investigate(reader, { rules: RULES, inferences: INFERENCES });
    const told = results.map((result) => {
      return { ...result, findings: findings.filter(({ rule }) => rule === result.rule.id) };
    });
    return new Map(told.map((result) => [result.rule.id, result]));
  } finally {
    reader.close();
  }
}
