import { githubAudit } from './examples/acts.ts';
import { type AttestationLook, attestations, runList } from './examples/ci.ts';
import { type PublishLook, snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const REPO = 'acme/widget';

/** Releases, each with the attestation of its run. */
function releases(
  ...looks: readonly (readonly [version: string, at: string, run: number, more?: Partial<AttestationLook>])[]
) {
  const publishes = looks.map(([version, at]): [string, PublishLook] => [
    version,
    { at, oidc: true, provenance: true },
  ]);
  const files = looks.map(([version, at, run, more]): [string, string] => [
    `widget-${version}.attestations.json`,
    attestations('widget', version, { repo: REPO, run, at: at.replace(/\.\d+/, ''), ...more }),
  ]);
  return { ...Object.fromEntries(files), ...snapshot('widget', '2026-05-12T00:00:00Z', Object.fromEntries(publishes)) };
}

const EARLIER = { id: 8700, from: '2026-05-01T09:00:00Z', to: '2026-05-01T09:05:00Z' };
const LATER = { id: 8900, from: '2026-05-11T21:00:00Z', to: '2026-05-11T21:05:00Z' };
const PUBLISH = '2026-05-11T19:20:39.000Z';

const examples: Examples = [
  {
    name: 'the run that published ended with a failure',
    source: 'TanStack 2026-05-11: published eight seconds before its run failed at 19:20:47; names and ids are made up',
    files: {
      ...releases(['1.0.1', PUBLISH, 8800]),
      'runs.json': runList(REPO, [
        EARLIER,
        { id: 8800, from: '2026-05-11T19:15:00Z', to: '2026-05-11T19:20:47Z', conclusion: 'failure' },
      ]),
    },
    expect: [{ subject: 'widget@1.0.1', severity: 'high' }],
  },
  {
    name: 'the run is gone from a list that has earlier and later ones',
    source: 'made up',
    files: { ...releases(['1.0.1', PUBLISH, 8800]), 'runs.json': runList(REPO, [EARLIER, LATER]) },
    expect: [{ subject: 'widget@1.0.1', severity: 'high' }],
  },
  {
    name: 'the run was deleted after it had published',
    source: 'made up',
    files: {
      ...releases(['1.0.1', PUBLISH, 8800]),
      'github-audit.ndjson': githubAudit([
        {
          at: '2026-05-11T19:40:00.000Z',
          action: 'workflows.delete_workflow_run',
          actor: 'mallory',
          repo: REPO,
          more: { workflow_run_id: 8800, head_branch: 'main' },
        },
      ]),
    },
    expect: [{ subject: 'widget@1.0.1', severity: 'high' }],
  },
  {
    name: 'published an hour after its run had ended',
    source: 'made up: an identity token taken out of the run',
    files: {
      ...releases(['1.0.1', PUBLISH, 8800]),
      'runs.json': runList(REPO, [{ id: 8800, from: '2026-05-11T18:00:00Z', to: '2026-05-11T18:20:00Z' }]),
    },
    expect: [{ subject: 'widget@1.0.1', severity: 'high' }],
  },
  {
    name: 'nobody names the run, and the only one at the time ended with a failure',
    source: 'TanStack 2026-05-11, without the attestation; names and ids are made up',
    files: {
      ...snapshot('widget', '2026-05-12T00:00:00Z', {
        '1.0.1': { at: PUBLISH, oidc: true, provenance: true, repository: `https://github.com/${REPO}` },
      }),
      'runs.json': runList(REPO, [
        EARLIER,
        { id: 8800, from: '2026-05-11T19:15:00Z', to: '2026-05-11T19:20:47Z', conclusion: 'failure' },
        LATER,
      ]),
    },
    expect: [{ subject: 'widget@1.0.1', severity: 'high' }],
  },
  {
    name: 'another branch and trigger than the releases before it',
    source: 'AsyncAPI 2026-07-14, in its manner; everything but that is made up',
    files: releases(
      ['1.0.0', '2026-05-01T09:00:00.000Z', 8700],
      ['1.0.1', '2026-05-05T09:00:00.000Z', 8750],
      ['1.0.2', PUBLISH, 8800, { ref: 'refs/heads/chore-lint', event: 'workflow_dispatch' }],
    ),
    expect: [{ subject: 'widget@1.0.2', severity: 'medium' }],
  },
  {
    name: 'a run that released as all before it',
    source: 'made up',
    files: {
      ...releases(
        ['1.0.0', '2026-05-01T09:04:00.000Z', 8700, { ref: 'refs/tags/v1.0.0' }],
        ['1.0.1', '2026-05-05T09:04:00.000Z', 8750, { ref: 'refs/tags/v1.0.1' }],
        ['1.0.2', PUBLISH, 8800, { ref: 'refs/tags/v1.0.2' }],
      ),
      'runs.json': runList(REPO, [
        EARLIER,
        { id: 8750, from: '2026-05-05T09:00:00Z', to: '2026-05-05T09:05:00Z' },
        { id: 8800, from: '2026-05-11T19:15:00Z', to: '2026-05-11T19:21:00Z' },
      ]),
    },
    expect: [],
  },
  {
    name: 'provenance, and no list of runs',
    source: 'axios 2026, 1.14.0: nobody saved the runs',
    files: releases(['1.0.1', PUBLISH, 8800]),
    expect: 'no-evidence',
  },
];

export default examples;
