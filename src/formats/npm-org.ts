import type { Format } from '../core/format.ts';
import { eachMember } from './npm/documents.ts';
import { type Roles, readRoles, recogniseRoles } from './npm/role-reading.ts';

const ROLES: Roles = { kind: 'npm-org', words: [new Set(['owner', 'admin', 'developer'])] };

/** `npm org ls <organisation> --json`. Form: npm/cli `lib/commands/org.js`. */
const format: Format = {
  id: 'npm-org',
  title: 'npm org',
  revision: 1,
  about: {
    export: 'npm org ls <organisation> --json > org-<organisation>.<UTC stamp>.json',
    lifetime: 'what stands at that moment',
    proves: 'who belongs to the organisation, in which role',
    cannotProve: 'which organisation it is, other than by the name of the file; since when, by whom',
    tried: 'documentation',
  },
  framing: eachMember,
  // Its members are the names of accounts.
  signs: { members: [] },
  recognise: (sample) => recogniseRoles(ROLES, sample),
  open: (context) => readRoles(ROLES, context),
};

export default format;
