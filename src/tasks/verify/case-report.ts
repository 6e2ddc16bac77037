import { EXIT, type ExitCode } from '../../core/errors.ts';
import { jsonObject, type Line, type Report } from '../../core/report.ts';
import type { CaseVerdict } from '../../store/verify/case-check.ts';
import { secondsText } from '../checkpoint/verdict.ts';
import { exitCodeOf, integrityReport, resultOf } from '../integrity-report.ts';
import { TOOL } from '../version.ts';
import type { Anchor } from './log-anchors.ts';

export interface Judged {
  readonly verdict: CaseVerdict;
  /** What was kept elsewhere and agrees. */
  readonly anchored: readonly Anchor[];
  /** What was found of what the evidence brought along, where that is no finding. */
  readonly sources: readonly string[];
  readonly strict: boolean;
  /** The file, as it was named. */
  readonly file: string;
  /** Whether the originals were read again. */
  readonly evidence: boolean;
  /** Files that were written for later runs to compare with. */
  readonly firstUse: readonly string[];
}

/** What was found out about a case, with what was proven and what was not in its last lines. */
export function caseReport(judged: Judged): Report {
  const { verdict, anchored, file, sources, firstUse } = judged;
  const { findings, size, from } = verdict;
  const code = exitCodeOf(findings, judged.strict);
  const root = verdict.root.toString('base64');
  const lines = footLines(judged, code);
  const data = jsonObject({
    result: resultOf(code),
    size,
    root,
    origin: verdict.origin,
    anchored: anchored.some(({ trusted }) => trusted),
    anchors: anchored.map(({ name, size: reached, trusted }) => ({ name, size: reached, trusted })),
    not_anchored: size - reach(anchored),
    sources: [...sources],
    not_shown: lines.flatMap(({ text }) => (text.startsWith(NOT_SHOWN) ? [text.slice(NOT_SHOWN.length)] : [])),
    read_from: from === 0 ? undefined : from,
    first_use: firstUse.length === 0 ? undefined : [...firstUse],
  });
  return { ...integrityReport(findings, { lines, data, exitCode: code }), headData: { file, version: TOOL } };
}

/** How many entries what was kept elsewhere speaks of. */
function reach(anchored: readonly Anchor[]): number {
  return Math.max(0, ...anchored.map(({ size }) => size));
}

function footLines(judged: Judged, code: ExitCode): Line[] {
  const { verdict, anchored, firstUse } = judged;
  const root = verdict.root.toString('base64');
  const head: Line = { text: `${verdict.size} entries, root ${root}`, whole: true };
  const { isOfAnchor, isOutside } = verdict.findings;
  if (code === EXIT.badNews && isOfAnchor) return [FORGED, head, NEXT_ANCHOR];
  if (code === EXIT.badNews && !isOutside)
    return [{ text: 'ALTERED: this is not the case that was written', style: 'bad' }, head, NEXT_COPY];
  const lines = [
    ...(isOutside ? [OUTSIDE] : []),
    verifiedLine(verdict),
    head,
    ...anchored.map((anchor) => anchoredLine(anchor, verdict.size)),
  ];
  lines.push(...judged.sources.map((text): Line => ({ text: `sources   ${text}` })), ...notShown(judged));
  if (firstUse.length > 0) return [...lines, ...firstUseLines(firstUse)];
  if (code !== EXIT.incomplete) return lines;
  const isAnchored = anchored.some(({ trusted }) => trusted);
  const what = isAnchored ? 'INCOMPLETE: nothing wrong was found, and not all could be proven' : UNPROVEN;
  lines.push({ text: what, style: 'warning' });
  return isAnchored ? lines : [...lines, ...nextAnchor(verdict.size, root)];
}

const FORGED: Line = {
  text: 'FORGED: what was brought to compare with is not as it was signed. In the case itself nothing wrong was found',
  style: 'bad',
};
const NEXT_ANCHOR: Line = {
  text: 'next      take checkpoint, keys and time stamp again from where they are kept, and ask who changed these',
};

const OUTSIDE: Line = {
  text: 'ALTERED: not the case, but evidence in it, or its originals: they are not what their makers signed or noted',
  style: 'bad',
};

const UNPROVEN = 'INCOMPLETE: consistent in itself, not proven unaltered';

function verifiedLine({ findings, from }: CaseVerdict): Line {
  const index = findings.count('I-INDEX-REVISION') > 0 ? 'the index was not compared' : 'every index row';
  const what = from === 0 ? `ledger, ${index}` : `ledger and index from entry ${from} on`;
  return { text: `verified  file, schema, SQLite, ${what}`, style: 'good' };
}

function anchoredLine({ name, size: noted, trusted, time }: Anchor, size: number): Line {
  if (noted === 0) return { text: `anchored  ${name} says that there were none yet` };
  const what = name === '--expect' ? 'what was noted elsewhere' : `those of ${name}`;
  const unsigned = trusted ? '' : ', whose signature nobody checked';
  const seen = time === undefined ? '' : `, seen by a witness at ${secondsText(time)}`;
  const newer = size > noted ? `; ${size - noted} newer entries are not anchored yet` : '';
  return { text: `anchored  entries 0 to ${noted - 1} are ${what}${unsigned}${seen}${newer}` };
}

const NOT_SHOWN = 'not shown ';

/** Each line begins with the same words: programs look for them. */
function notShown({ verdict, anchored, evidence }: Judged): Line[] {
  const gaps: string[] = [];
  if (verdict.from > 0) gaps.push(`entries 0..${verdict.from - 1} were not re-read`);
  if (!anchored.some(({ trusted }) => trusted))
    gaps.push('that it is the case that was written: a cut, restored or rewritten file verifies as well');
  else if (!anchored.some(({ time }) => time !== undefined))
    gaps.push('when that was noted: no time by a witness or an authority');
  if (!evidence) gaps.push('that the originals are still those that were read (--evidence FOLDER)');
  gaps.push('that the exporters were honest and complete: no log proves what was never in it');
  return gaps.map((text) => ({ text: NOT_SHOWN + text }));
}

function firstUseLines(files: readonly string[]): Line[] {
  return [
    { text: `FIRST USE: trusted as it is now; later runs can compare with ${files.join(', ')}`, style: 'warning' },
    {
      text: 'compare size and root with whoever collected the evidence, another way, and commit the files',
      indent: 10,
    },
  ];
}

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
