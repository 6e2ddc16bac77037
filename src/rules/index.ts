// This file is generated: npm run catalog
import type { Rule } from '../core/rule.ts';
import accountChangeThenPublishRule from './account-change-then-publish.ts';
import actorPublishBurstRule from './actor-publish-burst.ts';
import ciExposureThenPublishRule from './ci-exposure-then-publish.ts';
import dormantPublisherRule from './dormant-publisher.ts';
import installScriptAddedRule from './install-script-added.ts';
import latestTagRegressedRule from './latest-tag-regressed.ts';
import massUnpublishRule from './mass-unpublish.ts';
import multiLinePublishRule from './multi-line-publish.ts';
import newTokenThenPublishRule from './new-token-then-publish.ts';
import nonRegistryDependencyAddedRule from './non-registry-dependency-added.ts';
import ownerChangeAroundPublishRule from './owner-change-around-publish.ts';
import provenanceDowngradeRule from './provenance-downgrade.ts';
import publishAuthDowngradeRule from './publish-auth-downgrade.ts';
import publishFromAnomalousRunRule from './publish-from-anomalous-run.ts';
import publishUnpublishFlapRule from './publish-unpublish-flap.ts';
import publishWithoutSourceRefRule from './publish-without-source-ref.ts';
import publisherEmailChangedRule from './publisher-email-changed.ts';
import repeatPublishSamePackageRule from './repeat-publish-same-package.ts';
import tokenFromNewPlaceRule from './token-from-new-place.ts';
import tracesDeletedRule from './traces-deleted.ts';
import versionVanishedRule from './version-vanished.ts';
import youngDependencyAddedRule from './young-dependency-added.ts';

export const RULES: readonly Rule[] = [
  accountChangeThenPublishRule,
  actorPublishBurstRule,
  ciExposureThenPublishRule,
  dormantPublisherRule,
  installScriptAddedRule,
  latestTagRegressedRule,
  massUnpublishRule,
  multiLinePublishRule,
  newTokenThenPublishRule,
  nonRegistryDependencyAddedRule,
  ownerChangeAroundPublishRule,
  provenanceDowngradeRule,
  publishAuthDowngradeRule,
  publishFromAnomalousRunRule,
  publishUnpublishFlapRule,
  publishWithoutSourceRefRule,
  publisherEmailChangedRule,
  repeatPublishSamePackageRule,
  tokenFromNewPlaceRule,
  tracesDeletedRule,
  versionVanishedRule,
  youngDependencyAddedRule,
];
