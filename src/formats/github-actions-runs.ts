import type { Format, Sample } from '../core/format.ts';
import { runsAnswer, runThing } from './github/runs-answer.ts';

/**
 * Runs of workflows, their jobs and their artifacts: the lists of the API, one object of one, `gh run list --json` and
 * `gh run view --json`. Forms: GitHub REST API 2022-11-28, cli/cli `pkg/cmd/run/shared`.
 */
const format: Format = {
  id: 'github-actions-runs',
  title: 'GitHub Actions runs',
  revision: 1,
  about: {
    export:
      'gh api --paginate "repos/<owner>/<repo>/actions/runs?per_page=100"; jobs of one: gh api repos/<owner>/<repo>/actions/runs/<id>/jobs',
    lifetime: '400 days at most; a deleted run is gone, and a re-run replaces what was told of the attempt before',
    proves:
      'which workflows ran for which commit, who started them and again, which jobs and steps ran, how they ended',
    cannotProve: 'what a step did; runs that were deleted; earlier attempts of a run',
    tried: 'documentation',
  },
  framing: 'records',
  signs: { members: ['workflow_runs', 'run_attempt', 'run_number', 'head_sha', 'databaseId', 'workflowName'] },
  recognise,
  open: () => ({ push: ({ json, number }) => runsAnswer(json, [number]), end: () => [] }),
};

export default format;

function recognise({ values, wrapper }: Sample): number {
  const things = values.map(runThing).filter((thing) => thing !== undefined);
  if (wrapper !== undefined || things.length * 2 <= values.length) return 0;
  return things.includes('page') ? 77 : 73;
}
