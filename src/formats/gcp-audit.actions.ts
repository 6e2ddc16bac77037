import type { Action } from '../core/action.ts';

/**
 * Methods by service and last part of the name, by what they are in our vocabulary. Names: the vendor's lists of audited
 * methods. `SetIamPolicy` of any service stands in `gcp/policy.ts`.
 */
export const NATIVE_ACTIONS: Partial<Record<Action, string>> = {
  'package.published': `artifactregistry:ImportAptArtifacts artifactregistry:ImportYumArtifacts
    artifactregistry:ImportGooGetArtifacts artifactregistry:UploadAptArtifact artifactregistry:UploadYumArtifact
    artifactregistry:UploadGooGetArtifact artifactregistry:UploadGoModule artifactregistry:UploadGenericArtifact
    artifactregistry:UploadKfpArtifact`,
  'package.unpublished': 'artifactregistry:DeletePackage',
  'package.version_deleted':
    'artifactregistry:DeleteVersion artifactregistry:BatchDeleteVersions artifactregistry:DeleteFile',
  'package.dist_tag_changed': 'artifactregistry:CreateTag artifactregistry:UpdateTag artifactregistry:DeleteTag',
  'package.metadata_changed': 'artifactregistry:UpdatePackage artifactregistry:UpdateVersion',
  'artifact.downloaded': 'artifactregistry:DownloadFile artifactregistry:ExportArtifact',
  'artifact.metadata_read': `artifactregistry:GetPackage artifactregistry:ListPackages artifactregistry:GetVersion
    artifactregistry:ListVersions artifactregistry:GetNpmPackage artifactregistry:ListNpmPackages
    artifactregistry:GetDockerImage artifactregistry:ListDockerImages artifactregistry:GetMavenArtifact
    artifactregistry:ListMavenArtifacts artifactregistry:GetPythonPackage artifactregistry:ListPythonPackages
    artifactregistry:GetFile artifactregistry:ListFiles artifactregistry:GetTag artifactregistry:ListTags`,

  'auth.token.created': `iam:CreateServiceAccountKey iamcredentials:GenerateAccessToken iamcredentials:GenerateIdToken
    iamcredentials:SignJwt iamcredentials:SignBlob sts:ExchangeToken`,
  'auth.token.changed': `iam:EnableServiceAccountKey iam:DisableServiceAccountKey`,
  'auth.token.revoked': 'iam:DeleteServiceAccountKey',
  'auth.key.added': 'iam:UploadServiceAccountKey',
  'auth.login': 'login:loginSuccess login:loginVerification',
  'auth.login_failed': 'login:loginFailure',
  'auth.logout': 'login:logout',
  'auth.new_device': 'login:suspiciousLogin login:suspiciousLoginLessSecureApp login:suspiciousProgrammaticLogin',
  'auth.2fa.enabled': 'login:2svEnroll login:titaniumEnroll',
  'auth.2fa.disabled': 'login:2svDisable login:titaniumUnenroll',
  'auth.password_changed': 'login:passwordEdit',
  'auth.email_changed': 'login:recoveryEmailEdit',

  'perm.member_added': 'iam:CreateServiceAccount iam:UndeleteServiceAccount iam:EnableServiceAccount',
  'perm.member_removed': 'iam:DeleteServiceAccount iam:DisableServiceAccount',
  'perm.role_changed': 'iam:CreateRole iam:UpdateRole iam:DeleteRole iam:UndeleteRole',
  'perm.app_changed': `iam:CreateWorkloadIdentityPool iam:UpdateWorkloadIdentityPool iam:DeleteWorkloadIdentityPool
    iam:UndeleteWorkloadIdentityPool iam:CreateWorkloadIdentityPoolProvider iam:UpdateWorkloadIdentityPoolProvider
    iam:DeleteWorkloadIdentityPoolProvider iam:UndeleteWorkloadIdentityPoolProvider`,
  'perm.secret_changed': `secretmanager:CreateSecret secretmanager:UpdateSecret secretmanager:DeleteSecret
    secretmanager:AddSecretVersion secretmanager:EnableSecretVersion secretmanager:DisableSecretVersion
    secretmanager:DestroySecretVersion`,
  'perm.resource_created':
    'artifactregistry:CreateRepository artifactregistry:CreateAttachment cloudbuild:CreateBuildTrigger',
  'perm.resource_deleted':
    'artifactregistry:DeleteRepository artifactregistry:DeleteAttachment cloudbuild:DeleteBuildTrigger',

  'ci.run_created': 'cloudbuild:CreateBuild cloudbuild:RunBuildTrigger',
  'ci.run_rerun': 'cloudbuild:RetryBuild',

  'audit.stream_changed': `logging:CreateSink logging:UpdateSink logging:DeleteSink logging:CreateExclusion
    logging:UpdateExclusion logging:DeleteExclusion logging:UpdateBucket logging:DeleteBucket logging:DeleteLog`,
};

/** Permissions that were asked for, by what they let happen; the first that an entry has decides. */
export const PERMISSIONS: readonly (readonly [permission: string, action: Action])[] = [
  ['artifactregistry.repositories.deleteArtifacts', 'package.version_deleted'],
  ['artifactregistry.packages.delete', 'package.unpublished'],
  ['artifactregistry.versions.delete', 'package.version_deleted'],
  ['artifactregistry.files.delete', 'package.version_deleted'],
  ['artifactregistry.tags.create', 'package.dist_tag_changed'],
  ['artifactregistry.tags.update', 'package.dist_tag_changed'],
  ['artifactregistry.tags.delete', 'package.dist_tag_changed'],
  ['artifactregistry.repositories.uploadArtifacts', 'package.published'],
  ['artifactregistry.files.upload', 'package.published'],
  ['artifactregistry.repositories.downloadArtifacts', 'artifact.downloaded'],
  ['artifactregistry.files.download', 'artifact.downloaded'],
];

/** Steps of a push of an image, which is published by its manifest. */
export const PARTS_OF_PUSH = /^Docker-(?:Start|Finish|Cancel|Get|Patch|Put|Mount|Monolithic)?(?:Upload|Blob)/i;

/** Codes of `status.code`, from 0. */
export const CODES: readonly string[] = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];
