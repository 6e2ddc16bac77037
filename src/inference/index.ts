// This file is generated: npm run catalog
import type { Inference } from '../core/inference.ts';
import accountEmailChangedInference from './account-email-changed.ts';
import distTagMovedInference from './dist-tag-moved.ts';
import ownersChangedInference from './owners-changed.ts';
import profileChangedInference from './profile-changed.ts';
import tokenRevokedInference from './token-revoked.ts';
import versionVanishedInference from './version-vanished.ts';

export const INFERENCES: readonly Inference[] = [
  accountEmailChangedInference,
  distTagMovedInference,
  ownersChangedInference,
  profileChangedInference,
  tokenRevokedInference,
  versionVanishedInference,
];
