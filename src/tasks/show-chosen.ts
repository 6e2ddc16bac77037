import { compareSteps, type Step, stepWith } from '../core/step.ts';
import type { CaseReader } from '../store/case-reader.ts';
import type { Role } from '../store/derive.ts';
import type { TimelineQuery } from '../store/query.ts';
import { withRemarks } from '../timeline/remarks.ts';
import type { CaseRuleView } from './detect/rule-view.ts';
import type { ShowOptions } from './show.ts';
import { Actors } from './show-could.ts';
import { folded, type Told } from './show-fold.ts';
import { isStory, type Story, storyOf } from './show-story.ts';
import { CaseView, interleaved } from './view.ts';

/** Acts beyond this many are shown without remarks: the list is then no story any more. */
const STORY = 50_000;

type Remarks = ReadonlyMap<string, readonly string[]>;

/** Chooses the rows of a timeline or story, in order. What is asked for comes as it is read; the rest is bounded. */
export class Chooser {
  readonly story: Story;
  /** Who acted in the rows that were given so far. */
  readonly actors = new Actors();
  readonly #view: CaseView;
  readonly #rules: CaseRuleView;
  readonly #options: ShowOptions;
  readonly #remarks: Remarks;
  readonly #publishers: ReadonlySet<string>;

  constructor(reader: CaseReader, rules: CaseRuleView, options: ShowOptions) {
    this.#view = new CaseView(reader);
    this.#rules = rules;
    this.#options = options;
    const acts = this.#acts();
    this.#remarks = acts === undefined ? new Map() : remarksOf(acts);
    this.#publishers = options.roles.package === undefined ? new Set() : publishersIn(acts ?? []);
    this.story = storyOf(rules, reader, acts === undefined ? [] : this.#withInferred(acts), options);
  }

  /** In the order that was asked for, at most as many as were asked for. */
  *rows(): Generator<Told> {
    const { options, steps } = { options: this.#options, steps: this.#steps() };
    const all = isStory(options) && options.downloads !== true ? folded(steps) : steps;
    let left = options.limit ?? Number.POSITIVE_INFINITY;
    for (const told of options.descending ? [...all].reverse() : all) {
      if (left-- <= 0) return;
      yield told;
    }
  }

  *#steps(): Generator<Told> {
    const where = this.#options.where;
    for (const told of together(this.#own(), this.#around())) {
      if (where !== undefined && !where(told.step, () => this.#view.whole(told.step))) continue;
      this.actors.add(told.step);
      const added = this.#remarks.get(told.step.id);
      yield added === undefined ? told : { ...told, step: stepWith(told.step, { remarks: added }) };
    }
  }

  /** What is about what was asked for. */
  *#own(): Generator<Told> {
    const { roles, action, since, until } = this.#options;
    const query: TimelineQuery = {
      roles,
      ...(action && { action }),
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
    };
    const story = isStory(this.#options);
    const named = Object.values(roles).flat().join(', ');
    for (const step of interleaved(this.#view.query(query), this.#inferred())) {
      const { actor, package: name } = step.members;
      const isOfPublisher = roles.package !== undefined && name === undefined;
      const why = isOfPublisher ? `${actor} published ${named}` : `about ${named}`;
      yield { step, why: story ? [why] : [], related: false };
    }
  }

  #inferred(): Step[] {
    const options = this.#options;
    return this.#rules
      .inferred()
      .filter((step) => matches(step, options) || concernsPublisher(step, options, this.#publishers));
  }

  /** What is around it, as far as the same filters allow. */
  #around(): readonly Told[] {
    const told = new Set(this.#inferred().map(({ id }) => id));
    return this.story.related.filter(
      ({ step }) => matches(step, { ...this.#options, roles: {} }) && !told.has(step.id),
    );
  }

  /** What was done to the packages that are asked for, or to which what is asked for did something; not too much of it. */
  #acts(): readonly Step[] | undefined {
    const { roles } = this.#options;
    const packages = packagesOf(this.#view, roles);
    const wanted = roles.package === undefined ? isPackageAct : (action: string) => !action.startsWith('artifact.');
    const acts: Step[] = [];
    for (const step of this.#view.query({ ...(packages && { roles: { package: packages } }), action: wanted })) {
      acts.push(step);
      if (acts.length > STORY) return undefined;
    }
    return acts;
  }

  #withInferred(acts: readonly Step[]): readonly Step[] {
    const packages = this.#options.roles.package ?? [];
    const about = this.#rules.inferred().filter(({ members }) => packages.includes(members.package ?? ''));
    return [...interleaved(acts, about)];
  }
}

/** Two sequences in order as one; what is asked for comes first where nothing else decides. */
function* together(own: Iterable<Told>, around: readonly Told[]): Generator<Told> {
  let next = 0;
  for (const told of own) {
    for (
      let other = around[next];
      other !== undefined && compareSteps(other.step, told.step) < 0;
      other = around[++next]
    )
      yield other;
    yield told;
  }
  yield* around.slice(next);
}

/** Publishes are looked at together: what follows from one and the one before it. */
function remarksOf(acts: readonly Step[]): Remarks {
  const found = new Map<string, readonly string[]>();
  const publishes = acts.filter(({ members }) => isPackageAct(members.action));
  for (const { id, remarks } of withRemarks(publishes)) if (remarks !== undefined) found.set(id, remarks);
  return found;
}

function isPackageAct(action: string): boolean {
  return action.startsWith('package.');
}

/** The packages that what is asked for acts on; nothing: all. */
function packagesOf(view: CaseView, roles: ShowOptions['roles']): readonly string[] | undefined {
  if (roles.package !== undefined || Object.keys(roles).length === 0) return roles.package;
  const names = [...view.query({ roles, action: isPackageAct })].map(({ members }) => members.package);
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** Accounts that published what is asked for: a change of their address belongs to the story. */
function publishersIn(acts: readonly Step[]): ReadonlySet<string> {
  const publishes = acts.filter(({ members }) => members.action === 'package.published');
  return new Set(publishes.flatMap(({ members }) => members.actor ?? []));
}

function concernsPublisher(step: Step, options: ShowOptions, publishers: ReadonlySet<string>): boolean {
  const { action, actor } = step.members;
  if (action !== 'auth.email_changed' || actor === undefined || !publishers.has(actor)) return false;
  const { package: _, ...others } = options.roles;
  return matches(step, { ...options, roles: others });
}

/** The filters of the index, for what stands beside it. */
function matches(step: Step, { roles, action, since, until }: ShowOptions): boolean {
  const { members } = step;
  const values: Record<Role, readonly (string | undefined)[]> = {
    package: [members.package],
    account: [members.actor, members.user],
    ip: [members.ip],
    token: [members.token_fp],
    repo: [members.repo],
  };
  for (const [role, wanted] of Object.entries(roles)) {
    if (![...values[role as Role]].some((value) => value !== undefined && wanted.includes(value))) return false;
  }
  if (action?.(members.action) === false) return false;
  if (since !== undefined && step.sort < since) return false;
  return until === undefined || (step.low ?? step.sort) <= until;
}
