import { classifyRequest, type RequestKind } from '../../registry/request.ts';
import { type Meaning, otherMeaning, outcomeOf, pathOf, registryMeaning } from '../proxy/meaning.ts';
import { restMeaning } from '../proxy/rest.ts';
import { REST_CALLS } from './rest.actions.ts';

/** Where Artifactory speaks npm's grammar. Elsewhere a path is a repository and a file in it. */
const NPM = /^\/?(?:artifactory\/)?api\/npm\/[^/]+\/./;
const FILES: ReadonlySet<RequestKind> = new Set<RequestKind>(['tarball', 'delete-tarball', 'publish-or-deprecate']);

/** What a request to Artifactory, or to another service of the platform, was for. */
export function jfrogMeaning(method: string, url: string, status: number | undefined): Meaning {
  const outcome = outcomeOf(status);
  const call = restMeaning(REST_CALLS, method, url, outcome);
  if (call !== undefined) return call;
  const request = classifyRequest(method, url);
  const known = NPM.test(pathOf(url)) ? request.kind !== 'other' : isFile(request.kind, request.version);
  if (!known) return otherMeaning(method, url);
  const meaning = registryMeaning(method, request, outcome);
  // A tarball that is put at its own path can only be a publish.
  return request.kind === 'publish-or-deprecate' && request.version !== undefined
    ? { ...meaning, doubt: undefined }
    : meaning;
}

/** A tarball is told by its path in the layout of npm repositories; the name of a repository looks like a package. */
function isFile(kind: RequestKind, version: string | undefined): boolean {
  return FILES.has(kind) && version !== undefined;
}
