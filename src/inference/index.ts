// This file is generated: npm run catalog
import type { Inference } from '../core/inference.ts';
import accessChangedInference from './access-changed.ts';
import accountEmailChangedInference from './account-email-changed.ts';
import deprecationChangedInference from './deprecation-changed.ts';
import distTagMovedInference from './dist-tag-moved.ts';
import orgRolesChangedInference from './org-roles-changed.ts';
import ownerListChangedInference from './owner-list-changed.ts';
import ownersChangedInference from './owners-changed.ts';
import profileChangedInference from './profile-changed.ts';
import teamChangedInference from './team-changed.ts';
import tokenCreatedInference from './token-created.ts';
import tokenRevokedInference from './token-revoked.ts';
import trustChangedInference from './trust-changed.ts';
import versionVanishedInference from './version-vanished.ts';

export const INFERENCES: readonly Inference[] = [
  accessChangedInference,
  accountEmailChangedInference,
  deprecationChangedInference,
  distTagMovedInference,
  orgRolesChangedInference,
  ownerListChangedInference,
  ownersChangedInference,
  profileChangedInference,
  teamChangedInference,
  tokenCreatedInference,
  tokenRevokedInference,
  trustChangedInference,
  versionVanishedInference,
];
