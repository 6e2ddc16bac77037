import type { StateView } from '../core/inference.ts';
import type { EvidenceFile, RuleView } from '../core/rule.ts';
import type { Citation, Step } from '../core/step.ts';
import { momentOf } from '../core/time.ts';

/** One export that tells which tags, releases or commits a repository had. */
export interface RefSource {
  /** `owner/name` in small letters; most exports of refs do not say. */
  readonly repo: string | undefined;
  /** Microseconds when it was taken, else the newest time inside; absent: it shows what is there, not what is not. */
  readonly taken: number | undefined;
  readonly tags: ReadonlySet<string>;
  /** Commits that it names. */
  commits(): ReadonlySet<string>;
  /** Whether it lists all commits, and so can tell that one is not there. */
  readonly listsCommits: boolean;
  readonly citation: Citation;
}

/** All such exports in the case. */
export function refSources(view: RuleView): readonly RefSource[] {
  return view.shared(sourcesOf);
}

const TAG = 'refs/tags/';

function sourcesOf(view: RuleView): readonly RefSource[] {
  const files = new Map(view.files().map((file) => [file.sha256, file]));
  const formats = new Set([...files.values()].map(({ format }) => format));
  return [
    ...view.subjects().flatMap((subject) => (isRefs(subject) ? view.states(subject).map(refsSource) : [])),
    ...([...formats].some((format) => format.startsWith('github')) ? releaseSources(view, files) : []),
    ...(formats.has('git-log') ? logSources(view, files) : []),
  ];
}

function isRefs(subject: string): boolean {
  return subject === 'git-refs' || subject.startsWith('git-refs:');
}

function refsSource(state: StateView): RefSource {
  const repo = state.subject.slice('git-refs:'.length);
  const tags = state.parts.filter((part) => part.startsWith(TAG));
  let commits: ReadonlySet<string> | undefined;
  return {
    repo: repo === '' ? undefined : repo.toLowerCase(),
    taken: momentOf(state.taken ?? state.newest)?.micros,
    tags: new Set(tags.map((part) => tagName(part.slice(TAG.length)))),
    commits: () => {
      commits ??= new Set(state.parts.flatMap((part) => objectsIn(state.value(part))));
      return commits;
    },
    listsCommits: false,
    citation: { evidence: state.evidence, place: '' },
  };
}

/** `^{}` stands behind a tag where git says which commit it means. */
function tagName(name: string): string {
  return name.endsWith('^{}') ? name.slice(0, -3) : name;
}

function objectsIn(line: unknown): readonly string[] {
  return typeof line === 'string' ? (line.match(/\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b/g) ?? []) : [];
}

type Files = ReadonlyMap<string, EvidenceFile>;

/** Releases by file and repository. Logs of deliveries show some that were made, and never that one is not there. */
function releaseSources(view: RuleView, files: Files): readonly RefSource[] {
  const groups = new Map<string, { repo: string | undefined; file: EvidenceFile; tags: Set<string> }>();
  for (const { members, citations } of view.query({ actions: ['source.release'] })) {
    for (const { evidence } of citations) {
      const file = files.get(evidence);
      if (file === undefined || file.format === 'git-refs' || members.tag === undefined) continue;
      const repo = members.repo?.toLowerCase();
      const key = JSON.stringify([evidence, repo]);
      const group = groups.get(key) ?? { repo, file, tags: new Set() };
      group.tags.add(members.tag);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ repo, file, tags }) => ({
    repo,
    taken: file.format === 'github-releases' ? takenOf(file) : undefined,
    tags,
    commits: () => NONE,
    listsCommits: false,
    citation: { evidence: file.sha256, place: '' },
  }));
}

const NONE: ReadonlySet<string> = new Set();

function takenOf({ taken, last }: EvidenceFile): number | undefined {
  return taken === undefined ? last : momentOf(taken)?.micros;
}

function logSources(view: RuleView, files: Files): readonly RefSource[] {
  const logs = [...files.values()].filter(({ format }) => format === 'git-log');
  const commits = (): ReadonlyMap<string, Set<string>> => view.shared(commitsByFile);
  return logs.map((file) => ({
    repo: undefined,
    taken: takenOf(file),
    tags: NONE,
    commits: () => commits().get(file.sha256) ?? NONE,
    listsCommits: true,
    citation: { evidence: file.sha256, place: '' },
  }));
}

/** The index does not hold the commit: each has to be read. Done only where a manifest names one. */
function commitsByFile(view: RuleView): ReadonlyMap<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const step of view.query({ actions: ['source.push'] })) {
    if (step.members.native_action === 'commit') addCommit(all, step, view.members(step).commit);
  }
  return all;
}

function addCommit(all: Map<string, Set<string>>, { citations }: Step, commit: string | undefined): void {
  if (commit === undefined) return;
  for (const { evidence } of citations) {
    const known = all.get(evidence) ?? new Set();
    all.set(evidence, known.add(commit));
  }
}

/**
 * Names under which a version may be tagged: `1.2.3`, `v1.2.3`, and in repositories of several packages
 * `@scope/name@1.2.3`, `name@1.2.3`, `name-v1.2.3`, `name/v1.2.3`, `scope-name-v1.2.3`.
 */
export function tagNames(name: string, version: string): readonly string[] {
  return [version, `v${version}`, `release-${version}`, `release/${version}`, ...ownTagNames(name, version)];
}

/** Those of them that only this package can have. */
export function ownTagNames(name: string, version: string): readonly string[] {
  const bare = name.slice(name.indexOf('/') + 1);
  const names = new Set([name, bare, name.replace('@', '').replace('/', '-')]);
  return [...names].flatMap((own) =>
    ['@', '-', '/'].flatMap((by) => [`${own}${by}${version}`, `${own}${by}v${version}`]),
  );
}
