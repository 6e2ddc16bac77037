import { isObject, type Json, list, member, text } from '../../core/json.ts';
import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import { durationText } from '../../core/time.ts';
import { deletions, groupsOf, groupText } from './deletions.ts';
import { type RepoActs, repoActs } from './repo-acts.ts';

/** Something in a repository that lays its secrets open, or hides that it did. */
export interface Exposure {
  readonly step: Step;
  readonly others: readonly Step[];
  readonly text: string;
  /** Deleted runs and changed workflows weigh more than what strangers and dispatches do every day. */
  readonly grave: boolean;
  readonly certain: boolean;
}

/** @param quick how long a pull request is open that was made for its runs only, microseconds */
export function exposuresIn(view: RuleView, repo: string, quick: number): readonly Exposure[] {
  const acts = repoActs(view, repo);
  const found = [
    ...gone(view, repo),
    ...dispatches(acts),
    ...detached(acts),
    ...pushes(view, acts),
    ...pulls(view, acts, quick),
  ];
  return found.sort((a, b) => a.step.sort - b.step.sort || (a.step.id < b.step.id ? -1 : 1));
}

/** Deletions of one account within a day are one. */
const TOGETHER = 86_400_000_000;

function gone(view: RuleView, repo: string): readonly Exposure[] {
  const all = deletions(view).filter(
    (one) => one.repo === repo && !one.routine && /^(?:run|branch|logs) /.test(one.what),
  );
  return groupsOf(all, TOGETHER).map((group) => {
    const [{ step }, ...others] = group;
    return { step, others: others.map((one) => one.step), text: groupText(group), grave: true, certain: true };
  });
}

function dispatches({ dispatches: runs }: RepoActs): readonly Exposure[] {
  return runs.map(({ branch, made, step }) => {
    const age = made === undefined ? 'never seen before' : `made ${durationText(step.sort - made.sort)} before`;
    const others = made === undefined ? [] : [made];
    const who = step.members.actor === undefined ? '' : ` by ${step.members.actor}`;
    const named = `${step.members.workflow ?? 'a workflow'} was started by hand${who} on branch ${branch}, ${age}`;
    return { step, others, text: named, grave: false, certain: made !== undefined };
  });
}

function detached({ detached: runs }: RepoActs): readonly Exposure[] {
  return runs.map((step) => {
    const who = step.members.actor === undefined ? '' : ` by ${step.members.actor}`;
    const named = `${step.members.workflow ?? 'a workflow'} ran${who} on a commit of no branch`;
    return { step, others: [], text: named, grave: true, certain: false };
  });
}

/** Pushes of machines that are read: each costs a look at its record. */
const MOST_PUSHES = 2000;
const WORKFLOWS = '.github/workflows/';
/** They change workflows every day, on branches of their own. */
const UPDATERS = /^refs\/heads\/(?:dependabot|renovate)\//;

function pushes(view: RuleView, { botPushes }: RepoActs): readonly Exposure[] {
  return botPushes.slice(-MOST_PUSHES).flatMap((step) => {
    if (step.members.ref === undefined || UPDATERS.test(step.members.ref)) return [];
    const file = view
      .records(step)
      .flatMap(changedFiles)
      .find((name) => name.startsWith(WORKFLOWS));
    if (file === undefined) return [];
    return [{ step, others: [], text: `${step.members.actor ?? 'a bot'} changed ${file}`, grave: true, certain: true }];
  });
}

function changedFiles(record: Json): readonly string[] {
  const commits = list(member(record, 'commits'));
  const names = commits.flatMap((commit) =>
    ['added', 'modified', 'removed'].flatMap((kind) => list(member(commit, kind))),
  );
  return names.flatMap((name) => text(name) ?? []);
}

/** Members of an organisation open and close what they like. */
const MEMBERS: ReadonlySet<string> = new Set(['OWNER', 'MEMBER', 'COLLABORATOR']);

function pulls(view: RuleView, acts: RepoActs, quick: number): readonly Exposure[] {
  const { closed, foreignRuns, opened } = acts;
  const byKey = new Map(opened.map((step) => [keyOf(view, step), step]));
  return closed.flatMap((step) => {
    const open = byKey.get(keyOf(view, step));
    if (open === undefined || step.sort < open.sort || step.sort - open.sort > quick) return [];
    if (isOrdinary(view, open) || isOrdinary(view, step)) return [];
    const run = foreignRuns.find(({ sort }) => sort >= open.sort && sort <= step.sort + quick);
    if (run === undefined && foreignRuns.length > 0) return [];
    const who = open.members.actor ?? 'an unknown account';
    const named = `pull request ${open.members.resource ?? ''} of ${who} was open for ${durationText(step.sort - open.sort)}`;
    const ran =
      run === undefined ? '' : `, and ${run.members.workflow ?? 'a workflow'} ran with the rights of the repository`;
    const others = run === undefined ? [open] : [open, run];
    return [{ step, others, text: `${named.replace('  ', ' ')}${ran}`, grave: false, certain: run !== undefined }];
  });
}

/** The number of the pull request, wherever it stands. */
function keyOf(view: RuleView, step: Step): string {
  if (step.members.resource?.startsWith('#') === true) return step.members.resource;
  const [record] = view.records(step);
  const id = ['pull_request_id', 'pull_request_url', 'pull_request_title'].map((name) => member(record, name));
  return JSON.stringify(id.find((value) => value !== undefined) ?? step.id);
}

function isOrdinary(view: RuleView, step: Step): boolean {
  const { actor, actor_type } = step.members;
  if (actor_type === 'bot' || actor?.endsWith('[bot]') === true) return true;
  return view.records(step).some((record) => {
    const pull = member(record, 'pull_request');
    const association = text(member(pull, 'author_association')) ?? '';
    return isObject(pull) && (MEMBERS.has(association) || member(pull, 'merged') === true);
  });
}
