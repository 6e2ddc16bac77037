import { EXIT, type ExitCode } from '../../core/errors.ts';
import { jsonObject, type Line, type Report } from '../../core/report.ts';
import type { Checkpoint } from '../../integrity/checkpoint.ts';
import type { Signed } from '../../integrity/note.ts';
import type { Findings } from '../../store/verify/finding.ts';
import { exitCodeOf, integrityReport, resultOf } from '../integrity-report.ts';

export interface Verdict {
  readonly findings: Findings;
  /** What it is about in the end: the newest size and root. */
  readonly head: Checkpoint;
  /** Whether something that was kept elsewhere was compared, and agrees. */
  readonly anchored: boolean;
  /** What holds, when nothing is wrong. */
  readonly shown: readonly Line[];
  /** What to see when something is wrong: all there is to judge it by. */
  readonly heads: readonly Checkpoint[];
}

/** Findings, and what they come to. */
export function verdictReport({ findings, head, anchored, shown, heads }: Verdict): Report {
  const exitCode = exitCodeOf(findings);
  const result = resultOf(exitCode);
  const { size, origin } = head;
  const data = jsonObject({
    result,
    size,
    root: head.root.toString('base64'),
    origin,
    anchored: anchored && exitCode !== EXIT.badNews,
  });
  return integrityReport(findings, { lines: lines(exitCode, shown, heads), data, exitCode });
}

function lines(exitCode: ExitCode, shown: readonly Line[], heads: readonly Checkpoint[]): readonly Line[] {
  if (exitCode === EXIT.badNews) return [ALTERED, ...heads.map(headLine)];
  return exitCode === EXIT.ok ? shown : [...shown, INCOMPLETE];
}

const ALTERED: Line = { text: 'CONTRADICTED: these do not belong to one history that only grew', style: 'bad' };
const INCOMPLETE: Line = { text: 'INCOMPLETE: nothing wrong was found, and it is not proven', style: 'warning' };

function headLine({ origin, size, root }: Checkpoint): Line {
  return { text: `${origin}: ${size} entries, root ${root.toString('base64')}`, indent: 2, whole: true };
}

export function entries(count: number): string {
  return `${count} ${count === 1 ? 'entry' : 'entries'}`;
}

/** Who signed, and for witnesses, when. */
export function signedLines(verified: readonly Signed[]): readonly Line[] {
  return verified.map(({ name, keyId, time }) => {
    const when = time === undefined ? 'signed by' : `seen at ${secondsText(time)} by`;
    return { text: `${when} ${name}+${keyId}`, indent: 2, whole: true };
  });
}

/** Seconds since 1970 as text; a witness may write any number. */
export function secondsText(seconds: number): string {
  const latest = 253_402_300_799;
  return seconds > latest ? `second ${seconds}` : new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
