import { EXIT } from '../core/errors.ts';
import type { Format } from '../core/format.ts';
import { type Line, type Report, type Row, textReport } from '../core/report.ts';
import { FORMATS } from '../formats/index.ts';

export { FORMATS } from '../formats/index.ts';

const COLUMNS = [
  { title: 'FORMAT' },
  { title: 'WHAT IT IS', weight: 1 },
  { title: 'HOW TO GET IT', weight: 3 },
  { title: 'GONE AFTER', weight: 2 },
  { title: 'TRIED ON', optional: 1 },
] as const;
const CSV = ['id', 'title', 'revision', 'export', 'lifetime', 'proves', 'cannot_prove', 'tried'];

/** What can be read, how to export it, how long it lives, what it can and cannot prove. */
export function formats(): Report {
  return {
    kind: 'formats',
    head: [],
    columns: COLUMNS,
    csv: CSV,
    rows: FORMATS.map(row),
    foot: () => ({
      lines: [
        {
          text: `${FORMATS.length} formats; --json has them in full, --collect <package> prints a script that saves what disappears`,
        },
      ],
      data: { formats: FORMATS.length },
      exitCode: EXIT.ok,
    }),
  };
}

function row({ id, title, revision, about }: Format): Row {
  const cells = [id, title, about.export, about.lifetime, about.tried === 'real' ? 'real files' : 'documentation only'];
  const below: Line[] = [
    { text: `proves: ${about.proves}`, style: 'dim', indent: 2 },
    { text: `cannot prove: ${about.cannotProve}`, style: 'dim', indent: 2 },
  ];
  const data = {
    id,
    title,
    revision,
    export: about.export,
    lifetime: about.lifetime,
    proves: about.proves,
    cannot_prove: about.cannotProve,
    tried: about.tried,
  };
  return { cells: cells.map((text) => ({ text })), below, data };
}

/** A script as a report: its lines are the answer, so that it can be piped into a file. */
export function scriptReport(lines: readonly string[]): Report {
  return textReport(
    lines.map((text) => ({ text, whole: true })),
    { script: `${lines.join('\n')}\n` },
    EXIT.ok,
  );
}
