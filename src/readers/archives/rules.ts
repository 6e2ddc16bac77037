/** Members that are passed by: no evidence, or evidence that stands elsewhere in the same archive. */
export interface ArchiveRule {
  /** What is said of them: `86 <what>`. */
  readonly what: string;
  passesBy(name: string): boolean;
}

/** The manifest in the tarball of an npm package. */
export const MANIFEST = 'package/package.json';

/** What programs add to archives, and what `ingest` passes by in folders too. */
const ADDED = /^__MACOSX\/|(?:^|\/)(?:\.DS_Store|\.git(?:\/.*)?)$/s;

/** The rules for an archive with these members. */
export function rulesFor(kind: 'zip' | 'tar', names: readonly string[]): readonly ArchiveRule[] {
  const added: ArchiveRule = { what: 'files of macOS or git', passesBy: (name) => ADDED.test(name) };
  if (kind === 'zip') return [added, stepLogs(names)];
  return names.includes(MANIFEST) ? [packageFiles, added] : [added];
}

const packageFiles: ArchiveRule = {
  what: 'other files of an npm package: its code is no evidence',
  passesBy: (name) => name.startsWith('package/') && name !== MANIFEST,
};

const JOB = /^\d+_(.+)\.txt$/;
const STEP = /^([^/]+)\/\d+_[^/]*\.txt$/;

/** The log archive of a GitHub Actions run has each job's log, and the same lines again step by step. */
function stepLogs(names: readonly string[]): ArchiveRule {
  const jobs = new Set(names.map((name) => JOB.exec(name)?.[1]));
  const isStep = (name: string): boolean => jobs.has(STEP.exec(name)?.[1] ?? '');
  return { what: 'step logs: the same lines stand in the log of their job', passesBy: isStep };
}
