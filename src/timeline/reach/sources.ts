/**
 * What a kind of evidence can say of fetches. `requests`: a server's log of all requests. `mixed`: a log that may hold
 * downloads or not, as it was set. The others speak of one machine, job or project.
 */
export type SourceKind = 'requests' | 'mixed' | 'run' | 'cache' | 'job' | 'project';

const KINDS: Readonly<Record<SourceKind, readonly string[]>> = {
  requests: [
    'access-log',
    'artifactory-request',
    'artifactory-request-v6',
    'artifactory-router',
    'nexus-request',
    'verdaccio',
    'verdaccio-pretty',
    'verdaccio-pretty-timestamped',
  ],
  mixed: [
    'artifactory-access',
    'artifactory-access-v6',
    'audit-log',
    'aws-cloudtrail',
    'gcp-audit',
    'generic-jsonl',
    'github-audit',
    'github-audit-csv',
  ],
  run: ['npm-debug-log'],
  cache: ['npm-cacache-index'],
  job: ['github-actions-log'],
  project: ['bun-lock', 'npm-lock', 'npm-ls', 'pnpm-lock', 'yarn-berry-lock', 'yarn-lock'],
};

/** Words for what the kind leaves out. */
export const LIMITS: Readonly<Record<SourceKind, string | undefined>> = {
  requests: undefined,
  mixed: 'whether it records downloads depends on how it was set',
  run: 'one run of npm on one machine',
  cache: 'the cache of one machine',
  job: 'one CI job; what its installs fetched is not in it',
  project: 'one project, as it was when the file was taken',
};

const BY_FORMAT: ReadonlyMap<string, SourceKind> = new Map(
  Object.entries(KINDS).flatMap(([kind, formats]) => formats.map((format) => [format, kind as SourceKind] as const)),
);

/** Undefined for a format that says nothing of fetches. */
export function sourceKind(format: string): SourceKind | undefined {
  return BY_FORMAT.get(format);
}
