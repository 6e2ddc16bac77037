import type { Action } from '../core/action.ts';

/**
 * API calls as CloudTrail names them, service before the colon, by what they are in our vocabulary. Calls whose
 * parameters or answer decide stand in `cloudtrail/conditions.ts`.
 */
export const NATIVE_ACTIONS: Partial<Record<Action, string>> = {
  'package.published': 'codeartifact:PublishPackageVersion codeartifact:CopyPackageVersions',
  'package.version_deleted': 'codeartifact:DeletePackageVersions codeartifact:DisposePackageVersions',
  'package.unpublished': 'codeartifact:DeletePackage',
  'package.visibility_changed': 'codeartifact:UpdatePackageVersionsStatus',
  'package.metadata_changed': 'codeartifact:PutPackageMetadata',
  'artifact.downloaded': 'codeartifact:GetPackageVersionAsset',
  'artifact.metadata_read': `codeartifact:DescribePackage codeartifact:DescribePackageVersion
    codeartifact:GetPackageVersionReadme codeartifact:ListPackageVersions codeartifact:ListPackageVersionAssets
    codeartifact:ListPackageVersionDependencies`,

  'auth.token.created': `codeartifact:GetAuthorizationToken sts:GetServiceBearerToken sts:AssumeRole
    sts:AssumeRoleWithWebIdentity sts:AssumeRoleWithSAML sts:AssumeRoot sts:GetFederationToken sts:GetSessionToken
    iam:CreateAccessKey iam:CreateServiceSpecificCredential iam:ResetServiceSpecificCredential sso:CreateToken
    sso:CreateTokenWithIAM sso:GetRoleCredentials signin:GetSigninToken ecr:GetAuthorizationToken
    ecr-public:GetAuthorizationToken`,
  'auth.token.changed': 'iam:UpdateAccessKey iam:UpdateServiceSpecificCredential',
  'auth.token.revoked': 'iam:DeleteAccessKey iam:DeleteServiceSpecificCredential sso:Logout',
  'auth.key.added': 'iam:UploadSSHPublicKey iam:UploadSigningCertificate',
  'auth.key.removed': 'iam:DeleteSSHPublicKey iam:DeleteSigningCertificate',

  'auth.login': 'signin:ConsoleLogin signin:UserAuthentication sso:Authenticate sso:Federate',
  'auth.logout': 'signin:Logout',
  'auth.2fa.enabled': 'iam:EnableMFADevice sso-directory:CompleteVirtualMfaDeviceRegistration',
  'auth.2fa.disabled': 'iam:DeactivateMFADevice sso-directory:DeleteMfaDeviceForUser',
  'auth.2fa.changed': 'iam:CreateVirtualMFADevice iam:DeleteVirtualMFADevice iam:ResyncMFADevice',
  'auth.password_changed': `iam:ChangePassword iam:CreateLoginProfile iam:UpdateLoginProfile iam:DeleteLoginProfile
    signin:PasswordRecoveryCompleted signin:PasswordUpdated sso-directory:UpdatePassword`,
  'auth.email_changed': 'signin:EmailUpdated account:StartPrimaryEmailUpdate account:AcceptPrimaryEmailUpdate',

  'perm.member_added': `iam:CreateUser identitystore:CreateUser sso-directory:CreateUser
    organizations:InviteAccountToOrganization organizations:CreateAccount`,
  'perm.member_removed': `iam:DeleteUser identitystore:DeleteUser sso-directory:DeleteUser
    organizations:RemoveAccountFromOrganization organizations:LeaveOrganization`,
  'perm.team_member_added': `iam:AddUserToGroup identitystore:CreateGroupMembership
    sso-directory:AddMemberToGroup`,
  'perm.team_member_removed': `iam:RemoveUserFromGroup identitystore:DeleteGroupMembership
    sso-directory:RemoveMemberFromGroup`,
  'perm.team_changed': 'iam:CreateGroup iam:DeleteGroup iam:UpdateGroup',
  'perm.role_changed': `iam:AttachUserPolicy iam:AttachGroupPolicy iam:AttachRolePolicy iam:DetachUserPolicy
    iam:DetachGroupPolicy iam:DetachRolePolicy iam:PutUserPolicy iam:PutGroupPolicy iam:PutRolePolicy
    iam:DeleteUserPolicy iam:DeleteGroupPolicy iam:DeleteRolePolicy iam:CreatePolicy iam:DeletePolicy
    iam:CreatePolicyVersion iam:DeletePolicyVersion iam:SetDefaultPolicyVersion iam:PutUserPermissionsBoundary
    iam:PutRolePermissionsBoundary iam:UpdateUser iam:UpdateRole iam:AddRoleToInstanceProfile
    iam:RemoveRoleFromInstanceProfile sso:CreateAccountAssignment sso:DeleteAccountAssignment
    sso:AttachManagedPolicyToPermissionSet sso:PutInlinePolicyToPermissionSet sso:CreatePermissionSet
    codeartifact:DeleteRepositoryPermissionsPolicy codeartifact:DeleteDomainPermissionsPolicy`,
  'perm.policy_weakened': `iam:DeleteUserPermissionsBoundary iam:DeleteRolePermissionsBoundary
    iam:DeleteAccountPasswordPolicy s3:DeleteBucketPublicAccessBlock s3:DeleteAccountPublicAccessBlock`,
  'perm.app_changed': `iam:CreateOpenIDConnectProvider iam:DeleteOpenIDConnectProvider
    iam:AddClientIDToOpenIDConnectProvider iam:RemoveClientIDFromOpenIDConnectProvider
    iam:UpdateOpenIDConnectProviderThumbprint iam:CreateSAMLProvider iam:UpdateSAMLProvider iam:DeleteSAMLProvider`,
  'perm.secret_changed': `secretsmanager:CreateSecret secretsmanager:PutSecretValue secretsmanager:UpdateSecret
    secretsmanager:DeleteSecret secretsmanager:RestoreSecret secretsmanager:RotateSecret`,
  'perm.resource_created': `codeartifact:CreateDomain codeartifact:CreateRepository codeartifact:CreatePackageGroup
    codeartifact:AssociateExternalConnection iam:CreateRole iam:CreateInstanceProfile iam:CreateServiceLinkedRole
    ecr:CreateRepository codebuild:CreateProject codepipeline:CreatePipeline`,
  'perm.resource_deleted': `codeartifact:DeleteDomain codeartifact:DeleteRepository codeartifact:DeletePackageGroup
    codeartifact:DisassociateExternalConnection iam:DeleteRole iam:DeleteInstanceProfile iam:DeleteServiceLinkedRole
    ecr:DeleteRepository codebuild:DeleteProject codepipeline:DeletePipeline`,

  'ci.run_created': 'codebuild:StartBuild codebuild:StartBuildBatch codepipeline:StartPipelineExecution',
  'ci.run_rerun': 'codebuild:RetryBuild codebuild:RetryBuildBatch codepipeline:RetryStageExecution',
  'ci.run_deleted': 'codebuild:BatchDeleteBuilds codebuild:DeleteBuildBatch',
  'ci.logs_deleted': 'logs:DeleteLogStream',
  'source.push': 'codecommit:GitPush',
  'source.clone': 'codecommit:GitPull',

  'audit.stream_changed': `cloudtrail:CreateTrail cloudtrail:UpdateTrail cloudtrail:DeleteTrail
    cloudtrail:StartLogging cloudtrail:StopLogging cloudtrail:PutEventSelectors cloudtrail:PutInsightSelectors
    cloudtrail:CreateEventDataStore cloudtrail:UpdateEventDataStore cloudtrail:DeleteEventDataStore
    cloudtrail:StartEventDataStoreIngestion cloudtrail:StopEventDataStoreIngestion config:StopConfigurationRecorder
    config:DeleteConfigurationRecorder config:DeleteDeliveryChannel guardduty:DeleteDetector guardduty:UpdateDetector
    securityhub:DisableSecurityHub logs:DeleteLogGroup logs:PutRetentionPolicy ec2:DeleteFlowLogs
    s3:PutBucketLogging`,
};

/** Parts of an `errorCode` that say that the caller was not let in. Any other code is a failure. */
export const DENIED =
  /accessdenied|unauthori[sz]ed|notauthori[sz]ed|forbidden|authfailure|invalidclienttokenid|signaturedoesnotmatch|expiredtoken|unrecognizedclient|invalididentitytoken|optinrequired/i;

/** Request parameters that name what a call is about, the most telling first. */
export const RESOURCES: readonly string[] = [
  'secretId',
  'openIDConnectProviderArn',
  'sAMLProviderArn',
  'serialNumber',
  'roleName',
  'instanceProfileName',
  'pipelineName',
  'projectName',
  'repositoryName',
  'bucketName',
  'trailName',
  'eventDataStore',
  'logGroupName',
  'detectorId',
  'permissionSetArn',
  'policyArn',
  'policyName',
  'name',
  'url',
];
