import { at, type Json, list, member, scalar, text } from '../../core/json.ts';

/** The CI run that a provenance predicate names. Claims of the predicate: the certificate is what the CA saw. */
export interface Run {
  /** `owner/name`; a project on GitLab may stand deeper. */
  readonly repo: string | undefined;
  readonly commit: string | undefined;
  readonly ref: string | undefined;
  /** Path of the workflow file. */
  readonly workflow: string | undefined;
  readonly id: string | undefined;
  readonly attempt: string | undefined;
  readonly url: string | undefined;
  readonly actor: string | undefined;
  readonly actorId: string | undefined;
  /** What set the run off: `release`, `push`, `workflow_dispatch` … */
  readonly trigger: string | undefined;
  readonly builder: string | undefined;
}

/** Reads the predicate of SLSA provenance v1 and v0.2 as npm writes them on GitHub Actions and GitLab CI. */
export function readRun(predicate: Json | undefined): Run {
  if (member(predicate, 'buildDefinition') !== undefined) return readV1(predicate);
  const environment = at(predicate, 'invocation', 'environment');
  return member(environment, 'GITHUB_REPOSITORY') === undefined ? readGitlab(predicate) : readGithub(predicate);
}

/** SLSA v1: https://slsa.dev/spec/v1.0/provenance, with the build type of GitHub's workflows. */
function readV1(predicate: Json | undefined): Run {
  const definition = member(predicate, 'buildDefinition');
  const workflow = at(definition, 'externalParameters', 'workflow');
  const [source] = list(member(definition, 'resolvedDependencies'));
  const url = text(at(predicate, 'runDetails', 'metadata', 'invocationId'));
  const [, id, attempt] = /\/actions\/runs\/(\d+)(?:\/attempts\/(\d+))?/.exec(url ?? '') ?? [];
  return {
    repo: repositoryOf(text(member(workflow, 'repository')) ?? text(member(source, 'uri'))),
    commit: text(at(source, 'digest', 'gitCommit')),
    ref: text(member(workflow, 'ref')),
    workflow: text(member(workflow, 'path')),
    id,
    attempt,
    url,
    actor: undefined,
    actorId: scalar(at(definition, 'internalParameters', 'github', 'actor_id')),
    trigger: text(at(definition, 'internalParameters', 'github', 'event_name')),
    builder: text(at(predicate, 'runDetails', 'builder', 'id')),
  };
}

/** SLSA v0.2 as npm 9 wrote it on GitHub Actions. */
function readGithub(predicate: Json | undefined): Run {
  const environment = at(predicate, 'invocation', 'environment');
  const source = text(at(predicate, 'invocation', 'configSource', 'uri'));
  const repo = text(member(environment, 'GITHUB_REPOSITORY'));
  const id = scalar(member(environment, 'GITHUB_RUN_ID'));
  const attempt = scalar(member(environment, 'GITHUB_RUN_ATTEMPT'));
  return {
    repo,
    commit: text(member(environment, 'GITHUB_SHA')),
    ref: text(member(environment, 'GITHUB_REF')),
    workflow: workflowOf(text(member(environment, 'GITHUB_WORKFLOW_REF')), repo),
    id,
    attempt,
    url: runUrl(source, id, attempt),
    actor: undefined,
    actorId: scalar(member(environment, 'GITHUB_ACTOR_ID')),
    trigger: text(member(environment, 'GITHUB_EVENT_NAME')),
    builder: text(at(predicate, 'builder', 'id')),
  };
}

/** SLSA v0.2 as npm writes it on GitLab CI. A pipeline is what other sources call a run. */
function readGitlab(predicate: Json | undefined): Run {
  const invocation = member(predicate, 'invocation');
  const parameters = member(invocation, 'parameters');
  const environment = member(invocation, 'environment');
  return {
    repo: text(member(environment, 'project')) ?? repositoryOf(text(at(invocation, 'configSource', 'uri'))),
    commit: text(at(invocation, 'configSource', 'digest', 'sha1')),
    ref: text(member(parameters, 'CI_COMMIT_REF_NAME')),
    workflow: text(at(environment, 'pipeline', 'ref')),
    id: scalar(at(environment, 'pipeline', 'id')),
    attempt: undefined,
    url: text(member(parameters, 'CI_PIPELINE_URL')) ?? text(at(predicate, 'metadata', 'buildInvocationId')),
    actor: text(member(parameters, 'GITLAB_USER_LOGIN')),
    actorId: scalar(member(parameters, 'GITLAB_USER_ID')),
    trigger: text(member(parameters, 'CI_PIPELINE_SOURCE')),
    builder: text(at(predicate, 'builder', 'id')),
  };
}

/** `owner/name` of `git+https://github.com/owner/name@refs/heads/main`. */
export function repositoryOf(uri: string | undefined): string | undefined {
  const path = /^(?:git\+)?https?:\/\/[^/]+\/([^@?#]+)/.exec(uri ?? '')?.[1];
  return path?.replace(/\/$/, '').replace(/\.git$/, '');
}

/** `.github/workflows/publish.yml` of `owner/name/.github/workflows/publish.yml@refs/tags/v1`. */
function workflowOf(reference: string | undefined, repo: string | undefined): string | undefined {
  const [path] = reference?.split('@') ?? [];
  return repo !== undefined && path?.startsWith(`${repo}/`) ? path.slice(repo.length + 1) : path;
}

/** The run's page, on the server the source came from. */
function runUrl(source: string | undefined, id: string | undefined, attempt: string | undefined): string | undefined {
  const base = /^git\+(https?:\/\/[^@?#]+)/.exec(source ?? '')?.[1];
  if (base === undefined || id === undefined) return undefined;
  return `${base}/actions/runs/${id}${attempt === undefined ? '' : `/attempts/${attempt}`}`;
}
