import { ACTIONS } from './action.ts';
import { type ActorType, type AuthMethod, type Grade, MEMBERS, type MemberName, type Outcome } from './event.ts';
import {
  about,
  COUNT,
  EVIDENCE_ID,
  type JsonSchema,
  type Members,
  names,
  object,
  oneOf,
  ROOT,
  SHA256,
  TEXT,
  TEXTS,
  TIME,
  YES_NO,
} from './json-schema.ts';
import type { ReportKind } from './report.ts';
import { CHANGE_FOOT, CHANGE_ROW } from './schemas.change.ts';
import { FINDINGS_FOOT, FINDINGS_HEAD, FINDINGS_ROW, STORY_HEAD } from './schemas.findings.ts';
import { HISTORY_FOOT, HISTORY_ROW, INTEGRITY_FOOT, INTEGRITY_HEAD, INTEGRITY_ROW } from './schemas.integrity.ts';
import { RULES_FOOT, RULES_ROW } from './schemas.rules.ts';
import type { Basis, Precision } from './time.ts';

export type { JsonSchema } from './json-schema.ts';

/** Kinds of reports that commands give; an `export` has the form that was asked for. */
export type SchemaKind = Exclude<ReportKind, 'export'>;

/** A report as `--format json` gives it; `--format jsonl` gives its rows alone. */
function report(
  kind: SchemaKind,
  title: string,
  row: JsonSchema | undefined,
  foot: JsonSchema,
  head: JsonSchema = object({}),
): JsonSchema {
  const rows: JsonSchema = row === undefined ? { type: 'array', items: object({}) } : { type: 'array', items: row };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:audit-timeline:report:${kind}`,
    title,
    ...object({ kind: oneOf(kind), head, rows, foot }),
  };
}

const WRAPPERS = about('what it is wrapped in, outermost first', TEXTS);
const COUNTS = about(
  'read is the sum of the other five',
  object({ read: COUNT, recorded: COUNT, folded: COUNT, known: COUNT, problem: COUNT, ignored: COUNT }),
);

const INGEST_ROW = object(
  {
    id: EVIDENCE_ID,
    name: TEXT,
    sha256: SHA256,
    status: oneOf('read', 'known', 'refused', 'unknown', 'interrupted'),
    format: TEXT,
    counts: COUNTS,
    events: COUNT,
    problems: COUNT,
  },
  {
    taken: about('time of a snapshot, or days of a log', TEXT),
    taken_basis: oneOf('taken-at', 'http-date', 'file-name', 'collected', 'unknown'),
    wrappers: WRAPPERS,
    remark: TEXT,
    warnings: about('what to know about it though every record was understood', TEXTS),
  },
);

const PASSED = { type: 'array', items: object({ name: TEXT, reason: TEXT }) } as const;

const INGEST_FOOT = object({
  counts: COUNTS,
  events: COUNT,
  problems: COUNT,
  masked: COUNT,
  size: COUNT,
  root: ROOT,
  interrupted: YES_NO,
  skipped: PASSED,
  failed: PASSED,
});

/** Members whose values are a closed list, or have a form. */
const CLOSED: Readonly<Partial<Record<MemberName, JsonSchema>>> = {
  action: oneOf(...ACTIONS),
  actor_type: names<ActorType>({
    user: true,
    bot: true,
    oidc: true,
    app: true,
    service: true,
    system: true,
    anonymous: true,
    unknown: true,
  }),
  auth_method: names<AuthMethod>({
    password: true,
    session: true,
    token: true,
    granular_token: true,
    oidc: true,
    ssh_key: true,
    deploy_key: true,
    app: true,
    api_key: true,
    anonymous: true,
    unknown: true,
  }),
  basis: names<Basis>({
    event: true,
    request_end: true,
    ingest: true,
    log_window: true,
    snapshot_range: true,
    file_name: true,
    vcs_commit: true,
    reported: true,
  }),
  grade: names<Grade>({ server: true, client: true, derived: true, third_party: true, reported: true }),
  not_after: TIME,
  not_before: TIME,
  outcome: names<Outcome>({ success: true, failure: true, denied: true, unknown: true }),
  precision: names<Precision>({ ns: true, us: true, ms: true, s: true, min: true, day: true }),
  time: TIME,
};

const TYPES = { string: TEXT, integer: COUNT, boolean: YES_NO, strings: TEXTS } as const;

/** Every member an event can have. */
function memberSchemas(): Members {
  const all = Object.entries(MEMBERS).map(([name, [type, meaning]]) => {
    const closed = CLOSED[name as MemberName];
    return [name, closed ?? about(meaning, TYPES[type])] as const;
  });
  return Object.fromEntries(all);
}

function timelineRow(): JsonSchema {
  const { action = TEXT, grade = TEXT, outcome = TEXT, ...others } = memberSchemas();
  const witness = object({
    evidence: about('SHA-256 of the evidence, or note', { type: 'string', pattern: '^(?:[0-9a-f]{64}|note)$' }),
    place: TEXT,
  });
  return object(
    {
      action,
      grade,
      outcome,
      id: { type: 'string', pattern: '^(?:[0-9a-f]{32}|inference:.+)$' },
      what: about('one sentence, as in the table', TEXT),
      cites: about('where it stands: EV-3f9a0c11:17', TEXTS),
      witnesses: { type: 'array', items: witness },
    },
    {
      ...others,
      inference: about('which inference says so; absent for what a source recorded', TEXT),
      remarks: TEXTS,
      joined: about('why records with ids of their own are one act', TEXT),
      conflicts: about('where the sources disagree', TEXTS),
      raw: about('with --raw: the source records', TEXTS),
      why: about('why it belongs to the story', TEXTS),
      folded: about(
        'requests of one client on one day, told as one: cites are of the first and the last, count is how many',
        object({ first: TIME, last: TIME, fetched: TEXTS, looked_up: TEXTS }),
      ),
      bad: about('whether findings call it bad', YES_NO),
      findings: about('what they say', TEXTS),
    },
  );
}

const COULD_PUBLISH = object({
  who: about('an account, or a repository', TEXT),
  packages: TEXTS,
  changed: about('packages that were changed in these steps', TEXTS),
  not_collected: about('packages whose document is not in evidence', TEXTS),
  complete: about('whether a list of access is in evidence', YES_NO),
  cites: TEXTS,
});

const TIMELINE_FOOT = object(
  { steps: COUNT, evidence: COUNT, not_in_evidence: TEXTS },
  {
    folded: about('rows that stand for several requests', object({ rows: COUNT, requests: COUNT })),
    not_told: about('what there was too much of', TEXTS),
    redacted: about('entries of the case that were redacted, or lack values', COUNT),
    could_publish: { type: 'array', items: COULD_PUBLISH },
  },
);

const EVIDENCE_ROW = object(
  {
    id: EVIDENCE_ID,
    name: TEXT,
    format: TEXT,
    taken_basis: oneOf('taken-at', 'http-date', 'file-name', 'collected', 'unknown'),
    bytes: COUNT,
    complete: YES_NO,
    sha256: SHA256,
    recorded_at: TIME,
    tool: about('version of the program that read it', TEXT),
  },
  {
    taken: TIME,
    wrappers: WRAPPERS,
    options: about('what else it was read with, such as assume_tz or since', { type: 'object' }),
    records: COUNT,
    counts: COUNTS,
    ignored: about('records ignored, by rule of the format', { type: 'object', additionalProperties: COUNT }),
    events: COUNT,
    problems: COUNT,
  },
);

const FORMAT_ROW = object({
  id: TEXT,
  title: TEXT,
  revision: COUNT,
  export: about('how to get it', TEXT),
  lifetime: about('how long the source keeps it', TEXT),
  proves: TEXT,
  cannot_prove: TEXT,
  tried: oneOf('real', 'documentation'),
});

const TEXT_FOOT = object(
  {},
  {
    id: about('note: id of the entry', SHA256),
    seq: about('note, checkpoint prove: number of the entry', COUNT),
    size: about('note, reindex, checkpoint: entries in the case', COUNT),
    root: ROOT,
    recovered: about('ingest --recover', YES_NO),
    script: about('formats --collect', TEXT),
    check: about('formats --check-mapping: what it makes of the sample', { type: 'object' }),
    schema: about('formats --schema', { type: 'object' }),
    demo: about('demo: done', TEXT),
    origin: about('checkpoint sign: which case it is', TEXT),
    vkey: about('checkpoint keygen, sign: the public key', TEXT),
    proof: about('checkpoint prove', TEXT),
    files: about('checkpoint sign, prove: what was written', { type: 'array', items: TEXT }),
  },
);

/** What each kind of report looks like for programs. */
export const SCHEMAS: Readonly<Record<SchemaKind, JsonSchema>> = {
  ingest: report('ingest', 'ingest: what became of each file and record', INGEST_ROW, INGEST_FOOT),
  timeline: report('timeline', 'show: one row a step', timelineRow(), TIMELINE_FOOT, STORY_HEAD),
  integrity: report('integrity', 'verify: one row a finding', INTEGRITY_ROW, INTEGRITY_FOOT, INTEGRITY_HEAD),
  evidence: report(
    'evidence',
    'evidence: one row a file',
    EVIDENCE_ROW,
    object({ evidence: COUNT, size: COUNT, root: ROOT }),
  ),
  findings: report('findings', 'detect: one row a finding', FINDINGS_ROW, FINDINGS_FOOT, FINDINGS_HEAD),
  rules: report('rules', 'rules: one row a rule, an error or an example', RULES_ROW, RULES_FOOT),
  history: report('history', 'evidence --history: one row a change', HISTORY_ROW, HISTORY_FOOT),
  formats: report('formats', 'formats: one row a format', FORMAT_ROW, object({ formats: COUNT })),
  change: report('change', 'redact: one row an entry', CHANGE_ROW, CHANGE_FOOT),
  text: report('text', 'all others: no rows, the answer is in foot', undefined, TEXT_FOOT),
};
