// This file is generated: npm run catalog
import type { Format } from '../core/format.ts';
import accessLogFormat from './access-log.ts';
import artifactoryAccessFormat from './artifactory-access.ts';
import artifactoryAccessV6Format from './artifactory-access-v6.ts';
import artifactoryRequestFormat from './artifactory-request.ts';
import artifactoryRequestV6Format from './artifactory-request-v6.ts';
import artifactoryRouterFormat from './artifactory-router.ts';
import artifactorySecurityAuditFormat from './artifactory-security-audit.ts';
import auditLogFormat from './audit-log.ts';
import awsCloudtrailFormat from './aws-cloudtrail.ts';
import awsCloudtrailDigestFormat from './aws-cloudtrail-digest.ts';
import awsCloudtrailKeysFormat from './aws-cloudtrail-keys.ts';
import awsS3ObjectFormat from './aws-s3-object.ts';
import bunLockFormat from './bun-lock.ts';
import gcpAuditFormat from './gcp-audit.ts';
import genericJsonlFormat from './generic-jsonl.ts';
import gitLogFormat from './git-log.ts';
import gitRefsFormat from './git-refs.ts';
import githubActionsLogFormat from './github-actions-log.ts';
import githubActionsRunsFormat from './github-actions-runs.ts';
import githubAuditFormat from './github-audit.ts';
import githubAuditCsvFormat from './github-audit-csv.ts';
import githubReleasesFormat from './github-releases.ts';
import githubWebhookFormat from './github-webhook.ts';
import gitlabAuditApiFormat from './gitlab-audit-api.ts';
import gitlabAuditFileFormat from './gitlab-audit-file.ts';
import httpAnswerFormat from './http-answer.ts';
import mailFormat from './mail.ts';
import nexusAuditFormat from './nexus-audit.ts';
import nexusRequestFormat from './nexus-request.ts';
import npmAccessFormat from './npm-access.ts';
import npmAttestationsFormat from './npm-attestations.ts';
import npmCacacheIndexFormat from './npm-cacache-index.ts';
import npmDebugLogFormat from './npm-debug-log.ts';
import npmErrorFormat from './npm-error.ts';
import npmKeysFormat from './npm-keys.ts';
import npmLockFormat from './npm-lock.ts';
import npmLsFormat from './npm-ls.ts';
import npmManifestFormat from './npm-manifest.ts';
import npmOrgFormat from './npm-org.ts';
import npmOwnerFormat from './npm-owner.ts';
import npmPackumentFormat from './npm-packument.ts';
import npmProfileFormat from './npm-profile.ts';
import npmStageFormat from './npm-stage.ts';
import npmTeamFormat from './npm-team.ts';
import npmTokenListFormat from './npm-token-list.ts';
import npmTokenParseableFormat from './npm-token-parseable.ts';
import npmTrustFormat from './npm-trust.ts';
import npmViewFormat from './npm-view.ts';
import npmViewTimeFormat from './npm-view-time.ts';
import osvFormat from './osv.ts';
import packageJsonFormat from './package-json.ts';
import pnpmLockFormat from './pnpm-lock.ts';
import rekorEntryFormat from './rekor-entry.ts';
import reportedFactsFormat from './reported-facts.ts';
import sigstoreBundleFormat from './sigstore-bundle.ts';
import verdaccioFormat from './verdaccio.ts';
import verdaccioPrettyFormat from './verdaccio-pretty.ts';
import verdaccioPrettyTimestampedFormat from './verdaccio-pretty-timestamped.ts';
import yarnBerryLockFormat from './yarn-berry-lock.ts';
import yarnLockFormat from './yarn-lock.ts';

export const FORMATS: readonly Format[] = [
  accessLogFormat,
  artifactoryAccessFormat,
  artifactoryAccessV6Format,
  artifactoryRequestFormat,
  artifactoryRequestV6Format,
  artifactoryRouterFormat,
  artifactorySecurityAuditFormat,
  auditLogFormat,
  awsCloudtrailFormat,
  awsCloudtrailDigestFormat,
  awsCloudtrailKeysFormat,
  awsS3ObjectFormat,
  bunLockFormat,
  gcpAuditFormat,
  genericJsonlFormat,
  gitLogFormat,
  gitRefsFormat,
  githubActionsLogFormat,
  githubActionsRunsFormat,
  githubAuditFormat,
  githubAuditCsvFormat,
  githubReleasesFormat,
  githubWebhookFormat,
  gitlabAuditApiFormat,
  gitlabAuditFileFormat,
  httpAnswerFormat,
  mailFormat,
  nexusAuditFormat,
  nexusRequestFormat,
  npmAccessFormat,
  npmAttestationsFormat,
  npmCacacheIndexFormat,
  npmDebugLogFormat,
  npmErrorFormat,
  npmKeysFormat,
  npmLockFormat,
  npmLsFormat,
  npmManifestFormat,
  npmOrgFormat,
  npmOwnerFormat,
  npmPackumentFormat,
  npmProfileFormat,
  npmStageFormat,
  npmTeamFormat,
  npmTokenListFormat,
  npmTokenParseableFormat,
  npmTrustFormat,
  npmViewFormat,
  npmViewTimeFormat,
  osvFormat,
  packageJsonFormat,
  pnpmLockFormat,
  rekorEntryFormat,
  reportedFactsFormat,
  sigstoreBundleFormat,
  verdaccioFormat,
  verdaccioPrettyFormat,
  verdaccioPrettyTimestampedFormat,
  yarnBerryLockFormat,
  yarnLockFormat,
];
