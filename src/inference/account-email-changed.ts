import type { Inference, Inferred } from '../core/inference.ts';
import { durationText, type Moment } from '../core/time.ts';
import { packagesIn } from '../registry/history/packument.ts';
import { type Publish, publishesIn } from '../registry/history/publishes.ts';
import { between, cite, inferred, inOrder, type Shown, type Snapshot, stamp } from '../registry/history/snapshot.ts';
import { type Person, readMaintainers } from '../registry/manifest.ts';

const inference: Inference = {
  id: 'account-email-changed',
  title: 'the e-mail of an account changed',
  revision: 1,
  reason: 'publishes and lists of owners show one account with different addresses at different times',
  *infer(view, packages) {
    const byAccount = new Map<string, Sighting[]>();
    for (const { snapshots } of packagesIn(view, packages)) {
      const sightings = [...publishesIn(snapshots).flatMap(inPublish), ...snapshots.flatMap(inOwnerList)];
      for (const sighting of sightings) keep(byAccount, sighting);
    }
    for (const account of [...byAccount.keys()].sort()) yield* changes(inOrder(byAccount.get(account) ?? []));
  },
};

export default inference;

/** A record that shows an account with its address. */
interface Sighting extends Shown {
  readonly account: string;
  readonly address: string;
  readonly moment: Moment;
  /** The registry wrote the address for this act; else it stands in a list that may have been made before. */
  readonly source: 'publisher' | 'version-owners' | 'owners';
}

function keep(byAccount: Map<string, Sighting[]>, sighting: Sighting): void {
  const known = byAccount.get(sighting.account);
  if (known === undefined) byAccount.set(sighting.account, [sighting]);
  else known.push(sighting);
}

/** A publish by a trusted publisher names no person; its list of owners may. */
function inPublish({ manifest, moment, citation }: Publish): Sighting[] {
  const publisher = manifest.trustedPublisher === undefined ? manifest.publisher : undefined;
  const own = sighting(publisher, moment, citation, 'publisher');
  const owners = manifest.maintainers.map((person) => sighting(person, moment, citation, 'version-owners'));
  return [...own, ...owners.flat().filter(({ account }) => account !== own[0]?.account)];
}

/** The package's own list of owners, where it is known when that was so. */
function inOwnerList({ state, until }: Snapshot): Sighting[] {
  if (state.taken === undefined || until === undefined) return [];
  const citation = cite(state, 'maintainers');
  return readMaintainers(state.value('maintainers')).flatMap((person) => sighting(person, until, citation, 'owners'));
}

function sighting(
  person: Person | undefined,
  moment: Moment,
  citation: Shown['citation'],
  source: Sighting['source'],
): Sighting[] {
  if (person?.name === undefined || person.email === undefined) return [];
  return [{ account: person.name, address: person.email, moment, since: moment, until: moment, citation, source }];
}

/** The sightings of one address in a row. */
interface Run {
  readonly last: Sighting;
  /** The last one that is a publish by the account itself. */
  readonly published: Sighting | undefined;
}

function* changes(sightings: readonly Sighting[]): Generator<Inferred> {
  const left = new Set<string>();
  let run: Run | undefined;
  for (const next of sightings) {
    const address = folded(next);
    const same = run !== undefined && folded(run.last) === address;
    if (run !== undefined && !same) {
      if (next.source === 'version-owners' && left.has(address)) continue;
      yield change(run, next, left.has(address));
      left.add(folded(run.last));
    }
    const before = same ? run?.published : undefined;
    run = { last: next, published: next.source === 'publisher' ? next : before };
  }
}

/** Addresses that differ in case only are one. */
function folded({ address }: Sighting): string {
  return address.toLowerCase();
}

function change({ last, published }: Run, next: Sighting, again: boolean): Inferred {
  const { account } = next;
  const remarks = [`within ${durationText(next.moment.micros - last.moment.micros)}`];
  if (last.source !== 'publisher') remarks.push(oldListText(published));
  if (again && next.source === 'owners') remarks.push(`the change back is read off a list of owners: ${MAY_BE_OLD}`);
  const draft = {
    action: 'auth.email_changed',
    actor: account,
    user: account,
    old: last.address,
    new: next.address,
  } as const;
  const range = { ...between(last, next), remarks };
  return inferred([account, next.address, next.moment.text], draft, range, [last, next]);
}

/** npm does not bring the lists of owners up to date when an address changes: abbrev@1.0.6 shows two for its publisher. */
const MAY_BE_OLD = 'it may hold an address of before';

function oldListText(published: Sighting | undefined): string {
  const sure = published === undefined ? '' : `; certainly not before ${stamp(published.moment)}`;
  return `the earliest moment is read off a list of owners: ${MAY_BE_OLD}${sure}`;
}
