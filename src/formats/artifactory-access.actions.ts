import type { Action } from '../core/action.ts';
import type { NpmPath } from './jfrog/npm-path.ts';

/**
 * What Artifactory lets someone do, or denies, by the type of the line. Types without a row become `other`: ANNOTATE,
 * ANNOTATE_DELETE, SEARCH, CONFIGURATION_CHANGE, CREATE, UPDATE, APPROVE, FORM_SUBMIT, PROPERTY_ADDED,
 * PROPERTY_REMOVED, PROPERTY_UPDATED, BUILD_CREATE, BUILD_PROMOTE, BUILD_DELETE.
 */
export const BY_TYPE: ReadonlyMap<string, { readonly accepted: Action; readonly denied: Action }> = new Map<
  string,
  { readonly accepted: Action; readonly denied: Action }
>([
  ['DOWNLOAD', { accepted: 'artifact.downloaded', denied: 'artifact.download_denied' }],
  ['LOGIN', { accepted: 'auth.login', denied: 'auth.login_failed' }],
  ['AUTHENTICATE', { accepted: 'auth.login', denied: 'auth.login_failed' }],
]);

/** What is done to a file of npm's layout. Other files may be deployed and deleted without a package changing. */
export const BY_FILE: Readonly<Record<'DEPLOY' | 'DELETE', Readonly<Record<NpmPath['kind'], Action>>>> = {
  DEPLOY: { tarball: 'package.published', index: 'package.metadata_changed', folder: 'other' },
  DELETE: { tarball: 'package.version_deleted', index: 'package.metadata_changed', folder: 'package.unpublished' },
};
