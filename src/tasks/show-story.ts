import type { Line } from '../core/report.ts';
import type { Step } from '../core/step.ts';
import { compareSteps } from '../core/step.ts';
import type { CaseReader } from '../store/case-reader.ts';
import { type RelatedStep, relatedTo, type StoryWindow } from '../timeline/related.ts';
import { withRemarks } from '../timeline/remarks.ts';
import { dayText } from '../timeline/when.ts';
import type { CaseRuleView } from './detect/rule-view.ts';
import type { ShowOptions } from './show.ts';
import { factsWithoutPackage, stepsOfJobs, tagsOfVersions } from './show-facts.ts';
import type { Told } from './show-fold.ts';

/** What is told around what was asked for. */
export interface Story {
  /** In timeline order. */
  readonly related: readonly Told[];
  readonly head: readonly Line[];
  /** What there was too much of. */
  readonly left: readonly string[];
}

const TOO_MANY = 'the logs of CI jobs: there are too many';

const NONE: Story = { related: [], head: [], left: [] };

/** Publishes named in the head. */
const NAMED = 6;

/** Whether one thing was asked for, so that its story can be told. */
export function isStory({ roles, only }: Pick<ShowOptions, 'roles' | 'only'>): boolean {
  return only !== true && Object.keys(roles).length === 1;
}

/** What belongs to the story of packages beside the acts on them. @param acts all acts on them but downloads */
export function storyOf(view: CaseRuleView, reader: CaseReader, acts: readonly Step[], options: ShowOptions): Story {
  const packages = options.roles.package;
  if (packages === undefined || !isStory(options)) return NONE;
  const changes = view.inferred().filter(({ members }) => members.action === 'auth.email_changed');
  const { window, steps, brought, left } = relatedTo(view, [...acts, ...changes].sort(compareSteps), {
    packages,
    depth: options.depth ?? 1,
    bad: options.bad,
  });
  if (window === undefined || (options.depth ?? 1) === 0) return NONE;
  const facts = window.questioned ? factsWithoutPackage(reader, window.since, window.until) : [];
  const logs = jobLogs(reader, steps);
  const all = merged(steps, [
    ...(logs ?? []).filter(({ step: { members } }) => !packages.includes(members.package ?? '')),
    ...facts.map((step) => ({ step, why: ['reported in this time, and names no package'] })),
    ...(window.questioned ? tags(reader, acts, window) : []),
  ]);
  return {
    related: remarked(all, new Set(brought)),
    head: [headLine(window)],
    left: [...left, ...(logs === undefined ? [TOO_MANY] : [])],
  };
}

/** Which of the publishes in this time have a tag. */
function tags(reader: CaseReader, acts: readonly Step[], { forgeSince, until }: StoryWindow): readonly RelatedStep[] {
  const published = acts.filter(({ members }) => members.action === 'package.published');
  const within = ({ sort }: Step): boolean => sort >= forgeSince && sort <= until;
  const versions = new Set(published.filter(within).flatMap(({ members }) => members.version ?? []));
  const why = ['a tag named like a version that was published in this time'];
  return tagsOfVersions(reader, versions)
    .filter(within)
    .map((step) => ({ step, why }));
}

/** Logs that were kept of jobs of the repository: none of their other lines names it. */
function jobLogs(reader: CaseReader, steps: readonly RelatedStep[]): readonly RelatedStep[] | undefined {
  const jobs = steps.filter(({ step }) => step.members.action === 'ci.job_started');
  const wanted = new Set(jobs.flatMap(({ step }) => step.citations.map(({ evidence }) => evidence)));
  if (wanted.size === 0) return [];
  const why = ['the log of a job of its repository'];
  return stepsOfJobs(reader, wanted)?.map((step) => ({ step, why }));
}

/** An act that is known already only gets one more reason. */
function merged(known: readonly RelatedStep[], more: readonly RelatedStep[]): readonly RelatedStep[] {
  const byEntry = new Map(known.flatMap((each, i) => each.step.entries.map((seq) => [seq, i] as const)));
  const all = [...known];
  for (const { step, why } of more) {
    const at = step.entries.map((seq) => byEntry.get(seq)).find((place) => place !== undefined);
    const same = at === undefined ? undefined : all[at];
    if (at === undefined || same === undefined) {
      for (const seq of step.entries) byEntry.set(seq, all.length);
      all.push({ step, why });
    } else {
      all[at] = { step: same.step, why: [...new Set([...same.why, ...why])] };
    }
  }
  return all.sort((a, b) => compareSteps(a.step, b.step));
}

/** Of packages that are told as a whole, publishes get the remarks that those asked for have. */
function remarked(all: readonly RelatedStep[], whole: ReadonlySet<string>): readonly Told[] {
  const publishes = all.filter(({ step: { members } }) => members.package !== undefined && whole.has(members.package));
  const known = new Map(withRemarks(publishes.map(({ step }) => step)).map((step) => [step.id, step]));
  return all.map(({ step, why }) => ({ step: known.get(step.id) ?? step, why, related: true }));
}

function headLine({ releases, questioned, since, until }: StoryWindow): Line {
  const names = releases.map((release) => `${release.package}@${release.version}`);
  const named = names.length <= NAMED ? names.join(', ') : `${names.slice(0, NAMED).join(', ')} and more`;
  const range = `${dayText(since)} to ${dayText(until)}`;
  const text = questioned
    ? `with what happened around ${named}, in question: ${range} (--only: without, --why: why each row is here)`
    : `with what happened around the newest publish, ${named}: ${range} (--only: without)`;
  return { text, style: 'dim' };
}
