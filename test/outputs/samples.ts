import type { JsonObject } from '../../src/core/json.ts';
import type { Column, Foot, Line, Report, Row, Table } from '../../src/core/report.ts';
import type { SchemaKind } from '../../src/core/schemas.ts';

/** One small report of each kind, as commands give them. */
type Sample = Pick<Report, 'columns' | 'csv'> &
  Partial<Pick<Report, 'head' | 'headData'>> & {
    readonly rows: readonly Row[];
    readonly foot: readonly Line[];
    readonly footData?: JsonObject;
    readonly tables?: readonly Table[];
    readonly closing?: readonly Line[];
  };

const INGEST: Sample = {
  columns: [
    { title: 'ID' },
    { title: 'FILE', weight: 2 },
    { title: 'WHAT IT IS', weight: 1 },
    { title: 'TAKEN (UTC)', optional: 1 },
    ...['RECORDS', 'NEW', 'KNOWN', 'BAD', 'SKIP'].map((title): Column => ({ title, align: 'right' })),
  ],
  rows: [
    {
      cells: [
        { text: 'EV-3f9a', style: 'strong' },
        ...['axios.20260331T021000Z.json', 'npm packument', '02:10:00 name', '9', '9', '0', '0', '0'].map(textCell),
      ],
      data: { id: 'EV-3f9a', file: 'axios.20260331T021000Z.json', records: { read: 9, recorded: 9 } },
    },
    {
      cells: [
        { text: 'EV-11f2', style: 'strong' },
        ...['token-list.json', 'npm error E401', 'unknown', '1', '0', '0'].map(textCell),
        { text: '1', style: 'bad' },
        { text: '0' },
      ],
      below: [
        {
          text: 'npm refused, no token list. Your account? Then you were locked out when this was taken',
          style: 'warning',
          indent: 2,
        },
      ],
      data: { id: 'EV-11f2', file: 'token-list.json', records: { read: 1, recorded: 0 } },
    },
  ],
  csv: ['id', 'file', 'records.read', 'records.recorded'],
  foot: [
    { text: '10 records = 9 new + 1 bad -> 9 events. Adds up.', style: 'good' },
    { text: 'write down, outside this machine:  247 9f3c=', style: 'strong' },
  ],
};

const TIMELINE: Sample = {
  head: [
    { text: 'axios · 02-18 to 03-31 04:26 UTC · 2 steps from 2 files', style: 'strong' },
    {
      text: 'account: NOT KNOWN. No profile, token or session list in evidence. Treat as OPEN',
      style: 'bad',
      indent: 2,
    },
    { text: '' },
  ],
  headData: { package: 'axios', open: ['account'] },
  columns: [
    { title: '' },
    { title: 'TIME (UTC)' },
    { title: 'ACCOUNT', optional: 2 },
    { title: 'WHAT', weight: 3 },
    { title: 'HOW WE KNOW' },
    { title: 'CITES', weight: 1, optional: 1 },
  ],
  rows: [
    {
      cells: [
        '≈',
        'by    00:21:58.168',
        'jasonsaayman',
        'e-mail is ifstap@proton.me (since 02-18)',
        'derived',
        'EV-3f9a:17',
      ].map(textCell),
      data: {
        time: '2026-03-31T00:21:58.168Z',
        action: 'auth.email_changed',
        actor: 'jasonsaayman',
        cites: ['EV-3f9a:17'],
      },
    },
    {
      cells: [
        { text: '!', style: 'bad' },
        ...['03-31 00:21:58.168', 'jasonsaayman'].map(textCell),
        {
          text: 'PUBLISHED axios@1.14.1, latest, not OIDC, from 東京のサーバー and a client that nobody has seen before',
          style: 'bad',
        },
        ...['server', 'EV-3f9a:17, EV-5b21:3, EV-c7de:623'].map(textCell),
      ],
      below: [
        { text: 'no provenance · adds plain-crypto-js, 22 min 46 s old, install script', style: 'dim', indent: 21 },
      ],
      data: {
        time: '2026-03-31T00:21:58.168Z',
        action: 'package.published',
        actor: 'jasonsaayman',
        cites: ['EV-3f9a:17', 'EV-5b21:3', 'EV-c7de:623'],
      },
    },
  ],
  csv: ['time', 'action', 'actor', 'cites'],
  foot: [
    { text: 'not in evidence · whom to ask', style: 'strong' },
    {
      text: 'which credential, from where: npm support: token id, created, last use, IP, sessions of jasonsaayman, 2026-03-17 to 03-31 (npm shows none to its users)',
      indent: 2,
    },
  ],
};

