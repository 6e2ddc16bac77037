import type { EventMembers } from '../../core/event.ts';
import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import type { Reach } from '../reach/fetch.ts';
import { type Compromise, endOf, startOf } from './rotation.ts';

const FORMAT = 'github-actions-log';

/** A step of a CI job that may be in the wrong hands. */
export interface ExposedStep {
  readonly step: Step;
  /** `owner/name` of the job's repository. */
  readonly repo: string | undefined;
  /** `job lint, which installed while a bad release was there` */
  readonly why: string;
}

/**
 * Steps that were given secrets or printed tokens: of jobs that installed a bad release, as far as that is known, and of
 * all jobs of the repositories of the incident around it.
 */
export function exposedSteps(view: RuleView, compromise: Compromise, { fetches }: Reach): readonly ExposedStep[] {
  const logs = new Set(view.files().flatMap(({ format, sha256 }) => (format === FORMAT ? [sha256] : [])));
  if (logs.size === 0) return [];
  const installed = new Set(fetches.flatMap(({ citations }) => citations.map(({ evidence }) => evidence)));
  const jobs = new Map<string, EventMembers>();
  const exposed: ExposedStep[] = [];
  const range = { since: startOf(compromise), until: endOf(compromise) };
  for (const step of view.query({ actions: ['ci.job_started', 'ci.step'], ...range })) {
    const evidence = step.citations.map((citation) => citation.evidence).find((each) => logs.has(each));
    if (evidence === undefined) continue;
    if (step.members.action === 'ci.job_started') jobs.set(evidence, step.members);
    const job = jobs.get(evidence);
    const why = tellsOfSecrets(step) ? reasonOf(job, installed.has(evidence), compromise) : undefined;
    if (why !== undefined) exposed.push({ step, repo: job?.repo, why });
  }
  return exposed;
}

function tellsOfSecrets({ members }: Step): boolean {
  return members.token_fp !== undefined || members.text?.startsWith('secrets: ') === true;
}

function reasonOf(job: EventMembers | undefined, installed: boolean, { repos }: Compromise): string | undefined {
  const name = job?.resource === undefined ? 'a CI job' : `job ${job.resource}`;
  if (installed) return `${name}, which installed while a bad release was there`;
  return job?.repo !== undefined && repos.includes(job.repo) ? `${name} of a repository of the incident` : undefined;
}
