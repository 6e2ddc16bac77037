import type { Sha256 } from '../core/digest.ts';
import type { FindingDraft, Severity } from '../core/finding.ts';
import type { LimitValues, Missing, Rule, RuleView } from '../core/rule.ts';
import type { Citation, Step } from '../core/step.ts';
import { durationText, momentOf } from '../core/time.ts';
import type { KnownRelease } from '../registry/history/history.ts';
import { compareText } from '../registry/history/snapshot.ts';
import { within } from './acts/in-time.ts';
import { AROUND, type Runs, runsByRepo } from './ci/runs.ts';
import { type AttestedRun, CI_FILES, type Source, sources } from './ci/sources.ts';
import { type Judgement, nothingToJudge, verdictOf } from './verdict.ts';
import { listText, nameOf } from './wording.ts';

const rule: Rule = {
  id: 'publish-from-anomalous-run',
  title: 'provenance names a run that failed, is gone or is unlike those before',
  severity: 'high',
  phase: 'detonation',
  amplifier: false,
  revision: 1,
  looksFor:
    'a release whose provenance names a CI run that did not succeed, skipped its publish step, was deleted, or did not run at the time of the publish (high); or whose workflow, ref or trigger none of the last 5 attested releases had (medium)',
  why: 'whoever holds the pipeline or its identity publishes with valid provenance: TanStack, AsyncAPI, keyv (2026). The run then ends otherwise than runs that release',
  needs: `the attestation of the release, and the runs of its repository: ${CI_FILES}`,
  falsePositives:
    'a later step of the run failed; a workflow that was renamed; a run that was started again; a list that was filtered',
  limits: {
    compared: { value: 5, unit: 'versions', meaning: 'attested releases before it that its run is compared with' },
    least: { value: 2, unit: 'versions', meaning: 'with fewer of them it is not compared' },
    slack: { value: 10, unit: 'minutes', meaning: 'a publish may lie this far outside the times of its run' },
    listed: {
      value: 24,
      unit: 'hours',
      meaning: 'a list of runs has to go back this far before the publish to miss a run',
    },
  },
  judge(view, limits) {
    const verdict = verdictOf(sources(view).flatMap((source) => judgeSource(view, source, limits)));
    if (verdict.judged > 0 || verdict.missing.length > 0) return verdict;
    const why = 'no release with provenance is in evidence';
    return nothingToJudge({ subject: 'any package', why, bring: `npm view <name> --json; ${CI_FILES}` });
  },
  examples: async () => (await import('./publish-from-anomalous-run.examples.ts')).default,
};

export default rule;

function judgeSource(view: RuleView, source: Source, limits: LimitValues): readonly Judgement[] {
  const { compared = 0 } = limits;
  const before: AttestedRun[] = [];
  const judgements: Judgement[] = [];
  for (const release of source.history.releases) {
    const run = source.runs.get(release.version);
    if (run !== undefined) {
      judgements.push(judge(view, release, run, before.slice(-compared), limits));
      before.push(run);
    } else if (release.oidc || release.provenance) judgements.push(judgeUnnamed(view, release, source, limits));
  }
  return judgements;
}

/** Without the attestation, the runs that were going on at the time tell something, where all of them are listed. */
function judgeUnnamed(view: RuleView, release: KnownRelease, source: Source, limits: LimitValues): Judgement {
  const { listed = 0, slack = 0 } = limits;
  for (const repo of source.repos) {
    const runs = runsByRepo(view).get(repo);
    const evidence = listAround(view, release.at, runs, listed);
    const ended = runs === undefined || evidence === undefined ? [] : endsAround(runs, release.at, slack);
    const bad = ended.filter(({ members: { conclusion } }) => !GOOD.has(conclusion ?? ''));
    if (ended.length > bad.length) return [];
    const [last] = bad;
    if (last !== undefined) return [unnamedFinding(release, repo, bad, last)];
  }
  return notAttested(release);
}

/** Ends of the runs that had begun before a moment and ended after it. */
function endsAround({ around }: Runs, at: number, slack: number): readonly Step[] {
  const near = within(around, ({ sort }) => sort, at - AROUND, at + AROUND);
  const begun = near.filter(({ members, sort }) => members.action === 'ci.run_created' && sort <= at + slack);
  const ids = new Set(begun.map(({ members }) => members.run_id));
  return near.filter(({ members: { action, run_id }, sort }) => {
    return action === 'ci.run_completed' && sort >= at - slack && ids.has(run_id);
  });
}

