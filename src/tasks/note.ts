import { sha256 } from '../core/digest.ts';
import { AppError, EXIT } from '../core/errors.ts';
import { membersOf } from '../core/event.ts';
import { type FactFields, factEvent } from '../core/fact.ts';
import { type Report, textReport } from '../core/report.ts';
import { maskSecrets } from '../core/secrets.ts';
import { CaseWriter } from '../store/case-writer.ts';
import { timelineRow } from '../store/derive.ts';
import { anchorLines } from './anchor.ts';
import { giveUpUnfinished } from './unfinished.ts';

export interface NoteOptions {
  readonly db: string;
  readonly fields: FactFields;
  readonly recordedAt: string;
  readonly recordedBy?: string;
}

/** Writes a reported fact into the case, as an event of grade `reported`. @throws {AppError} `usage`, `time-unreadable` */
export async function note({ db, fields, recordedAt, recordedBy }: NoteOptions): Promise<Report> {
  const masked = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? maskSecrets(value) : value]),
  );
  const draft = factEvent(masked as FactFields);
  if ('problem' in draft) throw new AppError('usage', draft.problem.message, 'see `audit-timeline note --help`');
  const event = membersOf(draft.event);
  const plain = sha256(`note\n${JSON.stringify(event)}`);
  const writer = CaseWriter.open(db, () => {
    throw new AppError(
      'case-missing',
      `there is no case at ${db}`,
      'make one with `audit-timeline ingest <files>`, or name it with --db',
    );
  });
  writer.by = recordedBy;
  try {
    const entry = writer.keyed({ entry: 'note', event, id: plain, recorded_at: recordedAt });
    const { id } = entry;
    if (writer.find(timelineRow({ id }, event, event)).length > 0) return known(id);
    giveUpUnfinished(writer);
    const seq = writer.append(entry);
    await writer.commit();
    const { size, root } = writer.head();
    return textReport(
      [{ text: `noted as note:${id.slice(0, 8)}, entry ${seq}` }, ...anchorLines(size, root.toString('base64'))],
      { id, seq, size, root: root.toString('base64') },
      EXIT.ok,
    );
  } finally {
    writer.abandon();
  }
}

function known(id: string): Report {
  return textReport([{ text: `note:${id.slice(0, 8)} is in the case already` }], { id }, EXIT.ok);
}
