import type { Format, Sample } from '../core/format.ts';
import { RowJoiner } from './csv/rows.ts';
import { headerIn, TableReading } from './csv/table.ts';
import { auditAction } from './github/audit-actions.ts';
import { auditAnswer } from './github/audit-answer.ts';
import { recordOfCells } from './github/audit-cells.ts';
import { auditRecord } from './github/audit-record.ts';

/** Columns for the time, any of which may be there. */
const TIMES = ['@timestamp', 'at_sign_timestamp', 'created_at'];

/**
 * The CSV export of the audit log of an organisation or enterprise, or of a user's security log. Which columns there
 * are, and in which order, depends on the export; their names are the fields of the JSON export.
 */
const format: Format = {
  id: 'github-audit-csv',
  title: 'GitHub audit log (CSV)',
  revision: 1,
  about: {
    export:
      'organisation: Settings, Logs, Audit log, Export, CSV; a single account: Settings, Security log, Export, CSV',
    lifetime: 'organisation 180 days, its git events 7 days; account 90 days',
    proves: 'who did what when at GitHub, as far as the columns of the export tell',
    cannotProve:
      'what has no column: often address, token and document id; anything that a spreadsheet rounded on saving',
    tried: 'documentation',
  },
  keepsDays: 180,
  framing: 'lines',
  signs: { line: 'action,actor,user,…,created_at' },
  recognise,
  open: ({ assumeTz }) =>
    new TableReading({
      isHeader,
      noHeader: 'no header was found: the first line must name the columns action, actor and created_at',
      row: ({ names, cells, records, where }) =>
        // The text matters for JSON numbers only; cells hold texts.
        auditAnswer(auditRecord(recordOfCells(names, cells)), {
          text: '',
          records,
          zone: assumeTz,
          where: `${where}: `,
        }),
    }),
};

export default format;

function isHeader(names: ReadonlySet<string>): boolean {
  return names.has('action') && names.has('actor') && TIMES.some((name) => names.has(name));
}

/** Other logs have such columns too; GitHub's actions have the form `family.act`. */
function recognise(sample: Sample): number {
  const found = headerIn(sample, isHeader);
  if (found === undefined) return 0;
  const { names, delimiter } = found.header;
  const actions = rowsOf(found.below, delimiter).map((cells) => cells[names.indexOf('action')]);
  return actions.length === 0 || actions.some((cell = '') => auditAction(cell) !== undefined) ? 72 : 0;
}

function rowsOf(lines: readonly string[], delimiter: string): (readonly string[])[] {
  const joiner = new RowJoiner(delimiter);
  return lines.flatMap((text, index) => {
    const row = joiner.push({ text, line: index + 1, record: index });
    if (row === 'stuck') joiner.take();
    return typeof row === 'string' ? [] : [row.cells];
  });
}
