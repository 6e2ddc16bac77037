import { EXIT } from '../core/errors.ts';
import type { Inference } from '../core/inference.ts';
import type { Column, Line, Report, Row } from '../core/report.ts';
import type { Step } from '../core/step.ts';
import { momentText } from '../core/time.ts';
import { CaseReader } from '../store/case-reader.ts';
import type { Role } from '../store/derive.ts';
import type { TimelineQuery } from '../store/query.ts';
import { withRemarks } from '../timeline/remarks.ts';
import { gaps } from './gaps.ts';
import { evidenceDigits, StepRow } from './step-row.ts';
import { CaseView, inferredSteps, interleaved } from './view.ts';
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
}

const COLUMNS: readonly Column[] = [
  { title: '' },
  { title: 'TIME (UTC)' },
  { title: 'ACCOUNT', weight: 3 },
  { title: 'WHAT', weight: 6 },
  { title: 'HOW WE KNOW', weight: 4 },
];

const HEADING: Line = { text: 'not in evidence · whom to ask', style: 'strong' };

/** Publishes beyond this many are shown without remarks: the list is then no story any more. */
const STORY = 50_000;

/** The timeline, or the story of a package, an account, a token, an address or a repository. */
export function show(options: ShowOptions): Report {
  const reader = new CaseReader(options.db);
  const view = new CaseView(reader);
  const shown = {
    steps: 0,
    first: undefined as string | undefined,
    last: undefined as string | undefined,
    evidence: new Set<string>(),
  };
  const rows = function* (): Generator<Row> {
    const digits = evidenceDigits(reader);
    for (const step of chosen(view, options)) {
      shown.steps++;
      for (const { evidence } of step.citations) shown.evidence.add(evidence);
      yield new StepRow(step, digits, reader, options.raw);
    }
  };
  return {
    kind: 'timeline',
    head: headLines(options),
    columns: COLUMNS,
    csv: CSV,
    rows: rows(),
    foot: () => {
      const missing = isStory(options) ? gaps(view, options.inferences, options.roles.package) : [];
      const incomplete = options.strict && missing.length > 0;
      reader.close();
      return {
        lines: [
          {
            text: `${shown.steps} ${shown.steps === 1 ? 'step' : 'steps'} from ${shown.evidence.size} ${shown.evidence.size === 1 ? 'file' : 'files'}`,
          },
          ...(missing.length === 0 ? [] : [HEADING]),
          ...missing,
        ],
        data: { steps: shown.steps, evidence: shown.evidence.size, not_in_evidence: missing.map(({ text }) => text) },
        exitCode: incomplete ? EXIT.incomplete : EXIT.ok,
      };
    },
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
];

function* chosen(view: CaseView, options: ShowOptions): Generator<Step> {
  const remarks = remarksById(view, options);
  const query: TimelineQuery = {
    roles: options.roles,
    ...(options.action && { action: options.action }),
    ...(options.since !== undefined && { since: options.since }),
    ...(options.until !== undefined && { until: options.until }),
  };
  const publishers = publishersOf(view, options);
  const inferred = inferredSteps(options.inferences, view).filter(
    (step) => matchesQuery(step, options) || concernsPublisher(step, options, publishers),
  );
  const all = interleaved(view.query(query), inferred);
  const steps = options.descending ? [...all].reverse() : all;
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  for (const step of steps) {
    if (options.where !== undefined && !options.where(step, () => view.whole(step))) continue;
    if (left-- <= 0) return;
    const added = remarks.get(step.id);
    yield added === undefined ? step : { ...step, remarks: added };
  }
}

/** Publishes are looked at together: what follows from one and the one before it. */
function remarksById(view: CaseView, options: ShowOptions): ReadonlyMap<string, readonly string[]> {
  const packages = packagesOf(view, options);
  const publishes: Step[] = [];
  for (const step of view.query({ ...(packages && { roles: { package: packages } }), action: isPackageAct })) {
    publishes.push(step);
    if (publishes.length > STORY) return new Map();
  }
  const found = new Map<string, readonly string[]>();
  for (const { id, remarks } of withRemarks(publishes)) if (remarks !== undefined) found.set(id, remarks);
  return found;
}

function isPackageAct(action: string): boolean {
  return action.startsWith('package.');
}

/** The packages that what is asked for acts on; nothing: all. */
function packagesOf(view: CaseView, { roles }: ShowOptions): readonly string[] | undefined {
  if (roles.package !== undefined || Object.keys(roles).length === 0) return roles.package;
  const names = [...view.query({ roles, action: isPackageAct })].map(({ members }) => members.package);
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** Accounts that published what is asked for: a change of their address belongs to the story. */
function publishersOf(view: CaseView, { roles }: ShowOptions): ReadonlySet<string> {
  const accounts = new Set<string>();
  if (roles.package === undefined) return accounts;
  for (const { members } of view.query({
    roles: { package: roles.package },
    action: (action) => action === 'package.published',
  })) {
    if (members.actor !== undefined) accounts.add(members.actor);
  }
  return accounts;
}

function concernsPublisher(step: Step, options: ShowOptions, publishers: ReadonlySet<string>): boolean {
  const { action, actor } = step.members;
  if (action !== 'auth.email_changed' || actor === undefined || !publishers.has(actor)) return false;
  const { package: _, ...others } = options.roles;
  return matchesQuery(step, { ...options, roles: others });
}

/** Inferences stand beside the index, so the same filters are applied to them here. */
function matchesQuery(step: Step, { roles, action, since, until }: ShowOptions): boolean {
  const { members } = step;
  const values: Record<Role, readonly (string | undefined)[]> = {
    package: [members.package],
    account: [members.actor, members.user],
    ip: [members.ip],
    token: [members.token_fp],
    repo: [members.repo],
  };
  for (const [role, wanted] of Object.entries(roles)) {
    if (![...values[role as Role]].some((value) => value !== undefined && wanted.includes(value))) return false;
  }
  if (action?.(members.action) === false) return false;
  if (since !== undefined && step.sort < since) return false;
  return until === undefined || (step.low ?? step.sort) <= until;
}

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
function isStory({ roles }: ShowOptions): boolean {
  return roles.package !== undefined || Object.keys(roles).length === 0;
}
