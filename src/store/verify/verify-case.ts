import { ENTRY_KINDS, type Entry } from '../../core/entry.ts';
import type { Db } from '../open.ts';
import { openForReading } from '../open.ts';
import { checkHeader, checkSchema, checkSqlite } from './file.ts';
import { Findings } from './finding.ts';
import { IndexCheck } from './index-check.ts';
import { checkRaw, LedgerWalk } from './ledger.ts';

export interface VerifyOptions {
  /** Size and root noted elsewhere. */
  readonly expect?: { readonly size: number; readonly root: Buffer };
  /** Check 14: canonical form of every entry. */
  readonly isCanonical?: (text: string) => boolean;
  /** Called for every entry; for checks that other rooms make. */
  readonly visit?: (seq: number, entry: Entry) => void;
  readonly progress?: (done: number) => void;
}

export interface VerifyResult {
  readonly findings: Findings;
  readonly size: number;
  readonly root: Buffer;
  readonly origin: string | undefined;
  /** The anchor was given and holds: root at its size. */
  readonly anchored: boolean;
}

const PROGRESS_STEP = 20_000;

/**
 * Checks 1, 2 (both throw: nothing can be said of such a file), 7, 8, 9, 9b, 10, 14 of the integrity design and the
 * anchor, in one pass over the case.
 */
export function verifyCase(path: string, options: VerifyOptions): VerifyResult {
  const db = openForReading(path);
  const findings = new Findings();
  try {
    checkHeader(path, findings);
    checkSchema(db, findings);
    checkSqlite(db, findings);
    return walkCase(db, findings, options);
  } catch (error) {
    findings.add('F-SQLITE', `reading stopped: ${error instanceof Error ? error.message : String(error)}`);
    return { findings, size: 0, root: Buffer.alloc(32), origin: undefined, anchored: false };
  } finally {
    db.close();
  }
}

function walkCase(db: Db, findings: Findings, options: VerifyOptions): VerifyResult {
  const { expect } = options;
  const walk = new LedgerWalk(db, findings, expect === undefined ? [] : [expect.size]);
  const revision = IndexCheck.sameRevision(db);
  if (!revision) checkRevision(db, findings);
  const index = revision ? new IndexCheck(db, findings) : undefined;
  const custody = new Custody(findings);
  try {
    for (const { seq, text } of walk.walk()) {
      const entry = readEntry(seq, text, findings, options);
      if (entry === undefined) continue;
      custody.entry(seq, entry);
      index?.entry(seq, entry);
      options.visit?.(seq, entry);
      if (seq % PROGRESS_STEP === 0) options.progress?.(seq);
    }
    index?.finish();
  } finally {
    index?.close();
  }
  custody.finish();
  checkRaw(db, custody.raw, findings);
  const root = walk.edge.root();
  const anchored = expect !== undefined && checkAnchor(expect, walk, findings);
  return { findings, size: walk.edge.size, root, origin: custody.origin, anchored };
}

function checkRevision(db: Db, findings: Findings): void {
  const rows = db.prepare<[], { name: string; value: number }>('SELECT name, value FROM index_meta').all();
  const [row] = rows;
  if (rows.length === 1 && row?.name === 'revision' && row.value > 0 && row.value < 1000) {
    findings.add(
      'I-INDEX-REVISION',
      `the index was derived by revision ${row.value} of the program; run \`audit-timeline reindex\` to compare it`,
    );
  } else findings.add('F-INDEX', 'index_meta does not say which revision derived the index');
}

function readEntry(seq: number, text: string, findings: Findings, options: VerifyOptions): Entry | undefined {
  try {
    const entry = JSON.parse(withoutRaw(text)) as Entry;
    if (!ENTRY_KINDS.includes(entry.entry)) throw new SyntaxError('not an entry');
    if (options.isCanonical !== undefined && !options.isCanonical(text))
      findings.add('F-NOT-CANONICAL', `seq ${seq}: not in canonical form`);
    return entry;
  } catch {
    findings.add('F-LEDGER', `seq ${seq}: not an entry`);
    return undefined;
  }
}

/**
 * An event's entry without its source record, which is half of it and of no use here. A quotation mark inside a JSON
 * string is escaped, so what is looked for are members; in an event's entry `raw` is the last one.
 */
function withoutRaw(text: string): string {
  const raw = text.includes(',"entry":"event","event":{') ? text.indexOf(',"raw":"') : -1;
  return raw === -1 ? text : `${text.slice(0, raw)}}`;
}

/** What the entries must be among themselves: a case first, receipts in pairs, raw texts asked for. */
class Custody {
  readonly #findings: Findings;
  readonly #open = new Map<string, string>();
  readonly raw = new Set<string>();
  origin: string | undefined;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  entry(seq: number, entry: Entry): void {
    if ((seq === 0) !== (entry.entry === 'case'))
      this.#findings.add('F-LEDGER', `seq ${seq}: entry 0, and no other, says which case this is`);
    if (entry.entry === 'case') this.origin = entry.origin;
    if (entry.entry === 'evidence') this.#open.set(entry.sha256, entry.name);
    if (entry.entry === 'evidence-end' && entry.complete) this.#open.delete(entry.evidence);
    if ('raw_sha256' in entry && entry.raw_sha256 !== undefined) this.raw.add(entry.raw_sha256);
    if (entry.entry === 'state' && entry.parts_sha256 !== undefined) this.raw.add(entry.parts_sha256);
  }

  finish(): void {
    for (const [digest, name] of this.#open) {
      this.#findings.add(
        'I-UNFINISHED',
        `reading EV-${digest.slice(0, 8)} (${name}) was interrupted; ingest the same file again to go on`,
      );
    }
  }
}

function checkAnchor(
  expect: { readonly size: number; readonly root: Buffer },
  walk: LedgerWalk,
  findings: Findings,
): boolean {
  const { size } = walk.edge;
  if (size < expect.size) {
    findings.add(
      'F-TRUNCATED',
      `the case has ${size} entries, the noted size is ${expect.size} (${expect.size - size} missing)`,
    );
    return false;
  }
  const root = walk.roots.get(expect.size);
  if (root?.equals(expect.root) === true) return true;
  const shown = root === undefined ? 'none' : root.toString('base64');
  findings.add('F-ROOT', `size ${expect.size}: computed ${shown}, noted ${expect.root.toString('base64')}`);
  if (!findings.list.some(({ code }) => code === 'F-LEAF' || code === 'F-BLOCK' || code === 'F-CHAIN')) {
    findings.add(
      'F-REWRITTEN',
      'no local difference: the history was recomputed; which entries differ cannot be named',
    );
  }
  return false;
}
