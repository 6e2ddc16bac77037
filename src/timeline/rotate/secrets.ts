import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import type { ExposedStep } from './jobs.ts';
import { doneBy, happened, places, type Rotation } from './rotation.ts';

/** How the format of job logs writes which secrets a step was given. */
const SECRETS = /^secrets: ([\w., -]+)$/;

/** The runner makes this one for each job, and it ends with it. */
const OF_THE_JOB = 'GITHUB_TOKEN';

interface Secret {
  readonly name: string;
  readonly repo: string | undefined;
  readonly steps: Step[];
  readonly why: Set<string>;
}

/** Secrets that steps of exposed jobs were given. */
export function secretRotations(view: RuleView, exposed: readonly ExposedStep[]): readonly Rotation[] {
  const found = new Map<string, Secret>();
  for (const { step, repo, why } of exposed) {
    for (const name of namesIn(step)) {
      const key = JSON.stringify([repo, name]);
      const secret = found.get(key) ?? { name, repo, steps: [], why: new Set() };
      secret.steps.push(step);
      secret.why.add(`given to ${why}`);
      found.set(key, secret);
    }
  }
  return [...found.values()].map((secret) => rotation(view, secret));
}

function namesIn({ members }: Step): readonly string[] {
  const names = SECRETS.exec(members.text ?? '')?.[1]?.split(', ') ?? [];
  return names.filter((name) => name !== OF_THE_JOB);
}

function rotation(view: RuleView, { name, repo, steps, why }: Secret): Rotation {
  const what = `CI secret ${name}${repo === undefined ? '' : ` of ${repo}`}`;
  const done = repo === undefined ? undefined : replaced(view, name, repo, steps);
  return { kind: 'secret', what, why: [...why].join('; '), citations: places(steps), ...doneBy(done) };
}

/** The first change of it after the last step that was given it. */
function replaced(view: RuleView, name: string, repo: string, steps: readonly Step[]): Step | undefined {
  const since = steps.reduce((last, { sort }) => Math.max(last, sort), 0);
  const changes = view.query({ repos: [repo], actions: ['perm.secret_changed'], since });
  return [...changes].find((step) => happened(step) && step.members.resource === name);
}
