import { type Finding, factText, type Severity } from '../../core/finding.ts';
import type { JsonObject } from '../../core/json.ts';
import { type Column, jsonObject, type Line, type Row, type Style } from '../../core/report.ts';
import { citesOf, evidenceText } from './cites.ts';
import { timesOf } from './times.ts';

export const FINDING_COLUMNS: readonly Column[] = [
  { title: 'ID' },
  { title: 'SEV' },
  { title: 'RULE' },
  { title: 'SUBJECT', weight: 3 },
  { title: 'CITES', weight: 1 },
];

export const FINDING_CSV = [
  ...['id', 'incident', 'severity', 'rule', 'subject', 'fact', 'certainty', 'phase', 'time', 'not_before'],
  ...['not_after', 'cites', 'new', 'acknowledged'],
];

const STYLES: Readonly<Record<Severity, Style>> = {
  info: 'dim',
  low: 'plain',
  medium: 'warning',
  high: 'bad',
  critical: 'bad',
};

/** What stands around a finding. */
export interface FindingPlace {
  readonly digits: number;
  /** Hex digits that tell all findings apart. */
  readonly idDigits: number;
  readonly incident: string | undefined;
  readonly isNew: boolean;
  readonly acknowledged: string | undefined;
}

export function findingRow(finding: Finding, place: FindingPlace): Row {
  const { severity, rule, subject, citations } = finding;
  return {
    cells: [
      { text: finding.id.slice(0, place.idDigits) },
      { text: severity, style: STYLES[severity] },
      { text: rule },
      { text: subject },
      { text: evidenceText(citations, place.digits), style: 'dim' },
    ],
    below: belowOf(finding, place),
    data: findingData(finding, place),
  };
}

/** The fact stands under the row: at 80 columns a column for it would be a ribbon. */
function belowOf(finding: Finding, { acknowledged, isNew }: FindingPlace): readonly Line[] {
  const { details = [] } = finding;
  const first: Line = { text: factText(finding), indent: 2 };
  const said = acknowledged === undefined ? [] : [`acknowledged: ${acknowledged}`];
  const old = acknowledged === undefined && !isNew ? ['in the baseline'] : [];
  const others = [...details, ...said, ...old].map((text): Line => ({ text, style: 'dim', indent: 4 }));
  return [first, ...others];
}

function findingData(finding: Finding, { incident, isNew, acknowledged }: FindingPlace): JsonObject {
  const { id, rule, severity, certainty, phase, amplifier, subject, fact, details, data, about } = finding;
  return jsonObject({
    id,
    rule,
    severity,
    certainty,
    phase,
    amplifier,
    subject,
    fact,
    details: details === undefined || details.length === 0 ? undefined : details,
    ...timesOf(finding.when),
    about: jsonObject(about as Readonly<Record<string, readonly string[] | undefined>>),
    cites: citesOf(finding.citations),
    incident,
    new: isNew,
    acknowledged,
    data,
  });
}