const INTEGRITY: Sample = {
  headData: { file: 'cases/50%, of it.db', version: '0.1.0' },
  columns: [{ title: 'CODE' }, { title: 'WHAT', weight: 1 }],
  rows: [
    ['F-LEAF', 'seq 4711 (block 18): content does not match its leaf hash'],
    ['I-NO-ANCHOR', 'nothing from outside to compare with: a cut, restored or rewritten file looks the same'],
    ['N-REDACTED', '1 entry has no text; the reason stands in entry 311\n::error::x'],
  ].map(([code = '', message = '']) => ({
    cells: [{ text: code, style: code.startsWith('F') ? 'bad' : 'warning' }, { text: message }],
    data: { code, message },
  })),
  csv: ['code', 'message'],
  foot: [{ text: 'ALTERED: this is not the case that was written', style: 'bad' }],
};

const EVIDENCE: Sample = {
  columns: [
    { title: 'ID' },
    { title: 'SHA-256', optional: 3 },
    { title: 'FILE', weight: 1 },
    { title: 'BYTES', align: 'right' },
  ],
  rows: [
    {
      cells: ['EV-3f9a', '3f9a'.repeat(16), 'axios "final, final".json', '1048576'].map(textCell),
      data: { id: 'EV-3f9a', file: 'axios "final, final".json', bytes: 1_048_576, offset: -3 },
    },
  ],
  csv: ['id', 'file', 'bytes', 'offset'],
  foot: [{ text: '1 file' }],
};

const FORMATS: Sample = {
  columns: [
    { title: 'FORMAT' },
    { title: 'TRIED', optional: 1 },
    { title: 'PROVES', weight: 1 },
    { title: 'CANNOT PROVE', weight: 1 },
  ],
  rows: [
    {
      cells: [
        'npm-packument',
        'real',
        'which versions stood at the registry when it was taken, and who published each',
        'from where they were published, and with which token',
      ].map(textCell),
      data: {
        id: 'npm-packument',
        tried: 'real',
        about: { export: 'npm view --json', lifetime: 'for ever, but for what is removed' },
      },
    },
  ],
  csv: ['id', 'about.export', 'about'],
  foot: [],
};

const TEXT: Sample = { columns: [], rows: [], csv: [], foot: [{ text: 'nothing to say' }] };

const CHANGE: Sample = { columns: [], rows: [], csv: [], foot: [{ text: 'wrote note EV-77d1', style: 'good' }] };

const FINDING = 'a91c'.padEnd(64, '0');

