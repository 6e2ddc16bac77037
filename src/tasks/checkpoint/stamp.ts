import type { Line } from '../../core/report.ts';
import { NoteError, noteText } from '../../integrity/note.ts';
import { parseCertificates, type Timestamp, verifyTimestamp } from '../../integrity/timestamp.ts';
import type { Findings } from '../../store/verify/finding.ts';
import { type NamedFile, readSmall } from './files.ts';
import { inSentence, malformed } from './open.ts';
import { secondsText, type Verdict } from './verdict.ts';

/** A time stamp over the whole file of a checkpoint, and whose word on the time counts. */
export interface Stamp {
  readonly file: NamedFile;
  readonly authorities: readonly NamedFile[];
}

/** A verdict with what a time stamp adds: that the checkpoint was there at a time. */
export function withStamp(verdict: Verdict, checkpoint: NamedFile, stamp: Stamp): Verdict {
  const line = stampLine(checkpoint, stamp, verdict.findings);
  return line === undefined ? verdict : { ...verdict, shown: [...verdict.shown, line] };
}

function stampLine(checkpoint: NamedFile, stamp: Stamp, findings: Findings): Line | undefined {
  const said = stampedAt(checkpoint, stamp, findings);
  if (said === undefined) return undefined;
  const { time, authority } = said;
  return { text: `${checkpoint.name} was there at ${secondsText(time)}, says ${authority}`, style: 'good' };
}

/**
 * What a time stamp says of a checkpoint; where it does not hold, that is a finding.
 * @throws {AppError} `checkpoint-malformed`, `key-unreadable`
 */
export function stampedAt(
  checkpoint: NamedFile,
  { file, authorities }: Stamp,
  findings: Findings,
): Timestamp | undefined {
  const trusted = authorities.flatMap((each) =>
    inSentence(each.name, () => parseCertificates(noteText(readSmall(each)))),
  );
  try {
    return verifyTimestamp(readSmall(file), readSmall(checkpoint), trusted);
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    if (error.code === 'malformed') throw malformed(file.name, error);
    findings.add(error.code === 'signature' ? 'F-TIMESTAMP' : 'I-UNKNOWN-KEY', `${file.name}: ${error.message}`);
    return undefined;
  }
}
