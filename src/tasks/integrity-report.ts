import { EXIT, type ExitCode } from '../core/errors.ts';
import type { Column, Foot, Report, Row } from '../core/report.ts';
import type { Finding, Findings } from '../store/verify/finding.ts';

const RESULTS: Readonly<Record<number, string>> = {
  [EXIT.ok]: 'ok',
  [EXIT.badNews]: 'altered',
  [EXIT.incomplete]: 'incomplete',
};

/** The word for an exit code in reports that programs read. */
export function resultOf(code: ExitCode): string {
  return RESULTS[code] ?? 'altered';
}

/** Worst wins: altered, then not proven. @param strict what is only worth knowing counts too */
export function exitCodeOf(findings: Findings, strict = false): ExitCode {
  if (findings.has('F')) return EXIT.badNews;
  return findings.has('I') || (strict && findings.has('N')) ? EXIT.incomplete : EXIT.ok;
}

const COLUMNS: readonly Column[] = [{ title: 'CODE' }, { title: 'WHAT', weight: 1 }];

/** Findings row by row, those beyond the named ones as a count; the foot says what they come to. */
export function integrityReport(findings: Findings, foot: Foot): Report & { readonly kind: 'integrity' } {
  const more = findings
    .more()
    .map(([code, count]) => rowOf({ code, message: `and ${count} more of this kind` }, { more: count }));
  return {
    kind: 'integrity',
    head: [],
    columns: COLUMNS,
    csv: ['code', 'message'],
    rows: [...findings.list.map((finding) => rowOf(finding)), ...more],
    foot: () => foot,
  };
}

function rowOf({ code, message }: Finding, more: { readonly more?: number } = {}): Row {
  const style = code.startsWith('F') ? 'bad' : 'warning';
  return { cells: [{ text: code, style }, { text: message }], data: { code, message, ...more } };
}
