import { AppError } from '../../core/errors.ts';
import { EMPTY_ROOT, leafHash } from '../../core/merkle.ts';
import type { Line, Report } from '../../core/report.ts';
import { type Checkpoint, parseCheckpoint } from '../../integrity/checkpoint.ts';
import { noteText, openNote } from '../../integrity/note.ts';
import { verifyConsistency, verifyInclusion } from '../../integrity/proof.ts';
import {
  type ConsistencyProof,
  isInclusionText,
  parseConsistency,
  parseInclusion,
} from '../../integrity/proof-text.ts';
import type { Verifier } from '../../integrity/vkey.ts';
import { Findings } from '../../store/verify/finding.ts';
import { exitCodeOf } from '../integrity-report.ts';
import { type NamedFile, readSmall } from './files.ts';
import { inSentence, type OpenedCheckpoint, openCheckpoint, openFile } from './open.ts';
import { type Stamp, withStamp } from './stamp.ts';
import { entries, signedLines, type Verdict, verdictReport } from './verdict.ts';

/**
 * Checks small files against each other, without a case: one checkpoint; an older and a newer one, with the proof that
 * the newer begins with the older; a proof that an entry is in, with the text of the entry.
 * @throws {AppError} `usage`, and for files that are not what they should be
 */
export function checkFiles(files: readonly NamedFile[], keys: readonly Verifier[], stamp?: Stamp): Report {
  const [first, second, proof, ...more] = files;
  if (first === undefined || more.length > 0)
    throw new AppError(
      'usage',
      'check takes OLDER NEWER PROOF, or PROOF ENTRY',
      'see `audit-timeline checkpoint --help`',
    );
  const text = inSentence(first.name, () => noteText(readSmall(first)));
  if (isInclusionText(text)) {
    if (stamp !== undefined) throw new AppError('usage', '--timestamp is of a checkpoint', 'name that, not the proof');
    return verdictReport(inclusionVerdict(first.name, text, second, keys));
  }
  const verdict = second === undefined ? oneVerdict(first, keys) : growthVerdict(first, second, proof, keys);
  return verdictReport(stamp === undefined ? verdict : withStamp(verdict, second ?? first, stamp));
}

export function oneVerdict(file: NamedFile, keys: readonly Verifier[]): Verdict {
  const findings = new Findings();
  const head = openFile(file, keys, findings);
  const shown = [...headLines(head), ...notShown(findings, [NO_GROWTH])];
  return { findings, head, anchored: false, shown, heads: [head] };
}

/** @throws {AppError} `usage` without the entry */
function inclusionVerdict(
  name: string,
  text: string,
  entry: NamedFile | undefined,
  keys: readonly Verifier[],
): Verdict {
  if (entry === undefined)
    throw new AppError('usage', `${name} proves an entry: its text is missing`, 'name the file that --entry wrote');
  const findings = new Findings();
  const { index, path, note } = inSentence(name, () => parseInclusion(text));
  const head = openCheckpoint(name, note, keys, findings);
  const leaf = leafHash(inSentence(entry.name, () => noteText(readSmall(entry))).replace(/\n$/, ''));
  const isIn = verifyInclusion(index, head.size, leaf, path, head.root);
  if (!isIn)
    findings.add('F-INCLUSION', `${entry.name} is not entry ${index} of the ${entries(head.size)} that were signed`);
  const shown = [
    good(`${entry.name} is entry ${index} of ${head.origin}, word for word`),
    ...headLines(head),
    ...notShown(findings, []),
  ];
  return { findings, head, anchored: isIn && head.verified.length > 0, shown, heads: [head] };
}

