import { AUDIT_LOG } from '../../core/audit-log.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { jsonObject, type Line, type Report } from '../../core/report.ts';
import type { LogState } from '../../integrity/audit-log/log-verifier.ts';
import type { Findings } from '../../store/verify/finding.ts';
import { exitCodeOf, integrityReport, resultOf } from '../integrity-report.ts';
import type { Anchor } from './log-anchors.ts';

export interface Judged {
  readonly findings: Findings;
  /** What was kept elsewhere and agrees. */
  readonly anchored: readonly Anchor[];
  readonly strict: boolean;
}

/** What was found out about a log of the format audit-log/v1. */
export function logReport(state: LogState, judged: Judged): Report {
  const { findings, anchored, strict } = judged;
  const code = exitCodeOf(findings, strict);
  const lines = footLines(state, judged, code);
  const data = jsonObject({
    result: resultOf(code),
    size: state.size,
    root: state.root?.toString('base64'),
    origin: state.header?.origin,
    anchored: code !== EXIT.badNews && anchored.some(({ trusted }) => trusted),
    anchors: anchored.map(({ name, size, trusted }) => ({ name, size, trusted })),
    not_anchored: state.size - Math.max(state.header?.firstSeq ?? 0, ...anchored.map(({ size }) => size)),
    not_shown: lines.flatMap(({ text }) => (text.startsWith(LACKS) ? [text.slice(LACKS.length)] : [])),
  });
  return integrityReport(findings, { lines, data, exitCode: code });
}

function footLines(state: LogState, { anchored }: Judged, code: ExitCode): Line[] {
  const { size, root, header } = state;
  const what: Line = {
    text: `${AUDIT_LOG} of ${header?.origin ?? 'nobody'}: ${size} entries${root === undefined ? '' : `, root ${root.toString('base64')}`}`,
    whole: true,
  };
  if (code === EXIT.badNews)
    return [{ text: 'ALTERED: this is not the log that was written', style: 'bad' }, what, KEEP];
  const verified: Line = { text: 'verified  every line, record, hash and number', style: 'good' };
  const lines = [verified, what, ...(anchored.length > 0 ? anchored.map(anchoredLine) : [NOT_ANCHORED]), NOT_SHOWN];
  return code === EXIT.ok ? lines : [...lines, INCOMPLETE, ...(anchored.length > 0 ? [] : [NEXT])];

  function anchoredLine(anchor: Anchor): Line {
    if (anchor.size === 0) return { text: `anchored  ${anchor.name} says too that there are none yet` };
    const newer = size > anchor.size ? `; ${size - anchor.size} newer entries are not anchored yet` : '';
    return { text: `anchored  entries 0 to ${anchor.size - 1} are those of ${anchor.name}${newer}` };
  }
}

const KEEP: Line = { text: 'next      keep this file as it is, and ask its writer for the log again' };

const LACKS = 'not shown ';

const NOT_ANCHORED: Line = {
  text: 'not shown that it is the log that was written: whoever can change the file can make all hashes anew',
};

const NOT_SHOWN: Line = {
  text: 'not shown that its writer was honest and complete: no log proves what was never in it',
};

const INCOMPLETE: Line = { text: 'INCOMPLETE: consistent in itself, not proven unaltered', style: 'warning' };

const NEXT: Line = {
  text: 'next      get the checkpoint of its writer another way than the log: audit-timeline verify FILE --checkpoint FILE.checkpoint --vkey-file KEY',
};
