import type { EvidenceView, Inference, Inferred } from '../core/inference.ts';
import { at, type Json, list, member, scalar, text } from '../core/json.ts';
import type { InferredDraft } from '../registry/history/snapshot.ts';
import { concluded, type Difference, differencesIn, type Listing, listingsOf } from './listing/listing.ts';
import { namedByFile, packageMembers, packageOfFile } from './listing/named.ts';

const inference: Inference = {
  id: 'trust-changed',
  title: 'trusted publishers of a package changed',
  revision: 1,
  reason: 'two outputs of npm trust list in a row list different trusted publishers',
  *infer(view, packages) {
    for (const listing of listingsOf(view, 'npm-trust')) yield* changes(view, listing, packages);
  },
};

export default inference;

function* changes(view: EvidenceView, listing: Listing, packages?: ReadonlySet<string>): Generator<Inferred> {
  const name = packageOfFile(view, listing.file, 'trust');
  if (packages !== undefined && (name === undefined || !packages.has(name))) return;
  for (const difference of differencesIn(listing)) {
    const draft = changeOf(difference);
    if (draft === undefined) continue;
    const remarks = [...replacedTexts(draft), namedByFile('package')];
    yield concluded(listing, difference, { ...draft, ...packageMembers(name, listing.file) }, remarks);
  }
}

/** A publisher that keeps its id but names another workflow is a new one in the place of the old one. */
function changeOf({ name, old, new: now }: Difference): InferredDraft | undefined {
  if (now === undefined) return { action: 'package.trust_removed', ...publisher(name, old), native_id: name };
  const added = { action: 'package.trust_added', ...publisher(name, now), native_id: name } as const;
  if (old === undefined) return added;
  const before = publisher(name, old);
  const same = before.trusted_publisher === added.trusted_publisher && before.scopes === added.scopes;
  return same ? undefined : { ...added, old: describe(before), new: describe(added) };
}

function replacedTexts({ old }: InferredDraft): readonly string[] {
  return old === undefined ? [] : [`in the place of ${old}, under the same id`];
}

interface Publisher {
  readonly trusted_publisher: string;
  readonly scopes: string | undefined;
}

function describe({ trusted_publisher, scopes }: Publisher): string {
  return scopes === undefined ? trusted_publisher : `${trusted_publisher} (${scopes})`;
}

/** npm prints the claims flat, the registry answers them in `claims`. CircleCI has ids instead of names. */
function publisher(id: string, json: Json | undefined): Publisher {
  const claim = (...path: readonly string[]): string | undefined =>
    scalar(at(json, ...path)) ?? scalar(at(json, 'claims', ...path));
  const named = [
    text(member(json, 'type')),
    claim('repository') ?? claim('project') ?? claim('projectId'),
    claim('file') ?? claim('workflow_ref', 'file'),
    claim('environment') && `environment ${claim('environment')}`,
  ].filter((part) => part !== undefined);
  const permissions = list(member(json, 'permissions')).flatMap((permission) => text(permission) ?? []);
  return {
    trusted_publisher: named.length === 0 ? id : named.join(' '),
    scopes: permissions.length === 0 ? undefined : permissions.sort().join(', '),
  };
}