export function growthVerdict(
  older: NamedFile,
  newer: NamedFile,
  proof: NamedFile | undefined,
  keys: readonly Verifier[],
): Verdict {
  const findings = new Findings();
  const [from, head] = [openFile(older, keys, findings), openFile(newer, keys, findings)];
  if (from.origin !== head.origin)
    findings.add('F-ORIGIN', `${newer.name} is of ${head.origin}, ${older.name} of ${from.origin}`);
  compareHeads(from, head, proof, findings);
  const shown = [growthLine(from, head, findings), ...headLines(head), ...notShown(findings, [])];
  const anchored = exitCodeOf(findings) === 0;
  return { findings, head, anchored, shown, heads: [from, head] };
}

function compareHeads(
  from: OpenedCheckpoint,
  head: OpenedCheckpoint,
  proof: NamedFile | undefined,
  findings: Findings,
): void {
  const missing = from.size - head.size;
  if (missing > 0)
    findings.add(
      'F-TRUNCATED',
      `${head.name} has ${entries(head.size)}, ${from.name} has ${from.size} (${missing} missing)`,
    );
  else if (missing === 0 && !from.root.equals(head.root))
    findings.add('F-ROOT', `${head.name} has another root than ${from.name} at the same size ${head.size}`);
  else if (missing < 0 && proof === undefined)
    findings.add('I-NO-PROOF', `${head.name} is larger than ${from.name}: a proof of consistency is needed`);
  else if (missing < 0 && proof !== undefined && from.origin === head.origin) checkProof(from, head, proof, findings);
}

function checkProof(from: OpenedCheckpoint, head: OpenedCheckpoint, proof: NamedFile, findings: Findings): void {
  const { path } = proofBetween(proof, from, head);
  if (isConsistent(from, head, path)) return;
  findings.add(
    'F-CONSISTENCY',
    `${proof.name} does not hold: ${head.name} is not shown to begin with the ${entries(from.size)} of ${from.name}`,
  );
}

function isConsistent(from: Checkpoint, head: Checkpoint, path: readonly Buffer[]): boolean {
  if (from.size === 0) return path.length === 0 && from.root.equals(EMPTY_ROOT);
  return verifyConsistency(from.size, head.size, from.root, head.root, path);
}

/** A proof between two other checkpoints says nothing of these. @throws {AppError} `checkpoint-malformed` */
function proofBetween(file: NamedFile, from: OpenedCheckpoint, head: OpenedCheckpoint): ConsistencyProof {
  const proof = inSentence(file.name, () => parseConsistency(noteText(readSmall(file))));
  const to = inSentence(file.name, () => parseCheckpoint(openNote(proof.note, []).text));
  const isSame = to.origin === head.origin && to.size === head.size && to.root.equals(head.root);
  if (proof.oldSize === from.size && isSame) return proof;
  throw new AppError(
    'checkpoint-malformed',
    `${file.name} leads from ${proof.oldSize} to ${to.size} entries of ${to.origin}, not from ${from.name} to ${head.name}`,
    'take the proof that was made with the newer checkpoint, or make one with `checkpoint prove --since`',
  );
}

function growthLine(from: OpenedCheckpoint, head: OpenedCheckpoint, findings: Findings): Line {
  if (findings.count('I-NO-PROOF') > 0) return { text: `not shown that ${head.name} begins with ${from.name}` };
  if (from.size === head.size) return good(`${head.name} is what ${from.name} is`);
  return good(`${head.name} begins with all ${entries(from.size)} of ${from.name}, unchanged`);
}

function headLines(head: OpenedCheckpoint): readonly Line[] {
  const line = `${head.name}: ${head.origin}, ${entries(head.size)}, root ${head.root.toString('base64')}`;
  return [{ text: line, whole: true }, ...signedLines(head.verified)];
}

function notShown(findings: Findings, more: readonly Line[]): readonly Line[] {
  return findings.count('I-UNKNOWN-KEY') > 0 ? [NO_KEY, ...more] : more;
}

const NO_KEY: Line = { text: 'not shown who made them: give the public keys that you trust, --vkey-file FILE' };
const NO_GROWTH: Line = { text: 'not shown that it follows an earlier one: check OLDER NEWER PROOF' };

function good(text: string): Line {
  return { text, style: 'good' };
}
