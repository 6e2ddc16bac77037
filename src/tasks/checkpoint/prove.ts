import { AppError, EXIT } from '../../core/errors.ts';
import { leafHash } from '../../core/merkle.ts';
import { jsonObject, type Line, type Report, textReport } from '../../core/report.ts';
import { verifyInclusion } from '../../integrity/proof.ts';
import { consistencyText, inclusionText } from '../../integrity/proof-text.ts';
import { inclusionPath } from '../../integrity/tree-proof.ts';
import type { Verifier } from '../../integrity/vkey.ts';
import { CaseTree } from '../../store/case-tree.ts';
import { Findings } from '../../store/verify/finding.ts';
import { entryNumber } from './entry-number.ts';
import { type NamedFile, writeDurably } from './files.ts';
import { beginsWith, growthPath } from './history.ts';
import { type OpenedCheckpoint, openFile } from './open.ts';
import { entries, verdictReport } from './verdict.ts';

export interface ProveOptions {
  readonly db: string;
  /** The checkpoint that the proof leads to. */
  readonly checkpoint: NamedFile;
  /** Which entry: its number, a place in evidence, or an event's id. */
  readonly entry?: string;
  /** Instead of an entry: an older checkpoint, which the newer one begins with. */
  readonly since?: NamedFile;
  /** Where the proof goes; else it is the answer. */
  readonly out?: NamedFile;
  /** Where the text of the entry goes. */
  readonly entryFile?: NamedFile;
  readonly keys: readonly Verifier[];
}

/**
 * Makes a proof from what the case stores of its tree; of the entries only the one that is proven is read. The case
 * must begin with what the checkpoint says.
 * @throws {AppError} `usage`, `no-such-entry`, and where a file or the case cannot be read
 */
export function prove(options: ProveOptions): Report {
  const tree = new CaseTree(options.db);
  try {
    return proveIn(tree, options);
  } finally {
    tree.close();
  }
}

function proveIn(tree: CaseTree, options: ProveOptions): Report {
  const { since, entry, keys, checkpoint } = options;
  const findings = new Findings();
  // Who signed is for those to check who get the proof; where keys are given, it is checked here too.
  const signatures = keys.length === 0 ? new Findings() : findings;
  const head = openFile(checkpoint, keys, signatures);
  const heads = since === undefined ? [head] : [openFile(since, keys, signatures), head];
  for (const kept of heads) beginsWith(tree, kept, findings);
  if (findings.list.length === 0) {
    if (since !== undefined) return growth(tree, heads, options);
    if (entry !== undefined) return inclusion(tree, head, entry, options, findings);
    throw new AppError('usage', 'prove needs an entry, or --since OLDER', 'see `audit-timeline checkpoint --help`');
  }
  return verdictReport({ findings, head, anchored: false, shown: [], heads });
}

/** @throws {AppError} `usage` for two checkpoints in the wrong order */
function growth(tree: CaseTree, [from, head]: readonly OpenedCheckpoint[], options: ProveOptions): Report {
  const path = from && head && from.size <= head.size ? growthPath(tree, from.size, head.size) : undefined;
  if (from === undefined || head === undefined || path === undefined)
    throw new AppError('usage', '--since is newer than --checkpoint', 'swap them');
  const text = consistencyText({ oldSize: from.size, path, note: head.note });
  const line = `${head.name} (${entries(head.size)}) begins with all ${entries(from.size)} of ${from.name}`;
  return answer(text, line, options, { size: head.size, root: head.root.toString('base64') });
}

function inclusion(
  tree: CaseTree,
  head: OpenedCheckpoint,
  asked: string,
  options: ProveOptions,
  findings: Findings,
): Report {
  const index = entryNumber(tree, asked);
  if (index >= head.size) throw notCovered(index, head);
  const path = inclusionPath((level, number) => tree.node(level, number), index, { start: 0, end: head.size });
  const text = tree.text(index);
  const leaf = text === '' ? tree.node(0, index) : leafHash(text);
  if (!verifyInclusion(index, head.size, leaf, path, head.root)) {
    findings.add('F-LEAF', `seq ${index}: content does not match its leaf hash`);
    return verdictReport({ findings, head, anchored: false, shown: [], heads: [head] });
  }
  if (options.entryFile !== undefined) writeEntry(options.entryFile, index, text);
  const line = `entry ${index} (${tree.kind(index)}) is one of the ${entries(head.size)} of ${head.name}`;
  const proof = inclusionText({ index, path, note: head.note });
  return answer(proof, line, options, { seq: index, size: head.size, root: head.root.toString('base64') });
}

function notCovered(index: number, { name, size }: OpenedCheckpoint): AppError {
  const remedy = 'sign a newer checkpoint with `audit-timeline checkpoint sign`';
  return new AppError('no-such-entry', `entry ${index} is newer than ${name}, which covers ${entries(size)}`, remedy);
}

function writeEntry(file: NamedFile, index: number, text: string): void {
  if (text === '')
    throw new AppError('no-such-entry', `entry ${index} was redacted: its text is gone`, 'prove it without --entry');
  writeDurably(file, text);
}

/** The proof alone where it is the answer, so that it can be sent to a file as it is. */
function answer(
  proof: string,
  line: string,
  options: ProveOptions,
  facts: { size: number; root: string; seq?: number },
): Report {
  const files = [options.entryFile, options.out].filter((file) => file !== undefined).map(({ name }) => name);
  if (options.out !== undefined) writeDurably(options.out, proof);
  const told: readonly Line[] = [{ text: line, style: 'good' }, { text: `written: ${files.join(', ')}` }];
  const lines = options.out === undefined ? proofLines(proof) : told;
  return textReport(lines, jsonObject({ ...facts, proof, files }), EXIT.ok);
}

function proofLines(proof: string): readonly Line[] {
  return proof
    .slice(0, -1)
    .split('\n')
    .map((text) => ({ text, whole: true }));
}
