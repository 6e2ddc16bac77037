import type { EventDraft } from '../../core/event.ts';

/** Repository and ref in what an identity provider says of a CI job: `repo:acme/widget:ref:refs/heads/main`, `repo:acme/widget:environment:npm`. */
export function ciSubject(subject: string): Partial<EventDraft> {
  const [, repo, ref] = /^repo:([^:]+)(?::ref:(.+)|:.*)?$/.exec(subject) ?? [];
  if (repo !== undefined) return { repo, ref };
  const [, project, branch] = /^project_path:([^:]+)(?::ref_type:[^:]+:ref:(.+)|:.*)?$/.exec(subject) ?? [];
  return project === undefined ? {} : { repo: project, ref: branch };
}
