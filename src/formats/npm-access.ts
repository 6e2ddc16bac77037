import type { Format } from '../core/format.ts';
import { eachMember } from './npm/documents.ts';
import { type Roles, readRoles, recogniseRoles } from './npm/role-reading.ts';

const ROLES: Roles = {
  kind: 'npm-access',
  words: [new Set(['read-only', 'read-write']), new Set(['public', 'private', 'restricted'])],
};

/**
 * `npm access list packages`, `list collaborators`, `get status`, each with `--json`.
 * Form: npm/cli `lib/commands/access.js`.
 */
const format: Format = {
  id: 'npm-access',
  title: 'npm access',
  revision: 1,
  about: {
    export: 'npm access list packages --json > access-<account>.<UTC stamp>.json',
    lifetime: 'what stands at that moment',
    proves: 'who may write to which package, or which packages are public',
    cannotProve: 'whose list it is, other than by the name of the file; since when',
    tried: 'documentation',
  },
  framing: eachMember,
  // Its members are the names of packages or accounts.
  signs: { members: [] },
  recognise: (sample) => recogniseRoles(ROLES, sample),
  open: (context) => readRoles(ROLES, context),
};

export default format;
