import { EXIT } from '../core/errors.ts';
import type { Inference } from '../core/inference.ts';
import type { Column, Foot, Line, Report, Row } from '../core/report.ts';
import type { Rule } from '../core/rule.ts';
import { momentText } from '../core/time.ts';
import { CaseReader } from '../store/case-reader.ts';
import type { Role } from '../store/derive.ts';
import { Devices } from '../timeline/device.ts';
import { CaseRuleView } from './detect/rule-view.ts';
import { frugal } from './frugal.ts';
import { gaps } from './gaps.ts';
import { type Redacted, redactedOf } from './redacted-lines.ts';
import { tellingOf } from './show-answers.ts';
import { Chooser } from './show-chosen.ts';
import { couldLines } from './show-could.ts';
import type { Told } from './show-fold.ts';
import { ShowRow } from './show-row.ts';
import { isStory } from './show-story.ts';
import { evidenceDigits } from './step-row.ts';
import { CaseView } from './view.ts';
import type { Predicate } from './where.ts';

export interface ShowOptions {
  readonly db: string;
  readonly roles: Partial<Readonly<Record<Role, readonly string[]>>>;
  readonly action?: (action: string) => boolean;
  readonly since?: number;
  readonly until?: number;
  readonly where?: Predicate;
  readonly limit?: number;
  readonly descending: boolean;
  readonly raw: boolean;
  readonly strict: boolean;
  readonly inferences: readonly Inference[];
  /** Only what is about what was asked for: no story. */
  readonly only?: boolean;
  /** Each row around a story says for people why it is there. */
  readonly why?: boolean;
  /** How far a story of packages goes, 0 to 2; see `RelatedOptions`. */
  readonly depth?: number;
  /** Each download of a story on a row of its own. */
  readonly downloads?: boolean;
  /** `name@version` of publishes that a story begins with; absent: those in question. */
  readonly bad?: ReadonlySet<string>;
  /** Rules that say what is bad in a story of packages; none: nothing is marked. */
  readonly rules?: readonly Rule[];
}

const COLUMNS: readonly Column[] = [
  { title: '' },
  { title: 'TIME (UTC)' },
  { title: 'ACCOUNT', weight: 3 },
  { title: 'WHAT', weight: 6 },
  { title: 'HOW WE KNOW', weight: 4 },
];

const HEADING: Line = { text: 'not in evidence · whom to ask', style: 'strong' };

/** The timeline, or the story of a package, an account, a token, an address or a repository. */
export function show(options: ShowOptions): Report {
  const reader = new CaseReader(options.db);
  try {
    frugal(reader);
    return report(reader, options);
  } catch (error) {
    reader.close();
    throw error;
  }
}

function report(reader: CaseReader, options: ShowOptions): Report {
  const digits = evidenceDigits(reader);
  const asksRules = isStory(options) && options.roles.package !== undefined && options.rules !== undefined;
  const telling = asksRules ? tellingOf(reader, options, digits) : undefined;
  const view = new CaseRuleView(reader, options.inferences);
  const bad = telling === undefined || telling.releases.size === 0 ? options.bad : telling.releases;
  const chooser = new Chooser(reader, view, { ...options, ...(bad && { bad }) });
  const counts = new Counts();
  const setting = { reader, digits, raw: options.raw, why: options.why === true, bad: telling?.bad ?? new Map() };
  const rows = function* (): Generator<Row> {
    const devices = new Devices();
    for (const told of chooser.rows()) {
      counts.add(told);
      yield new ShowRow(told, setting, told.fold === undefined ? devices.news(told.step) : undefined);
    }
  };
  return {
    kind: 'timeline',
    head: [...headLines(options), ...(telling?.head ?? []), ...chooser.story.head],
    ...(telling && { headData: telling.data }),
    columns: COLUMNS,
    csv: CSV,
    rows: rows(),
    foot: () => {
      const foot = footOf(new CaseView(reader), view, chooser, counts, options, digits);
      const whole = withRedacted(foot, redactedOf(reader));
      reader.close();
      return whole;
    },
  };
}

/** What the rows were, once they are read. */
class Counts {
  readonly evidence = new Set<string>();
  steps = 0;
  /** Rows that stand for several requests, and those requests. */
  rows = 0;
  requests = 0;

  add({ step, fold }: Told): void {
    this.steps++;
    for (const { evidence } of step.citations) this.evidence.add(evidence);
    if (fold === undefined) return;
    for (const evidence of fold.evidence) this.evidence.add(evidence);
    this.rows++;
    this.requests += fold.count;
  }

  get text(): string {
    const { steps, evidence, rows, requests } = this;
    const files = `${evidence.size} ${evidence.size === 1 ? 'file' : 'files'}`;
    const folds = rows === 0 ? '' : `; ${requests} downloads and look-ups in ${rows} of them (--downloads: one by one)`;
    return `${steps} ${steps === 1 ? 'step' : 'steps'} from ${files}${folds}`;
  }
}

function footOf(
  caseView: CaseView,
  view: CaseRuleView,
  { story, actors }: Chooser,
  counts: Counts,
  options: ShowOptions,
  digits: number,
): Foot {
  const missing = isToldOfPackages(options) ? gaps(caseView, options.inferences, options.roles.package) : [];
  const other = isStory(options) && options.roles.package === undefined;
  const could = other ? couldLines(view, options, actors, digits) : undefined;
  const left = story.left.map((text): Line => ({ text: `not all is told: ${text}`, style: 'warning' }));
  return {
    lines: [
      { text: counts.text },
      ...left,
      ...(could?.lines ?? []),
      ...(missing.length === 0 ? [] : [HEADING]),
      ...missing,
    ],
    data: {
      steps: counts.steps,
      evidence: counts.evidence.size,
      not_in_evidence: missing.map(({ text }) => text),
      ...(counts.rows > 0 && { folded: { rows: counts.rows, requests: counts.requests } }),
      ...(story.left.length > 0 && { not_told: story.left }),
      ...(could !== undefined && { could_publish: could.data }),
    },
    exitCode: options.strict && missing.length > 0 ? EXIT.incomplete : EXIT.ok,
  };
}

/** What was removed from the case could have stood anywhere in what is told. */
function withRedacted(foot: Foot, { entries, lines }: Redacted): Foot {
  if (entries === 0) return foot;
  const [first, ...rest] = foot.lines;
  return {
    ...foot,
    lines: [...(first === undefined ? [] : [first]), ...lines, ...rest],
    data: { ...foot.data, redacted: entries },
  };
}

const CSV = [
  'time',
  'not_before',
  'not_after',
  'precision',
  'action',
  'actor',
  'actor_email',
  'package',
  'version',
  'user',
  'ip',
  'user_agent',
  'token_fp',
  'repo',
  'outcome',
  'grade',
  'what',
  'cites',
  'inference',
  'id',
  'count',
  'why',
];

function headLines({ roles, since, until }: ShowOptions): Line[] {
  const about = Object.values(roles).flat();
  const range = [
    since === undefined ? '' : `from ${momentText(since)}`,
    until === undefined ? '' : `to ${momentText(until)}`,
  ].filter((text) => text !== '');
  const text = [about.length === 0 ? 'all evidence' : about.join(', '), ...range].join(' ');
  return [{ text, style: 'strong' }];
}

/** What is missing is told with the story of packages, not with every list. */
function isToldOfPackages({ roles }: ShowOptions): boolean {
  return roles.package !== undefined || Object.keys(roles).length === 0;
}
