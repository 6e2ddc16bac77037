import { EXIT, type ExitCode } from '../../core/errors.ts';
import { atLeast, type Finding, SEVERITIES, type Severity } from '../../core/finding.ts';
import type { Inference } from '../../core/inference.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Line, Report, Row, Table } from '../../core/report.ts';
import type { Rule } from '../../core/rule.ts';
import type { Citation } from '../../core/step.ts';
import { CaseReader } from '../../store/case-reader.ts';
import type { Incident } from '../../timeline/incidents/incident.ts';
import { skewText } from '../../timeline/skew.ts';
import { mostFrugal } from '../frugal.ts';
import { redactedOf } from '../redacted-lines.ts';
import { evidenceDigits } from '../step-row.ts';
import { TOOL } from '../version.ts';
import { evidenceText } from './cites.ts';
import { FINDING_COLUMNS, FINDING_CSV, findingRow } from './finding-row.ts';
import { briefData, incidentData } from './incident-data.ts';
import { incidentLines } from './incident-lines.ts';
import { type Investigation, investigate } from './investigate.ts';
import type { LimitChanges, RuleResult } from './judge.ts';
import { reachTable, rotationTable } from './reach-table.ts';
import { responseTable } from './response-table.ts';
import { lackingLines, ruleData, ruleLines } from './rule-lines.ts';
import { type IncidentStory, storyOf } from './story.ts';

export interface DetectOptions {
  readonly db: string;
  readonly rules: readonly Rule[];
  readonly inferences: readonly Inference[];
  readonly changes?: LimitChanges;
  /** Runs the rules that read records themselves. */
  readonly more?: (reader: CaseReader) => readonly RuleResult[];
  readonly packages?: readonly string[];
  /** Microseconds: only findings whose act may lie in the range. */
  readonly since?: number;
  readonly until?: number;
  /** Exit 1 when something new is at least this grave. */
  readonly failOn?: Severity;
  /** Ids of findings that were there before. */
  readonly baseline: ReadonlySet<string>;
  /** Exit 3 when any rule, or one of these, could not run. */
  readonly strict: boolean;
  readonly required: readonly string[];
}

/** What is suspicious in the case and why, what answered it, and what the evidence cannot show. */
export function detect(options: DetectOptions): Report {
  const reader = new CaseReader(options.db);
  try {
    mostFrugal(reader);
    return report(reader, options);
  } finally {
    reader.close();
  }
}

function report(reader: CaseReader, options: DetectOptions): Report {
  const { rules, inferences, changes, packages } = options;
  const leaveOut = (finding: Finding): boolean => !isInRange(finding, options);
  const found = investigate(reader, {
    rules,
    inferences,
    changes,
    packages,
    leaveOut,
    more: options.more?.(reader) ?? [],
  });
  const told = found.incidents.slice(0, TOLD);
  const stories = told.map((incident) => storyOf(incident, found.view, inferences));
  const others = found.incidents.slice(TOLD);
  const acknowledged = new Map(reader.history().map(({ subject, text }) => [subject, text]));
  const fresh = found.findings.filter(({ id }) => !options.baseline.has(id) && !acknowledged.has(id));
  const digits = evidenceDigits(reader);
  const nameOf = new Map(
    found.incidents.flatMap(({ findings, name }) => findings.map(({ id }) => [id, name] as const)),
  );
  const isNew = new Set(fresh.map(({ id }) => id));
  const idDigits = digitsFor(found.findings);
  const row = (finding: Finding): Row =>
    findingRow(finding, {
      digits,
      idDigits,
      incident: nameOf.get(finding.id),
      isNew: isNew.has(finding.id),
      acknowledged: acknowledged.get(finding.id),
    });
  const exitCode = exitOf(fresh, found.results, options);
  const redacted = redactedOf(reader);
  return {
    kind: 'findings',
    head: headOf(found, stories, others, digits),
    headData: { version: TOOL, rules: ruleTitles(found.results) },
    columns: FINDING_COLUMNS,
    csv: FINDING_CSV,
    rows: inOrder(found.findings, found.incidents).map(row),
    foot: () => ({
      lines: ruleLines(found.results),
      tables: stories.flatMap((story) => tablesOf(story, digits)),
      closing: [
        ...stories.flatMap((story) => openLines(story, digits)),
        ...lackingLines(found.results),
        ...redacted.lines,
      ],
      data: {
        findings: found.findings.length,
        new: fresh.length,
        highest: highestOf(found.findings),
        rules: found.results.map(ruleData),
        incidents: stories.map(incidentData),
        ...(others.length > 0 && { more_incidents: others.map(briefData) }),
        ...(redacted.entries > 0 && { redacted: redacted.entries }),
      },
      exitCode,
    }),
  };
}

