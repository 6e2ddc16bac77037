import { ACTIONS, type Action } from '../../core/action.ts';
import type { StepQuery } from '../../core/rule.ts';
import { type Step, stepWith } from '../../core/step.ts';
import { whatText } from '../what.ts';
import { wordOf } from '../words.ts';
import type { Brought } from './brought.ts';
import type { NamedRepository } from './repository.ts';
import { type Toucher, tokenOf } from './touchers.ts';
import type { StoryWindow } from './window.ts';

/** One question to the timeline, and why its answer belongs to the story. */
export interface Thread {
  readonly query: StepQuery;
  readonly why: string;
  /** How to ask for all of it. */
  readonly flags: string;
  keep(step: Step): boolean;
}

/** What was left out, by a sentence. */
export interface Threads {
  readonly threads: readonly Thread[];
  readonly left: readonly string[];
}

/** Accounts, tokens, addresses, repositories and packages of one story, of each kind. */
const MOST = 6;

const OF_PEOPLE = startingWith('auth.', 'perm.', 'package.', 'audit.', 'other');
const OF_FORGE = startingWith('ci.', 'source.');
const OF_PACKAGES = ACTIONS.filter((action) => !action.startsWith('artifact.'));

function startingWith(...starts: readonly string[]): readonly Action[] {
  return ACTIONS.filter((action) => starts.some((start) => action.startsWith(start)));
}

/**
 * What those who touched the packages did: accounts, tokens, addresses.
 * @param bad those of the publishes in question, or those of the other acts
 */
export function touchers(all: readonly Toucher[], window: StoryWindow, bad: boolean): Threads {
  return upTo(
    all.filter((toucher) => toucher.bad === bad),
    ({ role }) => `${NOUNS[role]} of ${bad ? 'the publishes in question' : 'other acts'}`,
    (toucher) => ({
      query: { [toucher.role]: [toucher.value], ...range(window), actions: [...OF_PEOPLE, ...OF_FORGE] },
      why: whyOf(toucher),
      flags: `--${FLAGS[toucher.role]} ${toucher.value}`,
      keep: (step) => isInTime(step, window) && (!isRead(step) || (toucher.bad && toucher.role !== 'accounts')),
    }),
  );
}

const NOUNS = { accounts: 'accounts', tokens: 'tokens', ips: 'addresses' } as const;
const FLAGS = { accounts: 'actor', tokens: 'token', ips: 'ip' } as const;

/** Signs of how an account that nothing speaks against came to its newest publish. */
export function surroundings(all: readonly Toucher[], window: StoryWindow): Threads {
  const own = all.filter(({ role }) => role !== 'ips');
  const actions = startingWith('auth.');
  const { threads } = touchers(own, window, true);
  return { threads: threads.map((thread) => ({ ...thread, query: { ...thread.query, actions } })), left: [] };
}

/** Runs and pushes of the repositories, and what was changed in their settings. */
export function repositories(repos: readonly NamedRepository[], window: StoryWindow): Threads {
  return upTo(
    repos,
    () => 'repositories',
    ({ name, why }) => ({
      query: { repos: [name], ...range(window), actions: [...OF_FORGE, ...startingWith('perm.', 'auth.', 'audit.')] },
      why,
      flags: `--repo ${name}`,
      keep: (step) => isInTime(step, window),
    }),
  );
}

/** Tokens that were used in the repositories: what else they did, and who made them. */
export function tokensOfRepositories(steps: readonly Step[], known: readonly Toucher[], window: StoryWindow): Threads {
  const uses = new Map<string, Step>();
  const distance = ({ sort }: Step): number => Math.abs(sort - window.first);
  for (const step of steps.toSorted((a, b) => distance(a) - distance(b))) {
    const token = tokenOf(step.members);
    if (token === undefined || uses.has(token)) continue;
    if (!known.some(({ role, value }) => role === 'tokens' && value === token)) uses.set(token, step);
  }
  return upTo(
    [...uses],
    () => 'tokens used in its repository',
    ([token, use]) => ({
      query: {
        tokens: [token],
        ...range(window),
        actions: [...OF_FORGE, ...startingWith('auth.', 'perm.', 'package.')],
      },
      why: `${nameOfToken(use, token)} was used in ${use.members.repo ?? 'the repository'}`,
      flags: `--token ${token}`,
      keep: (step) => isInTime(step, window),
    }),
  );
}

/** What a publish in question newly brings along: all that is known of it in that time, downloads too. */
export function brought(all: readonly Brought[], window: StoryWindow): Threads {
  return upTo(
    all,
    () => 'new dependencies',
    ({ name, by }) => ({
      query: { packages: [name], ...range(window) },
      why: `${by} newly depends on ${name}`,
      flags: `--package ${name}`,
      keep: () => true,
    }),
  );
}

/** Other packages that the same accounts changed in that time: all that was done to them. */
export function otherPackages(steps: readonly Step[], known: readonly Toucher[], window: StoryWindow): Threads {
  const accounts = new Set(known.flatMap(({ role, value }) => (role === 'accounts' ? [value] : [])));
  const others = new Map<string, string>();
  for (const { members } of steps) {
    const { package: name, actor, action } = members;
    if (name === undefined || actor === undefined || !accounts.has(actor)) continue;
    if (action.startsWith('package.') && !others.has(name)) others.set(name, actor);
  }
  return upTo(
    [...others],
    () => 'other packages of theirs',
    ([name, actor]) => ({
      query: { packages: [name], ...range(window), actions: OF_PACKAGES },
      why: `${actor} changed ${name} too`,
      flags: `--package ${name}`,
      keep: () => true,
    }),
  );
}

function range({ since, until }: StoryWindow): Pick<StepQuery, 'since' | 'until'> {
  return { since, until };
}

/** Runs and pushes have a shorter window. */
function isInTime({ members, sort }: Step, { forgeSince }: StoryWindow): boolean {
  return sort >= forgeSince || !/^(?:ci|source)\./.test(members.action);
}

/** A question to a server changes nothing. It matters of the token and the address that made a publish in question. */
function isRead({ members }: Step): boolean {
  return members.action === 'other' && /^(?:GET|HEAD) |^POST audit$/.test(members.native_action ?? '');
}

/** `alice published axios@1.14.1` */
function whyOf({ role, value, act }: Toucher): string {
  const who = role === 'tokens' ? nameOfToken(act, value) : value;
  const { ip: _ip, scripts: _scripts, auth_method: _method, provenance: _provenance, ...members } = act.members;
  const what = whatText(stepWith(act, { members }));
  return /^(?:published|staged|deprecated) /.test(what) ? `${who} ${what}` : `${who}: ${what}`;
}

function nameOfToken({ members }: Step, token: string): string {
  return wordOf('token', members) ?? `token ${token.slice(0, 20)}`;
}

/** The first of each kind, and a word on how many more there are. */
function upTo<T>(all: readonly T[], kindOf: (item: T) => string, threadOf: (item: T) => Thread): Threads {
  const counts = new Map<string, number>();
  const threads: Thread[] = [];
  for (const item of all) {
    const kind = kindOf(item);
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if (count <= MOST) threads.push(threadOf(item));
  }
  const over = [...counts].filter(([, count]) => count > MOST);
  return { threads, left: over.map(([kind, count]) => `${count} ${kind}: only the first ${MOST} are looked at`) };
}