function unnamedFinding(release: KnownRelease, repo: string, bad: readonly Step[], last: Step): FindingDraft {
  const { conclusion = 'no conclusion', run_id = '' } = last.members;
  const text =
    bad.length === 1
      ? `run ${run_id}, the only one at the time, ended with ${conclusion}`
      : `none of the ${bad.length} runs at the time succeeded`;
  const ids = [...new Set(bad.flatMap(({ members }) => members.run_id ?? []))];
  return {
    subject: nameOf(release),
    about: { packages: [release.package], releases: [nameOf(release)], repos: [repo], runs: ids },
    severity: 'high',
    certainty: 'possible',
    when: { after: release.at, before: release.at },
    fact: text,
    details: ['its attestation, which names the run, is in no evidence'],
    citations: [release.citation, ...bad.flatMap(({ citations }) => citations)],
    steps: [release.step.id, ...bad.map(({ id }) => id)],
  };
}

function notAttested(release: KnownRelease): Missing {
  const bring = `curl -s https://registry.example/-/npm/v1/attestations/${nameOf(release)} > ${release.version}.attestations.json`;
  return { subject: nameOf(release), why: 'its attestation, which names the run, is in no evidence', bring };
}

/** Something odd about a run. */
interface Oddity {
  readonly text: string;
  readonly severity: Severity;
  readonly certain: boolean;
  readonly steps: readonly Step[];
  /** What else it rests on. */
  readonly citations?: readonly Citation[];
}

function judge(
  view: RuleView,
  release: KnownRelease,
  run: AttestedRun,
  before: readonly AttestedRun[],
  limits: LimitValues,
): Judgement {
  const runs = runsByRepo(view).get(run.repo);
  const records = runs?.records.get(run.id) ?? [];
  const odd = [
    ...oddRecords(view, release, run, records, limits),
    ...(records.length === 0 ? goneOddities(view, release, run, runs, limits) : []),
    ...strangeOddities(run, before, limits),
  ];
  if (odd.length > 0) return [finding(release, run, odd)];
  if (records.length > 0) return [];
  return {
    subject: nameOf(release),
    why: `no record of run ${run.id} of ${run.repo}`,
    bring: CI_FILES.replace('OWNER/NAME', run.repo),
  };
}

function oddRecords(
  view: RuleView,
  release: KnownRelease,
  run: AttestedRun,
  all: readonly Step[],
  { slack = 0 }: LimitValues,
): readonly Oddity[] {
  const steps = ofAttempt(view, run, all);
  const ended = steps.filter(({ members }) => members.action === 'ci.run_completed').at(-1);
  return [
    ...all.flatMap((step) => deletedOddity(run, step, release)),
    ...(ended === undefined ? [] : [...failedOddity(run, ended), ...lateOddity(run, ended, release, slack)]),
    ...earlyOddity(run, steps, release, slack),
    ...skippedOddity(run, steps),
  ];
}

/** Records of the attempt that the attestation names, where the run was started again. */
function ofAttempt(view: RuleView, run: AttestedRun, all: readonly Step[]): readonly Step[] {
  const ends = all.filter(({ members }) => members.action === 'ci.run_completed').length;
  const again = ends > 1 || all.some(({ members }) => members.action === 'ci.run_rerun');
  if (run.attempt === undefined || !again) return all;
  return all.filter((step) => (view.members(step).run_attempt ?? run.attempt) === run.attempt);
}

function deletedOddity(run: AttestedRun, step: Step, { at }: KnownRelease): readonly Oddity[] {
  if (step.members.action !== 'ci.run_deleted') return [];
  const apart = durationText(step.sort - at);
  const text = `run ${run.id} was deleted ${apart} ${step.sort < at ? 'before' : 'after'} the publish`;
  return [{ text, severity: 'high', certain: true, steps: [step] }];
}

const GOOD: ReadonlySet<string> = new Set(['success', 'neutral']);

function failedOddity(run: AttestedRun, ended: Step): readonly Oddity[] {
  const { conclusion } = ended.members;
  if (conclusion === undefined || GOOD.has(conclusion)) return [];
  return [{ text: `run ${run.id} ended with ${conclusion}`, severity: 'high', certain: true, steps: [ended] }];
}

function lateOddity(run: AttestedRun, ended: Step, { at }: KnownRelease, slack: number): readonly Oddity[] {
  if (ended.bounded !== 0 || at <= ended.sort + slack) return [];
  const text = `published ${durationText(at - ended.sort)} after run ${run.id} had ended`;
  return [{ text, severity: 'high', certain: true, steps: [ended] }];
}

