import type { EventMembers } from '../../core/event.ts';

/** Which evidence a `logsource` means, and what rules for it call what our events hold. */
export interface LogSource {
  readonly product?: string;
  readonly service?: string;
  readonly category?: string;
  readonly formats: readonly string[];
  /** Fields that rules name and that its records do not have as such. */
  readonly fields?: Readonly<Record<string, keyof EventMembers>>;
}

/** Evidence that is not read from a file: what follows from snapshots compared. */
export const INFERRED = 'inference';

/** The GitHub log has these names; its CSV rows are kept as lines. */
const GITHUB_FIELDS = {
  action: 'native_action',
  actor: 'actor',
  actor_id: 'actor_id',
  actor_ip: 'ip',
  org: 'org',
  repo: 'repo',
  user: 'user',
  team: 'team',
  hashed_token: 'token_fp',
  user_agent: 'user_agent',
  visibility: 'visibility',
} as const satisfies Readonly<Record<string, keyof EventMembers>>;

/** Names of the W3C extended log format, which rules of category `webserver` use. */
const WEB_FIELDS = {
  'c-ip': 'ip',
  'cs-method': 'native_action',
  'cs-uri': 'url',
  'cs-uri-query': 'url',
  'cs-uri-stem': 'url',
  'cs-user-agent': 'user_agent',
  'cs-username': 'actor',
  'sc-bytes': 'bytes',
  'sc-status': 'status',
} as const satisfies Readonly<Record<string, keyof EventMembers>>;

const REGISTRY_FORMATS = [
  'npm-packument',
  'npm-view',
  'npm-view-time',
  'npm-manifest',
  'npm-attestations',
  'npm-stage',
  'npm-trust',
  'npm-owner',
  'npm-access',
  'npm-org',
  'npm-team',
  'npm-profile',
  'npm-token-list',
  'npm-token-parseable',
  'npm-keys',
  'mail',
  INFERRED,
];
const CLIENT_FORMATS = ['npm-debug-log', 'npm-cacache-index', 'npm-ls', 'npm-lock', 'pnpm-lock', 'yarn-lock'];
CLIENT_FORMATS.push('yarn-berry-lock', 'bun-lock', 'package-json');
const VERDACCIO = ['verdaccio', 'verdaccio-pretty', 'verdaccio-pretty-timestamped'];
const NEXUS = ['nexus-audit', 'nexus-request'];
const ARTIFACTORY_AUDIT = ['artifactory-access', 'artifactory-access-v6', 'artifactory-security-audit'];
const ARTIFACTORY_REQUEST = ['artifactory-request', 'artifactory-request-v6', 'artifactory-router'];

/** Each attribute that a rule names has to be the same; several entries may fit. */
export const LOG_SOURCES: readonly LogSource[] = [
  { product: 'github', service: 'audit', formats: ['github-audit'] },
  { product: 'github', service: 'audit', formats: ['github-audit-csv'], fields: GITHUB_FIELDS },
  { product: 'github', service: 'webhook', formats: ['github-webhook'] },
  { product: 'github', service: 'actions', category: 'ci', formats: ['github-actions-runs', 'github-actions-log'] },
  { product: 'github', service: 'releases', formats: ['github-releases'] },
  { product: 'gitlab', service: 'audit', formats: ['gitlab-audit-api', 'gitlab-audit-file'] },
  { product: 'aws', service: 'cloudtrail', formats: ['aws-cloudtrail'] },
  { product: 'gcp', service: 'gcp.audit', formats: ['gcp-audit'] },
  // Read by a mapping of the user's own.
  { product: 'bitbucket', service: 'audit', formats: ['generic-jsonl'] },
  { product: 'generic', formats: ['generic-jsonl'] },
  { product: 'audit-log', service: 'audit', formats: ['audit-log'] },
  { product: 'npm', service: 'registry', category: 'registry', formats: REGISTRY_FORMATS },
  { product: 'npm', service: 'client', category: 'client', formats: CLIENT_FORMATS },
  { product: 'verdaccio', service: 'request', category: 'registry', formats: VERDACCIO },
  { product: 'nexus', service: 'audit', category: 'registry', formats: NEXUS },
  { product: 'artifactory', service: 'audit', category: 'registry', formats: ARTIFACTORY_AUDIT },
  { product: 'artifactory', service: 'request', category: 'registry', formats: ARTIFACTORY_REQUEST },
  { product: 'webserver', category: 'webserver', formats: ['access-log'], fields: WEB_FIELDS },
  { product: 'nginx', category: 'webserver', formats: ['access-log'], fields: WEB_FIELDS },
  { product: 'apache', category: 'webserver', formats: ['access-log'], fields: WEB_FIELDS },
  { product: 'git', service: 'git', formats: ['git-log', 'git-refs'] },
  { product: 'sigstore', service: 'rekor', formats: ['rekor-entry', 'sigstore-bundle'] },
];