const FINDINGS: Sample = {
  head: [
    { text: 'INC-1 HIGH matches "account takeover" · axios · 2026-03-31 00:21:58.168', style: 'bad' },
    { text: 'Is it over?', style: 'strong' },
    { text: 'axios: 1.14.1 gone (as of 2026-03-31 04:30:00) [EV-3f9a]', style: 'good', indent: 2 },
  ],
  headData: { version: '0.1.0', rules: { 'provenance-downgrade': { title: 'no provenance', why: 'nx 2025' } } },
  columns: [
    { title: 'ID' },
    { title: 'SEV' },
    { title: 'RULE' },
    { title: 'SUBJECT', weight: 1 },
    { title: 'CITES', weight: 1, optional: 1 },
  ],
  rows: [
    {
      cells: [
        { text: 'a91c' },
        { text: 'high', style: 'bad' },
        ...['provenance-downgrade', 'axios@1.14.1', 'EV-3f9a'].map(textCell),
      ],
      below: [{ text: 'no provenance; 1.14.0 had it', indent: 2 }],
      data: {
        ...{ id: FINDING, rule: 'provenance-downgrade', severity: 'high', certainty: 'certain', phase: 'detonation' },
        ...{ amplifier: false, subject: 'axios@1.14.1', fact: 'no provenance; 1.14.0 had it' },
        ...{ time: '2026-03-31T00:21:58.168Z', cites: ['EV-3f9a0c11#/versions/1.14.1', 'EV-c7de0000:17+19'] },
        ...{ incident: 'INC-1', new: true, about: { releases: ['axios@1.14.1'] } },
      },
    },
    {
      cells: ['b0b0', 'info', 'multi-line-publish', 'axios@0.30.4', ''].map(textCell),
      data: {
        ...{ id: 'b0b0'.padEnd(64, '0'), rule: 'multi-line-publish', severity: 'info', certainty: 'certain' },
        ...{ phase: 'detonation', amplifier: true, subject: 'axios@0.30.4', fact: '38 min 59 s after 1.14.1' },
        ...{ not_after: '2026-03-31T01:00:57.285Z', cites: [], new: false, acknowledged: 'seen', about: {} },
      },
    },
  ],
  csv: ['id', 'severity', 'rule', 'subject', 'cites'],
  foot: [{ text: '22 rules: 2 fired · 20 NO EVIDENCE', style: 'strong' }],
  footData: { incidents: [{ name: 'INC-1', patterns: ['account takeover'], findings: [FINDING] }] },
  tables: [
    {
      title: { text: 'INC-1 response', style: 'strong' },
      columns: [{ title: 'RESPONSE', weight: 1 }, { title: 'AT (UTC)' }],
      rows: [{ cells: ['removed', '≤ 2026-03-31 03:15:30'].map(textCell) }],
    },
  ],
  closing: [
    { text: 'INC-1 not in evidence · whom to ask', style: 'strong' },
    { text: 'npm support', indent: 2 },
  ],
};

const RULES: Sample = {
  columns: [{ title: 'RULE' }, { title: 'LOOKS FOR', weight: 1 }],
  rows: [
    {
      cells: ['provenance-downgrade', 'a version without the provenance of those before it'].map(textCell),
      data: { id: 'provenance-downgrade', severity: 'high' },
    },
  ],
  csv: ['id', 'severity'],
  foot: [{ text: '1 rule' }],
};

/** What outputs draw: an export is no report to them. */
const HISTORY: Sample = {
  columns: [
    { title: 'TIME (UTC)' },
    { title: 'ENTRY', align: 'right' },
    { title: 'COMMAND' },
    { title: 'WHAT', weight: 1 },
    { title: 'VERSION', optional: 1 },
  ],
  rows: [
    {
      cells: ['2026-04-01T00:00:00.000Z', '0', 'new case', 'case-test', '0.1.0'].map(textCell),
      data: { time: '2026-04-01T00:00:00.000Z', entry: 0, act: 'new case', what: 'case-test', tool: '0.1.0' },
    },
  ],
  csv: ['time', 'entry', 'act', 'what', 'sha256', 'tool'],
  foot: [{ text: 'Who and when are what this computer said; this is not by itself a legal chain of custody.' }],
};

export const SAMPLES: Readonly<Record<SchemaKind, Sample>> = {
  ingest: INGEST,
  timeline: TIMELINE,
  integrity: INTEGRITY,
  findings: FINDINGS,
  rules: RULES,
  evidence: EVIDENCE,
  history: HISTORY,
  formats: FORMATS,
  text: TEXT,
  change: CHANGE,
};

function textCell(text: string) {
  return { text };
}

export function reportOf(kind: SchemaKind): Report {
  const { foot: lines, footData = {}, tables = [], closing = [], ...sample } = SAMPLES[kind];
  const foot: Foot = { lines, tables, closing, data: { lines: lines.length, ...footData }, exitCode: 0 };
  return { kind, head: [], ...sample, foot: () => foot };
}
