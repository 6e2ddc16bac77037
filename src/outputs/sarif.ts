import { sha256 } from '../core/digest.ts';
import { entries, type Json, type JsonObject, list, member, text } from '../core/json.ts';
import type { Output } from '../core/output.ts';
import { jsonText, type Printable, safe } from '../core/printable.ts';
import type { Report } from '../core/report.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** SARIF 2.1.0: a result a finding, an incident as the code flow of its findings in the order of time. */
async function* render(report: Report): AsyncGenerator<Printable> {
  const rows: JsonObject[] = [];
  for await (const { data } of report.rows) rows.push(data);
  const { data: foot } = await report.foot();
  const version = text(member(report.headData, 'version')) ?? '0';
  const rules = [...new Set(rows.map(nameOf))].sort();
  const file = text(member(report.headData, 'file'));
  const document = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'audit-timeline', version, rules: rules.map((id) => ruleOf(id, report)) } },
        results: rows.map((row) =>
          report.kind === 'integrity' ? integrityResult(row, file) : resultOf(row, rows, foot),
        ),
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
  yield safe`${jsonText(document, 2)}\n`;
}

function ruleOf(id: string, report: Report): JsonObject {
  const about = member(member(report.headData, 'rules'), id);
  const title = text(member(about, 'title')) ?? id;
  const full = text(member(about, 'why'));
  return { id, shortDescription: { text: title }, ...(full !== undefined && { fullDescription: { text: full } }) };
}

/** A finding of `detect` by its rule, one of `verify` by its code. */
function nameOf(row: JsonObject): string {
  return text(member(row, 'rule')) ?? text(member(row, 'code')) ?? '';
}

function resultOf(row: JsonObject, rows: readonly JsonObject[], foot: JsonObject): JsonObject {
  const incident = list(member(foot, 'incidents')).find((each) => member(each, 'name') === row['incident']);
  const flow =
    incident === undefined || list(member(incident, 'findings'))[0] !== row['id'] ? undefined : flowOf(incident, rows);
  return {
    ruleId: text(row['rule']) ?? '',
    level: levelOf(text(row['severity'])),
    message: { text: messageOf(row) },
    locations: locationsOf(row),
    partialFingerprints: { 'findingId/v1': text(row['id']) ?? '' },
    ...(row['new'] === false && { suppressions: [suppressionOf(row)] }),
    ...(flow !== undefined && { codeFlows: [flow] }),
    properties: {
      severity: row['severity'] ?? '',
      certainty: row['certainty'] ?? '',
      ...(row['incident'] !== undefined && { incident: row['incident'] }),
    },
  };
}

/** `[words](address)` is a link in a message of SARIF (2.1.0, 3.11.6), and evidence may hold such words. */
function withoutLinks(message: string): string {
  return message.replaceAll('](', '] (');
}

function messageOf(row: JsonObject): string {
  const details = list(row['details']).map(String);
  return withoutLinks([`${text(row['subject']) ?? ''}: ${text(row['fact']) ?? ''}`, ...details].join('. '));
}

/** An earlier run named it, or a person looked at it. */
function suppressionOf(row: JsonObject): JsonObject {
  const reason = text(row['acknowledged']);
  return { kind: 'external', status: 'accepted', justification: reason ?? 'in the baseline' };
}

const LEVELS: Readonly<Record<string, string>> = { critical: 'error', high: 'error', medium: 'warning' };

function levelOf(severity: string | undefined): string {
  return LEVELS[severity ?? ''] ?? 'note';
}

/** `EV-3f9a0c11:17` as evidence and line, `EV-3f9a0c11#/time` as evidence and what stands there. */
function locationsOf(row: JsonObject): Json[] {
  return list(row['cites']).map((cite) => locationOf(String(cite)));
}

function locationOf(cite: string): JsonObject {
  const [, evidence = cite, line, pointer] = /^([^:#]*)(?::(\d+)[+\d]*)?(?:#(.*))?$/.exec(cite) ?? [];
  const region = line === undefined ? {} : { region: { startLine: Number(line) } };
  const logical = pointer === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: pointer }] };
  return {
    physicalLocation: { artifactLocation: { uri: encodeURIComponent(evidence), uriBaseId: 'EVIDENCE' }, ...region },
    ...logical,
  };
}

function flowOf(incident: Json, rows: readonly JsonObject[]): JsonObject {
  const ids = list(member(incident, 'findings'));
  const told = ids.flatMap((id) => rows.filter((row) => row['id'] === id));
  const locations = told.map((row) => ({
    location: { ...firstLocation(row), message: { text: messageOf(row) } },
    ...timeOf(row),
  }));
  const patterns = list(member(incident, 'patterns')).map((name) => `"${String(name)}"`);
  const words = patterns.length === 0 ? 'matches no known pattern' : `matches ${patterns.join(', ')}`;
  return { message: { text: `${text(member(incident, 'name')) ?? ''} ${words}` }, threadFlows: [{ locations }] };
}

function firstLocation(row: JsonObject): JsonObject {
  const [first] = locationsOf(row);
  return Object.fromEntries(entries(first));
}

function timeOf(row: JsonObject): JsonObject {
  const time = text(row['time']) ?? text(row['not_after']);
  return time === undefined ? {} : { executionTimeUtc: time };
}

/** What `verify` found: in the case as a whole, and where it can say so, at an entry. */
function integrityResult(row: JsonObject, file: string | undefined): JsonObject {
  const [code, message] = [nameOf(row), text(row['message']) ?? ''];
  const entry = /^seq (\d+)\b/.exec(message)?.[1];
  const artifact = file === undefined ? {} : { physicalLocation: { artifactLocation: { uri: uriOf(file) } } };
  const logical = entry === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: `entry ${entry}` }] };
  const location = { ...artifact, ...logical };
  return {
    ruleId: code,
    level: CODE_LEVELS[code.slice(0, 1)] ?? 'note',
    message: { text: withoutLinks(message) },
    locations: Object.keys(location).length === 0 ? [] : [location],
    partialFingerprints: { 'findingId/v1': sha256(`${code}\n${message}`).slice(0, 16) },
  };
}

const CODE_LEVELS: Readonly<Record<string, string>> = { F: 'error', I: 'warning' };

/** A path as a relative reference: slashes stay, all else is escaped. */
function uriOf(file: string): string {
  return file
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join('/');
}

const sarif: Output = {
  id: 'sarif',
  title: 'SARIF 2.1.0, for code scanning',
  kinds: ['findings', 'integrity'],
  render,
};

export default sarif;
