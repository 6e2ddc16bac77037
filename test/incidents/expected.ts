import { AXIOS_ACME } from './axios-acme.ts';
import { type Control, type Expectation, LOGS } from './expectation.ts';
import { OTHERS } from './others.ts';

export const INCIDENTS: readonly Expectation[] = [...AXIOS_ACME, ...OTHERS];

export const CONTROLS: readonly Control[] = [
  { folder: 'control-husky', looked: 'install-script-added' },
  { folder: 'control-nx-prerelease', looked: 'provenance-downgrade' },
  { folder: 'control-rspack-rollback', looked: 'latest-tag-regressed' },
  { folder: 'control-mixed-oidc', looked: 'publish-auth-downgrade' },
  { folder: 'control-monorepo', looked: 'actor-publish-burst' },
  { folder: 'control-publishers', looked: 'dormant-publisher' },
  { folder: 'control-tidied-runs', looked: 'traces-deleted' },
  { folder: 'control-split-off', looked: 'young-dependency-added' },
];

export const RULE_IDS: readonly string[] = [
  ...LOGS,
  'provenance-downgrade',
  'publish-auth-downgrade',
  'publisher-email-changed',
  'dormant-publisher',
  'owner-change-around-publish',
  'young-dependency-added',
  'non-registry-dependency-added',
  'install-script-added',
  'multi-line-publish',
  'actor-publish-burst',
  'repeat-publish-same-package',
  'latest-tag-regressed',
  'version-vanished',
  'publish-unpublish-flap',
  'publish-without-source-ref',
  'mass-unpublish',
];
