import type { Action } from '../../core/action.ts';
import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import { sources, triggerOf } from './sources.ts';

/** What matters of all that was done in a repository. */
export interface RepoActs {
  /** Any record of it. */
  readonly any: boolean;
  /** When the runs that were deleted had been created, by run id. */
  readonly deletedRuns: ReadonlyMap<string, Step>;
  /** Young branches that had a run of someone's own will, or one that was deleted, and are gone. */
  readonly goneBranches: readonly { readonly branch: string; readonly step: Step }[];
  readonly goneIssues: readonly Step[];
  /** Runs started by hand on a branch that was just made. */
  readonly dispatches: readonly { readonly branch: string; readonly step: Step; readonly made: Step | undefined }[];
  /** Runs that work on what strangers send: `pull_request_target`, `issue_comment`. */
  readonly foreignRuns: readonly Step[];
  /** Runs of a commit that stands on no branch, though all runs before had one. */
  readonly detached: readonly Step[];
  readonly opened: readonly Step[];
  readonly closed: readonly Step[];
  readonly botPushes: readonly Step[];
}

const ACTIONS: readonly Action[] = ['ci.run_created', 'ci.run_deleted', 'source.push', 'other'];

/** Acts in a repository; computed once per view. */
export function repoActs(view: RuleView, repo: string): RepoActs {
  const known = view.shared(allActs);
  const found = known.get(repo) ?? readOne(view, repo);
  known.set(repo, found);
  return found;
}

/** So many repositories are read one by one; more in one pass over all of them. */
const FEW = 20;

/** Acts of the repositories in which packages are made. */
function allActs(view: RuleView): Map<string, RepoActs> {
  const repos = new Set(sources(view).flatMap((source) => source.repos));
  if (repos.size <= FEW) return new Map();
  const gone = goneRuns(view.query({ actions: ['ci.run_deleted'] }));
  const readers = new Map([...repos].map((repo) => [repo, new Reader(gone)]));
  for (const step of view.query({ actions: ACTIONS })) readers.get(step.members.repo ?? '')?.push(step);
  return new Map([...readers].map(([repo, reader]) => [repo, reader.acts]));
}

function readOne(view: RuleView, repo: string): RepoActs {
  const reader = new Reader(goneRuns(view.query({ repos: [repo], actions: ['ci.run_deleted'] })));
  for (const step of view.query({ repos: [repo], actions: ACTIONS })) reader.push(step);
  return reader.acts;
}

