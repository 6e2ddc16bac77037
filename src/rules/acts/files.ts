import type { EvidenceFile, RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';

/** Where an account lives: one name at two services may be two people. */
export type Realm = 'github' | 'gitlab' | 'registry';

/** Files of the case by digest. */
function filesByDigest(view: RuleView): ReadonlyMap<string, EvidenceFile> {
  return new Map(view.files().map((file) => [file.sha256, file]));
}

/** Ids of the formats that a step was read from. */
export function formatsOf(view: RuleView, step: Step): readonly string[] {
  const files = view.shared(filesByDigest);
  return step.citations.flatMap(({ evidence }) => files.get(evidence)?.format ?? []);
}

/** Copies of documents (`npm-packument`, `npm-view`) show an act, but log nothing else of whoever did it. */
export function logOf(view: RuleView, step: Step): string | undefined {
  return formatsOf(view, step).find((format) => !format.startsWith('npm-'));
}

export function realmOf(view: RuleView, step: Step): Realm {
  const formats = formatsOf(view, step);
  if (formats.some((format) => format.startsWith('github-')) || isFromGithub(step)) return 'github';
  return formats.some((format) => format.startsWith('gitlab-')) ? 'gitlab' : 'registry';
}

/** A mail about an account at GitHub. */
function isFromGithub({ members: { source_name } }: Step): boolean {
  return source_name?.endsWith('github.com') === true;
}

/** Times that logs of some formats cover, microseconds. */
export interface Cover {
  readonly first: number;
  readonly last: number;
}

/** Rotated parts of one log, as one where less than `gap` lies between them. */
export function coversOf(view: RuleView, formats: (format: string) => boolean, gap: number): readonly Cover[] {
  const files = view.files().flatMap(({ format, first, last }) => {
    return first === undefined || last === undefined || !formats(format) ? [] : [{ first, last }];
  });
  const covers: Cover[] = [];
  for (const next of files.sort((a, b) => a.first - b.first || a.last - b.last)) {
    const open = covers.at(-1);
    if (open === undefined || next.first - open.last > gap) covers.push(next);
    else covers[covers.length - 1] = { first: open.first, last: Math.max(open.last, next.last) };
  }
  return covers;
}

/** Clocks of one server and its registry may differ by as much, microseconds. */
const SLACK = 60_000_000;

/** The stretch of a log that a moment lies in. */
export function coverAt(covers: readonly Cover[], at: number): Cover | undefined {
  return covers.find(({ first, last }) => first - SLACK <= at && at <= last + SLACK);
}
