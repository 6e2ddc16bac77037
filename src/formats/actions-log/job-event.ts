import type { EventDraft } from '../../core/event.ts';
import { durationText, type Moment } from '../../core/time.ts';
import type { JobFacts } from './job-facts.ts';

/** A shorter wait for a runner is not worth telling. */
const LONG_WAIT = 60_000_000;

export function jobEvent(facts: JobFacts, permissions: readonly string[], at: Moment): EventDraft {
  const { repo, workflow, ref, commit } = facts.caller ?? facts.definition ?? {};
  return {
    action: 'ci.job_started',
    grade: 'client',
    outcome: 'success',
    identity: { by: 'record' },
    at,
    native_action: 'job',
    resource: facts.name,
    repo,
    workflow,
    ref,
    commit,
    host: facts.machine,
    client: facts.version && `actions-runner/${facts.version}`,
    scopes: permissions.join(', ') || undefined,
    text: remarks(facts, permissions, at),
  };
}

function remarks(facts: JobFacts, permissions: readonly string[], at: Moment): string | undefined {
  const { queued, caller, definition, used } = facts;
  const defined = caller === undefined ? definition === undefined && used : definition;
  const waited = queued === undefined ? 0 : at.micros - queued.micros;
  const all = [
    permissions.some((text) => /^id-?token: write$/i.test(text)) ? 'OIDC token permission' : undefined,
    facts.runner,
    facts.group && `group ${facts.group}`,
    facts.labels && `labels ${facts.labels}`,
    facts.image && `image ${facts.image}`,
    facts.secrets && `secret source ${facts.secrets}`,
    waited >= LONG_WAIT ? `waited ${durationText(waited)} for a runner` : undefined,
    defined && `defined in ${defined.repo}/${defined.workflow}@${defined.ref}`,
  ];
  return all.filter((remark) => remark).join('; ') || undefined;
}
