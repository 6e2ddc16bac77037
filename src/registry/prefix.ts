/** Stands for one step of any name: a repository, a project, a feed. */
const ANY = '*';

/**
 * Where npm's own paths begin on products that hold many registries. A product may itself sit under up to three
 * steps (`/artifactory/api/npm/…`, `/<organisation>/_packaging/…`).
 */
const PREFIXES: readonly (readonly string[])[] = [
  ['repository', ANY], // Nexus
  ['api', 'npm', ANY], // Artifactory
  ['api', 'v4', 'projects', ANY, 'packages', 'npm'], // GitLab
  ['api', 'v4', 'groups', ANY, '-', 'packages', 'npm'],
  ['api', 'v4', 'packages', 'npm'],
  ['api', 'packages', ANY, 'npm'], // Gitea, Forgejo
  ['_packaging', ANY, 'npm', 'registry'], // Azure Artifacts
];
const DEEPEST_CONTEXT = 3;

/** The steps of a path that the registry itself sees. */
export function withoutPrefix(path: readonly string[]): readonly string[] {
  for (const prefix of PREFIXES) {
    for (let start = 0; start <= DEEPEST_CONTEXT; start++) {
      const end = start + prefix.length;
      if (path.length > end && prefix.every((step, index) => matches(step, path[start + index])))
        return path.slice(end);
    }
  }
  return underCodeArtifact(path) ? path.slice(2) : path;
}

function matches(step: string, actual: string | undefined): boolean {
  return step === ANY ? actual !== undefined && !actual.startsWith('@') : step === actual;
}

/** `/npm/<repository>/…`; but `/npm/-/npm-11.0.0.tgz` and `/npm/11.0.0` belong to the package called npm. */
function underCodeArtifact(path: readonly string[]): boolean {
  const [first, second = ''] = path;
  return first === 'npm' && path.length > 2 && !/^(?:@|-$|-rev$)/.test(second);
}
