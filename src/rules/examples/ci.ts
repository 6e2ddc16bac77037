/** A run of a workflow as GitHub's API lists it. */
export interface RunLook {
  readonly id: number;
  /** RFC 3339, seconds. */
  readonly from: string;
  readonly to: string;
  readonly conclusion?: string;
  readonly branch?: string;
  readonly event?: string;
  readonly workflow?: string;
  readonly actor?: string;
  readonly attempt?: number;
}

/** `gh api repos/OWNER/NAME/actions/runs` */
export function runList(repo: string, runs: readonly RunLook[]): string {
  return JSON.stringify({ total_count: runs.length, workflow_runs: runs.map((run) => runObject(repo, run)) });
}

function runObject(repo: string, look: RunLook): object {
  const { actor = 'alice', attempt = 1, branch = 'main', conclusion = 'success', event = 'push', from, id, to } = look;
  const user = { login: actor, id: 101, type: 'User' };
  return {
    id,
    name: 'release',
    path: look.workflow ?? '.github/workflows/release.yml',
    run_number: id,
    run_attempt: attempt,
    event,
    status: 'completed',
    conclusion,
    head_branch: branch,
    head_sha: COMMIT,
    actor: user,
    triggering_actor: user,
    created_at: from,
    run_started_at: from,
    updated_at: to,
    html_url: `https://github.com/${repo}/actions/runs/${id}`,
    repository: { full_name: repo },
    head_repository: { full_name: repo },
  };
}

const COMMIT = 'c1ab1a8955f5304287065da6d3cde4aadc323b53';

/** What an attestation says of the run that made a release. */
export interface AttestationLook {
  readonly repo: string;
  readonly run: number;
  /** When the log of signatures took it in, RFC 3339, seconds. */
  readonly at: string;
  readonly ref?: string;
  readonly workflow?: string;
  readonly event?: string;
  readonly attempt?: number;
}

/** Answer of npm about the attestations of a release, as far as it tells of the run. The signature is none. */
export function attestations(name: string, version: string, look: AttestationLook): string {
  const payload = Buffer.from(JSON.stringify(statement(name, version, look))).toString('base64');
  const bundle = {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.3',
    verificationMaterial: {
      certificate: { rawBytes: 'MIIB' },
      tlogEntries: [{ logIndex: String(look.run), integratedTime: String(Date.parse(look.at) / 1000) }],
    },
    dsseEnvelope: { payload, payloadType: 'application/vnd.in-toto+json', signatures: [{ sig: 'MEQC' }] },
  };
  return JSON.stringify({ attestations: [{ predicateType: PROVENANCE, bundle }] });
}

const PROVENANCE = 'https://slsa.dev/provenance/v1';

function statement(name: string, version: string, look: AttestationLook): object {
  const { attempt = 1, event = 'push', ref = 'refs/heads/main', repo, run } = look;
  const path = look.workflow ?? '.github/workflows/release.yml';
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: `pkg:npm/${name.replace('@', '%40')}@${version}`, digest: { sha512: 'ab'.repeat(64) } }],
    predicateType: PROVENANCE,
    predicate: {
      buildDefinition: {
        buildType: 'https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1',
        externalParameters: { workflow: { ref, repository: `https://github.com/${repo}`, path } },
        internalParameters: { github: { event_name: event, repository_id: '101', repository_owner_id: '7' } },
        resolvedDependencies: [{ uri: `git+https://github.com/${repo}@${ref}`, digest: { gitCommit: COMMIT } }],
      },
      runDetails: {
        builder: { id: 'https://github.com/actions/runner/github-hosted' },
        metadata: { invocationId: `https://github.com/${repo}/actions/runs/${run}/attempts/${attempt}` },
      },
    },
  };
}

/** A delivery of a webhook. */
export interface Delivery {
  readonly event: 'push' | 'workflow_run' | 'pull_request';
  /** RFC 3339, seconds. */
  readonly at: string;
  readonly actor: string;
  readonly ref?: string;
  readonly created?: boolean;
  readonly deleted?: boolean;
  /** Files that the push changed. */
  readonly files?: readonly string[];
  readonly run?: number;
  readonly trigger?: string;
  readonly number?: number;
  readonly closed?: boolean;
}

/** Bodies of deliveries, one a line, as a receiver stores them. */
export function webhooks(repo: string, deliveries: readonly Delivery[]): string {
  return deliveries.map((delivery) => `${JSON.stringify(body(repo, delivery))}\n`).join('');
}

function body(repo: string, look: Delivery): object {
  const type = look.actor.endsWith('[bot]') ? 'Bot' : 'User';
  const sender = { login: look.actor, id: 666, type };
  const repository = { id: 900, full_name: repo, private: false, pushed_at: Date.parse(look.at) / 1000 };
  return { ...parts(repo, look), repository, sender };
}

const NONE = '0'.repeat(40);

function parts(repo: string, look: Delivery): object {
  const { actor, at, closed, created = false, deleted = false, event, files = [], number, ref, run = 1 } = look;
  if (event === 'push') {
    const commits = files.length === 0 ? [] : [{ id: COMMIT, message: 'x', added: [], modified: files, removed: [] }];
    const [before, after] = [created ? NONE : COMMIT, deleted ? NONE : COMMIT];
    return { ref, before, after, created, deleted, forced: false, commits, pusher: { name: actor } };
  }
  if (event === 'workflow_run') {
    const trigger = look.trigger ?? 'workflow_dispatch';
    const object = runObject(repo, { id: run, from: at, to: at, actor, event: trigger, branch: ref ?? 'main' });
    return { action: 'requested', workflow_run: { ...object, status: 'queued', conclusion: null } };
  }
  const times = { created_at: at, closed_at: closed === true ? at : null, updated_at: at };
  const pull = { number, title: 'x', merged: false, author_association: 'NONE', user: { login: actor }, ...times };
  return { action: closed === true ? 'closed' : 'opened', number, pull_request: pull };
}