function earlyOddity(run: AttestedRun, steps: readonly Step[], { at }: KnownRelease, slack: number): readonly Oddity[] {
  const starts = steps.filter(({ bounded, members: { action } }) => bounded === 0 && STARTS.has(action));
  const [first] = starts;
  if (first === undefined || at >= first.sort - slack) return [];
  const text = `published ${durationText(first.sort - at)} before run ${run.id} began`;
  return [{ text, severity: 'high', certain: true, steps: [first] }];
}

const STARTS: ReadonlySet<string> = new Set(['ci.run_created', 'ci.run_rerun', 'ci.job_started']);

/** Steps are named by whoever wrote the workflow. */
function skippedOddity(run: AttestedRun, steps: readonly Step[]): readonly Oddity[] {
  const publishing = steps.filter(({ members: { action, native_action, resource } }) => {
    return action === 'ci.step' && native_action === 'step' && /publish/i.test(resource ?? '');
  });
  const [first] = publishing;
  if (first === undefined || publishing.some(({ members }) => members.conclusion !== 'skipped')) return [];
  const text = `run ${run.id} skipped its step ${JSON.stringify(first.members.resource ?? '')}`;
  return [{ text, severity: 'high', certain: true, steps: [first] }];
}

/** Digest of a list of runs that goes from before a publish to after it. */
function listAround(view: RuleView, at: number, runs: Runs | undefined, listed: number): Sha256 | undefined {
  const covering = [...(runs?.lists ?? [])].filter(([evidence, { first, last }]) => {
    if (first > at - listed) return false;
    const taken = view.files().find(({ sha256 }) => sha256 === evidence)?.taken;
    return Math.max(last, momentOf(taken)?.micros ?? 0) > at;
  });
  return covering.map(([digest]) => digest).sort(compareText)[0];
}

/** A list of runs from before the publish to after it does not have the run. */
function goneOddities(
  view: RuleView,
  { at }: KnownRelease,
  run: AttestedRun,
  runs: Runs | undefined,
  { listed = 0 }: LimitValues,
): readonly Oddity[] {
  const evidence = listAround(view, at, runs, listed);
  if (evidence === undefined) return [];
  const text = `run ${run.id} is not in the list of runs, which goes from before the publish to after it`;
  return [{ text, severity: 'high', certain: false, steps: [], citations: [{ evidence, place: '' }] }];
}

type Trait = readonly [name: string, value: (run: AttestedRun) => string | undefined];

const TRAITS: readonly Trait[] = [
  ['workflow', ({ workflow }) => workflow],
  ['ref', ({ ref }) => refKind(ref)],
  ['trigger', ({ trigger }) => trigger],
];

/** Each release has a tag of its own. */
function refKind(ref: string | undefined): string | undefined {
  if (ref?.startsWith('refs/tags/')) return 'a tag';
  return ref?.replace(/^refs\/heads\//, '');
}

function strangeOddities(
  run: AttestedRun,
  before: readonly AttestedRun[],
  { least = 0 }: LimitValues,
): readonly Oddity[] {
  return TRAITS.flatMap(([name, trait]) => {
    const value = trait(run);
    const others = before.flatMap((other) => trait(other) ?? []);
    if (value === undefined || others.length < Math.max(1, least) || others.includes(value)) return [];
    const text = `${name} ${value}; the ${others.length} attested releases before had ${listText([...new Set(others)])}`;
    return [{ text, severity: 'medium', certain: true, steps: before.map(({ step }) => step) }];
  });
}

function finding(release: KnownRelease, run: AttestedRun, odd: readonly Oddity[]): FindingDraft {
  const sorted = odd.toSorted((a, b) => (a.severity === b.severity ? 0 : a.severity === 'high' ? -1 : 1));
  const steps = [...new Map([run.step, ...sorted.flatMap((one) => one.steps)].map((step) => [step.id, step])).values()];
  return {
    subject: nameOf(release),
    about: { packages: [release.package], releases: [nameOf(release)], repos: [run.repo], runs: [run.id] },
    severity: sorted[0]?.severity ?? 'medium',
    certainty: odd.some(({ certain }) => certain) ? 'certain' : 'possible',
    when: { after: release.at, before: release.at },
    fact: sorted[0]?.text ?? `run ${run.id}`,
    details: [...sorted.slice(1).map(({ text }) => text), `provenance names run ${run.id} of ${run.repo}`],
    citations: [
      release.citation,
      ...steps.flatMap(({ citations }) => citations),
      ...odd.flatMap(({ citations = [] }) => citations),
    ],
    steps: [release.step.id, ...steps.map(({ id }) => id)],
  };
}