/** So many incidents are told in full; of others the title alone. */
const TOLD = 12;

function headOf(
  { findings }: Investigation,
  stories: readonly IncidentStory[],
  others: readonly Incident[],
  digits: number,
): readonly Line[] {
  if (stories.length === 0) return [NOTHING(findings)];
  const text = `and ${others.length} more incidents, by their findings alone: narrow with --package, --since or --rule`;
  const more: readonly Line[] = others.length === 0 ? [] : [{ text, style: 'warning' }];
  return [...stories.flatMap((story) => incidentLines(story, digits)), ...more];
}

function NOTHING(findings: readonly Finding[]): Line {
  const hints = findings.length === 0 ? '' : `; ${findings.length} hint${findings.length === 1 ? '' : 's'} below`;
  return { text: `no incident in this evidence${hints}. What could not be looked at is named below`, style: 'strong' };
}

/** What outputs say of a rule beside its id. */
function ruleTitles(results: readonly RuleResult[]): JsonObject {
  const fired = results.filter(({ status }) => status === 'fired').map(({ rule }) => rule);
  return Object.fromEntries(fired.map(({ id, title, why }) => [id, { title, why }]));
}

function isInRange({ when }: Finding, { since, until }: DetectOptions): boolean {
  if (since !== undefined && when.before < since) return false;
  return until === undefined || (when.after ?? when.before) <= until;
}

/** By incident, the gravest first; then what belongs to none. */
function inOrder(findings: readonly Finding[], incidents: readonly Incident[]): readonly Finding[] {
  const told = incidents.flatMap((incident) => incident.findings.toSorted(bySeverity));
  const seen = new Set(told);
  const rest = findings.filter((finding) => !seen.has(finding));
  return [...told, ...rest.toSorted(bySeverity)];
}

function bySeverity(a: Finding, b: Finding): number {
  if (a.severity === b.severity) return 0;
  return atLeast(a.severity, b.severity) ? -1 : 1;
}

function tablesOf(story: IncidentStory, digits: number): readonly Table[] {
  const { incident, responses, times } = story;
  const isEmpty = incident.bad.length === 0 && responses.length === 0;
  const response = isEmpty ? [] : [responseTable(incident, responses, times, digits)];
  return [...response, ...reachTable(story, digits), ...rotationTable(story, digits)];
}

function openLines({ incident, open, skews }: IncidentStory, digits: number): readonly Line[] {
  const clocks = skews.map(({ source, against, ...skew }): Line => {
    const [one, other] = [
      evidenceText([cited(source)], digits),
      against === 'servers' ? 'servers' : evidenceText([cited(against)], digits),
    ];
    return {
      text: `${one} against ${other}: ${skewText({ source, against, ...skew })}, ${skew.count} acts`,
      indent: 2,
    };
  });
  return [
    ...(open.length === 0
      ? []
      : [{ text: `${incident.name} not in evidence · whom to ask`, style: 'strong' } as const]),
    ...open,
    ...(clocks.length === 0
      ? []
      : [{ text: `${incident.name} clocks · no time was changed`, style: 'strong' } as const]),
    ...clocks,
  ];
}

function cited(evidence: Citation['evidence']): Citation {
  return { evidence, place: '' };
}

function digitsFor(findings: readonly Finding[]): number {
  for (let digits = 4; digits < 64; digits++) {
    if (new Set(findings.map(({ id }) => id.slice(0, digits))).size === findings.length) return digits;
  }
  return 64;
}

function highestOf(findings: readonly Finding[]): string {
  return SEVERITIES.findLast((level) => findings.some(({ severity }) => severity === level)) ?? 'none';
}

/** A rule that failed is a bug, and told as one; what could not run counts only when that was asked for. */
function exitOf(fresh: readonly Finding[], results: readonly RuleResult[], options: DetectOptions): ExitCode {
  const { failOn, strict, required } = options;
  if (failOn !== undefined && fresh.some(({ severity }) => atLeast(severity, failOn))) return EXIT.badNews;
  if (results.some(({ status }) => status === 'failed')) return EXIT.bug;
  const lacking = results.filter(({ status }) => status === 'no-evidence').map(({ rule }) => rule.id);
  const incomplete = (strict && lacking.length > 0) || required.some((id) => lacking.includes(id));
  return incomplete ? EXIT.incomplete : EXIT.ok;
}
