import type { Sha256 } from '../core/digest.ts';
import { AppError } from '../core/errors.ts';
import { EMPTY_ROOT } from '../core/merkle.ts';
import type { Report } from '../core/report.ts';
import { openForReading } from '../store/open.ts';
import type { CaseVerdict } from '../store/verify/case-check.ts';
import { Findings } from '../store/verify/finding.ts';
import { verifyCaseBy } from '../store/verify/verify-case.ts';
import type { NamedFile } from './checkpoint/files.ts';
import { type Stamp, stampedAt } from './checkpoint/stamp.ts';
import { type AnchorRules, checkOrigin, checkReach } from './verify/anchored.ts';
import { caseReport } from './verify/case-report.ts';
import { checkEvidence, hashedFiles } from './verify/evidence-files.ts';
import { writeFirstUse } from './verify/first-use.ts';
import { type Anchor, type AnchorOptions, anchorsOf } from './verify/log-anchors.ts';
import { progressLine } from './verify/progress-line.ts';
import { runSources } from './verify/run-sources.ts';
import { runTasks } from './verify/threads.ts';

export interface VerifyTaskOptions extends AnchorOptions, AnchorRules {
  readonly db: string;
  /** The case, as it was named. */
  readonly file: string;
  /** Only entries after this checkpoint are read again. */
  readonly fromCheckpoint?: NamedFile;
  /** Over the first checkpoint. */
  readonly stamp?: Stamp;
  /** Folder with the original files, to be hashed again, and with `deep` read again. */
  readonly evidence?: string;
  readonly deep: boolean;
  /** Folder that is to hold what later runs compare with. */
  readonly firstUse?: NamedFile;
  readonly progress: (line: string) => void;
}

/** Of a case whose header was changed so that it cannot be opened, nothing but that. @throws {AppError} as `verify` */
function unreadableReport({ db, file, strict }: VerifyTaskOptions): Report | undefined {
  try {
    openForReading(db).close();
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'case-damaged') throw error;
    const findings = new Findings();
    findings.add('F-HEADER', error.message);
    const verdict = { findings, size: 0, root: EMPTY_ROOT, origin: undefined, held: [], from: 0, notable: [] };
    return caseReport({ verdict, anchored: [], sources: [], strict, file, evidence: false, firstUse: [] });
  }
}

/**
 * Whether the case is what it was: the checks of integrity.md 2.6 in their order. Only 1 to 3 end it; all others are
 * made whatever the ones before found.
 * @throws {AppError} checks 1 to 3: no case, side files, what was kept elsewhere cannot be read
 */
export async function verify(options: VerifyTaskOptions): Promise<Report> {
  const unreadable = unreadableReport(options);
  if (unreadable !== undefined) return unreadable;
  const given = new Findings();
  const anchors = stamped(anchorsOf(withStart(options), given), options, given);
  const line = progressLine(() => performance.now());
  const verdict = await verifyCaseBy(runTasks, options.db, {
    anchors,
    deep: options.deep,
    from: startOf(options, anchors),
    progress: (done, total) => options.progress(line(done, total)),
  });
  const { findings } = verdict;
  findings.take(given.pack());
  const anchored = checkOrigin(verdict, anchors, options.origin);
  const originals = await checkOriginals(options, verdict);
  const { maxAge, now } = options;
  const asked = { now, ...(maxAge !== undefined && { maxAge }), ...(originals !== undefined && { originals }) };
  const sources = await runSources(options.db, asked, findings);
  const trusting = options.allowUnanchored || options.firstUse !== undefined;
  const isGiven = given.has('F') || given.has('I') || anchors.length > anchored.length;
  checkReach(verdict, anchored, isGiven, { ...options, allowUnanchored: trusting });
  const { strict, file } = options;
  const evidence = originals !== undefined;
  const firstUse = firstUseOf(options, verdict, anchored);
  return caseReport({ verdict, anchored, sources, strict, file, evidence, firstUse });
}

/** The checkpoint to go on from is one more that must hold. */
function withStart({ checkpoints, fromCheckpoint, ...options }: VerifyTaskOptions): AnchorOptions {
  return { ...options, checkpoints: fromCheckpoint === undefined ? checkpoints : [fromCheckpoint, ...checkpoints] };
}

/** The anchor that a time stamp is over gets its time, where that is newer than what witnesses said. */
function stamped(
  anchors: readonly Anchor[],
  { checkpoints, fromCheckpoint, stamp }: VerifyTaskOptions,
  findings: Findings,
): readonly Anchor[] {
  const [first = fromCheckpoint] = checkpoints;
  if (stamp === undefined || first === undefined) return anchors;
  const said = stampedAt(first, stamp, findings);
  if (said === undefined) return anchors;
  return anchors.map((anchor) =>
    anchor.name === first.name ? { ...anchor, time: Math.max(said.time, anchor.time ?? 0) } : anchor,
  );
}

/** Only a checkpoint that a known key signed spares reading again what it speaks of. */
function startOf({ fromCheckpoint }: VerifyTaskOptions, anchors: readonly Anchor[]): number {
  const start = anchors.find(({ name }) => name === fromCheckpoint?.name);
  return start?.trusted === true ? start.size : 0;
}

/** Checks 13 and 14. Gives where the originals lie. */
async function checkOriginals(
  { evidence, deep, db, progress }: VerifyTaskOptions,
  { notable, findings }: CaseVerdict,
): Promise<ReadonlyMap<Sha256, string> | undefined> {
  if (evidence === undefined) return undefined;
  const files = await hashedFiles(evidence);
  checkEvidence(evidence, files, notable, findings);
  if (deep) {
    // All formats come with it.
    const { reparse } = await import('./verify/reparse.ts');
    await reparse(db, notable, files, findings, progress);
  }
  return files;
}

/** Nothing is trusted that is altered, or that can be compared with what somebody kept. */
function firstUseOf(options: VerifyTaskOptions, verdict: CaseVerdict, anchored: readonly Anchor[]): readonly string[] {
  const { firstUse, checkpoints, vkeyFiles } = options;
  if (firstUse === undefined || verdict.findings.has('F')) return [];
  const [checkpoint] = checkpoints.filter(({ name }) => anchored.some((anchor) => anchor.name === name));
  return writeFirstUse({
    folder: firstUse,
    size: verdict.size,
    root: verdict.root.toString('base64'),
    checkpoint,
    vkeyFiles,
  });
}
