import { sha256 } from '../../core/digest.ts';
import type { Db } from '../open.ts';
import { inflateExactly, LARGEST } from './block-texts.ts';
import { checkSqlite } from './file.ts';
import { Findings, stopping } from './finding.ts';
import { checkCounts } from './look-ups.ts';
import type { FileTask, RawResult, VerifyPart, VerifyTask } from './range.ts';
import { emptyRange, RangeCheck } from './range-check.ts';

/** Pages that a connection keeps, about 6 MB: rows are read in order, and each thread has its own. */
export const SMALL_CACHE = 'cache_size = -6144';

/** Does tasks of `verify`, one after the other, on one thread with one connection. */
export class TaskRunner {
  readonly #db: Db;
  #ranges: RangeCheck | undefined;

  constructor(db: Db) {
    this.#db = db;
  }

  run(task: VerifyTask): VerifyPart {
    if (task.kind === 'file') return { kind: 'file', findings: checkedFile(this.#db, task).pack() };
    if (task.kind === 'raw') return checkedRaw(this.#db);
    const findings = new Findings();
    this.#ranges ??= stopping(findings, 'the ledger', () => new RangeCheck(this.#db));
    return this.#ranges?.run(task) ?? emptyRange(task.chunk, findings);
  }
}

function checkedFile(db: Db, { full }: FileTask): Findings {
  const findings = new Findings();
  stopping(findings, 'the file', () => {
    checkSqlite(db, full, findings);
    if (!full) checkCounts(db, findings);
  });
  return findings;
}

interface RawRow {
  readonly sha256: Buffer;
  readonly size: number;
  readonly z: Buffer;
}

/** Check 12: every long raw text has its digest. */
function checkedRaw(db: Db): RawResult {
  const findings = new Findings();
  const digests: string[] = [];
  stopping(findings, 'ledger_raw', () => {
    const rows = db.prepare<[], RawRow>('SELECT sha256, size, z FROM ledger_raw ORDER BY sha256');
    for (const { sha256: key, size, z } of rows.iterate()) {
      const digest = key.toString('hex');
      const text = inflateExactly(z, size, LARGEST);
      if (text === undefined || sha256(text) !== digest)
        findings.add('F-RAW', `raw text ${digest.slice(0, 8)} does not match its digest`);
      digests.push(digest);
    }
  });
  return { kind: 'raw', findings: findings.pack(), digests };
}
