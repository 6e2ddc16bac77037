import type { Action } from '../../core/action.ts';
import type { EventMembers } from '../../core/event.ts';
import type { Inference, StateView } from '../../core/inference.ts';
import type { Json } from '../../core/json.ts';
import type { EvidenceFile, RuleView, StepQuery } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import type { CaseReader } from '../../store/case-reader.ts';
import { CaseView, inferredSteps, interleaved } from '../view.ts';
import { evidenceFiles } from './evidence-files.ts';
import { nativeRecords } from './native-records.ts';
import { isAsked, timelineQuery } from './step-query.ts';

/** The case as rules see it. */
export class CaseRuleView implements RuleView {
  readonly #case: CaseReader;
  /** The same case without inferences. */
  readonly caseView: CaseView;
  readonly #inferences: readonly Inference[];
  readonly #scope: readonly string[] | undefined;
  readonly #kept = new Map<string, unknown>();
  readonly #shared = new Map<unknown, unknown>();

  /** @param scope the packages to be judged; absent: all */
  constructor(reader: CaseReader, inferences: readonly Inference[], scope?: readonly string[]) {
    this.#case = reader;
    this.caseView = new CaseView(reader);
    this.#inferences = inferences;
    this.#scope = scope && [...new Set(scope)].sort();
  }

  subjects(): readonly string[] {
    return this.#keep('subjects', () => this.caseView.subjects());
  }

  states(subject: string): readonly StateView[] {
    return this.caseView.states(subject);
  }

  steps(query: { readonly package?: string } = {}): Iterable<Step> {
    return this.query(query.package === undefined ? {} : { packages: [query.package] });
  }

  packages(): readonly string[] {
    return this.#scope ?? this.#keep('packages', () => this.#packagesOfCase());
  }

  query(query: StepQuery): Iterable<Step> {
    return this.#heldActs(query) ?? this.#read(query);
  }

  /** Publishes and removals of all packages, or of one: those are held where all packages are judged. */
  #heldActs({ actions, packages, ...others }: StepQuery): readonly Step[] | undefined {
    const isHeld = this.#scope === undefined && actions?.every(isOfRelease) === true && isEmpty(others);
    if (!isHeld || (packages !== undefined && packages.length !== 1)) return undefined;
    const { all, byPackage } = this.#releaseActs();
    const [name] = packages ?? [];
    const acts = name === undefined ? all : (byPackage.get(name) ?? []);
    return acts.filter(({ members }) => actions.includes(members.action));
  }

  #read(query: StepQuery): Iterable<Step> {
    const inferred = this.inferred().filter((step) => isAsked(step, query));
    return interleaved(this.caseView.query(timelineQuery(query)), inferred);
  }

  #releaseActs(): ReleaseActs {
    return this.#keep('release acts', () => releaseActs(this.#read({ actions: OF_RELEASES })));
  }

  /** Packages with a publish or a copy of their document, sorted. */
  #packagesOfCase(): readonly string[] {
    const subjects = this.subjects().filter((subject) => subject.startsWith(PACKAGE));
    const names = new Set(subjects.map((subject) => subject.slice(PACKAGE.length)));
    for (const [name, acts] of this.#releaseActs().byPackage) {
      if (acts.some(({ members }) => members.action === 'package.published')) names.add(name);
    }
    return [...names].sort();
  }

  /** What follows from the states, in timeline order. */
  inferred(): readonly Step[] {
    return this.#keep('inferred', () =>
      inferredSteps(this.#inferences, this.caseView, this.#scope && new Set(this.#scope)),
    );
  }

  files(): readonly EvidenceFile[] {
    return this.#keep('files', () => evidenceFiles(this.#case));
  }

  members(step: Step): EventMembers {
    return this.caseView.members(step);
  }

  records(step: Step): readonly Json[] {
    return nativeRecords(this.#case, step);
  }

  shared<T>(make: (view: RuleView) => T): T {
    if (!this.#shared.has(make)) this.#shared.set(make, make(this));
    return this.#shared.get(make) as T;
  }

  /** Lets go of what rules worked out: what is asked of the view after them is about few of its packages. */
  forget(): void {
    this.#shared.clear();
  }

  #keep<T>(key: string, make: () => T): T {
    if (!this.#kept.has(key)) this.#kept.set(key, make());
    return this.#kept.get(key) as T;
  }
}

const PACKAGE = 'package:';

/** What histories of packages are made of: read in one pass where all packages are judged. */
const OF_RELEASES: readonly Action[] = ['package.published', 'package.version_deleted', 'package.unpublished'];

function isOfRelease(action: Action): boolean {
  return OF_RELEASES.includes(action);
}

function isEmpty(others: object): boolean {
  return Object.values(others).every((value) => value === undefined);
}

interface ReleaseActs {
  /** In timeline order. */
  readonly all: readonly Step[];
  readonly byPackage: ReadonlyMap<string, readonly Step[]>;
}

function releaseActs(steps: Iterable<Step>): ReleaseActs {
  const all = [...steps];
  const byPackage = new Map<string, Step[]>();
  for (const step of all) {
    const name = step.members.package;
    if (name === undefined) continue;
    const known = byPackage.get(name);
    if (known === undefined) byPackage.set(name, [step]);
    else known.push(step);
  }
  return { all, byPackage };
}
