import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isCanonical } from '../core/canonical.ts';
import type { Entry, EvidenceEntry } from '../core/entry.ts';
import { AppError, EXIT, type ExitCode } from '../core/errors.ts';
import { jsonObject, type Line, type Report, type Row } from '../core/report.ts';
import { fileSource, hashSource } from '../readers/source.ts';
import type { Findings } from '../store/verify/finding.ts';
import { type VerifyResult, verifyCase } from '../store/verify/verify-case.ts';

export interface VerifyTaskOptions {
  readonly db: string;
  readonly expect?: { readonly size: number; readonly root: Buffer };
  /** Folder with the original files, to be hashed again. */
  readonly evidence?: string;
  readonly deep: boolean;
  readonly allowUnanchored: boolean;
  readonly strict: boolean;
  readonly progress: (line: string) => void;
}

/** `SIZE:ROOT` as `ingest` prints it. @throws {AppError} `usage` */
export function parseExpect(text: string): { readonly size: number; readonly root: Buffer } {
  const match = /^(0|[1-9]\d{0,15})[: ]([A-Za-z0-9+/]{43}=)$/.exec(text.trim());
  const root = Buffer.from(match?.[2] ?? '', 'base64');
  if (match === null || root.toString('base64') !== match[2]) {
    throw new AppError(
      'usage',
      `"${text}" is not SIZE:ROOT`,
      'give the two values that `ingest` printed: --expect 247:9f3c…=',
    );
  }
  return { size: Number(match[1]), root };
}

/** Whether the case is what it was: all checks, each finding with its code, and what was not shown. */
export async function verify(options: VerifyTaskOptions): Promise<Report> {
  const receipts: EvidenceEntry[] = [];
  const visit = (_seq: number, entry: Entry): void => {
    if (entry.entry === 'evidence') receipts.push(entry);
  };
  const deep = options.deep ? { isCanonical } : {};
  const anchor = options.expect === undefined ? {} : { expect: options.expect };
  const progress = (done: number): void => options.progress(`verified ${done.toLocaleString('en')} entries`);
  const result = verifyCase(options.db, { ...deep, ...anchor, visit, progress });
  if (options.evidence !== undefined) await checkEvidence(options.evidence, receipts, result.findings);
  if (result.anchored && options.expect !== undefined && result.size > options.expect.size && options.strict) {
    result.findings.add('I-NOT-ANCHORED', `${result.size - options.expect.size} entries are newer than the noted size`);
  }
  if (options.expect === undefined && !options.allowUnanchored) {
    result.findings.add(
      'I-NO-ANCHOR',
      'nothing from outside to compare with: a cut, restored or rewritten file looks the same',
    );
  }
  return integrityReport(result, options);
}

/** Check 13: the originals, wherever they lie in the folder now. */
async function checkEvidence(folder: string, receipts: readonly EvidenceEntry[], findings: Findings): Promise<void> {
  const digests = new Map<string, string>();
  for (const path of filesBelow(folder)) digests.set((await hashSource(fileSource(path))).sha256, path);
  const names = new Map([...digests].map(([digest, path]) => [path.slice(folder.length + 1), digest]));
  for (const { sha256, name: stated, archive, member } of receipts) {
    if (digests.has(sha256) || (archive !== undefined && digests.has(archive))) continue;
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

function exitCode(findings: Findings): ExitCode {
  if (findings.has('F')) return EXIT.badNews;
  return findings.has('I') ? EXIT.incomplete : EXIT.ok;
}

function integrityReport(result: VerifyResult, options: VerifyTaskOptions): Report {
  const code = exitCode(result.findings);
  const rows: Row[] = result.findings.list.map(({ code: name, message }) => ({
    cells: [{ text: name, style: name.startsWith('F') ? 'bad' : 'warning' }, { text: message }],
    data: { code: name, message },
  }));
  for (const [name, count] of result.findings.more()) {
    const message = `and ${count} more of this kind`;
    rows.push({ cells: [{ text: name }, { text: message }], data: { code: name, message, more: count } });
  }
  const root = result.root.toString('base64');
  const data = jsonObject({
    result: RESULTS[code],
    size: result.size,
    root,
    origin: result.origin,
    anchored: result.anchored,
  });
  return {
    kind: 'integrity',
    head: [],
    columns: [{ title: 'CODE' }, { title: 'WHAT', weight: 1 }],
    csv: ['code', 'message'],
    rows,
    foot: () => ({ lines: footLines(result, options, code), data, exitCode: code }),
  };
}

const RESULTS: Readonly<Record<number, string>> = {
  [EXIT.ok]: 'ok',
  [EXIT.badNews]: 'altered',
  [EXIT.incomplete]: 'incomplete',
};

function footLines(result: VerifyResult, { expect }: VerifyTaskOptions, code: ExitCode): Line[] {
  const root = result.root.toString('base64');
  const head: Line = { text: `${result.size} entries, root ${root}`, whole: true };
  if (code === EXIT.badNews) {
    return [{ text: 'ALTERED: this is not the case that was written', style: 'bad' }, head, NEXT_COPY];
  }
  const index = result.findings.count('I-INDEX-REVISION') > 0 ? 'the index was not compared' : 'every index row';
  const verified: Line = { text: `verified  file, schema, SQLite, ledger, ${index}`, style: 'good' };
  const lines = [verified, head, result.anchored ? anchored(result, expect?.size ?? 0) : NOT_ANCHORED, NOT_SHOWN];
  if (code === EXIT.ok) return lines;
  const incomplete: Line = { text: 'INCOMPLETE: consistent in itself, not proven unaltered', style: 'warning' };
  return result.anchored ? [...lines, incomplete] : [...lines, incomplete, ...nextAnchor(result.size, root)];
}

function anchored({ size }: VerifyResult, noted: number): Line {
  const newer = size > noted ? `; ${size - noted} newer entries are not anchored yet` : '';
  return { text: `anchored  entries 0 to ${noted - 1} are what was noted elsewhere${newer}` };
}

const NOT_ANCHORED: Line = {
  text: 'not shown that it is the case that was written: a cut, restored or rewritten file verifies as well',
};

const NOT_SHOWN: Line = {
  text: 'not shown that the exporters were honest and complete: no log proves what was never in it',
};

/** Never a command that compares the case with itself. */
function nextAnchor(size: number, root: string): readonly Line[] {
  return [
    { text: 'next      give what `ingest` printed and you wrote down: audit-timeline verify --expect SIZE:ROOT' },
    { text: 'nothing written down? Then write this down now, outside this machine:', indent: 10 },
    { text: `${size}:${root}`, indent: 10, whole: true },
  ];
}

const NEXT_COPY: Line = {
  text: 'next      keep this file as evidence, go on with a copy kept elsewhere, or ingest the originals into a new case',
};
