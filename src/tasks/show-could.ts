import type { JsonObject } from '../core/json.ts';
import type { Line } from '../core/report.ts';
import type { RuleView } from '../core/rule.ts';
import { citationText, type Step } from '../core/step.ts';
import { type CouldPublish, couldPublish, publishedFrom } from '../timeline/related/could-publish.ts';
import type { ShowOptions } from './show.ts';

/** Accounts of one story. */
const MOST = 6;

/** Names in one line. */
const NAMED = 12;

/** What the rows of a story show of who acted, and on which packages. Holds names only. */
export class Actors {
  readonly #changed = new Map<string, Set<string>>();

  add({ members }: Step): void {
    const { actor, action, outcome, package: name, auth_method } = members;
    if (actor === undefined || auth_method === 'oidc' || members.grade === 'reported') return;
    const known = this.#changed.get(actor) ?? (this.#changed.size < MOST ? new Set<string>() : undefined);
    if (known === undefined) return;
    this.#changed.set(actor, known);
    if (name !== undefined && action.startsWith('package.') && outcome === 'success') known.add(name);
  }

  get names(): readonly string[] {
    return [...this.#changed.keys()];
  }

  changed(account: string): ReadonlySet<string> {
    return this.#changed.get(account) ?? new Set();
  }

  all(): ReadonlySet<string> {
    return new Set([...this.#changed.values()].flatMap((names) => [...names]));
  }
}

/** Of the accounts of a story, or of its repositories: what else they could publish, and what of that they changed. */
export function couldLines(
  view: RuleView,
  { roles }: Pick<ShowOptions, 'roles'>,
  actors: Actors,
  digits: number,
): { readonly lines: readonly Line[]; readonly data: readonly JsonObject[] } {
  const accounts = roles.account ?? (roles.repo === undefined ? actors.names : []);
  const found = [
    ...accounts.map((account) => ({
      could: couldPublish(view, account, actors.changed(account)),
      changed: actors.changed(account),
    })),
    ...(roles.repo ?? []).map((repo) => ({ could: publishedFrom(view, repo), changed: actors.all() })),
  ];
  return {
    lines: found.flatMap(({ could, changed }) => linesOf(could, changed, digits)),
    data: found.map(({ could, changed }) => ({
      who: could.who,
      packages: could.packages,
      changed: [...changed].sort(),
      not_collected: could.notCollected,
      complete: could.complete,
      cites: could.citations.map((citation) => citationText(citation, 8)),
    })),
  };
}

function linesOf(could: CouldPublish, changed: ReadonlySet<string>, digits: number): readonly Line[] {
  const { who, packages, citations, complete, notCollected } = could;
  const cites = [...new Set(citations.map(({ evidence }) => citationText({ evidence, place: '' }, digits)))].sort();
  const lists = [
    ...(complete ? [] : [`which other packages it may publish (npm access list packages ${who} --json)`]),
    ...(notCollected.length === 0 ? [] : [`the documents of ${some(notCollected)} (npm view <name> --json)`]),
  ];
  return [
    {
      text: `${who} could publish: ${packages.length === 0 ? 'nothing that the evidence shows' : `${some(packages)} (${cites.join(', ')})`}`,
      style: 'warning',
    },
    { text: `changed in these steps: ${changed.size === 0 ? 'none' : some([...changed].sort())}`, indent: 2 },
    ...lists.map((text): Line => ({ text: `not collected: ${text}`, indent: 2 })),
  ];
}

function some(names: readonly string[]): string {
  if (names.length <= NAMED) return names.join(', ');
  return `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;
}