function goneRuns(steps: Iterable<Step>): ReadonlySet<string> {
  return new Set([...steps].flatMap(({ members }) => members.run_id ?? []));
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

const HOUR = 3_600_000_000;
const DAY = 24 * HOUR;
/** Runs of other branches, from which on one of a branch never seen says something. */
const ENOUGH = 10;
const FOREIGN: ReadonlySet<string> = new Set(['pull_request_target', 'issue_comment', 'issues']);
const ISSUE_GONE =
  /^(?:issues?|issue_comment|discussion|discussion_comment|commit_comment|pull_request_review_comment)\.(?:deleted?|destroy)$/;
const BOT = /\[bot\]$|(?:^|[-_])bot(?:$|[-_])/i;

/** Reads the acts of one repository in the order of time. */
class Reader {
  readonly #deleted: ReadonlySet<string>;
  /** When a branch was first seen, and the act that made it, where that is known. */
  readonly #branches = new Map<string, { at: number; made: Step | undefined }>();
  readonly #handRuns = new Set<string>();
  readonly #deletedOn = new Set<string>();
  #runs = 0;
  readonly #acts: Mutable<RepoActs> & { deletedRuns: Map<string, Step> } = {
    any: false,
    deletedRuns: new Map(),
    goneBranches: [],
    goneIssues: [],
    dispatches: [],
    foreignRuns: [],
    detached: [],
    opened: [],
    closed: [],
    botPushes: [],
  };

  /** @param deleted ids of runs that were deleted */
  constructor(deleted: ReadonlySet<string>) {
    this.#deleted = deleted;
  }

  get acts(): RepoActs {
    return this.#acts;
  }

  push(step: Step): void {
    this.#acts.any = true;
    if (step.bounded === 2) return;
    if (step.members.action === 'ci.run_created') this.#run(step);
    else if (step.members.action === 'ci.run_deleted') this.#runGone(step);
    else if (step.members.action === 'source.push') this.#push(step);
    else this.#other(step);
  }

  #run(step: Step): void {
    const { run_id: id, ref } = step.members;
    const branch = ref?.replace(/^refs\/heads\//, '');
    const trigger = triggerOf(step);
    if (id !== undefined && this.#deleted.has(id)) this.#acts.deletedRuns.set(id, step);
    if (FOREIGN.has(trigger ?? '')) this.#acts.foreignRuns.push(step);
    if (branch === undefined) this.#detached(step, trigger);
    else this.#runOn(branch, trigger, step);
  }

  #detached(step: Step, trigger: string | undefined): void {
    const byHand = trigger === undefined || trigger === 'push' || trigger === 'workflow_dispatch';
    if (byHand && this.#runs >= ENOUGH) this.#acts.detached.push(step);
  }

  #runOn(branch: string, trigger: string | undefined, step: Step): void {
    const known = this.#branches.get(branch);
    if (trigger === 'workflow_dispatch') {
      this.#handRuns.add(branch);
      const young = known?.made !== undefined && step.sort - known.at <= HOUR;
      const unseen = known === undefined && this.#runs >= ENOUGH;
      if (young || unseen) this.#acts.dispatches.push({ branch, step, made: known?.made });
    }
    this.#seen(branch, step, false);
    this.#runs++;
  }

  #runGone({ members: { ref, run_id: id } }: Step): void {
    const on = ref ?? (id === undefined ? undefined : this.#acts.deletedRuns.get(id)?.members.ref);
    if (on !== undefined) this.#deletedOn.add(on.replace(/^refs\/heads\//, ''));
  }

  #push(step: Step): void {
    const { actor, actor_type, ref, text } = step.members;
    const branch = ref?.startsWith('refs/heads/') === true ? ref.slice('refs/heads/'.length) : undefined;
    if (actor_type === 'bot' || BOT.test(actor ?? '')) this.#acts.botPushes.push(step);
    if (branch === undefined) return;
    if (/^deleted(?:;|$)/.test(text ?? '')) this.#branchGone(branch, step);
    else this.#seen(branch, step, /^created(?:;|$)/.test(text ?? ''));
  }

  #other(step: Step): void {
    const { native_action: native = '', ref, resource } = step.members;
    if (resource === 'branch' && ref !== undefined && native === 'create') this.#seen(ref, step, true);
    else if (resource === 'branch' && ref !== undefined && native === 'delete') this.#branchGone(ref, step);
    else if (ISSUE_GONE.test(native)) this.#acts.goneIssues.push(step);
    else if (native === 'pull_request.opened' || native === 'pull_request.create') this.#acts.opened.push(step);
    else if (native === 'pull_request.closed' || native === 'pull_request.close') this.#acts.closed.push(step);
  }

  #seen(branch: string, step: Step, made: boolean): void {
    const known = this.#branches.get(branch);
    if (made && known?.made === undefined) this.#branches.set(branch, { at: step.sort, made: step });
    else if (known === undefined) this.#branches.set(branch, { at: step.sort, made: undefined });
  }

  /** Branches are deleted every day, when their work is merged: those that somebody ran by hand are not. */
  #branchGone(branch: string, step: Step): void {
    const known = this.#branches.get(branch);
    const odd = this.#handRuns.has(branch) || this.#deletedOn.has(branch);
    if (odd && known !== undefined && step.sort - known.at <= DAY) this.#acts.goneBranches.push({ branch, step });
    this.#branches.delete(branch);
    this.#handRuns.delete(branch);
  }
}
