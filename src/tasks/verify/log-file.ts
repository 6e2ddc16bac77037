import { AUDIT_LOG } from '../../core/audit-log.ts';
import { AppError } from '../../core/errors.ts';
import type { Report } from '../../core/report.ts';
import type { LogFault, LogFinding } from '../../integrity/audit-log/fault.ts';
import { type LogState, LogVerifier } from '../../integrity/audit-log/log-verifier.ts';
import { decompress, newDecompression } from '../../readers/gunzip.ts';
import { fileSource } from '../../readers/source.ts';
import { type CheckCode, Findings } from '../../store/verify/finding.ts';
import { type Anchor, type AnchorOptions, anchorsOf } from './log-anchors.ts';
import { logReport } from './log-report.ts';

export interface VerifyLogOptions extends AnchorOptions {
  /** The log; compressed with gzip or Zstandard it is read all the same. */
  readonly file: string;
  /** It is still growing: no end line is needed. */
  readonly open: boolean;
  /** Entries newer than the anchor, and records that were taken out, exit 3. */
  readonly strict: boolean;
  readonly allowUnanchored: boolean;
  readonly progress: (line: string) => void;
}

/** Bytes in which the name of the format must stand. */
const HEAD = 4096;
const NAMED = /^(?:\uFEFF)?\s*\{[^\n]*"format"\s*:\s*"audit-log\/v1"/;
/** An entry in the second line: then the first was damaged. */
const ENTRY = /^\{"[^\n]*\n\{"hash":"[0-9a-f]{64}","leaf_hash":"/;

/** Whether a file is a log of the format audit-log/v1, going by its first two lines; it may be compressed. */
export async function isLogFile(path: string): Promise<boolean> {
  try {
    const { head, close } = await decompress(() => fileSource(path).chunks(), HEAD, newDecompression());
    await close();
    const text = head.toString();
    return NAMED.test(text) || ENTRY.test(text);
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/**
 * Whether a log of the format audit-log/v1 is what was written: every line, the end line, then what was kept elsewhere.
 * @throws {AppError} where it cannot be read, or what was kept elsewhere is not of the form
 */
export async function verifyLogFile(options: VerifyLogOptions): Promise<Report> {
  const findings = new Findings();
  const anchors = anchorsOf(options, findings);
  const state = await read(options, anchors, findings);
  const anchored = compare(state, anchors, findings);
  remark(state, anchored, options, findings);
  return logReport(state, { findings, anchored, strict: options.strict });
}

const CODES: Readonly<Record<LogFault, CheckCode>> = {
  header: 'F-MALFORMED',
  'no-final-newline': 'F-CUT',
  'too-long': 'F-MALFORMED',
  utf8: 'F-MALFORMED',
  'not-canonical': 'F-NOT-CANONICAL',
  entry: 'F-MALFORMED',
  hex: 'F-MALFORMED',
  'data-after-end': 'F-MALFORMED',
  'seq-gap': 'F-SEQ',
  'prev-mismatch': 'F-PREVIOUS',
  'leaf-mismatch': 'F-LEAF',
  'chain-mismatch': 'F-CHAIN',
  'trailer-mismatch': 'F-END',
};

async function read(
  { file, progress }: VerifyLogOptions,
  anchors: readonly Anchor[],
  findings: Findings,
): Promise<LogState> {
  const sizes = anchors.map(({ size }) => size);
  const told = ({ fault, line, message }: LogFinding): void => findings.add(CODES[fault], `line ${line}: ${message}`);
  const verifier = new LogVerifier(sizes, told);
  const compression = newDecompression();
  const { chunks } = await decompress(() => fileSource(file).chunks(), HEAD, compression);
  for await (const chunk of chunks) {
    verifier.push(chunk);
    progress(`verified ${verifier.entries.toLocaleString('en')} entries`);
  }
  for (const damage of compression.damage) findings.add('F-CUT', damage);
  return verifier.end();
}

/** Holds the log against what was kept elsewhere. Returns what it agrees with. */
function compare(state: LogState, anchors: readonly Anchor[], findings: Findings): readonly Anchor[] {
  const isSound = !findings.has('F');
  const differences = anchors.map((anchor) => differs(state, anchor));
  for (const difference of differences) if (difference !== undefined) findings.add(...difference);
  if (isSound && findings.count('F-ROOT') > 0)
    findings.add('F-REWRITTEN', 'no local difference: the log was made anew, or what was kept is of another one');
  // That there was nothing yet is no proof of what came since.
  const tells = ({ size }: Anchor): boolean => size > 0 || state.size === 0;
  return anchors.filter((anchor, i) => differences[i] === undefined && state.header?.firstSeq === 0 && tells(anchor));
}

/** What the log has unlike an anchor. A slice cannot be held against one. */
function differs({ header, size, roots }: LogState, anchor: Anchor): [CheckCode, string] | undefined {
  const { name, origin, size: wanted, root } = anchor;
  if (header === undefined) return ['I-NOT-ANCHORED', `${name}: not compared, the log has no header`];
  if (origin !== undefined && origin !== header.origin)
    return ['F-ORIGIN', `the log is ${header.origin}, ${name} is of ${origin}`];
  if (header.firstSeq > 0) return undefined;
  if (size < wanted)
    return ['F-TRUNCATED', `the log has ${size} entries, ${name} has ${wanted} (${wanted - size} missing)`];
  const computed = roots.get(wanted);
  if (computed === undefined)
    return ['I-NOT-ANCHORED', `${name}: not compared, no root can be computed over ${wanted} entries`];
  if (computed.equals(root)) return undefined;
  return ['F-ROOT', `size ${wanted}: computed ${computed.toString('base64')}, ${name} says ${root.toString('base64')}`];
}

/** What keeps a log that is sound in itself from being proven. */
function remark(
  { header, size, ended, redacted }: LogState,
  anchored: readonly Anchor[],
  { open, strict, allowUnanchored }: VerifyLogOptions,
  findings: Findings,
): void {
  const first = header?.firstSeq ?? 0;
  if (first > 0)
    findings.add('I-SLICE', `begins with entry ${first}: what it follows is asserted, and no root can be computed`);
  if (!ended && !open) findings.add('I-OPEN', `no end line: the ${AUDIT_LOG} is still growing, or its end was cut off`);
  if (redacted > 0)
    findings.add('N-REDACTED', `${redacted} ${redacted === 1 ? 'record was' : 'records were'} taken out`);
  const newest = Math.max(...anchored.map((anchor) => anchor.size));
  if (strict && anchored.length > 0 && size > newest)
    findings.add('I-NOT-ANCHORED', `${size - newest} entries are newer than what was kept elsewhere`);
  const isSettled = first > 0 || findings.has('F') || findings.count('I-UNKNOWN-KEY') > 0;
  if (isSettled || allowUnanchored || anchored.some(({ trusted }) => trusted)) return;
  findings.add('I-NO-ANCHOR', 'nothing from outside to compare with: a log that was cut or made anew looks the same');
}
