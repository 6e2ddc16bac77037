import type { Inference, Inferred } from '../core/inference.ts';
import { isDated, type PackageStates, packagesIn } from '../registry/history/packument.ts';
import { publishesIn } from '../registry/history/publishes.ts';
import { between, cite, compareText, inferred, type Shown, timedInOrder } from '../registry/history/snapshot.ts';
import { type Person, readMaintainers } from '../registry/manifest.ts';

const inference: Inference = {
  id: 'owners-changed',
  title: 'owners of a package changed',
  revision: 1,
  reason: 'two publishes or snapshots of a package in a row list different owners',
  *infer(view, packages) {
    for (const states of packagesIn(view, packages)) yield* changes(states);
  },
};

export default inference;

/** Who owned the package, by account, with the address where it is shown. */
interface Owners extends Shown {
  readonly owners: ReadonlyMap<string, string | undefined>;
}

function* changes({ name, snapshots }: PackageStates): Generator<Inferred> {
  const published = publishesIn(snapshots).flatMap((publish) => ownersOf(publish, publish.manifest.maintainers));
  const listed = snapshots.flatMap((snapshot) => {
    const { state } = snapshot;
    const shown = { ...snapshot, citation: cite(state, 'maintainers') };
    return isDated(state) ? ownersOf(shown, readMaintainers(state.value('maintainers'))) : [];
  });
  const lists = timedInOrder([...published, ...listed]);
  for (const [i, newer] of lists.entries()) {
    const older = lists[i - 1];
    if (older !== undefined) yield* compare(name, older, newer);
  }
}

/** A package has one owner at least: an empty list is one that could not be read. */
function ownersOf({ since, until, citation }: Shown, people: readonly Person[]): Owners[] {
  const named = people.flatMap(({ name, email }) => (name === undefined ? [] : [[name, email] as const]));
  return named.length === 0 ? [] : [{ since, until, citation, owners: new Map(named) }];
}

function* compare(name: string, older: Owners, newer: Owners): Generator<Inferred> {
  for (const [user, email] of without(newer, older)) {
    yield conclude({ action: 'package.owner_added', package: name, user, user_email: email }, older, newer);
  }
  for (const [user, email] of without(older, newer)) {
    yield conclude({ action: 'package.owner_removed', package: name, user, user_email: email }, older, newer);
  }
}

function without({ owners }: Owners, others: Owners): (readonly [string, string | undefined])[] {
  const only = [...owners].filter(([user]) => !others.owners.has(user));
  return only.sort(([a], [b]) => compareText(a, b));
}

interface Change {
  readonly action: 'package.owner_added' | 'package.owner_removed';
  readonly package: string;
  readonly user: string;
  readonly user_email: string | undefined;
}

function conclude(change: Change, older: Owners, newer: Owners): Inferred {
  const range = between(older, newer);
  const key = [change.package, change.action, change.user, newer.citation.evidence, newer.citation.place];
  return inferred(key, change, range, [older, newer]);
}
