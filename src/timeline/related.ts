import type { RuleView } from '../core/rule.ts';
import type { Step } from '../core/step.ts';
import { broughtBy } from './related/brought.ts';
import { Gathering, type RelatedStep } from './related/gather.ts';
import { repositoriesOf } from './related/repository.ts';
import {
  brought,
  otherPackages,
  repositories,
  surroundings,
  tokensOfRepositories,
  touchers,
} from './related/threads.ts';
import { touchersOf } from './related/touchers.ts';
import { type StoryWindow, windowOf } from './related/window.ts';

export type { RelatedStep } from './related/gather.ts';
export type { StoryWindow } from './related/window.ts';

export interface RelatedOptions {
  readonly packages: readonly string[];
  /** 0: nothing beside the packages. 1: what is related to them. 2: what else those who touched them did, and to what. */
  readonly depth: number;
  /** `name@version` of publishes that are known to be bad; else those in question by what the evidence shows of them. */
  readonly bad?: ReadonlySet<string> | undefined;
}

/** What stands around the acts on some packages. */
export interface Related {
  readonly window: StoryWindow | undefined;
  /** In the order of the timeline; nothing about the packages themselves. */
  readonly steps: readonly RelatedStep[];
  /** Packages that a publish in question newly depends on. */
  readonly brought: readonly string[];
  /** What there was too much of, in sentences. */
  readonly left: readonly string[];
}

/**
 * What belongs to the story of packages beside the acts on them: what those who touched them did around the first
 * publish in question, the repository, and what the publish newly depends on. Bounded in time and number.
 * @param acts all steps about the packages but downloads, and what snapshots show of e-mails; in timeline order
 */
export function relatedTo(view: RuleView, acts: readonly Step[], options: RelatedOptions): Related {
  const { packages, depth } = options;
  const window = windowOf(acts, options);
  if (window === undefined || depth === 0) return { window, steps: [], brought: [], left: [] };
  const gathering = new Gathering(view, window, new Set(packages));
  const found = touchersOf(acts, window);
  if (!window.questioned) {
    gathering.addAll(surroundings(found, window));
    return { window, ...gathering.result(), brought: [] };
  }
  const news = broughtBy(view, acts, window);
  gathering.addAll(brought(news, window));
  gathering.addAll(touchers(found, window, true));
  const repos = repositories(repositoriesOf(view, acts, packages, window.first), window);
  gathering.addAll(repos);
  gathering.addAll(touchers(found, window, false));
  gathering.addAll(tokensOfRepositories(gathering.of(repos), found, window));
  if (depth > 1) gathering.addAll(otherPackages(gathering.all(), found, window));
  return { window, ...gathering.result(), brought: news.map(({ name }) => name) };
}
