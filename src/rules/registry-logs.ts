import type { RuleView } from '../core/rule.ts';
import type { Step } from '../core/step.ts';

/** Formats that a registry itself writes as acts happen: what is not in them did not happen while they ran. */
const FORMATS: ReadonlySet<string> = new Set([
  'access-log',
  'artifactory-access',
  'artifactory-access-v6',
  'artifactory-request',
  'artifactory-request-v6',
  'artifactory-router',
  'artifactory-security-audit',
  'audit-log',
  'aws-cloudtrail',
  'gcp-audit',
  'generic-jsonl',
  'github-audit',
  'github-audit-csv',
  'gitlab-audit-api',
  'gitlab-audit-file',
  'nexus-audit',
  'nexus-request',
  'verdaccio',
  'verdaccio-pretty',
  'verdaccio-pretty-timestamped',
]);

/** Those of them that also tell whom somebody made an owner. */
const OWNERS: ReadonlySet<string> = new Set(['audit-log', 'generic-jsonl']);

/** Format by digest, of all files. */
function formatsOf(view: RuleView): ReadonlyMap<string, string> {
  return new Map(view.files().map(({ format, sha256 }) => [sha256, format]));
}

/** Whether a log of a registry tells of the act. */
export function isLogged(view: RuleView, step: Pick<Step, 'citations'>): boolean {
  return isOf(view, step, FORMATS);
}

/** Whether that log would also tell of a change of owners. */
export function isLoggedWithOwners(view: RuleView, step: Pick<Step, 'citations'>): boolean {
  return isOf(view, step, OWNERS);
}

function isOf(view: RuleView, { citations }: Pick<Step, 'citations'>, wanted: ReadonlySet<string>): boolean {
  const formats = view.shared(formatsOf);
  return citations.some(({ evidence }) => wanted.has(formats.get(evidence) ?? ''));
}
