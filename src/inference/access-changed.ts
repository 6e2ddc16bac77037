import type { EvidenceView, Inference, Inferred } from '../core/inference.ts';
import { text } from '../core/json.ts';
import type { InferredDraft, Snapshot } from '../registry/history/snapshot.ts';
import {
  citingMembers,
  concluded,
  type Difference,
  differencesIn,
  type Listing,
  listingsOf,
} from './listing/listing.ts';
import { namedByFile, packageMembers, packageOfFile, withoutWord } from './listing/named.ts';

const inference: Inference = {
  id: 'access-changed',
  title: 'access to packages changed',
  revision: 1,
  reason: 'two outputs of npm access in a row list different packages, accounts, permissions or visibility',
  *infer(view, packages) {
    for (const listing of listingsOf(view, 'npm-access')) yield* changes(view, listing, packages);
  },
};

export default inference;

/** What a list is of. `npm access list` prints packages and accounts alike: a name, and a permission. */
type Kind = 'visibility' | 'packages' | 'collaborators' | 'unknown';

function* changes(view: EvidenceView, listing: Listing, packages?: ReadonlySet<string>): Generator<Inferred> {
  for (const difference of differencesIn(listing)) {
    const [before, after] = [kindOf(view, listing, difference.older), kindOf(view, listing, difference.newer)];
    const change = before === after ? CHANGES[before](difference, listing, view) : undefined;
    if (change === undefined) continue;
    const { draft, remarks } = change;
    if (packages !== undefined && (draft.package === undefined || !packages.has(draft.package))) continue;
    yield concluded(listing, citingMembers(difference), draft, remarks);
  }
}

const VISIBILITY: ReadonlySet<string> = new Set(['public', 'private', 'restricted']);

/** By its words, then by names that only a package can have or that the case knows, then by the name of the file. */
function kindOf(view: EvidenceView, { file }: Listing, { state }: Snapshot): Kind {
  const { parts } = state;
  if (parts.some((part) => VISIBILITY.has(text(state.value(part)) ?? ''))) return 'visibility';
  const known = new Set(view.subjects());
  if (parts.some((part) => part.startsWith('@') || known.has(`package:${part}`))) return 'packages';
  if (/collaborator/i.test(file)) return 'collaborators';
  return /package/i.test(file) ? 'packages' : 'unknown';
}

interface Change {
  readonly draft: InferredDraft;
  readonly remarks: readonly string[];
}

type Meaning = (difference: Difference, listing: Listing, view: EvidenceView) => Change | undefined;

const CHANGES: Readonly<Record<Kind, Meaning>> = {
  visibility: visibilityChange,
  packages: packageChange,
  collaborators: collaboratorChange,
  unknown: unknownChange,
};

/** A package that is in one list only was not asked about in the other. */
function visibilityChange({ name, old, new: now }: Difference): Change | undefined {
  if (old === undefined || now === undefined) return undefined;
  const [from, to] = [text(old), text(now)];
  return {
    draft: { action: 'package.visibility_changed', package: name, visibility: to, old: from, new: to },
    remarks: [],
  };
}

/** Whose packages they are, the list does not say. */
function packageChange({ name, ...difference }: Difference, { file }: Listing): Change {
  const whose = withoutWord(withoutWord(file, 'access') ?? '', 'package');
  const user = whose === '' || whose === 'unnamed' ? undefined : whose;
  const remarks = user === undefined ? ['whose list it is, is not known'] : [namedByFile('account')];
  return { draft: { ...roleChange(difference), package: name, user }, remarks: [...remarks, `package ${name}`] };
}

function collaboratorChange({ name, ...difference }: Difference, { file }: Listing, view: EvidenceView): Change {
  const bare = withoutWord(withoutWord(file, 'access') ?? '', 'collaborator') ?? '';
  const draft = { ...roleChange(difference), ...packageMembers(packageOfFile(view, bare, 'access'), file), user: name };
  return { draft, remarks: [namedByFile('package')] };
}

function unknownChange({ name, ...difference }: Difference): Change {
  const { role, old, new: now } = roleChange(difference);
  const draft = {
    action: 'other',
    native_action: `npm access to ${name}`,
    resource: name,
    role,
    old,
    new: now,
  } as const;
  return { draft, remarks: ['a package or an account: the list does not say which'] };
}

const NONE = 'none';

/** Who may write is what npm calls an owner. */
function roleChange({ old, new: now }: Omit<Difference, 'name'>): InferredDraft {
  const [from, to] = [text(old) ?? NONE, text(now) ?? NONE];
  const roles = { role: to === NONE ? from : to, old: from, new: to };
  if (to === 'read-write') return { action: 'package.owner_added', ...roles };
  return { action: from === 'read-write' ? 'package.owner_removed' : 'perm.role_changed', ...roles };
}
