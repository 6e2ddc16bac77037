import { AUDIT_LOG } from '../../core/audit-log.ts';
import { type CommandInput, flag, type Host, textOption } from '../../core/command.ts';
import { AppError, EXIT } from '../../core/errors.ts';
import type { Foot, Line, Report } from '../../core/report.ts';
import { isOrigin } from '../../integrity/audit-log/layout.ts';
import { LogWriter } from '../../integrity/audit-log/log-writer.ts';
import { CaseReader } from '../../store/case-reader.ts';
import { CaseTree } from '../../store/case-tree.ts';
import { anchorLines } from '../anchor.ts';
import { casePath, numberOption } from '../options.ts';
import { type LogSigner, logSigner } from './log-checkpoint.ts';
import { recordsOf } from './log-records.ts';
import type { ExportTarget } from './target.ts';

const target: ExportTarget = { id: AUDIT_LOG, title: 'a chained log that anybody can check, an entry an event', run };

export default target;

interface LogExport {
  readonly reader: CaseReader;
  readonly tree: CaseTree;
  readonly writer: LogWriter;
  readonly origin: string;
  readonly first: number;
  readonly signer: LogSigner | undefined;
  readonly strict: boolean;
  readonly host: Pick<Host, 'progress' | 'signal'>;
}

/** Entries between two signs of progress. */
const STRIDE = 16_384;

async function run(input: CommandInput): Promise<Report> {
  const first = numberOption(input, 'firstSeq', '--first-seq') ?? 0;
  const db = casePath(input);
  const [reader, tree] = [new CaseReader(db), new CaseTree(db)];
  try {
    const origin = originOf(textOption(input, 'origin'), tree);
    const [writer, signer] = [new LogWriter(origin), logSigner(input, origin)];
    return reportOf({ reader, tree, writer, origin, first, signer, strict: flag(input, 'strict'), host: input.host });
  } catch (error) {
    reader.close();
    tree.close();
    throw error;
  }
}

function reportOf(log: LogExport): Report {
  return {
    kind: 'export',
    head: [],
    columns: [],
    rows: [],
    csv: [],
    exact: linesOf(log),
    foot: () => {
      const foot = footOf(log);
      log.reader.close();
      log.tree.close();
      return foot;
    },
  };
}

/**
 * The name of the log. Not that of the case: a key must never sign two roots for one name and size. With the size of
 * the ledger in it, it is another log after each ingest, because new events may come between the old ones.
 * @throws {AppError} `usage`
 */
function originOf(given: string | undefined, { origin: own, size }: CaseTree): string {
  const origin = given ?? `${own}/events/${size}`;
  if (isOrigin(origin)) return origin;
  throw new AppError('usage', `"${origin}" cannot name a log: no blanks, no +`, 'give another name with --origin');
}

/** All lines; of a slice the entries before it are made, and not given. */
function* linesOf({ writer, reader, tree, first, signer, host }: LogExport): Generator<string> {
  const root = (): Buffer => Buffer.from(writer.root, 'base64');
  if (first === 0) yield `${writer.header()}\n`;
  signer?.pass(0, root);
  for (const record of recordsOf(reader)) {
    const line =
      'text' in record
        ? writer.entry(record.text)
        : writer.redacted(tree.node(0, record.seq).toString('hex'), record.why);
    signer?.pass(writer.size, root);
    host.signal.throwIfAborted();
    if (writer.size % STRIDE === 0) host.progress(`exported ${writer.size.toLocaleString('en')} entries`);
    if (writer.size > first) yield `${line}\n`;
    else if (writer.size === first) yield `${writer.header()}\n`;
  }
  if (writer.size < first)
    throw new AppError('usage', `--first-seq ${first}: the log has ${writer.size} entries`, 'begin with one of them');
  yield `${writer.end()}\n`;
}

function footOf({ writer, reader, origin, signer, strict }: LogExport): Foot {
  const { size, root } = writer;
  signer?.sign({ size, root: Buffer.from(root, 'base64') });
  const incomplete = reader.receipts().some(({ end }) => end === undefined || end.problems > 0);
  const lines: Line[] = [
    { text: `${AUDIT_LOG} of ${origin}: ${size} ${size === 1 ? 'entry' : 'entries'}` },
    ...(signer === undefined ? anchorLines(size, root) : signedLines(signer)),
  ];
  return { lines, data: { origin, size, root }, exitCode: strict && incomplete ? EXIT.incomplete : EXIT.ok };
}

function signedLines({ file, vkey }: LogSigner): Line[] {
  return [
    { text: `signed: ${file.name}; publish it apart from the log, and once this public key:` },
    { text: vkey, indent: 2, whole: true },
  ];
}
