import type { Inference } from '../core/inference.ts';
import type { InferredDraft } from '../registry/history/snapshot.ts';
import { concluded, type Difference, differencesIn, listingsOf } from './listing/listing.ts';
import { namedByFile, withoutWord } from './listing/named.ts';

const inference: Inference = {
  id: 'team-changed',
  title: 'a team changed',
  revision: 1,
  reason: 'two outputs of npm team ls in a row list different accounts, or different teams',
  *infer(view) {
    for (const listing of listingsOf(view, 'npm-team')) {
      const team = withoutWord(listing.file, 'team') ?? listing.file;
      for (const difference of differencesIn(listing)) {
        const draft = changeOf(difference, team);
        const remarks = draft.user === undefined ? [] : [namedByFile('team')];
        yield concluded(listing, difference, draft, remarks);
      }
    }
  },
};

export default inference;

/** A team is listed with its organisation: `acme:developers`. No account has a colon in its name. */
function changeOf({ name, old }: Difference, team: string): InferredDraft {
  const added = old === undefined;
  if (!name.includes(':')) {
    return { action: added ? 'perm.team_member_added' : 'perm.team_member_removed', user: name, team };
  }
  const native = added ? 'created' : 'deleted';
  return { action: 'perm.team_changed', team: name, org: name.slice(0, name.indexOf(':')), native_action: native };
}
