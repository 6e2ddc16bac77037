import type { StateView } from '../../core/inference.ts';
import type { RuleView } from '../../core/rule.ts';
import type { Citation } from '../../core/step.ts';
import { cite } from '../../registry/history/snapshot.ts';
import { readMaintainers } from '../../registry/manifest.ts';
import { repositoryIn } from './repository.ts';

const ACCESS = 'npm-access:';
const PACKAGE = 'package:';

/** What an account could publish, as far as snapshots show it. Names sorted. */
export interface CouldPublish {
  /** Whose, or from where: `alice`, `acme/widget`. */
  readonly who: string;
  readonly packages: readonly string[];
  readonly citations: readonly Citation[];
  /** Whether a list of access of the account is in evidence; without one there may be more packages. */
  readonly complete: boolean;
  /** Those among them whose own document is not in evidence. */
  readonly notCollected: readonly string[];
}

type States = Pick<RuleView, 'subjects' | 'states'>;

/** Packages that an account owns in their newest documents, and those that a list of access lets it write to. */
export function couldPublish(view: States, account: string, acted: ReadonlySet<string>): CouldPublish {
  const subjects = view.subjects();
  const documents = subjects.filter((subject) => subject.startsWith(PACKAGE));
  const owned = documents.flatMap((subject) => ownedIn(view.states(subject).at(-1), account));
  const names = new Set(owned.map(({ name }) => name));
  const lists = subjects.filter((subject) => subject.startsWith(ACCESS));
  const written = lists.flatMap((subject) => writableIn(view.states(subject).at(-1), account, names, acted));
  return joined(account, [...written, ...owned], written.length > 0, new Set(documents));
}

/** Packages whose newest document names a repository: what its runs could publish. */
export function publishedFrom(view: States, repo: string): CouldPublish {
  const documents = view.subjects().filter((subject) => subject.startsWith(PACKAGE));
  const found = documents.flatMap((subject) => {
    const name = subject.slice(PACKAGE.length);
    const newest = view.states(subject).at(-1);
    return newest !== undefined && repositoryIn(view, name) === repo
      ? [{ name, citation: cite(newest, 'repository') }]
      : [];
  });
  return joined(repo, found, true, new Set(documents));
}

interface Named {
  readonly name: string;
  readonly citation: Citation;
}

function joined(who: string, found: readonly Named[], complete: boolean, documents: ReadonlySet<string>): CouldPublish {
  const packages = [...new Set(found.map(({ name }) => name))].sort();
  const citations = new Map(found.map(({ citation }) => [`${citation.evidence} ${citation.place}`, citation]));
  const notCollected = packages.filter((name) => !documents.has(PACKAGE + name));
  return { who, packages, citations: [...citations.values()], complete, notCollected };
}

function ownedIn(state: StateView | undefined, account: string): readonly Named[] {
  if (state === undefined) return [];
  const owns = readMaintainers(state.value('maintainers')).some(({ name }) => name === account);
  return owns ? [{ name: state.subject.slice(PACKAGE.length), citation: cite(state, 'maintainers') }] : [];
}

/** A list of access does not say whose it is: its file may, or a package in it that is the account's. */
function writableIn(
  state: StateView | undefined,
  account: string,
  owned: ReadonlySet<string>,
  acted: ReadonlySet<string>,
): readonly Named[] {
  if (state === undefined) return [];
  const names = state.parts.filter((part) => state.value(part) === 'read-write').map(unescaped);
  const own = state.subject.includes(account) || names.some((name) => owned.has(name) || acted.has(name));
  return own ? names.map((name) => ({ name, citation: cite(state) })) : [];
}

/** Parts are named by JSON Pointers. */
function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
