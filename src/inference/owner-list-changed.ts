import type { EvidenceView, Inference, Inferred } from '../core/inference.ts';
import { type Json, text } from '../core/json.ts';
import { concluded, type Difference, differencesIn, type Listing, listingsOf } from './listing/listing.ts';
import { namedByFile, packageMembers, packageOfFile } from './listing/named.ts';

const inference: Inference = {
  id: 'owner-list-changed',
  title: 'a list of owners changed',
  revision: 1,
  reason: 'two outputs of npm owner ls in a row list different owners',
  *infer(view, packages) {
    for (const listing of listingsOf(view, 'npm-owner')) yield* changes(view, listing, packages);
  },
};

export default inference;

function* changes(view: EvidenceView, listing: Listing, packages?: ReadonlySet<string>): Generator<Inferred> {
  const name = packageOfFile(view, listing.file, 'owner');
  if (packages !== undefined && (name === undefined || !packages.has(name))) return;
  const { package: owned, resource } = packageMembers(name, listing.file);
  for (const difference of differencesIn(listing)) {
    const change = changeOf(difference);
    if (change === undefined) continue;
    const draft = { ...change, package: owned, resource, user: difference.name };
    yield concluded(listing, difference, draft, [namedByFile('package')]);
  }
}

type Change = {
  readonly action: 'package.owner_added' | 'package.owner_removed';
  readonly user_email: string | undefined;
};

/** The address of an owner is another inference's matter. */
function changeOf({ old, new: now }: Difference): Change | undefined {
  if (old === undefined) return { action: 'package.owner_added', user_email: addressIn(now) };
  return now === undefined ? { action: 'package.owner_removed', user_email: addressIn(old) } : undefined;
}

/** `alice <alice@mail.example>` */
function addressIn(line: Json | undefined): string | undefined {
  return text(/<([^<>]*)>$/.exec(text(line) ?? '')?.[1]);
}
