import type { Inference } from '../core/inference.ts';
import { text } from '../core/json.ts';
import type { InferredDraft } from '../registry/history/snapshot.ts';
import { citingMembers, concluded, type Difference, differencesIn, listingsOf } from './listing/listing.ts';
import { namedByFile, withoutWord } from './listing/named.ts';

const inference: Inference = {
  id: 'org-roles-changed',
  title: 'members of an organisation changed',
  revision: 1,
  reason: 'two outputs of npm org ls in a row list different members, or other roles',
  *infer(view) {
    for (const listing of listingsOf(view, 'npm-org')) {
      const org = withoutWord(listing.file, 'org') ?? listing.file;
      for (const difference of differencesIn(listing)) {
        const draft = { ...changeOf(difference), user: difference.name, org };
        yield concluded(listing, citingMembers(difference), draft, [namedByFile('organisation')]);
      }
    }
  },
};

export default inference;

function changeOf({ old, new: now }: Difference): Omit<InferredDraft, 'user' | 'org'> {
  const [from, to] = [text(old), text(now)];
  if (old === undefined) return { action: 'perm.member_added', role: to };
  if (now === undefined) return { action: 'perm.member_removed', role: from };
  return { action: 'perm.role_changed', role: to, old: from, new: to };
}
